import {execFileSync} from 'node:child_process';
import {resolve} from 'node:path';
import test from 'ava';
import {transcript} from './transcript.ts';

const newest = process.env['RIDETHROUGH_NEWEST_NODE'];
const title = 'the newest Node computes the same bytes as this one';

if (newest === undefined || newest === '') {
	test.skip(`${title} (skipped: RIDETHROUGH_NEWEST_NODE not set)`, () => {});
} else {
	test(title, t => {
		const version = execFileSync(newest, ['--version'], {encoding: 'utf8'}).trim();
		t.not(version, process.version, 'RIDETHROUGH_NEWEST_NODE is this very Node: the comparison would prove nothing');
		t.is(
			execFileSync(newest, [resolve('dist/test/gate/print-transcript.js')], {encoding: 'utf8'}),
			`${transcript()}\n`,
		);
		t.log(`${process.version} and ${version}`);
	});
}
