import test from 'ava';
import {tapReport} from '../../../sim/report/tap.ts';
import {TapReader} from '../../helpers/tap.ts';
import {failed, failedRun, passed} from './reports.ts';

function countsOf(text: string): TapReader['counts'] {
	const reader = new TapReader(() => {});
	text.split('\n').forEach(line => reader.read(line));
	return reader.counts;
}

test('a point a step: what failed and what was skipped is counted as such', t => {
	const text = tapReport([failed]);
	t.true(text.startsWith('TAP version 14\n1..3\n'));
	t.deepEqual(countsOf(text), {passed: 1, failed: 1, skipped: 1});
	t.true(text.includes('\nok 3 - 3 set load 1 # SKIP a step before it "failed"\n'));
});

test('a failure tells why in YAML, and the file how to see it again', t => {
	const text = tapReport([failed]);
	t.regex(
		text,
		/\nnot ok 2 - 2 low < 2m & on\n {2}---\n {2}message: \|\n {4}\[00:01:10\.500\] a\]\]>b: failed\n {4} {2}seen:/,
	);
	t.true(text.includes("\n# failed; again: ridethrough scenario run 'a & b.yaml' --seed 7\n"));
});

test('several runs are a subtest each, and nothing in a name ends a line or begins a directive', t => {
	const odd = {...passed, result: {...failedRun, name: 'a\nok 9 # SKIP\u001b', verdict: 'failed' as const}};
	const lines = tapReport([passed, odd]).split('\n');
	t.is(lines[1], '1..2');
	t.deepEqual(
		lines.filter(line => /^(not )?ok/.test(line)),
		['ok 1 - Storm "Ä" & 😀', String.raw`not ok 2 - a ok 9 \# SKIP`],
	);
	t.true(lines.includes('    1..3'));
});
