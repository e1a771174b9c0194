import test from 'ava';
import fc from 'fast-check';
import {checkPlan} from '../../../src/smartconnect/rollout/plan-check.ts';
import type {PlanWindow} from '../../../src/smartconnect/rollout/plan.ts';
import {isZone, nextSpan, weekdays} from '../../../src/smartconnect/rollout/window.ts';

const at = (text: string): number => Date.parse(text) / 1000;
const text = (seconds: number | undefined): string => new Date((seconds ?? 0) * 1000).toISOString().slice(0, 16);

function windowsOf(given: object[]): readonly PlanWindow[] {
	const {plan, problems} = checkPlan({id: 'c', release: '0'.repeat(64), windows: given});
	if (plan === null) {
		throw new Error(JSON.stringify(problems));
	}
	return plan.windows;
}

const night = windowsOf([{from: '22:00', to: '05:00'}]);

for (const [zone, now, from, until] of [
	['UTC', '2026-11-30T12:00Z', '2026-11-30T22:00', '2026-12-01T05:00'],
	['UTC', '2026-11-30T23:00Z', '2026-11-30T22:00', '2026-12-01T05:00'],
	['UTC', '2026-12-01T04:00Z', '2026-11-30T22:00', '2026-12-01T05:00'],
	['UTC', '2026-12-01T04:59:30Z', '2026-12-01T22:00', '2026-12-02T05:00'],
	['Europe/Berlin', '2026-11-30T12:00Z', '2026-11-30T21:00', '2026-12-01T04:00'],
	['Europe/Berlin', '2026-07-30T12:00Z', '2026-07-30T20:00', '2026-07-31T03:00'],
	['Asia/Kolkata', '2026-11-30T12:00Z', '2026-11-30T16:30', '2026-11-30T23:30'],
	['America/Los_Angeles', '2026-11-30T12:00Z', '2026-11-30T06:00', '2026-11-30T13:00'],
	// The night in which clocks go forward has an hour less, and the one in which they go back an hour more.
	['Europe/Berlin', '2026-03-28T12:00Z', '2026-03-28T21:00', '2026-03-29T03:00'],
	['Europe/Berlin', '2026-10-24T12:00Z', '2026-10-24T20:00', '2026-10-25T04:00'],
] as const) {
	test(`22:00 to 05:00 in ${zone}, looked for at ${now}, is ${from} to ${until} UTC`, t => {
		const span = nextSpan(night, zone, at(now), 60);
		t.deepEqual([text(span?.fromS), text(span?.untilS)], [from, until]);
	});
}

test('a window of certain days opens on those alone, by the calendar of the site', t => {
	const weekend = windowsOf([{days: ['sat', 'sun'], from: '08:00', to: '10:00'}]);
	t.is(text(nextSpan(weekend, 'UTC', at('2026-11-30T12:00Z'), 60)?.fromS), '2026-12-05T08:00');
	// Saturday begins in Auckland when it is Friday in UTC.
	t.is(text(nextSpan(weekend, 'Pacific/Auckland', at('2026-11-30T12:00Z'), 60)?.fromS), '2026-12-04T19:00');
});

test('of several windows the one that opens first is taken, and without any there is none', t => {
	const two = windowsOf([
		{from: '20:00', to: '21:00'},
		{from: '13:00', to: '14:00'},
	]);
	t.is(text(nextSpan(two, 'UTC', at('2026-11-30T12:00Z'), 60)?.fromS), '2026-11-30T13:00');
	t.is(text(nextSpan(two, 'UTC', at('2026-11-30T15:00Z'), 60)?.fromS), '2026-11-30T20:00');
	t.is(nextSpan([], 'UTC', at('2026-11-30T12:00Z'), 60), null);
});

test('the next span always lasts as long as asked for, begins within eight days, and clocks of the site show its times', t => {
	const minute = fc.integer({min: 0, max: 1439});
	const windows = fc.array(fc.record({days: fc.subarray([...weekdays]), fromMinute: minute, toMinute: minute}), {
		minLength: 1,
		maxLength: 4,
	});
	const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Chatham');
	const now = fc.integer({min: at('2026-01-01T00:00Z'), max: at('2028-01-01T00:00Z')});
	fc.assert(
		fc.property(windows, zone, now, (rows, name, nowS) => {
			const span = nextSpan(rows, name, nowS, 60);
			return (
				span !== null
				&& span.untilS >= nowS + 60
				&& span.fromS < nowS + 9 * 86_400
				&& span.untilS - span.fromS <= 25 * 3600
			);
		}),
		{numRuns: 200},
	);
	t.pass();
});

test('a zone that this machine does not know is none', t => {
	t.true(isZone('Europe/Berlin'));
	t.false(isZone('Europe/Atlantis'));
	t.false(isZone(''));
});
