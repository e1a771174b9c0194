// Quirks of real firmware: what each makes of a reading, states and all. The threads that tell of them stand with the faults.

import {testRunning} from '../../src/ups/codes.ts';
import * as condition from '../../src/ups/conditions.ts';
import * as reading from '../../src/ups/reading.ts';
import {NOT_AVAILABLE} from '../../src/ups/reading.ts';
import type {QuirkName} from '../scenario/ups-target.ts';

/** Codes of the output status (nmc.md 1.1) and of the battery status. */
const ON_LINE = 2;
const ON_BATTERY = 3;
const ON_BATTERY_TEST = 15;
const BATTERY_LOW = 3;
const MOST_PERMILLE = 2e9;
/** 999 min, whatever the load. */
const NONSENSE_SECONDS = 59_940;

type Tell = (row: Int32Array, at: number) => void;

function holds(row: Int32Array, at: number, which: number): boolean {
	return ((row[at + reading.conditions0 + (which >> 5)] >>> (which & 31)) & 1) === 1;
}

function mark(row: Int32Array, at: number, which: number, said: boolean): void {
	const word = at + reading.conditions0 + (which >> 5);
	const bit = 1 << (which & 31);
	row[word] = said ? row[word] | bit : row[word] & ~bit;
}

function sayLow(row: Int32Array, at: number): void {
	mark(row, at, condition.lowBattery, true);
	row[at + reading.batteryStatus] = BATTERY_LOW;
}

/** What simpler UPSs do not measure. */
const absentSlots: readonly number[] = [
	reading.batteryAmperes,
	reading.batteryTemperature,
	reading.inputHertz,
	reading.outputHertz,
	reading.outputAmperes,
	reading.outputEnergy,
	reading.efficiency,
];

const quirks: Readonly<Record<QuirkName, Tell>> = {
	lowBatteryAtOnce(row, at) {
		if (holds(row, at, condition.onBattery)) {
			sayLow(row, at);
		}
	},
	dischargeOnLine(row, at) {
		if (row[at + reading.outputStatus] === ON_LINE) {
			row[at + reading.outputStatus] = ON_BATTERY_TEST;
		}
	},
	outageUntold(row, at) {
		if (row[at + reading.outputStatus] === ON_BATTERY) {
			row[at + reading.outputStatus] = ON_BATTERY_TEST;
			row[at + reading.secondsOnBattery] = 0;
		}
		mark(row, at, condition.onBattery, false);
	},
	loadTimesTen(row, at) {
		row[at + reading.loadRatio] = Math.min(MOST_PERMILLE, row[at + reading.loadRatio] * 10);
	},
	runtimeNonsense(row, at) {
		row[at + reading.batteryRuntime] = NONSENSE_SECONDS;
	},
	readingsAbsent(row, at) {
		for (const slot of absentSlots) {
			row[at + slot] = NOT_AVAILABLE;
		}
	},
	testFlagStays(row, at) {
		if (row[at + reading.selfTestCount] > 0) {
			mark(row, at, condition.selfTesting, true);
			row[at + reading.selfTestResult] = testRunning;
		}
	},
	batteryFlags(row, at) {
		sayLow(row, at);
		mark(row, at, condition.replaceBattery, true);
	},
};

/** Lets a quirk have its way with the row at `at`. */
export function tellQuirk(quirk: QuirkName, row: Int32Array, at: number): void {
	quirks[quirk](row, at);
}
