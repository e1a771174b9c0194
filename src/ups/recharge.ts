// When a battery on the charger will have enough again. Exact to the millisecond, by bracketing in the closed form: charge
// and levelling both only rise, so runtime only rises.

import {HOUR} from '../core/clock.ts';
import {clamp} from '../core/math.ts';
import {FULL_FROM, hoursToCharge} from './charger.ts';
import {chargerOff} from './codes.ts';
import {flowBattery, scratch, SCRATCH_ENERGY, SCRATCH_GAP} from './flow.ts';
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

/**
 * When the battery could carry `loadWatts` for `minutes`: now if it can, Infinity if nothing charges. `hint` is a time near
 * which the answer may lie, such as the one planned before; it saves work and changes nothing.
 */
export function timeOfRuntime(u: Ups, minutes: number, loadWatts: number, hint: number): number {
	const target = Math.min(minutes, ATTAINABLE * fullRuntime(u, loadWatts));
	if (runtimeMinutes(u, u.energy, u.gap, loadWatts) >= target) {
		return u.at;
	}
	return u.charger === chargerOff ? Infinity : solveRuntime(u, target, loadWatts, hint);
}

/** How much runtime is missing at `t`, minutes; negative when there is more than asked for. */
function missingMinutes(u: Ups, t: number, target: number, loadWatts: number): number {
	flowBattery(u, t);
	return target - runtimeMinutes(u, scratch[SCRATCH_ENERGY], scratch[SCRATCH_GAP], loadWatts);
}

/**
 * The first whole millisecond at which nothing is missing: false position between a time too early and one late enough,
 * halving instead whenever that has not halved the bracket.
 */
function solveRuntime(u: Ups, target: number, loadWatts: number, hint: number): number {
	let early = u.at;
	let late = timeOfCharge(u, FULL_FROM);
	let missing = missingMinutes(u, early, target, loadWatts);
	let spare = missingMinutes(u, late, target, loadWatts);
	let halve = false;
	if (hint > early && hint < late) {
		const there = missingMinutes(u, hint, target, loadWatts);
		if (there > 0) {
			early = hint;
			missing = there;
		} else {
			late = hint;
			spare = there;
		}
	}
	while (late - early > 1 && spare < 0) {
		const share = halve ? 0.5 : missing / (missing - spare);
		const middle = clamp(Math.floor(early + (late - early) * share), early + 1, late - 1);
		const width = late - early;
		const there = missingMinutes(u, middle, target, loadWatts);
		if (there > 0) {
			early = middle;
			missing = there;
		} else {
			late = middle;
			spare = there;
		}
		halve = (late - early) * 2 > width;
	}
	return late;
}
