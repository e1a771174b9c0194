// The flow between events, in closed form: battery, charge, temperature, energy delivered. A reader computes into the
// scratch and changes nothing; only `advanceTo` moves the state, and only at events.

import {HOUR, MINUTE} from '../core/clock.ts';
import {selfDischargeShare} from './aging.ts';
import {gapAfter, steadyGap} from './battery.ts';
import {chargeAfter} from './charger.ts';
import {chargerOff, sourceBattery} from './codes.ts';
import {flawFactor, leakFlaw} from './flaws.ts';
import type {Ups} from './row.ts';
import {temperatureAfter} from './thermal.ts';

/** Where `flowTo` leaves its result: energy, head gap, temperature, energy delivered. One for all, read at once. */
export const scratch = new Float64Array(4);
export const SCRATCH_ENERGY = 0;
export const SCRATCH_GAP = 1;
export const SCRATCH_CELSIUS = 2;
export const SCRATCH_WATT_HOURS = 3;

/** Watts that the battery gives, referred to the output. */
export function drawWatts(u: Ups): number {
	return u.loadWatts + u.rating.idleWatts;
}

/** Energy at `elapsedMs` after the state's time. */
function energyAfter(u: Ups, elapsedMs: number): number {
	const capacity = u.capacity;
	if (u.source === sourceBattery) {
		return Math.max(0, u.energy - (drawWatts(u) * elapsedMs) / MINUTE);
	}
	if (u.charger !== chargerOff) {
		return capacity * chargeAfter(u.energy / capacity, u.bulkPerHour, elapsedMs / HOUR);
	}
	const share = selfDischargeShare(elapsedMs, u.celsiusTarget) * flawFactor(u, leakFlaw);
	return Math.max(0, u.energy - capacity * share);
}

/** Computes energy and head gap at `t` (milliseconds, not before the state's own time) into the scratch. */
export function flowBattery(u: Ups, t: number): void {
	const elapsedMs = t - u.at;
	const rating = u.rating;
	const k = rating.levelingPerMinute;
	const steady = u.source === sourceBattery ? steadyGap(drawWatts(u), rating.availableShare, k) : 0;
	scratch[SCRATCH_ENERGY] = energyAfter(u, elapsedMs);
	scratch[SCRATCH_GAP] = rating.lithium ? 0 : gapAfter(u.gap, steady, k, elapsedMs / MINUTE);
}

/** Energy delivered at `t`, Wh. */
export function wattHoursAt(u: Ups, t: number): number {
	return u.outputWattHours + (u.loadWatts * ((t - u.at) / MINUTE)) / 60;
}

/** Computes the continuous state at `t` into the scratch. */
export function flowTo(u: Ups, t: number): void {
	flowBattery(u, t);
	const minutes = (t - u.at) / MINUTE;
	scratch[SCRATCH_CELSIUS] = temperatureAfter(u.celsius, u.celsiusTarget, u.rating.thermalMinutes, minutes);
	scratch[SCRATCH_WATT_HOURS] = wattHoursAt(u, t);
}

/** A tail that has come this near to its end, as a share of its scale, is at it: what follows then costs nothing. */
const TAIL_END = 1e-12;

function settled(value: number, end: number, scale: number): number {
	return Math.abs(value - end) < TAIL_END * scale ? end : value;
}

/** Moves the state to `t` along the solution. */
export function advanceTo(u: Ups, t: number): void {
	if (t <= u.at) {
		return;
	}
	flowTo(u, t);
	u.energy = settled(scratch[SCRATCH_ENERGY], u.capacity, u.capacity);
	u.gap = settled(scratch[SCRATCH_GAP], 0, u.capacity);
	u.celsius = settled(scratch[SCRATCH_CELSIUS], u.celsiusTarget, 1);
	u.outputWattHours = scratch[SCRATCH_WATT_HOURS];
	u.at = t;
}
