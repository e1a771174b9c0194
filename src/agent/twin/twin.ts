// The twin of a battery: the UPS model of src/ups run beside the real thing, on nothing but its readings. It predicts runtime
// at the present load, health, and the day of replace-battery, each with its uncertainty (battery.md 1, 8, 9, 10).

import {DAY, MINUTE, SECOND, YEAR} from '../../core/clock.ts';
import {clamp, round} from '../../core/math.ts';
import {replaceBattery} from '../../ups/conditions.ts';
import {INVERTER_EFFICIENCY} from '../../ups/rating.ts';
import type {Rating} from '../../ups/rating.ts';
import * as reading from '../../ups/reading.ts';
import {NOT_AVAILABLE} from '../../ups/reading.ts';
import {forget, learnVolts, muchBetter} from './estimate.ts';
import {
	countCycle,
	drain,
	isDischarging,
	refill,
	sinceTransfer,
	takeConditions,
	untilReturn,
	USUAL_CELSIUS,
	wearBy,
	wearPerYear,
} from './follow.ts';
import {capacityIn, headIn, shareLeft, tryEstimates} from './physics.ts';
import {FARTHEST_YEARS, foreseen, foreseeHealth, foreseeReplacement, foreseeRuntime} from './predict.ts';
import {modeDischarging, modeResting, modeUnknown, TwinState} from './rows.ts';

export const UNKNOWN_UTC = -1;
/** 2000-01-01 UTC, from which `replaceDay` counts, ms since 1970. */
const EPOCH_2000 = 946684800000;
/** An installation date that nobody knows: so old, give or take a factor. */
const UNKNOWN_AGE_YEARS = 1.5;
const UNKNOWN_AGE_SIGMA = 0.8;
/** The temperatures before the first reading are a guess: what that adds to the deviation of the wear. */
const UNSEEN_SIGMA = 0.25;
const OLDEST_YEARS = 15;
/** Time between two readings is never taken for more than this: a clock was set, not a battery forgotten. */
const LONGEST_GAP = 5 * YEAR;
/** In a discharge the voltage is compared again when the head has fallen by this much. */
const COMPARE_EVERY = 0.08;
/** Comparisons that must be much too good before it is another battery. */
const TOO_GOOD = 2;
/** A head that no comparison has. */
const NOT_COMPARED = 2;
const FORESEE_EVERY = DAY;
const LONGEST_SECONDS = 2000000000;
/** A string's volts lie between these multiples of its nominal 12 V a block, or the sensor is broken. */
const LEAST_VOLTS = 0.6;
const MOST_VOLTS = 1.4;

/** One card's twin seen through its row. */
export class Twin extends TwinState {
	to(id: number): Twin {
		this.moveTo(id);
		return this;
	}

	get rating(): Rating | null {
		return this.ratings[this.id];
	}

	/**
	 * Begins anew: a battery of this type, installed at `installedUtc` (ms since 1970; -1 not known), with so many external
	 * packs. A null rating is a type that is not known: nothing will be predicted.
	 */
	start(rating: Rating | null, installedUtc: number, packs: number): void {
		this.ratings[this.id] = rating;
		this.seenAt = -1;
		this.seenUtc = UNKNOWN_UTC;
		this.celsius = USUAL_CELSIUS;
		this.watts = 0;
		this.usualWatts = 0;
		this.mode = modeUnknown;
		this.packs = packs;
		this.calendarPerYear = rating === null ? 0 : wearPerYear(rating, USUAL_CELSIUS);
		this.cyclingPerYear = 0;
		this.observedYears = 0;
		this.fitBattery(installedUtc);
	}

	/** Takes the state of an earlier start of the card up: its time begins at 0 again. The rating is given anew. */
	resume(rating: Rating | null): void {
		this.ratings[this.id] = rating;
		this.seenAt = -1;
	}

	/** Somebody says when the battery was installed: another date than before is another battery. */
	setInstalled(installedUtc: number): void {
		if (installedUtc !== this.installedUtc) {
			this.fitBattery(installedUtc);
		}
	}

	/** Looks at a reading taken at `t` of the card's time; `utcMs` is the wall clock, -1 where it is not set. */
	observe(row: Int32Array, at: number, t: number, utcMs: number): void {
		const rating = this.rating;
		if (rating === null || row[at + reading.outputStatus] === NOT_AVAILABLE) {
			return;
		}
		const elapsed = this.elapsedTo(t, utcMs);
		const before = this.celsius;
		const discharging = isDischarging(row, at);
		this.reckonAge(utcMs);
		if (this.mode === modeDischarging) {
			drain(this, rating, discharging ? elapsed : untilReturn(elapsed));
		}
		takeConditions(this, rating, row, at, elapsed);
		wearBy(this, rating, elapsed, (before + this.celsius) / 2);
		if (discharging) {
			this.discharge(rating, row, at, elapsed);
		} else {
			this.rest(rating, row, at, elapsed);
		}
		this.noteFlag(row, at, utcMs);
		this.seenAt = t;
		this.seenUtc = utcMs >= 0 ? utcMs : this.seenUtc;
	}

	/** Writes the six predictions into a reading row; not available where there is nothing to predict from. */
	fill(row: Int32Array, at: number): void {
		const rating = this.rating;
		for (let slot = 0; slot < reading.TWIN_SLOT_COUNT; slot++) {
			row[at + reading.TWIN_SLOTS + slot] = NOT_AVAILABLE;
		}
		if (rating === null || this.mode === modeUnknown) {
			return;
		}
		if (this.watts > 0) {
			foreseeRuntime(this, rating, this.watts);
			put(row, at + reading.predictedRuntime, MINUTE / SECOND);
		}
		foreseeHealth(this, rating);
		put(row, at + reading.batteryHealth, 1000);
		this.fillReplacement(rating, row, at);
	}

	/** The wear starts from the date of installation. */
	fitBattery(installedUtc: number): void {
		this.installedUtc = installedUtc;
		this.ageKnown = 0;
		this.calendar = 0;
		this.cycling = 0;
		this.drawn = 0;
		this.gap = 0;
		this.startShare = 1;
		this.comparedHead = NOT_COMPARED;
		this.tooGood = 0;
		this.flaggedUtc = UNKNOWN_UTC;
		this.foreseenUtc = UNKNOWN_UTC;
		forget(this, 0);
	}

	/** Milliseconds since the last reading: by the card's time, over a restart by the wall clock, never negative. */
	elapsedTo(t: number, utcMs: number): number {
		if (this.seenAt >= 0 && t >= this.seenAt) {
			return Math.min(t - this.seenAt, LONGEST_GAP);
		}
		return this.seenUtc >= 0 && utcMs >= 0 ? clamp(utcMs - this.seenUtc, 0, LONGEST_GAP) : 0;
	}

	/** Once the date is known: the wear of the years before the first reading. */
	reckonAge(utcMs: number): void {
		if (this.ageKnown !== 0 || (this.installedUtc >= 0 && utcMs < 0)) {
			return;
		}
		this.ageKnown = 1;
		const known = this.installedUtc >= 0;
		const years = known ? clamp((utcMs - this.installedUtc) / YEAR, 0, OLDEST_YEARS) : UNKNOWN_AGE_YEARS;
		const unseen = Math.max(0, years - this.calendar / this.calendarPerYear);
		this.calendar += unseen * this.calendarPerYear;
		const sigma = known ? UNSEEN_SIGMA * Math.min(1, unseen) : UNKNOWN_AGE_SIGMA;
		this.p00 += sigma * sigma;
	}

	discharge(rating: Rating, row: Int32Array, at: number, elapsed: number): void {
		if (this.mode !== modeDischarging) {
			tryEstimates(this);
			this.startShare = shareLeft(this, rating, this.watts);
			this.comparedHead = NOT_COMPARED;
			drain(this, rating, sinceTransfer(row, at, elapsed));
		}
		this.mode = modeDischarging;
		this.compare(rating, row, at);
	}

	rest(rating: Rating, row: Int32Array, at: number, elapsed: number): void {
		if (this.mode === modeUnknown) {
			this.drawn = chargeMissing(row, at) * this.fullEnergy(rating);
		}
		if (this.mode === modeDischarging) {
			tryEstimates(this);
			countCycle(this, rating, this.startShare - shareLeft(this, rating, this.watts));
			this.foreseenUtc = UNKNOWN_UTC;
		} else {
			refill(this, rating, row, at, elapsed);
		}
		this.mode = modeResting;
	}

	fullEnergy(rating: Rating): number {
		tryEstimates(this);
		return capacityIn(this, rating, 0);
	}

	/** Compares volts where the last comparison is far enough away: neighbours say the same and would count twice. */
	compare(rating: Rating, row: Int32Array, at: number): void {
		const volts = row[at + reading.batteryVolts] / 100;
		const told = row[at + reading.batteryAmperes];
		// Over Modbus a UPS does not tell the current: it follows from the load and the volts.
		const drawn = (this.watts + rating.idleWatts) / INVERTER_EFFICIENCY / volts;
		const amperes = told === NOT_AVAILABLE ? drawn : told / 100;
		const nominal = 12 * rating.blocks;
		tryEstimates(this);
		const head = headIn(this, rating, this.drawn, this.gap, 0);
		const due = this.comparedHead - head >= COMPARE_EVERY;
		if (!due || !(amperes > 0) || volts < LEAST_VOLTS * nominal || volts > MOST_VOLTS * nominal) {
			return;
		}
		this.comparedHead = head;
		const verdict = learnVolts(this, rating, volts, amperes);
		this.tooGood = verdict === muchBetter ? this.tooGood + 1 : 0;
		if (this.tooGood >= TOO_GOOD) {
			this.fitUnannounced();
		}
	}

	/** A battery does not grow younger: somebody has fitted a new one and told nobody. */
	fitUnannounced(): void {
		const drawn = this.drawn;
		const gap = this.gap;
		this.fitBattery(this.installedUtc);
		this.ageKnown = 1;
		this.drawn = drawn;
		this.gap = gap;
	}

	/** Notes when replace-battery began to hold: then the day is no prediction any more. */
	noteFlag(row: Int32Array, at: number, utcMs: number): void {
		const word = row[at + reading.conditions0 + (replaceBattery >> 5)];
		const holds = ((word >>> (replaceBattery & 31)) & 1) === 1;
		if (!holds) {
			this.flaggedUtc = UNKNOWN_UTC;
		} else if (this.flaggedUtc < 0) {
			this.flaggedUtc = utcMs;
		}
	}

	fillReplacement(rating: Rating, row: Int32Array, at: number): void {
		if (this.seenUtc < 0) {
			return;
		}
		if (this.flaggedUtc >= 0) {
			row[at + reading.replaceDay] = Math.floor((this.flaggedUtc - EPOCH_2000) / DAY);
			row[at + reading.replaceDaySigma] = 0;
			return;
		}
		const age = this.seenUtc - this.foreseenUtc;
		if (this.foreseenUtc < 0 || age < 0 || age >= FORESEE_EVERY) {
			foreseeReplacement(this, rating);
			this.foreseenUtc = this.seenUtc;
			this.foreseenYears = foreseen.value;
			this.foreseenSigma = foreseen.sigma;
		}
		if (this.foreseenYears < FARTHEST_YEARS) {
			const due = this.foreseenUtc + this.foreseenYears * YEAR;
			row[at + reading.replaceDay] = Math.floor((due - EPOCH_2000) / DAY);
			row[at + reading.replaceDaySigma] = Math.ceil((this.foreseenSigma * YEAR) / DAY);
		}
	}
}

/** Share of the charge that is missing at the first sight of a battery: by the firmware, for want of anything better. */
function chargeMissing(row: Int32Array, at: number): number {
	const permille = row[at + reading.batteryCharge];
	return permille === NOT_AVAILABLE ? 0 : clamp(1 - permille / 1000, 0, 1);
}

/** Writes what was foreseen and, one slot on, its deviation, which is at least one step. */
function put(row: Int32Array, place: number, scale: number): void {
	row[place] = round(clamp(foreseen.value * scale, 0, LONGEST_SECONDS));
	row[place + 1] = Math.max(1, round(clamp(foreseen.sigma * scale, 0, LONGEST_SECONDS)));
}
