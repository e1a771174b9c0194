// The loop of one UPS: what is due is carried out in a fixed order, then everything that follows is planned anew.

import {HOUR} from '../core/clock.ts';
import {abandonCalibration, endCalibration} from './calibration.ts';
import {hasAlarm} from './alarm.ts';
import * as code from './codes.ts';
import * as condition from './conditions.ts';
import {advanceTo} from './flow.ts';
import {beginOff, continueGroup, dropOutput, MAIN, scheduleAwaiting, settleConditions} from './groups.ts';
import {actOnOverload, settleOverload} from './overload.ts';
import {AGING_MS, isShedDue, plan, shedSkipsOffDelay, shedStaysOff} from './plan.ts';
import * as row from './row.ts';
import type {Ups} from './row.ts';
import {abandonSelfTest, canTest, endSelfTest, failSelfTest, nextTestAt, startSelfTest} from './self-test.ts';
import {chargerStageFor, classifyLongDisturbance, enterLine, settleCharger} from './source.ts';
import {continueUpdate} from './update.ts';
import {accumulateWear, renew} from './wear.ts';

/** A due self-test that cannot run now is tried again after this long [assumed]. */
const TEST_RETRY_MS = HOUR;
/** Where the battery counts as too hot, and where no longer [assumed]. */
const HOT_CELSIUS = 60;
const COOL_CELSIUS = 55;
/** The event of a whole degree finds the temperature within rounding of it. */
const HALF_DEGREE = 0.5;

/** When the next thing happens to this UPS by itself; Infinity if nothing will. Exact to the millisecond. */
export function nextEventAt(u: Ups): number {
	const f = u.f;
	const first = u.o + row.FIRST_TIMER;
	let next = Math.min(f[first], u.atUpdate);
	for (let i = 1; i < row.TIMERS; i++) {
		if (f[first + i] < next) {
			next = f[first + i];
		}
	}
	return next;
}

/** Carries out everything that is due at `t`, which must be nextEventAt(). */
export function fire(u: Ups, t: number): void {
	advanceTo(u, t);
	for (let timer = 0; timer < row.TIMERS; timer++) {
		const at = u.o + row.FIRST_TIMER + timer;
		if (u.f[at] <= t) {
			u.f[at] = Infinity;
			handlers(u, t, timer);
			settle(u, t);
		}
	}
	if (u.atUpdate <= t) {
		u.atUpdate = Infinity;
		continueUpdate(u, t);
		settle(u, t);
	}
}

/** After any change: overload, conditions of the output, and every timer that follows from the state. */
export function settle(u: Ups, t: number): void {
	abandonWhatEnded(u, t);
	settleOverload(u, t);
	settleConditions(u);
	if (u.muted !== 0 && !hasAlarm(u)) {
		u.muted = 0;
	}
	plan(u, t);
}

/** A test or calibration whose source or purpose was taken away says nothing. */
function abandonWhatEnded(u: Ups, t: number): void {
	const onBattery = u.source === code.sourceBattery;
	if (u.holds(condition.selfTesting) && !(onBattery && u.purpose === code.purposeSelfTest)) {
		abandonSelfTest(u, t);
	}
	if (u.holds(condition.calibrating) && !(onBattery && u.purpose === code.purposeCalibration)) {
		abandonCalibration(u);
	}
}

/** One case a timer, in the order of the columns (row.ts). */
function handlers(u: Ups, t: number, timer: number): void {
	switch (timer) {
		case 0:
			return qualified(u, t);
		case 1:
			return classifyLongDisturbance(u);
		case 2:
			return endSelfTest(u, t);
		case 3:
			return emptied(u, t);
		case 4:
			return crossedLow(u, t);
		case 5:
			return endCalibration(u, t);
		case 6:
			return actOnOverload(u, t);
		case 7:
			return u.mark(condition.discharged, false);
		case 8:
			return shed(u, t);
		case 9:
			return continueGroup(u, t, 1);
		case 10:
			return continueGroup(u, t, 2);
		case 11:
			return continueGroup(u, t, 3);
		case 12:
			return continueGroup(u, t, 0);
		case 13:
			return nextStage(u);
		case 14:
			return age(u, t);
		case 15:
			return ageDaily(u, t);
		case 16:
			return testDue(u, t);
	}
}

/** The input has been good for the qualification time: the load returns to it, and the groups that waited for it may. */
function qualified(u: Ups, t: number): void {
	u.inputAccepted = 1;
	if (u.source === code.sourceBattery) {
		u.changeCause = code.changeAcceptableInput;
		enterLine(u, t);
		u.mark(condition.discharged, u.holds(condition.lowBattery));
	}
	scheduleAwaiting(u, t);
}

function emptied(u: Ups, t: number): void {
	if (u.purpose === code.purposeSelfTest) {
		failSelfTest(u, t);
	} else if (u.purpose === code.purposeCalibration) {
		endCalibration(u, t);
	} else {
		u.mark(condition.lowBattery, true);
		dropOutput(u, t, code.changeLowBattery);
	}
}

function crossedLow(u: Ups, t: number): void {
	const low = u.source === code.sourceBattery;
	u.mark(condition.lowBattery, low);
	if (!low) {
		u.lowEndedAt = t;
	}
}

function shed(u: Ups, t: number): void {
	// The switched groups before the main one, which takes down what is left.
	for (let group = u.rating.groups - 1; group >= MAIN; group--) {
		if (isShedDue(u, t, group)) {
			const rules = u.j[u.p + row.SHED_RULES + group];
			const after = (rules & shedStaysOff) !== 0 ? code.afterOffStay : code.afterOffReturnWithPower;
			beginOff(u, t, group, (rules & shedSkipsOffDelay) === 0, after);
		}
	}
}

function nextStage(u: Ups): void {
	u.charger = Math.max(chargerStageFor(u), u.charger + 1);
	renew(u);
}

function age(u: Ups, t: number): void {
	accumulateWear(u, t);
	settleHeat(u);
	renew(u);
}

/** A hot battery is said to be, and no longer charged, until it has cooled down. Called at every whole degree. */
function settleHeat(u: Ups): void {
	const was = u.holds(condition.batteryOverTemperature);
	const limit = was ? COOL_CELSIUS : HOT_CELSIUS;
	const hot = u.celsius > limit - HALF_DEGREE;
	if (hot !== was) {
		u.mark(condition.batteryOverTemperature, hot);
		settleCharger(u);
	}
}

function ageDaily(u: Ups, t: number): void {
	age(u, t);
	u.atAging = t + AGING_MS;
}

function testDue(u: Ups, t: number): void {
	u.atTestDue = canTest(u) ? nextTestAt(u, t) : t + TEST_RETRY_MS;
	if (canTest(u)) {
		startSelfTest(u, t);
	}
}

/** Stops a self-test or a calibration on command; the utility takes the load back. */
export function stopDischarge(u: Ups, t: number): void {
	if (u.source === code.sourceBattery && u.purpose !== code.purposeOutage) {
		enterLine(u, t);
	}
	settleCharger(u);
}
