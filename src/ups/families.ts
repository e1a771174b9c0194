// What the models of a family have in common beyond the catalogue's figures: rules and factory settings of their firmware.

import {DAY} from '../core/clock.ts';
import {updateOutputOff, updateOutputOn} from './codes.ts';

/** Schedules of the self-test, numbered as the PowerNet MIB does; the last one is ours, for Eaton (battery.md 9). */
export const testEvery14Days = 2;
export const testEvery7Days = 3;
export const testAtTurnOn = 4;
export const testNever = 5;
export const test14DaysAfterLast = 8;
export const test7DaysAfterLast = 9;
export const testEvery30Days = 13;

/** Days between self-tests by schedule; 0 is none by itself. */
const daysOfSchedule: readonly number[] = [0, 0, 14, 7, 0, 0, 28, 84, 14, 7, 56, 182, 364, 30];

/** Milliseconds between the self-tests of a schedule; Infinity where time alone starts none. */
export function testIntervalOf(schedule: number): number {
	const days = daysOfSchedule[schedule];
	return days > 0 ? days * DAY : Infinity;
}

/** When a runtime calibration may run and when it ends (battery.md 10). */
export interface CalibrationRules {
	/** Share of the charge at which it ends. */
	readonly endShare: number;
	/** Longest predicted runtime with which it starts. */
	readonly mostMinutes: number;
	/** Least load without external packs, as a share of the rating. */
	readonly leastLoad: number;
}

const usualCalibration: CalibrationRules = {endShare: 0.25, mostMinutes: Infinity, leastLoad: 0.1};
const matrixCalibration: CalibrationRules = {endShare: 0.35, mostMinutes: 128, leastLoad: 0.25};

export function calibrationRulesOf(family: string): CalibrationRules {
	return family === 'Matrix-UPS' ? matrixCalibration : usualCalibration;
}

/** Families that test more or less often than the fortnight of the Smart-UPS and the GXT3 (battery.md 9). */
const schedulesByFamily: readonly (readonly [family: string, schedule: number])[] = [
	['5PX', testEvery7Days],
	['9PX', testEvery30Days],
	['9SX', testEvery30Days],
];

export function testScheduleOf(family: string): number {
	for (let i = 0; i < schedulesByFamily.length; i++) {
		if (schedulesByFamily[i][0] === family) {
			return schedulesByFamily[i][1];
		}
	}
	return testEvery14Days;
}

/** Families whose delays come in steps; newer ones take any second (nmc.md 4, "older" and "newer"). */
const steppedFamilies: readonly string[] = [
	'Smart-UPS (SU)',
	'Smart-UPS XL (SU)',
	'Matrix-UPS',
	'Smart-UPS SC',
	'Smart-UPS (SUA)',
	'Smart-UPS XLM',
	'Smart-UPS RT',
	'Symmetra LX',
];

export function hasSteppedDelays(family: string): boolean {
	return steppedFamilies.indexOf(family) >= 0;
}

/** Seconds of the off delay as delivered: 90 of the SMX, 60 of the SC and, as 90 is no step of theirs, of its elders. */
const OFF_DELAY_SECONDS = 90;
const STEPPED_OFF_DELAY_SECONDS = 60;

export function offDelayOf(family: string): number {
	return hasSteppedDelays(family) ? STEPPED_OFF_DELAY_SECONDS : OFF_DELAY_SECONDS;
}

/**
 * Families whose output stays on while their firmware is replaced: the small ones that update from the cloud [assumed; the maker
 * says only that the model decides (smartconnect.md M3)].
 */
const outputOnFamilies: readonly string[] = [
	'Smart-UPS C (SMC)',
	'Smart-UPS (SMC Brazil)',
	'Smart-UPS (SMT)',
	'Smart-UPS (SMT SmartConnect)',
];

/** All others turn it off, which nobody can mistake for protection [assumed]. */
export function updateModeOf(family: string): number {
	return outputOnFamilies.indexOf(family) >= 0 ? updateOutputOn : updateOutputOff;
}
