import test from 'ava';
import fc from 'fast-check';
import {DAY, HOUR, MINUTE, SECOND} from '../../../src/core/clock.ts';
import {formatClock, formatDuration, LONGEST_MS, parseDuration} from '../../../sim/scenario/duration.ts';

const good: ReadonlyArray<readonly [string, number]> = [
	['300ms', 300],
	['0.3s', 300],
	['90s', 90 * SECOND],
	['1m', MINUTE],
	['1h30m', 90 * MINUTE],
	['1h 30m', 90 * MINUTE],
	['2d', 2 * DAY],
	['1d2h3m4s5ms', DAY + 2 * HOUR + 3 * MINUTE + 4005],
	['0s', 0],
	['1.5h', 90 * MINUTE],
	[' 5s ', 5000],
	['3650d', LONGEST_MS],
];

for (const [text, millis] of good) {
	test(`"${text}" is ${millis} ms`, t => t.is(parseDuration(text), millis));
}

for (const text of [
	'',
	' ',
	'90',
	'1.5',
	'-5s',
	'5 s',
	's',
	'1x',
	'30m1h',
	'1h1h',
	'5sx',
	'1e3s',
	'0.0001s',
	'.5s',
	'1,5s',
	'3651d',
	'9'.repeat(400) + 'd',
]) {
	test(`"${text.slice(0, 12)}" is no duration`, t => t.is(parseDuration(text), undefined));
}

test('whatever is formatted is read back', t => {
	fc.assert(
		fc.property(fc.integer({min: 0, max: LONGEST_MS}), millis => {
			t.is(parseDuration(formatDuration(millis)), millis);
		}),
	);
});

test('no text makes the parser throw, or give a time that is not whole', t => {
	fc.assert(
		fc.property(fc.string(), text => {
			const millis = parseDuration(text);
			t.true(millis === undefined || (Number.isInteger(millis) && millis >= 0));
		}),
	);
});

test('a stamp has hours, minutes, seconds and milliseconds, and more than a day keeps counting hours', t => {
	t.is(formatClock(0), '00:00:00.000');
	t.is(formatClock(HOUR + 2 * MINUTE + 3500), '01:02:03.500');
	t.is(formatClock(4 * DAY + 7), '96:00:00.007');
	t.is(formatDuration(0), '0s');
});
