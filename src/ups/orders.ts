// Orders to a UPS beside those of ups.ts: mute the alarm, behave as if the power failed, save what is in the battery (nmc.md 8).
// Like everything in ups.ts they take the time at which they happen, and return with the state settled.

import {hasAlarm} from './alarm.ts';
import * as code from './codes.ts';
import {settle} from './fire.ts';
import {advanceTo} from './flow.ts';
import {commandGroup, groupShutdown, MAIN} from './groups.ts';
import {refuseOnce} from './input.ts';
import type {UpsImage} from './firmware-image.ts';
import type {Ups} from './row.ts';
import {canRunOnBattery} from './source.ts';
import {startUpdate, updateRefusal} from './update.ts';
import {isUpdating} from './update-state.ts';

/** Silences the alarm until nothing holds any more that it beeps for; false where nothing does. */
export function muteAlarm(u: Ups, t: number): boolean {
	advanceTo(u, t);
	const able = hasAlarm(u);
	u.muted = able ? 1 : u.muted;
	settle(u, t);
	return able;
}

/** Runs on battery as if the utility had failed, until it has qualified again; false where the load would drop. */
export function simulatePowerFailure(u: Ups, t: number): boolean {
	advanceTo(u, t);
	const able = u.source === code.sourceLine && u.inputGrade === code.inputGood && canRunOnBattery(u);
	if (able) {
		refuseOnce(u, t);
	}
	settle(u, t);
	return able;
}

/** Turns the output off to save what is in the battery, until the utility is back; false where it is not on battery. */
export function conserveBattery(u: Ups, t: number): boolean {
	advanceTo(u, t);
	const able = u.source === code.sourceBattery && u.purpose === code.purposeOutage;
	if (able) {
		commandGroup(u, t, MAIN, groupShutdown);
	}
	settle(u, t);
	return able;
}

/** Begins an update of the firmware, asked for by who was told that it goes by `mode`; returns the refusal of update.ts, 0 when it runs. */
export function beginUpdate(u: Ups, t: number, mode: number, image: UpsImage, bytesPerSecond: number): number {
	advanceTo(u, t);
	const refusal = updateRefusal(u, mode, image);
	if (refusal === 0) {
		startUpdate(u, t, image, bytesPerSecond);
	}
	settle(u, t);
	return refusal;
}

/** Forgets how the last update ended; false while one is under way. */
export function clearUpdate(u: Ups): boolean {
	const able = !isUpdating(u);
	u.updatePhase = able ? code.updateNone : u.updatePhase;
	return able;
}

/** From now on a transfer of firmware to this UPS breaks off, or does no more. */
export function setUpdateFault(u: Ups, breaks: boolean): void {
	u.updateFault = breaks ? 1 : 0;
}
