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
import {pow2} from '../core/math.ts';
import {availableHead, temperatureFactor} from './battery.ts';
import {chargerOff, sourceBattery} from './codes.ts';
import {
	capacityFlaw,
	chargingFlaw,
	flawFactor,
	flawOf,
	heatingFlaw,
	overVoltsFlaw,
	resistanceFlaw,
	runawayFlaw,
	warmthFlaw,
} from './flaws.ts';
import {drawWatts} from './flow.ts';
import type {Rating} from './rating.ts';
import {INVERTER_EFFICIENCY} from './rating.ts';
import type {Ups} from './row.ts';
import {blockOpenVolts, constantPowerAmperes, floatVolts} from './voltage.ts';

/** battery.md 3: each external pack adds this share of the internal battery. */
export const PACK_SHARE = 0.72;
/** Volts that a dead cell takes from its string, and the slope of a block's voltage over the head (battery.md 2). */
export const DEAD_CELL_VOLTS = 2.1;
const BLOCK_VOLTS_OVER_HEAD = 1.4328;
/** A battery never quite vanishes: what is left when its cells are dead. */
const LEAST_SHARE = 0.02;
/** Heat of the charger's stages as multiples of the float loss, off to float [assumed]. */
const chargerHeat: readonly number[] = [0, 3, 2, 1];
/** Volts that a 12 V block floats too high for its float current, and the wear of its grids, to double [assumed: Tafel slopes]. */
const HEAT_DOUBLING_VOLTS = 0.3;
const WEAR_DOUBLING_VOLTS = 0.6;
const RUNAWAY_REFERENCE_CELSIUS = 25;

function lithiumShare(u: Ups): number {
	return lithiumCapacityShare({calendar: u.calendarWear, cycling: u.cyclingWear});
}

/** Present full capacity as a share of new, without the effect of temperature: the true state of health. */
export function healthShare(u: Ups): number {
	const worn = u.rating.lithium ? lithiumShare(u) : capacityShare(u.calendarWear + u.cyclingWear);
	// A dead cell brings the string to its cut-off earlier by its volts over the slope of the string.
	const dead = (u.failedCells * DEAD_CELL_VOLTS) / (BLOCK_VOLTS_OVER_HEAD * u.rating.blocks);
	return Math.max(LEAST_SHARE, worn * (1 - dead) * flawFactor(u, capacityFlaw));
}

/**
 * Adds the calendar wear since the last time, at the mean of the temperatures then and now. Called daily and at every
 * whole kelvin, so the two differ by a kelvin at most.
 */
export function accumulateWear(u: Ups, t: number): void {
	const elapsedMs = t - u.wornAt;
	const celsius = (u.wornCelsius + u.celsius) / 2;
	const wear = u.rating.lithium
		? lithiumYears(elapsedMs, celsius)
		: calendarDamage(elapsedMs, celsius, u.rating.lifeYears);
	u.calendarWear += wear * overchargeFactor(u, WEAR_DOUBLING_VOLTS);
	u.wornAt = t;
	u.wornCelsius = u.celsius;
}

/** Adds one discharge to `depth` of the full runtime. */
export function addCycle(u: Ups, depth: number): void {
	if (depth > 0) {
		u.cyclingWear += u.rating.lithium ? depth : cycleDamage(depth, u.rating.fullCycles);
	}
}

/** How many times as much comes of a charger whose voltage is too high, where it doubles every so many volts a block. */
function overchargeFactor(u: Ups, doublingVolts: number): number {
	const volts = u.charger === chargerOff ? 0 : flawOf(u, overVoltsFlaw);
	return volts === 0 ? 1 : pow2(volts / doublingVolts);
}

/**
 * Heat that the float current of a failing battery leaves in it: twice as much for every 10 °C, which is how it runs away. No more
 * than the charger can give.
 */
function runawayWatts(u: Ups): number {
	const multiple = u.charger === chargerOff ? 0 : flawOf(u, runawayFlaw);
	if (multiple === 0) {
		return 0;
	}
	const most = u.bulkPerHour * u.rating.ampereHours * floatVolts(u.rating.blocks, u.celsius);
	return Math.min(most, u.rating.floatWatts * multiple * pow2((u.celsius - RUNAWAY_REFERENCE_CELSIUS) / 10));
}

/** Heat in the battery, W, in the present mode. */
function heatWatts(u: Ups, rating: Rating): number {
	if (u.source !== sourceBattery) {
		return rating.floatWatts * chargerHeat[u.charger] * overchargeFactor(u, HEAT_DOUBLING_VOLTS) + runawayWatts(u);
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
	const worn = rating.lithium ? 1 : resistanceFactor(u.calendarWear + u.cyclingWear);
	const rise = worn * flawFactor(u, resistanceFlaw);
	u.capacity = rating.capacityWmin * packs * healthShare(u) * temperatureFactor(u.celsius);
	u.cutoffHours = rating.cutoffHours * rise;
	u.stringOhms = (rating.stringOhms * rise) / packs;
	u.bulkPerHour = (rating.bulkPerHour / packs) * flawFactor(u, chargingFlaw);
	u.energy *= u.capacity / before;
	u.gap *= u.capacity / before;
	const kelvin = rating.kelvinPerWatt * flawFactor(u, heatingFlaw) * heatWatts(u, rating);
	u.celsiusTarget = u.ambient + flawOf(u, warmthFlaw) + kelvin;
}
