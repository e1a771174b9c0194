import {execFileSync} from 'node:child_process';
import {resolve} from 'node:path';
import test from 'ava';
import {fleetTranscript} from './fleet-transcript.ts';
import {transcript} from './transcript.ts';

const newest = process.env['RIDETHROUGH_NEWEST_NODE'];
const title = 'the newest Node computes the same bytes as this one';

if (newest === undefined || newest === '') {
	test.skip(`${title} (skipped: RIDETHROUGH_NEWEST_NODE not set)`, () => {});
} else {
	test(title, t => {
		t.log(`this is ${process.version}, the other ${execFileSync(newest, ['--version'], {encoding: 'utf8'}).trim()}`);
		const printed = execFileSync(newest, [resolve('dist/test/gate/print-transcript.js')], {encoding: 'utf8'});
		t.is(printed, `${transcript()}\n${fleetTranscript()}\n`);
	});
}
