// Wear of the battery in place, and the renewal of what follows from it. Called at events only: between them capacity,
// cut-off, resistance and heat stay constant (the freeze rule of battery.md 7), or splitting a step would change the result.

import {
	calendarDamage,
	capacityShare,
	cycleDamage,
	lithiumCapacityShare,
	lithiumYears,
	resistanceFactor,
} from './aging.ts';
import {availableHead, temperatureFactor} from './battery.ts';
import {sourceBattery} from './codes.ts';
import {drawWatts} from './flow.ts';
import type {Rating} from './rating.ts';
import {INVERTER_EFFICIENCY} from './rating.ts';
import type {Ups} from './row.ts';
import {blockOpenVolts, constantPowerAmperes} from './voltage.ts';

/** battery.md 3: each external pack adds this share of the internal battery. */
export const PACK_SHARE = 0.72;
/** Volts that a dead cell takes from its string, and the slope of a block's voltage over the head (battery.md 2). */
export const DEAD_CELL_VOLTS = 2.1;
const BLOCK_VOLTS_OVER_HEAD = 1.4328;
/** A battery never quite vanishes: what is left when its cells are dead. */
const LEAST_SHARE = 0.02;
/** Heat of the charger's stages as multiples of the float loss, off to float [assumed]. */
const chargerHeat: readonly number[] = [0, 3, 2, 1];

function lithiumShare(u: Ups): number {
	return lithiumCapacityShare({calendar: u.calendarWear, cycling: u.cyclingWear});
}

/** Present full capacity as a share of new, without the effect of temperature: the true state of health. */
export function healthShare(u: Ups): number {
	const worn = u.rating.lithium ? lithiumShare(u) : capacityShare(u.calendarWear + u.cyclingWear);
	// A dead cell brings the string to its cut-off earlier by its volts over the slope of the string.
	const dead = (u.failedCells * DEAD_CELL_VOLTS) / (BLOCK_VOLTS_OVER_HEAD * u.rating.blocks);
	return Math.max(LEAST_SHARE, worn * (1 - dead));
}

/**
 * Adds the calendar wear since the last time, at the mean of the temperatures then and now. Called daily and at every
 * whole kelvin, so the two differ by a kelvin at most.
 */
export function accumulateWear(u: Ups, t: number): void {
	const elapsedMs = t - u.wornAt;
	const celsius = (u.wornCelsius + u.celsius) / 2;
	u.calendarWear += u.rating.lithium
		? lithiumYears(elapsedMs, celsius)
		: calendarDamage(elapsedMs, celsius, u.rating.lifeYears);
	u.wornAt = t;
	u.wornCelsius = u.celsius;
}

/** Adds one discharge to `depth` of the full runtime. */
export function addCycle(u: Ups, depth: number): void {
	if (depth > 0) {
		u.cyclingWear += u.rating.lithium ? depth : cycleDamage(depth, u.rating.fullCycles);
	}
}

/** Heat in the battery, W, in the present mode. */
function heatWatts(u: Ups, rating: Rating): number {
	if (u.source !== sourceBattery) {
		return rating.floatWatts * chargerHeat[u.charger];
	}
	const amperes = batteryAmperes(u, u.energy, u.gap);
	return amperes === amperes ? amperes * amperes * u.stringOhms : 0;
}

/** Open-circuit volts of the string in the given state. */
export function openVolts(u: Ups, energy: number, gap: number): number {
	const head = availableHead(energy, gap, u.capacity, u.rating.availableShare);
	return u.rating.blocks * blockOpenVolts(head) - u.failedCells * DEAD_CELL_VOLTS;
}

/** Discharge amperes in the given state at the present load; NaN when the voltage has collapsed. */
export function batteryAmperes(u: Ups, energy: number, gap: number): number {
	return constantPowerAmperes(openVolts(u, energy, gap), u.stringOhms, drawWatts(u) / INVERTER_EFFICIENCY);
}

/** Renews what wear, temperature and mode decide. The state of charge stays what it was as a share of full. */
export function renew(u: Ups): void {
	const rating = u.rating;
	const before = u.capacity;
	const packs = 1 + u.packs * PACK_SHARE;
	const rise = rating.lithium ? 1 : resistanceFactor(u.calendarWear + u.cyclingWear);
	u.capacity = rating.capacityWmin * packs * healthShare(u) * temperatureFactor(u.celsius);
	u.cutoffHours = rating.cutoffHours * rise;
	u.stringOhms = (rating.stringOhms * rise) / packs;
	u.bulkPerHour = rating.bulkPerHour / packs;
	u.energy *= u.capacity / before;
	u.gap *= u.capacity / before;
	u.celsiusTarget = u.ambient + rating.kelvinPerWatt * heatWatts(u, rating);
}
