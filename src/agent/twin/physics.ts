// The battery of battery.md as a twin needs it: what it would do if the estimates were so. Every function reads the twin's
// state and changes nothing, so that the estimator can ask "and if it aged faster?".

import {exp} from '../../core/math.ts';
import {capacityShare, lithiumCapacityShare, resistanceFactor} from '../../ups/aging.ts';
import {availableHead, minutesToEmpty, temperatureFactor} from '../../ups/battery.ts';
import type {Rating} from '../../ups/rating.ts';
import {blockOpenVolts} from '../../ups/voltage.ts';
import {PACK_SHARE} from '../../ups/wear.ts';
import {ESTIMATES} from './rows.ts';
import type {TwinState} from './rows.ts';

/** Places in `trial`, and in gradients. */
export const RATE = 0;
export const SIZE = 1;
export const OHM = 2;
export const UNKNOWNS = 3;

/** The estimates under trial: one for all, set before a function below is asked. */
export const trial = new Float64Array(UNKNOWNS);
const wear = {calendar: 0, cycling: 0};

/** Puts the twin's own estimates on trial. */
export function tryEstimates(s: TwinState): void {
	for (let i = 0; i < UNKNOWNS; i++) {
		trial[i] = s.f[s.o + ESTIMATES + i];
	}
}

/** External packs as a multiple of the internal battery. */
export function packFactor(s: TwinState): number {
	return 1 + s.packs * PACK_SHARE;
}

/** Capacity as a share of what the type has new, after `years` more at the mean rates; temperature apart. */
export function healthIn(s: TwinState, rating: Rating, years: number): number {
	wear.calendar = exp(trial[RATE]) * (s.calendar + s.calendarPerYear * years);
	wear.cycling = s.cycling + s.cyclingPerYear * years;
	const worn = rating.lithium ? lithiumCapacityShare(wear) : capacityShare(wear.calendar + wear.cycling);
	return worn * exp(trial[SIZE]);
}

/** Resistance as a multiple of what the type has new, after `years` more, without that of this specimen. */
export function riseIn(s: TwinState, rating: Rating, years: number): number {
	const calendar = exp(trial[RATE]) * (s.calendar + s.calendarPerYear * years);
	return rating.lithium ? 1 : resistanceFactor(calendar + s.cycling + s.cyclingPerYear * years);
}

/** Full energy, W·min, after `years` more, at the present temperature. */
export function capacityIn(s: TwinState, rating: Rating, years: number): number {
	return rating.capacityWmin * packFactor(s) * healthIn(s, rating, years) * temperatureFactor(s.celsius);
}

/** Ohms of the string after `years` more. */
export function ohmsIn(s: TwinState, rating: Rating, years: number): number {
	return (rating.stringOhms * exp(trial[OHM]) * riseIn(s, rating, years)) / packFactor(s);
}

/** Minutes to empty at `watts` from what is drawn and how the wells stand. */
export function minutesLeft(s: TwinState, rating: Rating, watts: number, drawn: number, gap: number): number {
	return minutesIn(s, rating, watts, drawn, gap, 0);
}

export function minutesIn(
	s: TwinState,
	rating: Rating,
	watts: number,
	drawn: number,
	gap: number,
	years: number,
): number {
	const capacity = capacityIn(s, rating, years);
	const cutoffHours = rating.cutoffHours * riseIn(s, rating, years);
	const energy = Math.max(0, capacity - drawn);
	const draw = watts + rating.idleWatts;
	return minutesToEmpty(energy, gap, draw, capacity, rating.availableShare, rating.levelingPerMinute, cutoffHours);
}

/** What is left as a share of the full runtime at `watts`: battery.md 8 measures depth by it. */
export function shareLeft(s: TwinState, rating: Rating, watts: number): number {
	const full = minutesLeft(s, rating, watts, 0, 0);
	return full > 0 ? Math.min(1, minutesLeft(s, rating, watts, s.drawn, s.gap) / full) : 0;
}

/** Head of the available well after `years` more, with `drawn` taken from full. */
export function headIn(s: TwinState, rating: Rating, drawn: number, gap: number, years: number): number {
	const capacity = capacityIn(s, rating, years);
	return availableHead(capacity - drawn, gap, capacity, rating.availableShare);
}

/** Volts of the string that gives `amperes` now. */
export function voltsNow(s: TwinState, rating: Rating, amperes: number): number {
	const open = rating.blocks * blockOpenVolts(headIn(s, rating, s.drawn, s.gap, 0));
	return open - amperes * ohmsIn(s, rating, 0);
}
