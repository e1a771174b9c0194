// Orders to a UPS beside those of ups.ts: mute the alarm, behave as if the power failed, save what is in the battery (nmc.md 8).
// Like everything in ups.ts they take the time at which they happen, and return with the state settled.

import {hasAlarm} from './alarm.ts';
import * as code from './codes.ts';
import {settle} from './fire.ts';
import {advanceTo} from './flow.ts';
import {commandGroup, groupShutdown, MAIN} from './groups.ts';
import {refuseOnce} from './input.ts';
import type {Ups} from './row.ts';
import {canRunOnBattery} from './source.ts';

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
