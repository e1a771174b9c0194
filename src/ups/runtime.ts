// How long a UPS would run, and what its firmware says about that: battery.md 1.2 and 10.

import {MINUTE} from '../core/clock.ts';
import {clamp} from '../core/math.ts';
import {minutesToEmpty} from './battery.ts';
import {chargerFloat, sourceBattery} from './codes.ts';
import {drawWatts} from './flow.ts';
import {fullRuntimeAsWorn, fullRuntimeWhenNew, newBatteryMinutes} from './remembered.ts';
import type {Ups} from './row.ts';

/** True minutes to empty of a battery in the given state, were `loadWatts` drawn from now on. */
export function runtimeMinutes(u: Ups, energy: number, gap: number, loadWatts: number): number {
	const rating = u.rating;
	return minutesToEmpty(
		energy,
		gap,
		loadWatts + rating.idleWatts,
		u.capacity,
		rating.availableShare,
		rating.levelingPerMinute,
		u.cutoffHours,
	);
}

/** True minutes to empty at the present load, in the state the row holds. */
export function runtimeNow(u: Ups): number {
	return runtimeMinutes(u, u.energy, u.gap, u.loadWatts);
}

/** True minutes to empty at `loadWatts` if the battery, as worn as it is, were full. */
export function fullRuntime(u: Ups, loadWatts: number): number {
	return runtimeMinutes(u, u.capacity, 0, loadWatts);
}

/** `minutes` as a share of the full runtime at the present load: what a display calls charge. 0 at the cut-off. */
export function shareOf(u: Ups, minutes: number): number {
	const full = fullRuntime(u, u.loadWatts);
	return full > 0 ? clamp(minutes / full, 0, 1) : 0;
}

/** Minutes that the firmware reports: its constant times the runtime of a *new* battery in this state. */
export function reportedMinutes(u: Ups, energy: number, gap: number): number {
	const rating = u.rating;
	const scale = rating.capacityWmin / u.capacity;
	return u.batteryConstant * newBatteryMinutes(u, energy * scale, gap * scale, drawWatts(u));
}

/**
 * Charge that the firmware displays, 0 to 1: full when the charger floats, else the share of the full runtime. A constant
 * learnt from a weaker battery lowers it (nmc.md 7: a fresh battery then falls to 57 % within seconds).
 */
export function reportedCharge(u: Ups, energy: number, gap: number): number {
	if (u.charger === chargerFloat && u.source !== sourceBattery) {
		return 1;
	}
	const full = fullRuntimeAsWorn(u);
	if (full <= 0) {
		return 0;
	}
	const left = clamp(runtimeMinutes(u, energy, gap, u.loadWatts) / full, 0, 1);
	const due = full / fullRuntimeWhenNew(u);
	return left * Math.min(1, u.batteryConstant / due);
}

/** The first whole millisecond at or after `t` plus `minutes`; Infinity stays. */
export function timeAfter(t: number, minutes: number): number {
	return Math.ceil(t + minutes * MINUTE);
}
