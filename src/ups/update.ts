// The update of a UPS's firmware (nmc.md 10, smartconnect.md M3 to M10): the output on by pass-through, or off; a transfer of
// minutes; a start. The boot block keeps the old firmware and goes back to it, so that a failed update ends by itself.

import {SECOND} from '../core/clock.ts';
import * as code from './codes.ts';
import * as condition from './conditions.ts';
import {codedStarts, codedVersion, fitsModel, imageCode} from './firmware-image.ts';
import type {UpsImage} from './firmware-image.ts';
import {beginOff, isOn, MAIN, phaseOf, scheduleAwaiting, settleConditions} from './groups.ts';
import {takeInput} from './input.ts';
import * as row from './row.ts';
import type {Ups} from './row.ts';
import {enterLine, settleCharger} from './source.ts';
import {isUpdating, updateModeOf} from './update-state.ts';

/** From the output that went off to the transfer: nmc.md 10.3. */
const SETTLE_MS = 23 * SECOND;
/** A transfer that breaks off does so after this long: 4 min 20 s (nmc.md 10.4). */
const BREAKS_AFTER_MS = 260 * SECOND;
/** From there to the silence: with the 15 s after which a card calls a UPS lost, the 20 s of nmc.md 10.4. */
const FALLS_SILENT_MS = 5 * SECOND;
/** A new firmware answers after this long [assumed]: before a card calls the UPS lost. */
const START_MS = 10 * SECOND;
/** The boot block tries what was written so often, and waits so long for a sign of life each time [assumed]. */
const RESTARTS = 3;
const RESTART_MS = 40 * SECOND;
/** What the line to a UPS carries: 9,600 baud, a start and a stop bit [nmc.md 9; the rate of an update is assumed]. */
export const LINK_BYTES_PER_SECOND = 960;

/** Why an update is refused (M9, M3, M11); beside the numbers of calibration.ts and of agent/ups-control.ts. */
export const refusedUnderWay = 18;
export const refusedOnBattery = 19;
export const refusedLowBattery = 20;
export const refusedTesting = 21;
export const refusedOutletPending = 22;
export const refusedUtility = 23;
export const refusedMode = 24;
export const refusedOutput = 25;
export const refusedImage = 26;
export const refusedOffDelay = 27;

type Obstacle = (u: Ups, mode: number, image: UpsImage) => boolean;

function isOutletPending(u: Ups): boolean {
	for (let group = 0; group < u.rating.groups; group++) {
		if (phaseOf(u, group) !== code.phaseIdle) {
			return true;
		}
	}
	return false;
}

function isWithin(u: Ups): boolean {
	return u.inputGrade === code.inputGood && u.inputAccepted === 1;
}

/** In the order in which they are told. */
const obstacles: readonly (readonly [refusal: number, holds: Obstacle])[] = [
	[refusedUnderWay, isUpdating],
	[refusedImage, (u, _mode, image) => !fitsModel(image, u.rating.model)],
	[refusedMode, (u, mode) => mode !== updateModeOf(u)],
	[refusedTesting, u => u.holds(condition.selfTesting) || u.holds(condition.calibrating)],
	[refusedOnBattery, u => u.source === code.sourceBattery],
	[refusedLowBattery, u => u.holds(condition.lowBattery)],
	[refusedOutletPending, isOutletPending],
	// Past the UPS nothing mends what the regulator mends now.
	[refusedUtility, (u, mode) => !isWithin(u) || (mode === code.updateOutputOn && u.avr !== code.avrNone)],
	[refusedOffDelay, (u, mode) => mode === code.updateOutputOff && u.j[u.p + row.OFF_DELAY + MAIN] < 0],
	[
		refusedOutput,
		(u, mode) => {
			const mayBeOff = mode === code.updateOutputOff && u.source === code.sourceOff && u.latched === 0;
			return !(u.source === code.sourceLine || mayBeOff) || u.holds(condition.overload);
		},
	],
];

/** Why an update with `image` cannot begin, asked for by who was told of `mode`; 0 where nothing is against it. */
export function updateRefusal(u: Ups, mode: number, image: UpsImage): number {
	for (let i = 0; i < obstacles.length; i++) {
		if (obstacles[i][1](u, mode, image)) {
			return obstacles[i][0];
		}
	}
	return 0;
}

function enterPhase(u: Ups, phase: number, until: number): void {
	u.updatePhase = phase;
	u.atUpdate = until;
}

/** Milliseconds that `bytes` take over the line. */
export function transferMs(bytes: number, bytesPerSecond: number): number {
	return Math.ceil((bytes * SECOND) / bytesPerSecond);
}

/** How long an update of this UPS takes from the order to its end, where nothing goes wrong; what goes wrong takes as long again at most. */
export function updateMs(u: Ups, bytes: number, bytesPerSecond: number): number {
	const off = updateModeOf(u) === code.updateOutputOff ? u.j[u.p + row.OFF_DELAY + MAIN] * SECOND + SETTLE_MS : 0;
	return off + transferMs(bytes, bytesPerSecond) + START_MS;
}

/** Begins an update. The caller has asked `updateRefusal`. */
export function startUpdate(u: Ups, t: number, image: UpsImage, bytesPerSecond: number): void {
	u.updateImage = imageCode(image);
	u.updateTransferMs = transferMs(image.bytesLength, bytesPerSecond);
	u.changeCause = code.changeCommand;
	if (updateModeOf(u) === code.updateOutputOff) {
		powerDown(u, t);
	} else {
		beginTransfer(u, t);
	}
}

/** Switched groups go off at once, the main one after its delay; what was on comes back afterwards (nmc.md 10.3). */
function powerDown(u: Ups, t: number): void {
	const delayMs = isOn(u, MAIN) ? u.j[u.p + row.OFF_DELAY + MAIN] * SECOND : 0;
	enterPhase(u, code.updateGraceful, t + delayMs);
	for (let group = u.rating.groups - 1; group >= MAIN; group--) {
		if (isOn(u, group)) {
			beginOff(u, t, group, group === MAIN, code.afterOffReturnWithPower);
		}
	}
	settleConditions(u);
}

function beginTransfer(u: Ups, t: number): void {
	goOnTransferring(u, t);
	// On line, which is past the firmware from here on.
	if (u.source === code.sourceLine) {
		enterLine(u, t);
	}
	settleCharger(u);
}

/** A transfer that is to break off is looked at when it does. */
function goOnTransferring(u: Ups, t: number): void {
	const partMs = u.updateFault === 0 ? u.updateTransferMs : Math.min(BREAKS_AFTER_MS, u.updateTransferMs);
	u.updateTransferMs -= partMs;
	enterPhase(u, code.updateTransfer, t + partMs);
}

/** The update's timer is due. */
export function continueUpdate(u: Ups, t: number): void {
	switch (u.updatePhase) {
		case code.updateGraceful:
			return enterPhase(u, code.updateSettling, t + SETTLE_MS);
		case code.updateSettling:
			return isReady(u) ? beginTransfer(u, t) : endUpdate(u, t, code.updateFailed);
		case code.updateTransfer:
			return endTransfer(u, t);
		case code.updateFailing:
			return enterPhase(u, code.updateRestarting, t + RESTARTS * RESTART_MS);
		case code.updateStarting:
			return start(u, t);
		case code.updateRestarting:
			return endUpdate(u, t, code.updateFailed);
	}
}

/** Between the order and the transfer the utility may have failed: nothing is sent then. */
function isReady(u: Ups): boolean {
	return isWithin(u) && u.source === code.sourceOff && u.latched === 0 && !u.holds(condition.lowBattery);
}

function endTransfer(u: Ups, t: number): void {
	if (u.updateFault !== 0) {
		enterPhase(u, code.updateFailing, t + FALLS_SILENT_MS);
	} else if (u.updateTransferMs > 0) {
		goOnTransferring(u, t);
	} else {
		enterPhase(u, code.updateStarting, t + START_MS);
	}
}

function start(u: Ups, t: number): void {
	if (codedStarts(u.updateImage)) {
		u.firmware = codedVersion(u.updateImage);
		endUpdate(u, t, code.updateSucceeded);
	} else {
		enterPhase(u, code.updateRestarting, t + RESTARTS * RESTART_MS);
	}
}

/** A firmware runs again: it looks at its input, takes the load, or brings back what it turned off. */
function endUpdate(u: Ups, t: number, phase: number): void {
	enterPhase(u, phase, Infinity);
	if (u.source === code.sourceBypass && u.bypassReason === code.bypassByUpdate) {
		enterLine(u, t);
	}
	settleCharger(u);
	takeInput(u, t, u.inputVolts, u.inputHertz, u.inputDistortion);
	scheduleAwaiting(u, t);
	settleConditions(u);
}
