// Runtime calibration: a deliberate discharge to a part of the charge, by family, from which the firmware learns (battery.md 10).

import {FULL_FROM} from './charger.ts';
import * as code from './codes.ts';
import * as condition from './conditions.ts';
import {phaseOf} from './groups.ts';
import {fullRuntime, reportedMinutes, runtimeNow, timeAfter} from './runtime.ts';
import type {Ups} from './row.ts';
import {canRunOnBattery, enterBattery, enterLine} from './source.ts';

/** A change of the load beyond this ends it. */
export const LOAD_TOLERANCE = 0.05;
/** Least load by the number of external packs: nmc.md 6, min(85, 10 + 15 n) %; the first figure is the family's. */
const LEAST_LOAD_PER_PACK = 0.15;
const LEAST_LOAD_CEILING = 0.85;

/** Why a calibration is refused (nmc.md 9, bits of register 24); 0 is not refused. */
export const refusedInvalidState = 9;
export const refusedInternalFault = 10;
export const refusedCharge = 11;
export const refusedInput = 13;
export const refusedLoadLow = 14;

function leastLoad(u: Ups): number {
	return Math.min(LEAST_LOAD_CEILING, u.rating.calibration.leastLoad + LEAST_LOAD_PER_PACK * u.packs);
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
	const tooLight = u.loadWatts < leastLoad(u) * u.rating.ratedWatts;
	// A light load is what makes a runtime too long to test.
	return tooLight || reportedMinutes(u, u.energy, u.gap) > u.rating.calibration.mostMinutes ? refusedLoadLow : 0;
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
	return timeAfter(t, Math.max(0, runtimeNow(u) - u.rating.calibration.endShare * fullRuntime(u, u.loadWatts)));
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
