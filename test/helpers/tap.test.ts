import test from 'ava';
import {countLine, TapReader, verdictOf} from './tap.ts';

// As AVA 6.4.1 writes it.
const stream = `TAP version 13
ok 1 - queue › the first is due first
# math › a log line of a passed test
#   more
not ok 2 - math › exp is within 4 ulp
  ---
    name: AssertionError
    details: '1..2'
  ...
ok 3 - mosquitto › the topics are seen (skipped: mosquitto not installed) # SKIP
ok 4 - shards › later # TODO
not ok 5 - Error: boom

1..5
# tests 4
# pass 1
# skip 1
# fail 2`;

function read(text: string): {reader: TapReader; shown: string[]} {
	const shown: string[] = [];
	const reader = new TapReader(line => shown.push(line));
	text.split('\n').forEach(line => reader.read(line));
	return {reader, shown};
}

test('passed, failed and skipped tests are counted', t => {
	const {reader} = read(stream);
	t.is(countLine(reader.counts), '1 passed, 2 failed, 2 skipped');
});

test('a failure is shown in full, and nothing of what passed', t => {
	t.deepEqual(read(stream).shown, [
		'not ok 2 - math › exp is within 4 ulp',
		'  ---',
		'    name: AssertionError',
		`    details: '1..2'`,
		'  ...',
		'not ok 5 - Error: boom',
	]);
});

test('the titles of skipped tests are kept, with their reason', t => {
	t.deepEqual(read(stream).reader.skipped, [
		'mosquitto › the topics are seen (skipped: mosquitto not installed)',
		'shards › later',
	]);
});

test('a title with a number sign is a title', t => {
	t.is(countLine(read('ok 1 - issue #2 is # fixed').reader.counts), '1 passed, 0 failed, 0 skipped');
});

const verdicts = [
	{what: 'all passed', counts: [3, 0, 0], ava: 0, forbid: true, exit: 0, reason: undefined},
	{what: 'one failed', counts: [3, 1, 0], ava: 1, forbid: false, exit: 1, reason: undefined},
	{what: 'one failed and AVA did not say so', counts: [3, 1, 0], ava: 0, forbid: false, exit: 1, reason: undefined},
	{
		what: 'AVA failed without a failed test',
		counts: [3, 0, 0],
		ava: 2,
		forbid: false,
		exit: 2,
		reason: /AVA ended with 2/,
	},
	{what: 'a signal ended AVA', counts: [3, 0, 0], ava: null, forbid: false, exit: 1, reason: /a signal/},
	{what: 'no test ran', counts: [0, 0, 0], ava: 0, forbid: false, exit: 1, reason: /no test ran/},
	{what: 'all were skipped', counts: [0, 0, 5], ava: 0, forbid: false, exit: 1, reason: /no test ran/},
	{what: 'one was skipped', counts: [3, 0, 1], ava: 0, forbid: false, exit: 0, reason: undefined},
	{what: 'one was skipped where none may be', counts: [3, 0, 1], ava: 0, forbid: true, exit: 1, reason: /skipped/},
] as const;

for (const {what, counts, ava, forbid, exit, reason} of verdicts) {
	test(`the exit code is ${exit} when ${what}`, t => {
		const [passed, failed, skipped] = counts;
		const verdict = verdictOf({passed, failed, skipped}, ava, forbid);
		t.is(verdict.exitCode, exit);
		if (reason === undefined) {
			t.is(verdict.reason, undefined);
		} else {
			t.regex(verdict.reason ?? '', reason);
		}
	});
}
