// Numbers of a UPS that are not as they should be: what a fault adds to them. A sound UPS pays for one look at a flag.

import type {Ups} from './row.ts';

/**
 * What is wrong with a UPS or strange about the place where it stands; 0 is sound. Factors are told as what they add to 1. They lie
 * beside the rows, in an array that is made when the first of them is needed, for hardly any UPS has one.
 */
export const flawColumns = [
	// Shares that are added to capacity, resistance, charging current, self-discharge, and rise of temperature by heat.
	'capacity',
	'resistance',
	'charging',
	'leak',
	'heating',
	// Kelvin that the air around this UPS is warmer than its room.
	'warmth',
	// Volts that the charger gives each 12 V block too many.
	'overVolts',
	// Heat of a failing battery's float current at 25 °C, as a multiple of a sound one's.
	'runaway',
] as const;

export type FlawColumn = (typeof flawColumns)[number];

const FLAWS = flawColumns.length;

/** Places of the columns, for `flawOf`. */
export const capacityFlaw = flawColumns.indexOf('capacity');
export const resistanceFlaw = flawColumns.indexOf('resistance');
export const chargingFlaw = flawColumns.indexOf('charging');
export const leakFlaw = flawColumns.indexOf('leak');
export const heatingFlaw = flawColumns.indexOf('heating');
export const warmthFlaw = flawColumns.indexOf('warmth');
export const overVoltsFlaw = flawColumns.indexOf('overVolts');
export const runawayFlaw = flawColumns.indexOf('runaway');

/** What a fault adds; 0 where nothing is wrong. */
export function flawOf(u: Ups, column: number): number {
	return u.flawed === 0 ? 0 : u.rows.flaws[u.id * FLAWS + column];
}

/** What a fault adds to a quantity, as the factor on it; 1 where nothing is wrong. */
export function flawFactor(u: Ups, column: number): number {
	return 1 + flawOf(u, column);
}

/** Puts a number down. The caller lets the UPS take it up. */
export function putFlaw(u: Ups, column: FlawColumn, value: number): void {
	if (u.rows.flaws.length === 0) {
		u.rows.flaws = new Float64Array(u.rows.count * FLAWS);
	}
	const first = u.id * FLAWS;
	u.rows.flaws[first + flawColumns.indexOf(column)] = value;
	u.flawed = 0;
	for (let i = 0; i < FLAWS; i++) {
		if (u.rows.flaws[first + i] !== 0) {
			u.flawed = 1;
		}
	}
}
