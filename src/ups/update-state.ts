// What an update of the firmware means for the rest of the UPS: whether it runs at all, and what becomes of the output.

import * as code from './codes.ts';
import type {Ups} from './row.ts';

/** How an update treats the output of this UPS: as it was configured, else as its family does. */
export function updateModeOf(u: Ups): number {
	return u.updateMode === 0 ? u.rating.updateMode : u.updateMode;
}

/** Whether an update is under way. */
export function isUpdating(u: Ups): boolean {
	return u.updatePhase >= code.updateGraceful && u.updatePhase <= code.updateRestarting;
}

/** Whether no firmware runs that could regulate, charge, or take the load: only what is wired works (smartconnect.md M4). */
export function lacksFirmware(u: Ups): boolean {
	return u.updatePhase >= code.updateTransfer && u.updatePhase <= code.updateRestarting;
}

/** Whether the output is fed past the UPS because of an update. */
export function passesThrough(u: Ups): boolean {
	return lacksFirmware(u) && updateModeOf(u) === code.updateOutputOn;
}

/** Whether the output is off, or about to be, until an update is over (M7). */
export function holdsOutput(u: Ups): boolean {
	return isUpdating(u) && updateModeOf(u) === code.updateOutputOff;
}

/** Whether the UPS answers its card: not while it starts. */
export function answers(u: Ups): boolean {
	return u.updatePhase !== code.updateStarting && u.updatePhase !== code.updateRestarting;
}

const NONE = 1;
const RUNNING = 3;
const SUCCEEDED = 4;
const FAILED = 5;
const statusByPhase: readonly number[] = [
	NONE,
	RUNNING,
	RUNNING,
	RUNNING,
	RUNNING,
	RUNNING,
	RUNNING,
	SUCCEEDED,
	FAILED,
];

/** The phase as upsAdvControlFirmwareUpdate counts it. */
export function updateStatus(u: Ups): number {
	return statusByPhase[u.updatePhase];
}
