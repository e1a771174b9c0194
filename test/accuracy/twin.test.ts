import test from 'ava';
import {twinReport} from './twin.ts';

const report = twinReport(27);

test('the twin beats what the UPS reports, most where its battery is worn or its constant is stale', t => {
	for (const {name, twin, reported, table} of report.runtimes) {
		t.true(twin.count > 100, name);
		t.true(twin.median < reported.median && twin.p90 < reported.p90 && twin.p90 < table.p90, name);
	}
});

test('the same batteries give the same report', t => {
	t.deepEqual(twinReport(3), twinReport(3));
});
