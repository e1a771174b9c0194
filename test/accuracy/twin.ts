// How well the twin predicts on simulated aging batteries: rooms of 18 to 38 °C with a season, loads that change, outages,
// self-tests every 14 days, the sensors of the simulated UPS, and batteries that differ from their type (battery.md 7, 8).

import {TwinRows} from '../../src/agent/twin/rows.ts';
import {Twin} from '../../src/agent/twin/twin.ts';
import {DAY, MINUTE, SECOND} from '../../src/core/clock.ts';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import {fullRuntimeMinutes, temperatureFactor} from '../../src/ups/battery.ts';
import {findModel} from '../../src/ups/catalogue.ts';
import {replaceBattery} from '../../src/ups/conditions.ts';
import {measure} from '../../src/ups/measure.ts';
import type {UpsModel} from '../../src/ups/model.ts';
import {type Rating, ratingOf} from '../../src/ups/rating.ts';
import * as reading from '../../src/ups/reading.ts';
import {NOT_AVAILABLE, READING_SIZE} from '../../src/ups/reading.ts';
import {Ups, UpsRows} from '../../src/ups/row.ts';
import {runtimeNow} from '../../src/ups/runtime.ts';
import {addType, advance, beginSelfTest, setAmbient, setDemand, setInput, startUps} from '../../src/ups/ups.ts';
import {type Spread, spreadOf} from './statistics.ts';

const SKUS = [
	'SMT750I',
	'SMT1500',
	'SMT3000RMI2U',
	'SMX1500I',
	'SMC1500',
	'SRT3000RMXLT',
	'SMTL1000',
	'5P650i',
	'PR1500RT2U',
];
const INSTALLED = Date.UTC(2020, 0, 1);
const DAYS_2000 = 10957;
const LEAD_ACID_DAYS = 7 * 365;
const LITHIUM_DAYS = 4 * 365;
const TEST_EVERY = 14;
const CHECK_EVERY = 30;
const OUTAGES_A_DAY = 6 / 365;
/** 10 and 90 % quantiles of a normal distribution, in deviations. */
const EIGHTY_PERCENT = 1.2816;
const AHEAD_DAYS = [365, 182, 91] as const;
/** Health below which a battery counts as worn. */
const WORN = 0.9;

interface Foreseen {
	readonly day: number;
	readonly replaceDay: number;
	readonly sigma: number;
}

/** One look at a UPS on line: percent off, and what it was. */
interface RuntimeCheck {
	readonly twin: number;
	readonly reported: number;
	readonly table: number;
	readonly worn: boolean;
	readonly stale: boolean;
	readonly covered: boolean;
}

interface Life {
	readonly runtimes: RuntimeCheck[];
	/** Percent of new. */
	readonly healthErrors: number[];
	readonly foreseen: Foreseen[];
	replacedDay: number;
}

export interface RuntimeRow {
	readonly name: string;
	readonly twin: Spread;
	readonly reported: Spread;
	readonly table: Spread;
}

export interface ReplaceRow {
	readonly aheadDays: number;
	readonly errorDays: Spread;
	/** Share of the stated 80 % intervals that hold the day, percent. */
	readonly coveredPercent: number;
}

export interface TwinReport {
	readonly batteries: number;
	readonly models: readonly string[];
	readonly runtimes: readonly RuntimeRow[];
	readonly runtimeCoveredPercent: number;
	readonly health: Spread;
	readonly replacements: readonly ReplaceRow[];
}

/** A battery that differs from its type: life 3 to 5 years, size and resistance a few percent off. */
function specimen(model: UpsModel, random: RandomStream): {-readonly [K in keyof Rating]: Rating[K]} {
	const rating = ratingOf(model);
	return {
		...rating,
		capacityWmin: rating.capacityWmin * random.between(0.93, 1.07),
		stringOhms: rating.stringOhms * random.between(0.88, 1.12),
	};
}

class World {
	readonly #random: RandomStream;
	readonly #model: UpsModel;
	readonly #rating;
	readonly #ups: Ups;
	readonly #twin: Twin;
	readonly #row = new Int32Array(READING_SIZE);
	readonly #lifeYears: number;
	readonly #halvingKelvin: number;
	readonly #room: number;
	readonly #season: number;
	readonly #stale: boolean;
	readonly #life: Life = {runtimes: [], healthErrors: [], foreseen: [], replacedDay: -1};

	constructor(model: UpsModel, seed: number) {
		const random = new RandomStream(seed);
		this.#random = random;
		this.#model = model;
		this.#rating = specimen(model, random);
		const rows = new UpsRows(1);
		addType(rows, this.#rating);
		this.#ups = new Ups(rows, 0);
		this.#room = random.between(20, 34);
		this.#season = random.between(0, 4);
		this.#lifeYears = random.between(3, 5);
		this.#halvingKelvin = random.between(8, 10);
		this.#stale = random.next() < 0.33;
		const loadWatts = model.ratedWatts * random.between(0.15, 0.7);
		startUps(this.#ups, 0, {seed, loadWatts, ambientCelsius: this.#room, agingOffsetMs: DAY, testOffsetMs: 1e15});
		this.#ups.batteryConstant = this.#stale ? random.between(0.5, 0.8) : 1;
		this.#twin = new Twin(new TwinRows(1), 0);
		this.#twin.start(ratingOf(model), INSTALLED, 0);
	}

	/** Lives until the battery is to be replaced. */
	live(): Life {
		const days = this.#rating.lithium ? LITHIUM_DAYS : LEAD_ACID_DAYS;
		for (let day = 1; day <= days && !this.#ups.holds(replaceBattery); day++) {
			this.#liveDay(day);
		}
		return this.#life;
	}

	#liveDay(day: number): void {
		const t = day * DAY;
		this.#look(t);
		if (day % CHECK_EVERY === 0) {
			this.#check(day);
		}
		setAmbient(this.#ups, t, this.#room + this.#season * Math.sin((day / 365.25) * 2 * Math.PI));
		// Life halves per 8 to 10 K in the world; the UPS model, and so the twin, has 10.
		const kelvin = 25 - this.#ups.celsius;
		this.#rating.lifeYears = this.#lifeYears * 2 ** (kelvin / this.#halvingKelvin - kelvin / 10);
		if (day % 7 === 0) {
			const share = this.#ups.demandWatts / this.#model.ratedWatts + this.#random.between(-0.03, 0.03);
			setDemand(this.#ups, t, this.#model.ratedWatts * Math.min(0.75, Math.max(0.12, share)));
		}
		if (day % TEST_EVERY === 0) {
			this.#test(day, t);
		} else if (this.#random.next() < OUTAGES_A_DAY) {
			this.#outage(t, this.#random.between(1, 12) * MINUTE);
		}
	}

	#look(t: number): void {
		advance(this.#ups, t);
		measure(this.#ups, t, this.#row, 0);
		this.#twin.observe(this.#row, 0, t, INSTALLED + t);
	}

	#test(day: number, t: number): void {
		if (!beginSelfTest(this.#ups, t)) {
			return;
		}
		this.#look(t + 6 * SECOND);
		this.#look(t + 10 * SECOND);
		if (this.#ups.holds(replaceBattery)) {
			this.#life.replacedDay = day;
		}
	}

	#outage(t: number, lasts: number): void {
		setInput(this.#ups, t, 0, 0, 0);
		for (let at = 2 * SECOND; at < lasts; at += 20 * SECOND) {
			this.#look(t + at);
		}
		advance(this.#ups, t + lasts);
		setInput(this.#ups, t + lasts, this.#rating.nominalVolts, this.#rating.nominalHertz, 0);
		this.#look(t + lasts + 10 * SECOND);
	}

	#check(day: number): void {
		const row = this.#row;
		this.#twin.fill(row, 0);
		const truth = runtimeNow(this.#ups) * 60;
		const health = this.#ups.capacity / temperatureFactor(this.#ups.celsius) / this.#model.battery.capacityWmin;
		const percent = (seconds: number): number => (100 * (seconds - truth)) / truth;
		const sigma = row[reading.predictedRuntimeSigma] ?? NaN;
		const predicted = row[reading.predictedRuntime] ?? NaN;
		if (truth > 0 && row[reading.outputStatus] === 2) {
			this.#life.runtimes.push({
				twin: percent(predicted),
				reported: percent(row[reading.batteryRuntime] ?? NaN),
				table: percent(fullRuntimeMinutes(this.#model.battery, this.#ups.loadWatts) * 60),
				worn: health < WORN,
				stale: this.#stale,
				covered: Math.abs(predicted - truth) <= EIGHTY_PERCENT * sigma,
			});
		}
		this.#life.healthErrors.push((row[reading.batteryHealth] ?? NaN) / 10 - 100 * Math.min(1, health));
		const replaceDay = row[reading.replaceDay] ?? NOT_AVAILABLE;
		if (replaceDay !== NOT_AVAILABLE) {
			const installedDay = INSTALLED / DAY - DAYS_2000;
			this.#life.foreseen.push({
				day,
				replaceDay: replaceDay - installedDay,
				sigma: row[reading.replaceDaySigma] ?? NaN,
			});
		}
	}
}

function runtimeRow(name: string, checks: readonly RuntimeCheck[]): RuntimeRow {
	return {
		name,
		twin: spreadOf(checks.map(check => check.twin)),
		reported: spreadOf(checks.map(check => check.reported)),
		table: spreadOf(checks.map(check => check.table)),
	};
}

/** Of each battery that was replaced, the foresight nearest to so many days before. */
function replaceRow(aheadDays: number, lives: readonly Life[]): ReplaceRow {
	const errors: number[] = [];
	let covered = 0;
	for (const life of lives) {
		const seen = life.foreseen.find(
			({day}) => life.replacedDay > 0 && Math.abs(life.replacedDay - day - aheadDays) <= CHECK_EVERY / 2,
		);
		if (seen !== undefined) {
			const error = seen.replaceDay - life.replacedDay;
			errors.push(error);
			covered += Math.abs(error) <= EIGHTY_PERCENT * seen.sigma ? 1 : 0;
		}
	}
	return {aheadDays, errorDays: spreadOf(errors), coveredPercent: (100 * covered) / errors.length};
}

/** Lives through `batteries` batteries of all the models in turn. */
export function twinReport(batteries: number): TwinReport {
	const known = SKUS.map(findModel).filter(model => model !== null);
	const lives = Array.from({length: batteries}, (_, i) => {
		const model = known[i % known.length];
		return new World(model, seedFor(i, 'twin-accuracy')).live();
	});
	const checks = lives.flatMap(life => life.runtimes);
	return {
		batteries,
		models: known.map(model => model.sku),
		runtimes: [
			runtimeRow('all', checks),
			runtimeRow(
				'worn below 90 %',
				checks.filter(check => check.worn),
			),
			runtimeRow(
				'stale firmware constant',
				checks.filter(check => check.stale),
			),
		],
		runtimeCoveredPercent: (100 * checks.filter(check => check.covered).length) / checks.length,
		health: spreadOf(lives.flatMap(life => life.healthErrors)),
		replacements: AHEAD_DAYS.map(ahead => replaceRow(ahead, lives)),
	};
}
