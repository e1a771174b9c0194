import test from 'ava';
import fc from 'fast-check';
import type {Schedule} from '../../src/agent/schedules.ts';
import {occurrenceAfter, refuseSchedule, Schedules, SCHEDULES_MAX} from '../../src/agent/schedules.ts';
import {isOn} from '../../src/ups/groups.ts';
import {DAY, HOUR, MINUTE} from '../helpers/ref-model.ts';
import {Rig} from './commands/rig.ts';

const nightly: Schedule = {
	id: 'nightly',
	action: 'shutdown',
	every: 'daily',
	weeks: 0,
	from: '2026-11-24',
	minute: 22 * 60,
	back: 'at',
	backMinute: 6 * 60,
	actor: 'ann',
	role: 2,
};

function at(text: string): number {
	return Date.parse(`${text}Z`);
}

function calendar(rig: Rig, zoneMinutes = 0): Schedules {
	return new Schedules({card: rig.card, order: (order, t) => rig.desk.order(order, t)}, zoneMinutes, []);
}

const vectors: ReadonlyArray<[string, Partial<Schedule>, number, string, string | null]> = [
	['once, before', {every: 'once'}, 0, '2026-11-24T21:59:59', '2026-11-24T22:00'],
	['once, at the moment', {every: 'once'}, 0, '2026-11-24T22:00', null],
	['daily, the day after', {}, 0, '2026-11-24T22:00', '2026-11-25T22:00'],
	['daily, over the end of a leap February', {}, 0, '2028-02-28T23:00', '2028-02-29T22:00'],
	['every week', {every: 'weekly', weeks: 1}, 0, '2026-11-24T22:00', '2026-12-01T22:00'],
	['every 2 weeks, over the end of a year', {every: 'weekly', weeks: 2}, 0, '2026-12-22T22:00', '2027-01-05T22:00'],
	['every 4 weeks', {every: 'weekly', weeks: 4}, 0, '2026-11-25T00:00', '2026-12-22T22:00'],
	['every 8 weeks', {every: 'weekly', weeks: 8}, 0, '2026-11-25T00:00', '2027-01-19T22:00'],
	['east of Greenwich', {}, 330, '2026-11-24T16:29', '2026-11-24T16:30'],
	['west of Greenwich, on the next day of UTC', {}, -480, '2026-11-24T22:00', '2026-11-25T06:00'],
];

for (const [what, change, zone, after, expected] of vectors) {
	test(`the next occurrence is right: ${what}`, t => {
		t.is(occurrenceAfter({...nightly, ...change}, at(after), zone), expected === null ? Infinity : at(expected));
	});
}

test('occurrences of a schedule are later than asked, a period apart, and keep their time of day', t => {
	const schedules = fc.record({every: fc.constantFrom('daily', 'weekly'), weeks: fc.constantFrom(1, 2, 4, 8)});
	fc.assert(
		fc.property(schedules, fc.integer({min: at('2026-01-01T00:00'), max: at('2090-01-01T00:00')}), (change, after) => {
			const schedule = {...nightly, ...change} as Schedule;
			const next = occurrenceAfter(schedule, after, 60);
			t.true(next > after);
			t.is((next + HOUR) % DAY, 22 * HOUR);
			t.is(occurrenceAfter(schedule, next - 1, 60), next);
			const period = change.every === 'daily' ? DAY : 7 * change.weeks * DAY;
			t.is(occurrenceAfter(schedule, next, 60) - next, period);
		}),
	);
});

test('a nightly shutdown sleeps until its morning', t => {
	const rig = new Rig();
	const schedules = calendar(rig);
	const start = at('2026-11-24T21:00');
	t.is(schedules.set(nightly, start), null);
	t.is(schedules.nextAt(start), at('2026-11-24T22:00'));
	t.false(schedules.due(start + HOUR - 1, rig.now));
	t.true(schedules.due(start + HOUR, rig.now));
	rig.look();
	t.false(isOn(rig.ups, 0));
	rig.pass(8 * HOUR - 1);
	t.false(isOn(rig.ups, 0));
	rig.pass(MINUTE);
	t.true(isOn(rig.ups, 0));
	t.is(schedules.nextAt(start + 9 * HOUR), at('2026-11-25T22:00'));
});

test('a shutdown that comes back immediately is off for six minutes', t => {
	const rig = new Rig();
	const schedules = calendar(rig);
	schedules.set({...nightly, back: 'immediately'}, at('2026-11-24T21:00'));
	schedules.due(at('2026-11-24T22:00'), 0);
	rig.pass(6 * MINUTE - 1);
	t.false(isOn(rig.ups, 0));
	rig.pass(MINUTE);
	t.true(isOn(rig.ups, 0));
});

test('a shutdown that never comes back goes off after its delay and stays off', t => {
	const rig = new Rig();
	const schedules = calendar(rig);
	schedules.set({...nightly, back: 'never'}, at('2026-11-24T21:00'));
	schedules.due(at('2026-11-24T22:00'), 0);
	rig.pass(DAY);
	t.false(isOn(rig.ups, 0));
});

test('a scheduled self-test is ordered in the name of who scheduled it', t => {
	const rig = new Rig();
	const schedules = calendar(rig);
	schedules.set({...nightly, action: 'selfTest'}, at('2026-11-24T21:00'));
	schedules.due(at('2026-11-24T22:00:30'), 0);
	rig.pass(MINUTE);
	t.deepEqual(rig.events.slice(-2), ['selfTestPassed', 'commandCompleted']);
	t.like(rig.told[0], {commandId: `nightly.${at('2026-11-24T22:00') / MINUTE}`, origin: 1});
});

test('what was missed is told once and never done late', t => {
	const rig = new Rig();
	const schedules = calendar(rig);
	schedules.set(nightly, at('2026-11-24T21:00'));
	const kept = JSON.parse(JSON.stringify(schedules.states)) as typeof schedules.states;
	const next = new Schedules(schedules.ports, 0, kept);
	next.due(at('2026-11-28T12:00'), 0);
	next.due(at('2026-11-28T12:01'), 1);
	rig.look();
	t.deepEqual(rig.events, ['scheduledActionSkipped']);
	t.true(isOn(rig.ups, 0));
	t.is(next.nextAt(at('2026-11-28T12:01')), at('2026-11-28T22:00'));
});

test('what the UPS refuses is skipped, and the reason told', t => {
	const rig = new Rig();
	const schedules = calendar(rig);
	schedules.set({...nightly, action: 'selfTest'}, at('2026-11-24T21:00'));
	rig.cutPower();
	schedules.due(at('2026-11-24T22:00'), 0);
	t.deepEqual(rig.events.slice(-2), ['commandRefused', 'scheduledActionSkipped']);
	t.regex(rig.card.newest(1)[0]?.note?.text ?? '', /^E_COMMAND_STATE: /);
});

test('without a clock nothing is due, and what went before it was set counts as never', t => {
	const rig = new Rig();
	const schedules = calendar(rig);
	schedules.set(nightly, null);
	t.is(schedules.nextAt(null), Infinity);
	t.false(schedules.due(null, 0));
	t.false(schedules.due(at('2026-12-01T12:00'), 1));
	t.deepEqual(rig.events, []);
	t.true(schedules.due(at('2026-12-01T22:00'), 2));
	t.is(rig.events[0], 'commandAccepted');
});

test('a clock that is set back does nothing twice', t => {
	const rig = new Rig();
	const schedules = calendar(rig);
	schedules.set(nightly, at('2026-11-24T21:00'));
	schedules.due(at('2026-11-24T22:00'), 0);
	t.false(schedules.due(at('2026-11-24T21:30'), 1));
	t.false(schedules.due(at('2026-11-24T22:00'), 2));
	t.is(rig.events.filter(event => event === 'commandAccepted').length, 1);
});

const wrong: ReadonlyArray<[string, Record<string, unknown>, RegExp]> = [
	['an id with a capital', {id: 'Nightly'}, /a-z/],
	['an id too long', {id: 'x'.repeat(17)}, /16/],
	['an action that is none', {action: 'reboot'}, /selfTest or shutdown/],
	['a repetition that is none', {every: 'monthly'}, /once, daily or weekly/],
	['three weeks', {every: 'weekly', weeks: 3}, /1, 2, 4 or 8/],
	['a day that is not', {from: '2026-02-30'}, /2026-11-24/],
	['the 24th hour', {minute: 1440}, /0 to 1439/],
	['half a minute', {minute: 0.5}, /0 to 1439/],
	['a return that is none', {back: 'soon'}, /never, immediately/],
	['a return at the same time', {backMinute: nightly.minute}, /other than/],
];

for (const [what, change, sentence] of wrong) {
	test(`${what} is no schedule`, t => {
		t.regex(refuseSchedule({...nightly, ...change})?.sentence ?? '', sentence);
	});
}

test('a schedule takes the place of one of its id, and there is room for sixteen', t => {
	const schedules = calendar(new Rig());
	for (let i = 0; i < SCHEDULES_MAX; i++) {
		t.is(schedules.set({...nightly, id: `s${i}`}, 0), null);
	}
	t.is(schedules.set({...nightly, id: 's3', minute: 5}, 0), null);
	t.is(schedules.set({...nightly, id: 'more'}, 0)?.code, 'E_SCHEDULE_INVALID');
	t.true(schedules.remove('s0'));
	t.false(schedules.remove('s0'));
});
