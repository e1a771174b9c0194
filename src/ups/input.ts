// The utility as the UPS sees it: is it good enough, and if not, why (battery.md 11, nmc.md 1.4 and 4).

import * as code from './codes.ts';
import {dropOutput, postponeReturns, scheduleAwaiting} from './groups.ts';
import type {Ups} from './row.ts';
import {
	beginOutage,
	canRunOnBattery,
	canTakeLine,
	enterBattery,
	enterLine,
	hasBypass,
	hasInverter,
	HYSTERESIS_VOLTS,
	needsBypass,
	noteLowestInput,
	settleCharger,
	settleRegulator,
} from './source.ts';
import {passesThrough} from './update-state.ts';

/** The line frequency may be this far from nominal, Hz [assumed: 47 to 53 on a 50 Hz model]. */
const HERTZ_WINDOW = 3;
/** Total harmonic distortion that is refused, by sensitivity (nmc.md 4: Reduced tolerates twice, Low ignores noise). */
const distortionLimit: readonly number[] = [Infinity, Infinity, Infinity, 0.16, 0.08];
/** A step of the voltage at once, as a share of nominal, that is refused; likewise by sensitivity. */
const stepLimit: readonly number[] = [Infinity, Infinity, Infinity, 0.3, 0.15];
/** Auto sensitivity (1) behaves as the highest [assumed]. */
const SENSITIVITY_AUTO = 1;

function limitOf(limits: readonly number[], sensitivity: number): number {
	return limits[sensitivity === SENSITIVITY_AUTO ? code.sensitivityHigh : sensitivity];
}

/** The grade of an input: inputGood, or the first reason to refuse it. On battery the window is narrower by the hysteresis. */
export function gradeInput(u: Ups, volts: number, hertz: number, distortion: number): number {
	const margin = u.source === code.sourceBattery || u.inputGrade !== code.inputGood ? HYSTERESIS_VOLTS : 0;
	const rating = u.rating;
	if (volts < u.batteryBelow + margin) {
		return code.inputLow;
	}
	if (volts > u.batteryAbove - margin) {
		return code.inputHigh;
	}
	if (hertz < rating.nominalHertz - HERTZ_WINDOW) {
		return code.inputHertzLow;
	}
	if (hertz > rating.nominalHertz + HERTZ_WINDOW) {
		return code.inputHertzHigh;
	}
	return distortion > limitOf(distortionLimit, u.sensitivity) ? code.inputDistorted : code.inputGood;
}

/** Takes up a new input. The state has been advanced to `t`. */
export function takeInput(u: Ups, t: number, volts: number, hertz: number, distortion: number): void {
	const step = Math.abs(volts - u.inputVolts) / u.rating.nominalVolts;
	let grade = gradeInput(u, volts, hertz, distortion);
	// Past the firmware nobody looks at frequency and shape (smartconnect.md M5).
	if (passesThrough(u) && grade !== code.inputLow && grade !== code.inputHigh) {
		grade = code.inputGood;
	}
	// A double-conversion type rides through a step: its rectifier does the work.
	const stepRefused =
		!u.rating.doubleConversion
		&& step > limitOf(stepLimit, u.sensitivity)
		&& u.source === code.sourceLine
		&& u.inputGrade === code.inputGood;
	if (grade === code.inputGood && stepRefused) {
		grade = code.inputStep;
	}
	u.inputVolts = volts;
	u.inputHertz = hertz;
	u.inputDistortion = distortion;
	u.inputGrade = grade;
	if (grade === code.inputGood) {
		acceptInput(u, t);
	} else {
		refuseInput(u, t);
	}
	if (grade === code.inputStep) {
		// The new level is acceptable: only the jump to it was not. Qualification starts at once.
		u.inputGrade = code.inputGood;
		acceptInput(u, t);
	}
}

/** The UPS treats its input as failed though it is good: the battery takes over, until the input has qualified again. */
export function refuseOnce(u: Ups, t: number): void {
	u.inputGrade = code.inputLow;
	refuseInput(u, t);
	u.inputGrade = code.inputGood;
	acceptInput(u, t);
}

function acceptInput(u: Ups, t: number): void {
	const inOutage = u.source === code.sourceBattery && u.purpose === code.purposeOutage;
	const waiting = u.source === code.sourceOff && u.inputAccepted === 0;
	if ((inOutage || waiting) && u.atQualified === Infinity) {
		u.atQualified = t + u.qualifyMs;
	}
	if (u.source !== code.sourceBattery) {
		settleRegulator(u);
		settleCharger(u);
	}
}

function refuseInput(u: Ups, t: number): void {
	u.atQualified = Infinity;
	u.inputAccepted = 0;
	noteLowestInput(u);
	if (u.source === code.sourceOff) {
		settleCharger(u);
		postponeReturns(u);
	} else if (u.source === code.sourceBattery) {
		if (u.purpose !== code.purposeOutage) {
			beginOutage(u, t);
		}
	} else {
		loseLine(u, t);
	}
}

/** Line or bypass is gone: the battery takes over, or the load drops. */
function loseLine(u: Ups, t: number): void {
	settleCharger(u);
	const stuck = u.source === code.sourceBypass && u.bypassReason === code.bypassByFault;
	if (!stuck && canRunOnBattery(u)) {
		enterBattery(u, t, code.purposeOutage);
	} else {
		dropOutput(u, t, code.changeLowInput);
	}
}

/** Something broke or was mended: no load hangs on what cannot carry it, and what can goes back to it. */
export function settleSource(u: Ups, t: number): void {
	if (u.source === code.sourceOff) {
		if (u.inputAccepted !== 0) {
			scheduleAwaiting(u, t);
		}
	} else if (!carries(u)) {
		if (u.inputGrade === code.inputGood && canTakeLine(u)) {
			enterLine(u, t);
		} else {
			dropOutput(u, t, code.changePowerSystemError);
		}
	} else {
		settleRegulator(u);
	}
}

/** Whether the load may stay on its source. */
function carries(u: Ups): boolean {
	if (u.source === code.sourceBattery) {
		return hasInverter(u);
	}
	if (u.source === code.sourceLine) {
		return !needsBypass(u);
	}
	return hasBypass(u) && (u.bypassReason !== code.bypassByFault || needsBypass(u));
}
