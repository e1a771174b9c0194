// Runtime calibration: a deliberate discharge to a quarter of the charge, from which the firmware learns (battery.md 10).

import {FULL_FROM} from './charger.ts';
import * as code from './codes.ts';
import * as condition from './conditions.ts';
import {phaseOf} from './groups.ts';
import {fullRuntime, runtimeNow, timeAfter} from './runtime.ts';
import type {Ups} from './row.ts';
import {canRunOnBattery, enterBattery, enterLine} from './source.ts';

/** A calibration ends with this share of the charge left. */
const END_SHARE = 0.25;
/** A change of the load beyond this ends it. */
export const LOAD_TOLERANCE = 0.05;
/** Least load by the number of external packs: nmc.md 6, min(85, 10 + 15 n) %. */
const LEAST_LOAD = 0.1;
const LEAST_LOAD_PER_PACK = 0.15;
const LEAST_LOAD_CEILING = 0.85;

/** Why a calibration is refused (nmc.md 9, bits of register 24); 0 is not refused. */
export const refusedInvalidState = 9;
export const refusedInternalFault = 10;
export const refusedCharge = 11;
export const refusedInput = 13;
export const refusedLoadLow = 14;

function leastLoad(packs: number): number {
	return Math.min(LEAST_LOAD_CEILING, LEAST_LOAD + LEAST_LOAD_PER_PACK * packs);
}

function groupsAreIdle(u: Ups): boolean {
	for (let group = 0; group < u.rating.groups; group++) {
		if (phaseOf(u, group) !== code.phaseIdle) {
			return false;
		}
	}
	return true;
}

/** The reason to refuse a calibration now, 0 when there is none. */
export function calibrationRefusal(u: Ups): number {
	if (u.source !== code.sourceLine || !groupsAreIdle(u) || u.holds(condition.overload)) {
		return refusedInvalidState;
	}
	if (u.inputGrade !== code.inputGood) {
		return refusedInput;
	}
	if (!canRunOnBattery(u) || u.failedCells > 0 || u.chargerFailed !== 0 || u.holds(condition.replaceBattery)) {
		return refusedInternalFault;
	}
	if (u.energy / u.capacity < FULL_FROM) {
		return refusedCharge;
	}
	return u.loadWatts < leastLoad(u.packs) * u.rating.ratedWatts ? refusedLoadLow : 0;
}

/** Starts a calibration, or records the refusal. Returns the reason, 0 when it runs. */
export function startCalibration(u: Ups, t: number): number {
	const refusal = calibrationRefusal(u);
	if (refusal !== 0) {
		u.calibrationResult = refusal === refusedCharge ? code.calibrationInvalid : code.calibrationRefused;
		return refusal;
	}
	u.calibrationResult = code.calibrationRunning;
	u.changeCause = code.changeCommand;
	u.mark(condition.calibrating, true);
	enterBattery(u, t, code.purposeCalibration);
	return 0;
}

/** When the calibration under way reaches its end: runtime falls a second a second, so this is exact. */
export function calibrationEndAt(u: Ups, t: number): number {
	return timeAfter(t, Math.max(0, runtimeNow(u) - END_SHARE * fullRuntime(u, u.loadWatts)));
}

/** The calibration has run to its end: the load returns to the utility, and until it is recharged the battery is short. */
export function endCalibration(u: Ups, t: number): void {
	u.calibrationResult = code.calibrationOk;
	u.mark(condition.calibrating, false);
	enterLine(u, t);
	u.mark(condition.discharged, true);
}

/** Mains loss, a change of load or a command ends the calibration early. The source is somebody else's business. */
export function abandonCalibration(u: Ups): void {
	u.calibrationResult = code.calibrationAborted;
	u.mark(condition.calibrating, false);
}
