// Aging: battery.md section 8. One damage number for lead-acid (1 = 80 % of the capacity left), years and cycles for lithium.

import {pow, pow2} from '../core/math.ts';
import {YEAR} from '../core/clock.ts';

/** Wear of one battery: what its calendar and its discharges have added up to. */
export interface Wear {
	/** Lead-acid: damage by time at temperature. Lithium: years, weighted by temperature. */
	readonly calendar: number;
	/** Lead-acid: damage by discharges. Lithium: equivalent full cycles. */
	readonly cycling: number;
}

/** Depth of discharge counts with this power: through 200 cycles at 100 % and 1500 at 30 % (a maker's table). */
const DEPTH_EXPONENT = 1.674;
const LITHIUM_LIFE_YEARS = 10;
const LITHIUM_LIFE_CYCLES = 3000;
const LITHIUM_REFERENCE_CELSIUS = 30;
/** Life figures hold at this temperature; a figure given at 20 °C must be converted first. */
const REFERENCE_CELSIUS = 25;
/** Capacity lost, and resistance gained, at a damage of 1. */
const CAPACITY_LOSS = 0.2;
const RESISTANCE_RISE = 0.5;
const LOWEST_CAPACITY = 0.05;

/** Years of float life at a battery temperature: half for every 10 °C more. */
export function floatLifeYears(celsius: number, lifeYearsAt25: number): number {
	return lifeYearsAt25 * pow2((REFERENCE_CELSIUS - celsius) / 10);
}

/** Damage to a lead-acid battery by `elapsedMs` at a mean temperature. */
export function calendarDamage(elapsedMs: number, celsius: number, lifeYearsAt25: number): number {
	return elapsedMs / YEAR / floatLifeYears(celsius, lifeYearsAt25);
}

/** Damage to a lead-acid battery by one discharge to `depth` (0 to 1), of which it stands `cycles` at full depth. */
export function cycleDamage(depth: number, cycles: number): number {
	return pow(depth, DEPTH_EXPONENT) / cycles;
}

/** Weighted years that `elapsedMs` at a mean temperature adds to a lithium battery. */
export function lithiumYears(elapsedMs: number, celsius: number): number {
	return (elapsedMs / YEAR) * pow2((celsius - LITHIUM_REFERENCE_CELSIUS) / 10);
}

/** Capacity of a lead-acid battery as a share of new; goes on falling after a damage of 1. */
export function capacityShare(damage: number): number {
	return Math.max(LOWEST_CAPACITY, 1 - CAPACITY_LOSS * damage * damage);
}

/** Resistance of a lead-acid battery as a multiple of new. */
export function resistanceFactor(damage: number): number {
	return 1 + RESISTANCE_RISE * damage * damage;
}

/** Capacity of a lithium battery as a share of new. */
export function lithiumCapacityShare(wear: Wear): number {
	const byTime = CAPACITY_LOSS * Math.sqrt(wear.calendar / LITHIUM_LIFE_YEARS);
	return Math.max(LOWEST_CAPACITY, 1 - byTime - (CAPACITY_LOSS * wear.cycling) / LITHIUM_LIFE_CYCLES);
}

/** Weighted years after which a lithium battery has the capacity that `damage` leaves a lead-acid one. */
export function lithiumYearsAt(damage: number): number {
	return LITHIUM_LIFE_YEARS * damage * damage * damage * damage;
}

/** What a battery loses by standing unused, as a share of full: 3 % a month at 25 °C, double for every 10 °C more. */
export function selfDischargeShare(elapsedMs: number, celsius: number): number {
	const months = (elapsedMs / YEAR) * 12;
	return 0.03 * months * pow2((celsius - REFERENCE_CELSIUS) / 10);
}
