// The measured 12 V 17 Ah block (data/measured/bboxx-12v17ah-cycles.csv) against the voltage curve of battery.md 2 and
// the levelling rate of section 1.

import {exp, log} from '../../src/core/math.ts';
import {leastSquares} from '../../src/ups/fit/least-squares.ts';
import {blockOhms, blockOpenVolts} from '../../src/ups/voltage.ts';
import {rootMeanSquare} from './statistics.ts';
import {dataLines} from './tables.ts';

/** One reading: minutes since the start, amperes (positive discharges), volts. */
export interface Reading {
	readonly minutes: number;
	readonly amperes: number;
	readonly volts: number;
}

/** A complete discharge and the rest that follows it. */
export interface Cycle {
	readonly discharge: readonly Reading[];
	readonly rest: readonly Reading[];
}

const BLOCK_AMPERE_HOURS = 17;
/** Below this current, A, the block rests. */
const REST_AMPERES = 0.1;
/** A discharge that ends above this, V, was broken off. */
const COMPLETE_BELOW_VOLTS = 10.7;
/** The curve holds down to here, V. */
const CURVE_ENDS_VOLTS = 10.6;
/** The first minutes after a step of the current are left out: polarisation and surface charge settle faster. */
const SETTLING_MINUTES = 5;

export function readingsFrom(text: string): Reading[] {
	return dataLines(text)
		.map(cells => cells.map(Number))
		.map(([minutes = NaN, amperes = NaN, volts = NaN]) => ({minutes, amperes, volts}));
}

function isDischarging(reading: Reading): boolean {
	return reading.amperes > REST_AMPERES;
}

function isResting(reading: Reading): boolean {
	return Math.abs(reading.amperes) <= REST_AMPERES;
}

/** The stretches of readings of one kind, in order, from the first index to behind the last. */
function runsOf(readings: readonly Reading[], belongs: (reading: Reading) => boolean): Array<[number, number]> {
	const runs: Array<[number, number]> = [];
	readings.forEach((reading, i) => {
		const last = runs.at(-1);
		if (!belongs(reading)) {
			return;
		}
		if (last?.[1] === i) {
			last[1] = i + 1;
		} else {
			runs.push([i, i + 1]);
		}
	});
	return runs;
}

/** The discharges that ran to the end, each with the rest after it. */
export function completeCycles(readings: readonly Reading[]): Cycle[] {
	const rests = runsOf(readings, isResting);
	return runsOf(readings, isDischarging)
		.map(([from, to]) => ({discharge: readings.slice(from, to), after: rests.find(rest => rest[0] === to)}))
		.filter(({discharge}) => (discharge.at(-1)?.volts ?? Infinity) < COMPLETE_BELOW_VOLTS)
		.map(({discharge, after}) => ({discharge, rest: after ? readings.slice(after[0], after[1]) : []}));
}

/** Ampere-hours drawn up to each reading. */
function drawnAmpereHours(discharge: readonly Reading[]): number[] {
	let drawn = 0;
	return discharge.map((reading, i) => {
		const before = discharge[i - 1] ?? reading;
		drawn += ((before.amperes + reading.amperes) / 2) * ((reading.minutes - before.minutes) / 60);
		return drawn;
	});
}

/** What the voltage curve leaves unexplained of one discharge, volts, and the usable charge that explains most. */
export interface VoltageFit {
	readonly ampereHours: number;
	readonly errors: readonly number[];
}

/** Fits the usable charge of a discharge (the one number that is not given) and returns what is left. */
export function fitVoltage(discharge: readonly Reading[]): VoltageFit {
	const start = discharge[0]?.minutes ?? NaN;
	const drawn = drawnAmpereHours(discharge);
	const used = discharge
		.map((reading, i) => ({...reading, drawn: drawn[i] ?? NaN}))
		.filter(reading => reading.minutes - start >= SETTLING_MINUTES && reading.volts >= CURVE_ENDS_VOLTS);
	const ohms = blockOhms(BLOCK_AMPERE_HOURS);
	const errorsAt = (ampereHours: number) =>
		used.map(reading => blockOpenVolts(1 - reading.drawn / ampereHours) - ohms * reading.amperes - reading.volts);
	const first = new Float64Array([log((drawn.at(-1) ?? NaN) * 1.03)]);
	const minimum = leastSquares((free, out) => out.set(errorsAt(exp(free[0] ?? NaN))), used.length, first);
	const ampereHours = exp(minimum.parameters[0] ?? NaN);
	return {ampereHours, errors: errorsAt(ampereHours)};
}

/** Volts root mean square over all complete discharges. */
export function voltageRms(cycles: readonly Cycle[]): number {
	return rootMeanSquare(cycles.flatMap(cycle => fitVoltage(cycle.discharge).errors));
}

/** The rate, per minute, at which the voltage of a resting block settles: V = V∞ - A exp(-k t). */
export function recoveryPerMinute(rest: readonly Reading[]): number {
	const from = rest[0]?.minutes ?? NaN;
	const settled = rest.filter(reading => reading.minutes - from >= SETTLING_MINUTES);
	const last = settled.at(-1)?.volts ?? NaN;
	const start = new Float64Array([last, log(last - (settled[0]?.volts ?? NaN)), log(1 / 30)]);
	const minimum = leastSquares(
		(free, out) => {
			const [level = NaN, logGap = NaN, logRate = NaN] = free;
			settled.forEach((reading, i) => {
				out[i] = level - exp(logGap - exp(logRate) * (reading.minutes - from)) - reading.volts;
			});
		},
		settled.length,
		start,
	);
	return exp(minimum.parameters[2] ?? NaN);
}
