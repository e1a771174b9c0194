import test from 'ava';
import {stepLines, tableLines, textReport, timelineLines} from '../../../sim/report/text.ts';
import {facts, failed, failedRun, passedRun} from './reports.ts';

test('the verdict comes first, then every step with what became of it', t => {
	t.deepEqual(stepLines({...failedRun, name: 'Storm'}), [
		'FAILED: Storm: 1 of 3 steps, 2 cards, 4 events, 1m10s500ms of virtual time, seed 7',
		'  00:00:10.000  passed   1. inject outage',
		'  00:00:10.000  failed   2. low < 2m & on (1m500ms)',
		'      [00:01:10.500] a]]>b: failed',
		'        seen:\tOL \u0000\u001b[31m\ud800',
		'  00:01:10.500  skipped  3. set load 1',
		'      a step before',
		'      it "failed"',
	]);
	t.regex(stepLines(passedRun)[0], /^PASSED: .*: 1 of 1 steps/);
});

test('the timeline has a line an entry and tells what was left out', t => {
	t.is(timelineLines(failedRun).length, 4);
	t.is(timelineLines(failedRun)[3], '3 more events left out');
	t.is(timelineLines(passedRun).length, 3);
});

test('columns of numbers stand to the right, others to the left', t => {
	t.deepEqual(tableLines(facts.summary), ['site         cards', 'main             2', 'a long site     10']);
	t.deepEqual(tableLines([['site', 'cards']]), ['site  cards']);
	t.deepEqual(tableLines([]), []);
});

test('the text report holds steps, summary, how to see it again, and the timeline', t => {
	const report = textReport([failed]);
	t.true(report.startsWith(stepLines(failedRun).join('\n')));
	t.true(report.includes('\na long site     10\n'));
	t.true(report.includes("\nagain: ridethrough scenario run 'a & b.yaml' --seed 7\n"));
	t.true(report.endsWith('3 more events left out\n'));
});
