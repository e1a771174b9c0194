// When a battery on the charger will have enough again. Exact to the millisecond, by bisection of the closed form: charge
// and levelling both only rise, so runtime only rises.

import {HOUR} from '../core/clock.ts';
import {FULL_FROM, hoursToCharge} from './charger.ts';
import {chargerOff} from './codes.ts';
import {flowTo, scratch, SCRATCH_ENERGY, SCRATCH_GAP} from './flow.ts';
import {fullRuntime, runtimeMinutes} from './runtime.ts';
import type {Ups} from './row.ts';

/** A runtime that even a full battery hardly has is asked for as this share of it, or the output would stay off for ever. */
const ATTAINABLE = 0.97;

/** When the state of charge (share of energy) reaches `target`: now if it has, Infinity if nothing charges. */
export function timeOfCharge(u: Ups, target: number): number {
	const charge = u.energy / u.capacity;
	if (charge >= target) {
		return u.at;
	}
	if (u.charger === chargerOff) {
		return Infinity;
	}
	return Math.ceil(u.at + HOUR * hoursToCharge(charge, Math.min(target, FULL_FROM), u.bulkPerHour));
}

/** When the battery could carry `loadWatts` for `minutes`: now if it can, Infinity if nothing charges. */
export function timeOfRuntime(u: Ups, minutes: number, loadWatts: number): number {
	const target = Math.min(minutes, ATTAINABLE * fullRuntime(u, loadWatts));
	if (runtimeMinutes(u, u.energy, u.gap, loadWatts) >= target) {
		return u.at;
	}
	return u.charger === chargerOff ? Infinity : bisect(u, target, loadWatts);
}

function bisect(u: Ups, target: number, loadWatts: number): number {
	let before = u.at;
	let after = timeOfCharge(u, FULL_FROM);
	while (after - before > 1) {
		const middle = Math.floor((before + after) / 2);
		flowTo(u, middle);
		if (runtimeMinutes(u, scratch[SCRATCH_ENERGY], scratch[SCRATCH_GAP], loadWatts) >= target) {
			after = middle;
		} else {
			before = middle;
		}
	}
	return after;
}
