// What a UPS tells its card where that is not the case: sensors that are off, and firmware with quirks. The truth stays what it is, and
// reading it changes nothing: noise is a function of seed, sensor and time.

import {HOUR, SECOND} from '../../src/core/clock.ts';
import {clamp, round} from '../../src/core/math.ts';
import {noiseAt} from '../../src/core/random.ts';
import * as reading from '../../src/ups/reading.ts';
import {NOT_AVAILABLE, readingFields} from '../../src/ups/reading.ts';
import type {Ups} from '../../src/ups/row.ts';
import type {SensorName} from '../scenario/ups-target.ts';
import type {Disturbed, HeldBend} from './disturbed.ts';
import {tellQuirk} from './quirks.ts';

/** Noise of a bent sensor changes as often as that of a sound one, on channels beside theirs. */
const NOISE_TICK_MS = 10 * SECOND;
const NOISE_CHANNEL = 1000;
/** No slot of a reading holds more. */
const MOST = 2e9;

interface Sensor {
	readonly slot: number;
	/** What it can read, in its own unit. */
	readonly low: number;
	readonly high: number;
}

const sensors: Readonly<Record<SensorName, Sensor>> = {
	inputVolts: {slot: reading.inputVolts, low: 0, high: 1000},
	inputHertz: {slot: reading.inputHertz, low: 0, high: 1000},
	outputVolts: {slot: reading.outputVolts, low: 0, high: 1000},
	load: {slot: reading.loadRatio, low: 0, high: 1000},
	batteryVolts: {slot: reading.batteryVolts, low: 0, high: 1000},
	batteryTemperature: {slot: reading.batteryTemperature, low: -100, high: 200},
	batteryCharge: {slot: reading.batteryCharge, low: 0, high: 100},
	batteryRuntime: {slot: reading.batteryRuntime, low: 0, high: MOST},
};

/** What a sensor reads in the row at `at`, as its slot has it. */
export function sensorValue(sensor: SensorName, row: Int32Array, at: number): number {
	return row[at + sensors[sensor].slot];
}

/** Bends a whole reading of the UPS `u` at `t`. */
export function tell(record: Disturbed, u: Ups, t: number, row: Int32Array, at: number): void {
	for (const name of new Set([...record.bends].map(({sensor}) => sensor))) {
		const bends = [...record.bends].filter(({sensor}) => sensor === name);
		const {slot} = sensors[name];
		row[at + slot] = bentValue(name, bends, u, t, row[at + slot]);
		if (name === 'load') {
			tellLoad(u, row, at);
		}
	}
	tellStates(record, row, at);
}

/** Bends what a reading says of states alone. */
export function tellStates(record: Disturbed, row: Int32Array, at: number): void {
	for (const {quirk} of record.quirks) {
		tellQuirk(quirk, row, at);
	}
}

function bentValue(name: SensorName, bends: readonly HeldBend[], u: Ups, t: number, truth: number): number {
	const of = (kind: HeldBend['kind']): HeldBend[] => bends.filter(bend => bend.kind === kind);
	const [dead] = of('dead');
	const [stuck] = of('stuck');
	if (dead !== undefined) {
		return dead.by === 0 ? NOT_AVAILABLE : 0;
	}
	if (stuck !== undefined || truth === NOT_AVAILABLE) {
		return stuck?.valueThen ?? truth;
	}
	const {slot, low, high} = sensors[name];
	const {scale} = readingFields[slot];
	const sum = (list: readonly HeldBend[]): number => list.reduce((all, {by}) => all + by, 0);
	const factor = of('scale').reduce((product, {by}) => product * by, 1);
	const drift = of('drift').reduce((all, {by, sinceMs}) => all + (by * (t - sinceMs)) / HOUR, 0);
	const noise = sum(of('noise')) * noiseAt(u.seed, NOISE_CHANNEL + slot, Math.floor(t / NOISE_TICK_MS));
	const value = (truth / scale) * factor + sum(of('offset')) + drift + noise;
	return round(clamp(clamp(value, low, high) * scale, -MOST, MOST));
}

/** Power and current are worked out from the load that was measured. */
function tellLoad({rating}: Ups, row: Int32Array, at: number): void {
	const permille = row[at + reading.loadRatio];
	const volts = row[at + reading.outputVolts] / readingFields[reading.outputVolts].scale;
	const voltAmperes = (permille / 1000) * rating.ratedVoltAmperes;
	const known = permille !== NOT_AVAILABLE;
	row[at + reading.outputWatts] = known ? round((permille / 1000) * rating.ratedWatts) : NOT_AVAILABLE;
	row[at + reading.outputVoltAmperes] = known ? round(voltAmperes) : NOT_AVAILABLE;
	const amperes = volts > 0 ? round((voltAmperes / volts) * readingFields[reading.outputAmperes].scale) : 0;
	row[at + reading.outputAmperes] = known ? amperes : NOT_AVAILABLE;
}
