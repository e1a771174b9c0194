// What a UPS tells beside its reading: countdowns of its outlet groups, packs, the beeper. Filled on demand, a row of whole numbers.

import {NOT_AVAILABLE} from '../core/absent.ts';
import {SECOND} from '../core/clock.ts';
import {soundsAlarm} from './alarm.ts';
import * as code from './codes.ts';
import * as condition from './conditions.ts';
import {phaseOf} from './groups.ts';
import * as row from './row.ts';
import type {Ups} from './row.ts';
import {updateModeOf, updateStatus} from './update-state.ts';

/** Countdowns of four groups each, s; -1 while none runs. */
export const turnOffIn = 0;
export const turnOnIn = 4;
export const stayOffFor = 8;
export const externalPacks = 12;
export const badPacks = 13;
export const beeping = 14;
export const muted = 15;

/** As upsAdvControlFirmwareUpdate counts it: 1 no update, 3 one is under way, 4 the last one succeeded, 5 it failed. */
export const updateState = 16;
/** What such an update does with the output: 1 leaves it on, without protection; 2 turns it off meanwhile. */
export const updateMode = 17;

export const DETAIL_SIZE = 18;
const GROUPS = 4;
const NONE = -1;

/** Seconds until a group's timer, rounded up; -1 where it never comes. */
function secondsUntil(u: Ups, t: number, group: number): number {
	const at = u.f[u.o + row.GROUP_TIMER[group]];
	return at === Infinity ? NONE : Math.max(0, Math.ceil((at - t) / SECOND));
}

function fillGroup(u: Ups, t: number, group: number, out: Int32Array): void {
	const phase = phaseOf(u, group);
	const left = secondsUntil(u, t, group);
	out[turnOffIn + group] = phase === code.phaseOffDelay ? left : NONE;
	out[turnOnIn + group] = phase === code.phaseOnDelay ? left : NONE;
	out[stayOffFor + group] = phase === code.phaseHolding ? left : phase === code.phaseAwaitingPower ? 0 : NONE;
}

/** Fills `out`, of DETAIL_SIZE, as of `t`. */
export function measureDetails(u: Ups, t: number, out: Int32Array): void {
	for (let group = 0; group < GROUPS; group++) {
		if (group < u.rating.groups) {
			fillGroup(u, t, group, out);
		} else {
			out[turnOffIn + group] = NOT_AVAILABLE;
			out[turnOnIn + group] = NOT_AVAILABLE;
			out[stayOffFor + group] = NOT_AVAILABLE;
		}
	}
	out[externalPacks] = u.packs;
	out[badPacks] = u.holds(condition.replaceBattery) || u.failedCells > 0 ? 1 : 0;
	out[beeping] = soundsAlarm(u, t) ? 1 : 0;
	out[muted] = u.muted;
	out[updateState] = updateStatus(u);
	out[updateMode] = updateModeOf(u);
}
