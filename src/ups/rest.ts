// When a UPS is at rest: no reading but the energy delivered can come to differ from what was sent of it by more than its dead band,
// however long nothing happens. Most minutes of most UPSs are such, and need not be measured.

import {chargerFloat, sourceBattery} from './codes.ts';
import {noBattery} from './conditions.ts';
import {flowTo, scratch, SCRATCH_CELSIUS, SCRATCH_ENERGY, SCRATCH_GAP} from './flow.ts';
import {BATTERY_VOLT_STEPS, HERTZ_STEPS, INPUT_VOLT_STEPS, voltsNow} from './measure.ts';
import * as reading from './reading.ts';
import {readingFields} from './reading.ts';
import type {Ups} from './row.ts';
import {reportedMinutes} from './runtime.ts';

/** A step that is rounded to, and one that a solution may miss. */
const ROUNDING = 0.5;
const SOLVED_STEPS = 0.5;

/** Whether the UPS is at rest from `t` on, where the reading row at `at` of `sent` is what was told at `t`. */
export function isAtRest(u: Ups, t: number, sent: Int32Array, at: number): boolean {
	return (
		u.charger === chargerFloat
		&& u.source !== sourceBattery
		&& u.inputVolts > 0
		&& !u.holds(noBattery)
		&& staysNear(reading.inputVolts, u.inputVolts * 10, INPUT_VOLT_STEPS, sent, at)
		&& staysNear(reading.inputHertz, u.inputHertz * 100, HERTZ_STEPS, sent, at)
		&& isBatteryAtRest(u, t, sent, at)
	);
}

/** Temperature and runtime move one way only: where both ends are near, all between is. */
function isBatteryAtRest(u: Ups, t: number, sent: Int32Array, at: number): boolean {
	flowTo(u, t);
	const celsius = scratch[SCRATCH_CELSIUS];
	const energy = scratch[SCRATCH_ENERGY];
	const gap = scratch[SCRATCH_GAP];
	const volts = voltsNow(u, energy, gap, 0);
	return (
		staysNear(reading.batteryTemperature, celsius * 10, 0, sent, at)
		&& staysNear(reading.batteryTemperature, u.celsiusTarget * 10, 0, sent, at)
		&& staysNear(reading.batteryVolts, volts * 100, BATTERY_VOLT_STEPS, sent, at)
		&& staysNear(reading.batteryRuntime, reportedMinutes(u, energy, gap) * 60, SOLVED_STEPS, sent, at)
		&& staysNear(reading.batteryRuntime, reportedMinutes(u, u.capacity, 0) * 60, SOLVED_STEPS, sent, at)
	);
}

/** Whether a value that swings by so many steps never leaves the dead band of its slot. */
function staysNear(slot: number, value: number, swing: number, sent: Int32Array, at: number): boolean {
	return Math.abs(value - sent[at + slot]) + swing + ROUNDING <= readingFields[slot].deadBand;
}
