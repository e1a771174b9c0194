// What a card can ask of its UPS, whatever is between them, and the UPS in the same process.

import {MINUTE, SECOND} from '../core/clock.ts';
import type {Millis} from '../core/clock.ts';
import * as calibration from '../ups/calibration.ts';
import * as code from '../ups/codes.ts';
import * as condition from '../ups/conditions.ts';
import type {UpsImage} from '../ups/firmware-image.ts';
import * as groups from '../ups/groups.ts';
import * as orders from '../ups/orders.ts';
import * as row from '../ups/row.ts';
import type {Ups} from '../ups/row.ts';
import {runtimeNow} from '../ups/runtime.ts';
import {LINK_BYTES_PER_SECOND, refusedUnderWay, updateMs} from '../ups/update.ts';
import {isUpdating} from '../ups/update-state.ts';
import * as ups from '../ups/ups.ts';

/** What can be asked. Numbers are not on any wire: commands are. */
export const actSelfTest = 1;
export const actStopSelfTest = 2;
export const actCalibrate = 3;
export const actStopCalibration = 4;
/** The value is a command of src/ups/groups.ts. */
export const actGroup = 5;
/** The value is seconds. */
export const actSleep = 6;
export const actToBypass = 7;
export const actFromBypass = 8;
export const actMute = 9;
export const actSimulatePowerFailure = 10;
export const actConserveBattery = 11;
/** Of the card alone: the warning about the age of the battery was seen. */
export const actAcknowledgeBattery = 12;
/** The value is the mode that who orders was told of: updateOutputOn or updateOutputOff of src/ups/codes.ts. */
export const actUpdateFirmware = 13;
/** Of how the last update ended. */
export const actForgetUpdate = 14;

/** Why a UPS does not do what it is asked, besides the numbers of src/ups/calibration.ts and update.ts; 0 is that it does. */
export const refusedNoTest = 1;
export const refusedNoCalibration = 2;
export const refusedNotOnLine = 3;
export const refusedNotOnBattery = 4;
export const refusedNotOnBypass = 5;
export const refusedNoAlarm = 6;
export const refusedNothingPending = 7;
export const refusedLatched = 8;
export const refusedNever = 15;
export const refusedNoWarning = 17;
/** A real UPS that does not answer just now. */
export const refusedSilent = 16;
/** Beyond those of src/ups/update.ts: no image lies on the card. */
export const refusedNoImage = 28;

/** One UPS as its card orders about it. An implementation that serves many is moved by whoever moves the card. */
export interface UpsControl {
	/** Outlet groups beside the main one. */
	switchedGroups(): number;
	/** Whether the UPS has what this acts on. */
	supports(action: number): boolean;
	/** How long the UPS waits by its own settings before it has done it; Infinity where a delay is set to "never". */
	waitMs(action: number, target: number, value: number): Millis;
	/** Begins it. Returns why not, 0 when it is begun. */
	begin(action: number, target: number, value: number): number;
}

/** A calibration that takes this many times the runtime has gone wrong. */
const CALIBRATION_SLACK = 2;

type Act = (u: Ups, t: Millis, target: number, value: number) => number;

function stop(u: Ups, t: Millis, which: number, refusal: number): number {
	if (!u.holds(which)) {
		return refusal;
	}
	ups.stopTest(u, t);
	return 0;
}

function giveGroup(u: Ups, t: Millis, group: number, command: number): number {
	const turnsOn = command === groups.groupOn || command === groups.groupOnDelayed;
	if (turnsOn && u.latched === code.latchedByEmergency) {
		return refusedLatched;
	}
	if (command === groups.groupOnDelayed && u.latched !== 0) {
		return refusedLatched;
	}
	if (command === groups.groupCancel && groups.phaseOf(u, group) === code.phaseIdle) {
		return refusedNothingPending;
	}
	ups.giveGroupCommand(u, t, group, command);
	return 0;
}

/** How each action is begun, by number. */
const acts: readonly (Act | null)[] = [
	null,
	(u, t) => (ups.beginSelfTest(u, t) ? 0 : refusedNotOnLine),
	(u, t) => stop(u, t, condition.selfTesting, refusedNoTest),
	(u, t) => ups.beginCalibration(u, t),
	(u, t) => stop(u, t, condition.calibrating, refusedNoCalibration),
	giveGroup,
	(u, t, _target, seconds) => {
		ups.sleep(u, t, seconds * SECOND);
		return 0;
	},
	(u, t) => (ups.toBypass(u, t, code.bypassByCommand) ? 0 : refusedNotOnLine),
	(u, t) => {
		if (u.source !== code.sourceBypass || u.bypassReason !== code.bypassByCommand) {
			return refusedNotOnBypass;
		}
		ups.fromBypass(u, t);
		return 0;
	},
	(u, t) => (orders.muteAlarm(u, t) ? 0 : refusedNoAlarm),
	(u, t) => (orders.simulatePowerFailure(u, t) ? 0 : refusedNotOnLine),
	(u, t) => (orders.conserveBattery(u, t) ? 0 : refusedNotOnBattery),
	// The card's own; the next needs an image, which the control has.
	null,
	null,
	u => (orders.clearUpdate(u) ? 0 : refusedUnderWay),
];

/** What delays each group command runs through before it has done what it says, by command number. */
const offDelayed: readonly number[] = [groups.groupOffDelayed, groups.groupRebootDelayed, groups.groupShutdownDelayed];
const returning: readonly number[] = [groups.groupReboot, groups.groupRebootDelayed];

function groupWaitMs(u: Ups, group: number, command: number): Millis {
	const comesBack = returning.indexOf(command) >= 0;
	let wait = 0;
	if (offDelayed.indexOf(command) >= 0) {
		wait += delayMs(u, row.OFF_DELAY, group);
	}
	if (comesBack) {
		wait += delayMs(u, row.REBOOT, group);
	}
	if (comesBack || command === groups.groupOnDelayed) {
		wait += delayMs(u, row.ON_DELAY, group) + (group === groups.MAIN ? u.returnDelayMs : 0);
	}
	return wait;
}

function delayMs(u: Ups, column: number, group: number): Millis {
	const seconds = u.j[u.p + column + group];
	return seconds < 0 ? Infinity : seconds * SECOND;
}

/** The UPS that `ups` views; whoever moves the view moves this. `now` is the time of the UPS. */
export class InProcessControl implements UpsControl {
	ups: Ups;
	now: () => Millis;
	/** The image that lies on the card for this UPS, authenticated and for its type; null while there is none. */
	imageOf: (u: Ups) => UpsImage | null;
	bytesPerSecond: number;

	constructor(view: Ups, now: () => Millis) {
		this.ups = view;
		this.now = now;
		this.imageOf = () => null;
		this.bytesPerSecond = LINK_BYTES_PER_SECOND;
	}

	switchedGroups(): number {
		return this.ups.rating.groups - 1;
	}

	supports(action: number): boolean {
		const isBypass = action === actToBypass || action === actFromBypass;
		const has = acts[action] !== undefined && acts[action] !== null;
		return (has || action === actUpdateFirmware) && (!isBypass || this.ups.rating.doubleConversion);
	}

	waitMs(action: number, target: number, value: number): Millis {
		if (action === actCalibrate) {
			return CALIBRATION_SLACK * runtimeNow(this.ups) * MINUTE;
		}
		if (action === actUpdateFirmware) {
			return this.updateWaitMs();
		}
		return action === actGroup ? groupWaitMs(this.ups, target, value) : 0;
	}

	begin(action: number, target: number, value: number): number {
		if (action === actUpdateFirmware) {
			return this.beginUpdate(value);
		}
		const act = acts[action];
		// A UPS whose firmware is replaced hears nothing else.
		if (isUpdating(this.ups)) {
			return refusedUnderWay;
		}
		if (act === null || act === undefined) {
			return calibration.refusedInvalidState;
		}
		return act(this.ups, this.now(), target, value);
	}

	updateWaitMs(): Millis {
		const image = this.imageOf(this.ups);
		return image === null ? 0 : updateMs(this.ups, image.bytesLength, this.bytesPerSecond);
	}

	beginUpdate(mode: number): number {
		const image = this.imageOf(this.ups);
		return image === null ? refusedNoImage : orders.beginUpdate(this.ups, this.now(), mode, image, this.bytesPerSecond);
	}
}
