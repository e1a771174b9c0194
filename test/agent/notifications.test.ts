import test from 'ava';
import fc from 'fast-check';
import {NO_DETAIL, phaseClear, phaseMomentary, phaseSet} from '../../src/agent/card.ts';
import type {LogEntry} from '../../src/agent/card-rows.ts';
import {critical, eventName, findEvent, informational, ungraded, warning} from '../../src/agent/events.ts';
import {
	ANY,
	categoryOf,
	environmentCategory,
	legacyRules,
	Notifications,
	powerCategory,
	systemCategory,
	timingOf,
	UNTIL_CLEARED,
} from '../../src/agent/notifications.ts';
import type {NoticeRule, NoticeTiming} from '../../src/agent/notifications.ts';

type Step = readonly [atMs: number, name: string, phase: number];

interface Told {
	readonly at: number;
	readonly name: string;
	readonly phase: number;
	readonly again: number;
}

const idOf = (name: string): number => findEvent(name)?.id ?? 0;

function entryOf([atMs, name, phase]: Step, sequence: number): LogEntry {
	return {sequence, atMs, event: idOf(name), phase, detail: NO_DETAIL, note: null};
}

/** Plays the steps, and asks for what is due exactly when it is; returns what was told until `end`. */
function play(rules: readonly NoticeRule[], steps: readonly Step[], end: number): Told[] {
	const notices = new Notifications(rules);
	const told: Told[] = [];
	const runTo = (until: number): void => {
		for (let at = notices.nextAt(); at <= until; at = notices.nextAt()) {
			notices.due(at, ({event, phase}, again) => told.push({at, name: eventName(event), phase, again}));
		}
	};
	steps.forEach((step, i) => {
		runTo(step[0] - 1);
		notices.logged(entryOf(step, i + 1), findEvent(step[1])?.severity ?? 0);
	});
	runTo(end);
	return told;
}

const brief = (told: readonly Told[]): string[] =>
	told.map(({at, name, phase, again}) => `${at} ${name}${phase === phaseClear ? ' clear' : ''} ${again}`);

function every(timing: Partial<NoticeTiming>): NoticeRule[] {
	const whole = {delayMs: 0, repeatMs: 0, repeats: 0, untilEvent: 0, ...timing};
	return [{event: ANY, category: ANY, severity: ANY, timing: whole}];
}

test('without a rule, an event is told once and at once, and its clear too', t => {
	const steps: Step[] = [
		[10, 'onBattery', phaseSet],
		[50, 'onBattery', phaseClear],
		[60, 'selfTestPassed', phaseMomentary],
	];
	t.deepEqual(brief(play([], steps, 1000)), ['10 onBattery 0', '50 onBattery clear 0', '60 selfTestPassed 0']);
});

test('what clears before its delay is over is not told, nor is its clear', t => {
	const steps: Step[] = [
		[10, 'onBattery', phaseSet],
		[110, 'onBattery', phaseClear],
		[200, 'onBattery', phaseSet],
		[301, 'onBattery', phaseClear],
	];
	t.deepEqual(brief(play(every({delayMs: 100}), steps, 1000)), ['300 onBattery 0', '301 onBattery clear 0']);
});

test('a delay and a repeat do not hold for what just happens', t => {
	const rules = every({delayMs: 100, repeatMs: 10, repeats: UNTIL_CLEARED});
	t.deepEqual(brief(play(rules, [[5, 'testNotification', phaseMomentary]], 1000)), ['5 testNotification 0']);
});

test('what holds is told again as often as is allowed', t => {
	const rules = every({delayMs: 100, repeatMs: 30, repeats: 2});
	const told = play(rules, [[0, 'overload', phaseSet]], 1000);
	t.deepEqual(brief(told), ['100 overload 0', '130 overload 1', '160 overload 2']);
});

test('on battery is told every 30 s until the battery is low, as the cards of the serial protocol do', t => {
	const steps: Step[] = [
		[0, 'onBattery', phaseSet],
		[70_000, 'lowBattery', phaseSet],
		[200_000, 'onBattery', phaseClear],
	];
	t.deepEqual(brief(play(legacyRules, steps, 300_000)), [
		'0 onBattery 0',
		'30000 onBattery 1',
		'60000 onBattery 2',
		'70000 lowBattery 0',
		'200000 onBattery clear 0',
	]);
});

test('on battery with a battery that is low already is told once', t => {
	const steps: Step[] = [
		[0, 'lowBattery', phaseSet],
		[10, 'onBattery', phaseSet],
	];
	t.deepEqual(brief(play(legacyRules, steps, 300_000)), ['0 lowBattery 0', '10 onBattery 0']);
});

test('replace battery is told every five hours', t => {
	const told = play(legacyRules, [[0, 'replaceBattery', phaseSet]], 11 * 3_600_000);
	t.deepEqual(
		told.map(({at}) => at / 3_600_000),
		[0, 5, 10],
	);
});

test('repeats that nobody fetched in time are told once, and go on in their rhythm', t => {
	const notices = new Notifications(every({repeatMs: 10, repeats: UNTIL_CLEARED}));
	notices.logged(entryOf([0, 'overload', phaseSet], 1), critical);
	const told: number[] = [];
	notices.due(0, (_entry, again) => told.push(again));
	notices.due(57, (_entry, again) => told.push(again));
	t.deepEqual(told, [0, 1]);
	t.is(notices.nextAt(), 60);
});

test('the first rule that fits an event, its category and its severity is the one that holds', t => {
	const one = {delayMs: 1, repeatMs: 0, repeats: 0, untilEvent: 0};
	const two = {...one, delayMs: 2};
	const rules: NoticeRule[] = [
		{event: idOf('onBattery'), category: ANY, severity: ANY, timing: null},
		{event: ANY, category: powerCategory, severity: warning, timing: one},
		{event: ANY, category: ANY, severity: critical, timing: two},
	];
	t.is(timingOf(rules, idOf('onBattery'), warning), null);
	t.is(timingOf(rules, idOf('boost'), warning), one);
	t.is(timingOf(rules, idOf('boost'), critical), two);
	t.is(timingOf(rules, idOf('coldStart'), warning)?.delayMs, 0);
	t.is(timingOf([], idOf('networkStarted'), ungraded), null);
	t.not(timingOf([], idOf('selfTestPassed'), informational), null);
});

for (const [name, category] of [
	['onBattery', powerCategory],
	['upsUpdateFailed', powerCategory],
	['coldStart', systemCategory],
	['contactFault', environmentCategory],
	['clientTest', systemCategory],
] as const) {
	test(`the category of ${name} is ${category}, as in the codes of the field's cards`, t => {
		t.is(categoryOf(idOf(name)), category);
	});
}

const names = ['onBattery', 'lowBattery', 'overload', 'replaceBattery', 'selfTestPassed'];
const timings = fc.record({
	delayMs: fc.nat(40),
	repeatMs: fc.nat(20),
	repeats: fc.integer({min: UNTIL_CLEARED, max: 3}),
	untilEvent: fc.constantFrom(0, idOf('lowBattery')),
});
/** Pairs set and clear in turn, at rising times. */
const histories = fc.array(fc.tuple(fc.nat(30), fc.constantFrom(...names)), {maxLength: 40}).map(choices => {
	const holding = new Set<string>();
	let at = 0;
	return choices.map(([wait, name]): Step => {
		at += wait;
		if (!(findEvent(name)?.paired ?? false)) {
			return [at, name, phaseMomentary];
		}
		const clears = holding.delete(name);
		if (!clears) {
			holding.add(name);
		}
		return [at, name, clears ? phaseClear : phaseSet];
	});
});

test('nothing is told more often than allowed, after its clear, before its delay, or cleared without its set', t => {
	fc.assert(
		fc.property(timings, histories, (timing, steps) => {
			const told = play(every(timing), steps, 5000);
			const inForce = new Map<string, {count: number; since: number}>();
			let at = 0;
			for (const one of told) {
				const {name, phase} = one;
				const ordered = one.at >= at;
				at = one.at;
				const last = inForce.get(name);
				if (phase === phaseClear) {
					t.true(ordered && inForce.delete(name), `${name} cleared without its set`);
				} else if (phase === phaseSet) {
					const setAt = steps.findLast(step => step[1] === name && step[2] === phaseSet && step[0] <= one.at);
					const clearAt = steps.findLast(step => step[1] === name && step[2] === phaseClear && step[0] < one.at);
					const since = setAt?.[0] ?? Infinity;
					t.true((clearAt?.[0] ?? -1) <= since, `${name} told after its clear`);
					t.true(one.at - since >= timing.delayMs, `${name} told before its delay`);
					t.is(one.again, last?.count ?? 0);
					inForce.set(name, {count: one.again + 1, since});
					t.true(timing.repeats === UNTIL_CLEARED || one.again <= timing.repeats, `${name} told too often`);
				}
			}
		}),
		{numRuns: 300},
	);
});

test('what is told does not depend on how often it is asked for, without repeats', t => {
	fc.assert(
		fc.property(fc.nat(40), histories, (delayMs, steps) => {
			const rules = every({delayMs});
			const late = new Notifications(rules);
			steps.forEach((step, i) => late.logged(entryOf(step, i + 1), findEvent(step[1])?.severity ?? 0));
			const found: string[] = [];
			late.due(5000, ({event, phase}) => found.push(`${eventName(event)} ${phase}`));
			t.deepEqual(
				found,
				play(rules, steps, 5000).map(({name, phase}) => `${name} ${phase}`),
			);
		}),
		{numRuns: 200},
	);
});
