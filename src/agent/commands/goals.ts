// What makes a command completed or failed, looked up in the readings of the UPS.

import * as code from '../../ups/codes.ts';
import * as condition from '../../ups/conditions.ts';
import * as reading from '../../ups/reading.ts';
import {stageCompleted, stageFailed} from './stages.ts';

/** It is what it asks for as soon as it is begun. */
export const goalAtOnce = 1;
/** A self-test more is counted. */
export const goalSelfTest = 2;
export const goalNoSelfTest = 3;
export const goalCalibration = 4;
export const goalNoCalibration = 5;
export const goalOnBattery = 6;
export const goalBypass = 7;
export const goalNoBypass = 8;
export const goalOn = 9;
export const goalOff = 10;
/** Off, and on again. */
export const goalCycle = 11;

/** The firmware was replaced: no reading tells, but the card has seen how far it is. */
export const goalUpdate = 12;

/** Of a command under way, what its goal needs. */
export interface Progress {
	/** Outlet group. */
	readonly target: number;
	/** Self-tests counted when it began. */
	readonly testsBefore: number;
	/** Whether its group has been seen off. */
	sawOff: boolean;
}

/** How a command ended. */
export interface Ending {
	readonly stage: number;
	readonly sentence: string;
}

type Look = (progress: Progress, row: Int32Array, at: number, updatePhase: number) => Ending | null;

/** Register 24's "pending", which only a real UPS says (nmc.md 6). */
const CALIBRATION_PENDING = 6;

function completed(sentence: string): Ending {
	return {stage: stageCompleted, sentence: sentence};
}

function failed(sentence: string): Ending {
	return {stage: stageFailed, sentence: sentence};
}

function holds(row: Int32Array, at: number, which: number): boolean {
	return ((row[at + reading.conditions0 + (which >> 5)] >>> (which & 31)) & 1) === 1;
}

function isOn(progress: Progress, row: Int32Array, at: number): boolean {
	return ((row[at + reading.groupsOn] >> progress.target) & 1) === 1;
}

function lookAtTest(progress: Progress, row: Int32Array, at: number): Ending | null {
	const result = row[at + reading.selfTestResult];
	if (row[at + reading.selfTestCount] === progress.testsBefore || result === code.testRunning) {
		return null;
	}
	if (result === code.testPassed) {
		return completed('The battery passed its test.');
	}
	return result === code.testFailed
		? completed('The battery failed its test: replace it.')
		: failed('The test said nothing: it was stopped, or the battery was not charged enough for a valid one.');
}

/** What the results of a calibration mean for who asked for it. */
function lookAtCalibration(_progress: Progress, row: Int32Array, at: number): Ending | null {
	const result = row[at + reading.calibrationResult];
	if (result === code.calibrationRunning || result === CALIBRATION_PENDING) {
		return null;
	}
	return result === code.calibrationOk
		? completed('The UPS has learnt what its battery holds.')
		: failed('The calibration ended early: the utility failed, the load changed, or somebody stopped it.');
}

function when(reached: (progress: Progress, row: Int32Array, at: number) => boolean): Look {
	return (progress, row, at) => (reached(progress, row, at) ? completed('') : null);
}

function lookForCycle(progress: Progress, row: Int32Array, at: number): Ending | null {
	const on = isOn(progress, row, at);
	progress.sawOff = progress.sawOff || !on;
	return progress.sawOff && on ? completed('') : null;
}

function lookAtUpdate(_progress: Progress, _row: Int32Array, _at: number, updatePhase: number): Ending | null {
	if (updatePhase === code.updateSucceeded) {
		return completed('The UPS runs the new firmware.');
	}
	return updatePhase === code.updateFailed
		? failed('The UPS runs its old firmware: the transfer or the new one failed, or the utility did before it began.')
		: null;
}

/** By goal. */
const looks: readonly (Look | null)[] = [
	null,
	() => completed(''),
	lookAtTest,
	when((_progress, row, at) => !holds(row, at, condition.selfTesting)),
	lookAtCalibration,
	when((_progress, row, at) => !holds(row, at, condition.calibrating)),
	when((_progress, row, at) => holds(row, at, condition.onBattery)),
	when((_progress, row, at) => holds(row, at, condition.bypassCommand)),
	when((_progress, row, at) => !holds(row, at, condition.bypassCommand)),
	when(isOn),
	when((progress, row, at) => !isOn(progress, row, at)),
	lookForCycle,
	lookAtUpdate,
];

/** How a command with this goal has ended by a reading and the phase of an update (ups/codes.ts); null while it has not. */
export function look(
	goal: number,
	progress: Progress,
	row: Int32Array,
	at: number,
	updatePhase: number,
): Ending | null {
	const goalLook = looks[goal];
	return goalLook === null ? null : goalLook(progress, row, at, updatePhase);
}
