import test from 'ava';
import {alarmAtLowBattery, alarmNever, alarmTimed, soundsAlarm} from '../../src/ups/alarm.ts';
import * as code from '../../src/ups/codes.ts';
import {lowBattery, selfTesting} from '../../src/ups/conditions.ts';
import {calibrationRefusal, refusedLoadLow} from '../../src/ups/calibration.ts';
import {findModel} from '../../src/ups/catalogue.ts';
import {
	test14DaysAfterLast,
	testAtTurnOn,
	testEvery14Days,
	testEvery30Days,
	testEvery7Days,
	testIntervalOf,
	testNever,
} from '../../src/ups/families.ts';
import {groupOff, groupOn, MAIN} from '../../src/ups/groups.ts';
import type {UpsModel} from '../../src/ups/model.ts';
import {shedSkipsOffDelay, shedStaysOff} from '../../src/ups/plan.ts';
import {ratingOf} from '../../src/ups/rating.ts';
import {integerColumns, SHED_AFTER, SHED_BELOW, SHED_RULES} from '../../src/ups/row.ts';
import type {Ups} from '../../src/ups/row.ts';
import {fullRuntime, runtimeNow} from '../../src/ups/runtime.ts';
import * as setup from '../../src/ups/setup.ts';
import {advance, beginSelfTest, giveGroupCommand, setInput} from '../../src/ups/ups.ts';
import {DAY, MINUTE, newUps, SECOND} from '../helpers/ref-model.ts';

function model(sku: string): UpsModel {
	const found = findModel(sku);
	if (found === null) {
		throw new Error(`no model ${sku}`);
	}
	return found;
}

/** Lets the UPS live from event to event and returns when each self-test begins. */
function testsUntil(u: Ups, from: number, until: number): number[] {
	const seen: number[] = [];
	for (let t = from; t <= until; t += SECOND * 4) {
		const before = u.holds(selfTesting);
		// Only the neighbourhood of a due test is walked in steps.
		if (u.atTestDue - t > MINUTE && !before) {
			t = Math.min(u.atTestDue, until + MINUTE) - MINUTE;
		}
		advance(u, Math.min(t, until));
		if (u.holds(selfTesting) && !before) {
			seen.push(u.onBatteryAt);
		}
	}
	return seen;
}

/** battery.md 9. */
for (const [sku, schedule] of [
	['SMT1500', testEvery14Days],
	['5PX1500i', testEvery7Days],
	['9PX6000i', testEvery30Days],
] as const) {
	test(`a ${sku} as delivered tests its battery every ${testIntervalOf(schedule) / DAY} days`, t => {
		const u = newUps(model(sku));
		t.is(u.testSchedule, schedule);
		t.is(u.testIntervalMs, testIntervalOf(schedule));
	});
}

test('a fixed schedule keeps its rhythm when somebody tests in between; one since the last test begins anew', t => {
	for (const [schedule, expected] of [
		[testEvery14Days, [14 * DAY, 28 * DAY]],
		[test14DaysAfterLast, [19 * DAY + 8 * SECOND]],
	] as const) {
		const u = newUps();
		setup.setTestSchedule(u, 0, schedule);
		advance(u, 5 * DAY);
		t.true(beginSelfTest(u, 5 * DAY));
		advance(u, 5 * DAY + MINUTE);
		t.deepEqual(testsUntil(u, 5 * DAY + MINUTE, 29 * DAY), expected);
	}
});

test('a schedule with a day and a time tests at that moment of the week, also for the first time', t => {
	const u = newUps();
	const phase = 3 * DAY + 210 * MINUTE;
	setup.setTestPhase(u, 0, phase);
	t.is(u.atTestDue, 10 * DAY + 210 * MINUTE);
	t.deepEqual(testsUntil(u, 0, 30 * DAY), [10 * DAY + 210 * MINUTE, 24 * DAY + 210 * MINUTE]);
});

test('at turn-on a UPS tests its battery, unless its schedule is never', t => {
	for (const [schedule, tests] of [
		[testAtTurnOn, 1],
		[testEvery14Days, 1],
		[testNever, 0],
	] as const) {
		const u = newUps();
		setup.setTestSchedule(u, 0, schedule);
		giveGroupCommand(u, MINUTE, MAIN, groupOff);
		advance(u, 2 * MINUTE);
		giveGroupCommand(u, 2 * MINUTE, MAIN, groupOn);
		advance(u, 4 * MINUTE);
		t.is(u.testCount, tests, `schedule ${schedule}`);
	}
});

test('a UPS that comes back with an exhausted battery does not test it: that would say nothing', t => {
	const u = newUps();
	setInput(u, 0, 0, 0, 0);
	advance(u, 300 * MINUTE);
	t.is(u.source, code.sourceOff);
	setInput(u, 300 * MINUTE, 230, 50, 0);
	advance(u, 320 * MINUTE);
	t.is(u.source, code.sourceLine);
	t.is(u.testCount, 0);
});

const charge = integerColumns.indexOf('shutdownCharge');
const load = integerColumns.indexOf('shutdownLoad');

/** nmc.md 4, auto-shutdown: what is set, and the minute of the outage at which the output goes off. */
const conditions: readonly (readonly [what: string, column: number, value: number, at: (u: Ups) => number])[] = [
	['time on battery', SHED_AFTER, 300, () => 5],
	['runtime left', SHED_BELOW, 600, u => runtimeNow(u) - 10],
	['charge left', charge, 60, u => 0.4 * fullRuntime(u, u.loadWatts)],
	['a load below the limit', load, 50, () => 0],
];

/** The battery warms up in the discharge and gains a little runtime. */
const MARGIN_MS = MINUTE;

for (const [what, column, value, at] of conditions) {
	test(`an outage shuts the output down by ${what}, after the off delay or without it`, t => {
		for (const skip of [true, false]) {
			const u = newUps();
			setup.setColumn(u, 0, column, value);
			setup.setBit(u, 0, SHED_RULES, shedSkipsOffDelay, skip);
			setInput(u, MINUTE, 0, 0, 0);
			const due = MINUTE + at(u) * MINUTE + (skip ? 0 : 90 * SECOND);
			advance(u, due - MARGIN_MS);
			t.is(u.groupsOn & 1, 1);
			advance(u, due + MARGIN_MS);
			t.is(u.groupsOn, 0, 'the switched groups go too');
		}
	});
}

test('after an automatic shutdown the output comes back with the utility, or stays off where that is set', t => {
	for (const stays of [false, true]) {
		const u = newUps();
		setup.setColumn(u, 0, SHED_AFTER, 60);
		setup.setBit(u, 0, SHED_RULES, shedSkipsOffDelay, true);
		setup.setBit(u, 0, SHED_RULES, shedStaysOff, stays);
		setInput(u, 0, 0, 0, 0);
		advance(u, 2 * MINUTE);
		t.is(u.groupsOn, 0);
		setInput(u, 3 * MINUTE, 230, 50, 0);
		advance(u, 5 * MINUTE);
		t.is(u.groupsOn & 1, stays ? 0 : 1);
	}
});

test('no condition, no shutdown before the battery is empty', t => {
	const u = newUps();
	setInput(u, 0, 0, 0, 0);
	advance(u, 1);
	const minutes = runtimeNow(u);
	advance(u, minutes * MINUTE - SECOND);
	t.is(u.source, code.sourceBattery);
});

test('a transfer point that moves past the input acts at once, and the edge of the battery moves with it', t => {
	const u = newUps();
	setInput(u, 0, 204, 50, 0);
	t.is(u.avr, code.avrBoost);
	setup.setTransferLow(u, SECOND, 196);
	t.is(u.avr, code.avrNone);
	t.is(u.batteryBelow, 170);
	setInput(u, 2 * SECOND, 230, 50, 0);
	setInput(u, 2 * SECOND, 255, 50, 0);
	t.is(u.avr, code.avrTrim);
	setup.setTransferHigh(u, 3 * SECOND, 261);
	t.is(u.avr, code.avrNone);
	t.is(u.batteryAbove, 290);
});

test('a lower sensitivity takes an input back that a higher one refused', t => {
	const u = newUps();
	setInput(u, 0, 230, 50, 0.1);
	t.is(u.source, code.sourceBattery);
	setup.setSensitivity(u, MINUTE, code.sensitivityLow);
	advance(u, 2 * MINUTE);
	t.is(u.source, code.sourceLine);
});

test('external packs lengthen the runtime, and automatic finds none', t => {
	const u = newUps();
	const alone = runtimeNow(u);
	setup.setPacks(u, 0, 2);
	t.true(runtimeNow(u) > 2 * alone);
	setup.setPacks(u, 0, -1);
	t.true(Math.abs(runtimeNow(u) - alone) < 1e-9);
});

test('a Matrix-UPS calibrates at a quarter of its load and with at most 128 minutes, down to 35 %', t => {
	const matrix = model('MX3000');
	const u = newUps(matrix, 0.24 * matrix.ratedWatts);
	t.is(calibrationRefusal(u), refusedLoadLow);
	const long = newUps(
		{...matrix, battery: {...matrix.battery, capacityWmin: 20 * matrix.battery.capacityWmin}},
		0.3 * matrix.ratedWatts,
	);
	t.is(calibrationRefusal(long), refusedLoadLow);
	const able = newUps(matrix, 0.5 * matrix.ratedWatts);
	t.is(calibrationRefusal(able), 0);
	t.is(ratingOf(matrix).calibration.endShare, 0.35);
});

test('the alarm sounds at once, after its delay, at low battery or never', t => {
	const at = (mode: number, delay: number, t0: number): boolean => {
		const u = newUps();
		setup.setColumn(u, 0, integerColumns.indexOf('alarmMode'), mode);
		setup.setColumn(u, 0, integerColumns.indexOf('alarmDelay'), delay);
		setInput(u, 0, 0, 0, 0);
		advance(u, t0);
		return soundsAlarm(u, t0);
	};
	t.true(at(alarmTimed, 0, SECOND));
	t.false(at(alarmTimed, 30, 29 * SECOND));
	t.true(at(alarmTimed, 30, 30 * SECOND));
	t.false(at(alarmAtLowBattery, 0, MINUTE));
	t.false(at(alarmNever, 0, MINUTE));
	const u = newUps();
	t.false(soundsAlarm(u, 0));
	u.mark(lowBattery, true);
	t.true(soundsAlarm(u, 0));
});
