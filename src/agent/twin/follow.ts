// Following the battery through its readings: how much energy it gave and took, how its wells stand, how it wears. The charge
// that the firmware reports plays no part once a full battery has been seen: it may rest on a stale constant (battery.md 10).

import {HOUR, MINUTE, SECOND, YEAR} from '../../core/clock.ts';
import {clamp} from '../../core/math.ts';
import {calendarDamage, cycleDamage, lithiumYears} from '../../ups/aging.ts';
import {gapAfter, steadyGap} from '../../ups/battery.ts';
import {chargeAfter} from '../../ups/charger.ts';
import {chargerFloat, chargerOff} from '../../ups/codes.ts';
import type {Rating} from '../../ups/rating.ts';
import * as reading from '../../ups/reading.ts';
import {NOT_AVAILABLE} from '../../ups/reading.ts';
import {TEST_MS} from '../../ups/self-test.ts';
import {drift} from './estimate.ts';
import {capacityIn, packFactor, tryEstimates} from './physics.ts';
import type {TwinState} from './rows.ts';

/** Batteries are warmer than the room; assumed where nothing was measured (battery.md 7). */
export const USUAL_CELSIUS = 27;
/** The mean rate of wear looks back this far: a whole year, or the season would pass for the climate. */
const MEMORY_YEARS = 1;
/** The usual temperature counts as this much observation. */
const PRIOR_YEARS = 0.05;
/** The usual load is a mean over a week. */
const LOAD_MEMORY_MS = 7 * 24 * HOUR;
/** Unwatched, the end of a discharge lay anywhere; halfway is the best guess beyond this. */
const WATCHED_MS = 60 * SECOND;
/** More than this of the full energy is never gone. */
const MOST_DRAWN = 0.98;
/** Temperatures that a battery sensor can have, °C; others are a broken sensor. */
const COLDEST = -40;
const HOTTEST = 90;

/** Output codes of a UPS on battery: on battery, self-test (nmc.md 1.1). */
const ON_BATTERY = 3;
const IN_TEST = 15;
/** A discharge current that no charger or sensor offset has, hundredths of an ampere. */
const DISCHARGE_HUNDREDTHS = 50;

/** Whether the battery gives power. */
export function isDischarging(row: Int32Array, at: number): boolean {
	const status = row[at + reading.outputStatus];
	return status === ON_BATTERY || status === IN_TEST || row[at + reading.batteryAmperes] > DISCHARGE_HUNDREDTHS;
}

/** Wear by time of a year at this temperature. */
export function wearPerYear(rating: Rating, celsius: number): number {
	return rating.lithium ? lithiumYears(YEAR, celsius) : calendarDamage(YEAR, celsius, rating.lifeYears);
}

/** Adds the wear of `elapsedMs` at `celsius`, and moves the mean rate. */
export function wearBy(s: TwinState, rating: Rating, elapsedMs: number, celsius: number): void {
	const years = elapsedMs / YEAR;
	if (years <= 0) {
		return;
	}
	const rate = wearPerYear(rating, celsius);
	const memory = Math.min(MEMORY_YEARS, PRIOR_YEARS + s.observedYears);
	const weight = years / (memory + years);
	s.calendar += rate * years;
	s.calendarPerYear += (rate - s.calendarPerYear) * weight;
	s.cyclingPerYear -= s.cyclingPerYear * weight;
	s.observedYears += years;
	drift(s, years);
}

/** Counts a discharge to `depth` of the full runtime. */
export function countCycle(s: TwinState, rating: Rating, depth: number): void {
	if (depth > 0) {
		const wear = rating.lithium ? depth : cycleDamage(depth, rating.fullCycles);
		s.cycling += wear;
		s.cyclingPerYear += wear / MEMORY_YEARS;
	}
}

/** The energy that `elapsedMs` at the load takes, and what that does to the wells. */
export function drain(s: TwinState, rating: Rating, elapsedMs: number): void {
	tryEstimates(s);
	const draw = s.watts + rating.idleWatts;
	const k = rating.levelingPerMinute;
	s.drawn = Math.min(MOST_DRAWN * capacityIn(s, rating, 0), s.drawn + (draw * elapsedMs) / MINUTE);
	if (!rating.lithium) {
		s.gap = gapAfter(s.gap, steadyGap(draw, rating.availableShare, k), k, elapsedMs / MINUTE);
	}
}

/** What the charger puts back in `elapsedMs`: by the measured current, else by the charger of battery.md 6. */
export function refill(s: TwinState, rating: Rating, row: Int32Array, at: number, elapsedMs: number): void {
	s.gap = gapAfter(s.gap, 0, rating.levelingPerMinute, elapsedMs / MINUTE);
	const stage = row[at + reading.chargerStage];
	if (stage === chargerFloat) {
		s.drawn = 0;
	}
	if (stage === chargerOff || s.drawn === 0) {
		return;
	}
	tryEstimates(s);
	const capacity = capacityIn(s, rating, 0);
	const charge = clamp(1 - s.drawn / capacity, 0, 1);
	const amperes = row[at + reading.batteryAmperes];
	const hours = elapsedMs / HOUR;
	const after =
		amperes === NOT_AVAILABLE || amperes >= 0
			? chargeAfter(charge, rating.bulkPerHour / packFactor(s), hours)
			: charge - (amperes / 100 / rating.ampereHours) * hours;
	s.drawn = capacity * (1 - clamp(after, charge, 1));
}

/** Takes up load and temperature of a reading; what it does not tell stays. */
export function takeConditions(s: TwinState, rating: Rating, row: Int32Array, at: number, elapsedMs: number): void {
	const tenths = row[at + reading.batteryTemperature];
	if (tenths !== NOT_AVAILABLE && tenths > COLDEST * 10 && tenths < HOTTEST * 10) {
		s.celsius = tenths / 10;
	}
	const watts = wattsOf(rating, row, at);
	if (watts < 0) {
		return;
	}
	s.watts = watts;
	const first = s.usualWatts === 0;
	s.usualWatts += (watts - s.usualWatts) * (first ? 1 : elapsedMs / (LOAD_MEMORY_MS + elapsedMs));
}

/** Watts of the load; negative where the reading does not tell, or nothing is on. */
function wattsOf(rating: Rating, row: Int32Array, at: number): number {
	const watts = row[at + reading.outputWatts];
	const permille = row[at + reading.loadRatio];
	const told =
		watts !== NOT_AVAILABLE ? watts : permille === NOT_AVAILABLE ? -1 : (permille / 1000) * rating.ratedWatts;
	return told > 0 ? Math.min(told, 2 * rating.ratedWatts) : -1;
}

/** How much of the time since the last reading was spent on battery, ms, when this one is the first of a discharge. */
export function sinceTransfer(row: Int32Array, at: number, elapsedMs: number): number {
	const seconds = row[at + reading.secondsOnBattery];
	return Math.min(elapsedMs, seconds > 0 ? seconds * SECOND : TEST_MS);
}

/** How much of it, when this one is the first after a discharge. */
export function untilReturn(elapsedMs: number): number {
	return elapsedMs <= WATCHED_MS ? elapsedMs : elapsedMs / 2;
}
