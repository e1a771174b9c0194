// Self-test: a short discharge that proves the battery (battery.md 9, nmc.md 5).

import {DAY, HOUR, MINUTE, SECOND} from '../core/clock.ts';
import * as code from './codes.ts';
import * as condition from './conditions.ts';
import {test14DaysAfterLast, test7DaysAfterLast, testNever} from './families.ts';
import {runtimeNow, shareOf} from './runtime.ts';
import type {Ups} from './row.ts';
import {canRunOnBattery, enterBattery, enterLine} from './source.ts';
import {blockOpenVolts, CELLS_PER_BLOCK} from './voltage.ts';
import {batteryAmperes, openVolts} from './wear.ts';

export const TEST_MS = 8 * SECOND;
const WEEK = 7 * DAY;
/** From switching on to the test of it [assumed]. */
const TURN_ON_TEST_MS = 10 * SECOND;
/** A test says something only with this charge, or after this long on the charger since the last low battery. */
const VALID_CHARGE = 0.75;
const VALID_CHARGING_MS = 8 * HOUR;
/** The battery is to be replaced at this multiple of its resistance when new, or below these volts a cell. */
export const REPLACE_RESISTANCE = 1.7;
export const REPLACE_CELL_VOLTS = 1.75;
/** A passed test moves the firmware's constant this share of the way to 1 (battery.md 10: it drifts slowly up) [assumed]. */
const DRIFT = 0.02;

/** Whether a test may run at all now: on line, nothing else under way. */
export function canTest(u: Ups): boolean {
	return u.source === code.sourceLine && u.inputGrade === code.inputGood && canRunOnBattery(u);
}

/** Whether a test would say something now (nmc.md 5). */
function isValid(u: Ups, t: number): boolean {
	return shareOf(u, runtimeNow(u)) > VALID_CHARGE || t - u.lowEndedAt >= VALID_CHARGING_MS;
}

/** The next self-test by the calendar alone, as the schedule and its day and time have it; Infinity where there is none. */
export function nextTestAt(u: Ups, t: number): number {
	const at = t + u.testIntervalMs;
	if (u.testPhaseMs < 0 || at === Infinity) {
		return at;
	}
	// The last such day and time not after `at`: a week early at most, and never now.
	const aligned = at - ((((at - u.testPhaseMs) % WEEK) + WEEK) % WEEK);
	return aligned > t ? aligned : aligned + WEEK;
}

/** The output was switched on: a test follows (nmc.md 4), unless the battery would prove nothing, as after an exhaustion. */
export function testAfterTurnOn(u: Ups, t: number): void {
	if (u.testSchedule !== testNever && canTest(u) && isValid(u, t)) {
		u.atTestDue = t + TURN_ON_TEST_MS;
	}
}

/** Starts a self-test, or records that it would say nothing. The caller has asked `canTest`. */
export function startSelfTest(u: Ups, t: number): void {
	if (!isValid(u, t)) {
		u.testResult = code.testInvalid;
		u.testCount += 1;
		return;
	}
	u.testResult = code.testRunning;
	u.transferCause = code.causeSelfTest;
	u.changeCause = code.changeAutomaticTest;
	u.mark(condition.selfTesting, true);
	enterBattery(u, t, code.purposeSelfTest);
	u.atTestEnd = t + TEST_MS;
}

/** Resistance that the discharge shows, as a multiple of what the string had when new. */
function resistanceMultiple(u: Ups, volts: number, amperes: number): number {
	const full = u.rating.blocks * blockOpenVolts(1);
	return (full - volts) / amperes / u.rating.stringOhms;
}

/** Judges the battery under load. */
function batteryPasses(u: Ups): boolean {
	const amperes = batteryAmperes(u, u.energy, u.gap);
	if (amperes !== amperes) {
		return false;
	}
	const volts = openVolts(u, u.energy, u.gap) - amperes * u.stringOhms;
	const cells = u.rating.blocks * CELLS_PER_BLOCK;
	return (
		resistanceMultiple(u, volts, amperes) < REPLACE_RESISTANCE
		&& volts / cells >= REPLACE_CELL_VOLTS
		&& runtimeNow(u) * MINUTE >= u.lowBatteryMs
	);
}

/** The test has run its time: only here is the replace-battery flag set or cleared. */
export function endSelfTest(u: Ups, t: number): void {
	const passed = batteryPasses(u);
	finish(u, t, passed ? code.testPassed : code.testFailed);
	u.mark(condition.replaceBattery, !passed);
	u.mark(condition.selfTestFailed, !passed);
	if (passed && u.batteryConstant < 1) {
		u.batteryConstant += DRIFT * (1 - u.batteryConstant);
	}
	enterLine(u, t);
}

/** The battery gave out within the test: the utility takes the load back. */
export function failSelfTest(u: Ups, t: number): void {
	finish(u, t, code.testFailed);
	u.mark(condition.replaceBattery, true);
	u.mark(condition.selfTestFailed, true);
	enterLine(u, t);
}

/** The utility failed, or somebody stopped the test: it says nothing. The source is somebody else's business. */
export function abandonSelfTest(u: Ups, t: number): void {
	finish(u, t, code.testInvalid);
}

function finish(u: Ups, t: number, result: number): void {
	u.testResult = result;
	u.testCount += 1;
	u.atTestEnd = Infinity;
	u.changeCause = code.changeTestEnded;
	u.mark(condition.selfTesting, false);
	if (u.testSchedule === test14DaysAfterLast || u.testSchedule === test7DaysAfterLast) {
		u.atTestDue = t + u.testIntervalMs;
	}
}
