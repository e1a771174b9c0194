// When a UPS is at rest: no reading but the energy delivered can come to differ from what was sent of it by more than its dead band,
// however long nothing happens, or until a given time. Most minutes of most UPSs are such, and need not be measured.

import {chargerFloat, sourceBattery} from './codes.ts';
import {noBattery} from './conditions.ts';
import {flowBattery, flowTo, scratch, SCRATCH_CELSIUS, SCRATCH_ENERGY, SCRATCH_GAP} from './flow.ts';
import {amperesNow, BATTERY_VOLT_STEPS, HERTZ_STEPS, INPUT_VOLT_STEPS, voltsNow} from './measure.ts';
import * as reading from './reading.ts';
import {readingFields} from './reading.ts';
import type {Ups} from './row.ts';
import {reportedCharge, reportedMinutes} from './runtime.ts';

/** A step that is rounded to, and one that a solution may miss. */
const ROUNDING = 0.5;
const SOLVED_STEPS = 0.5;

/** Whether the UPS is at rest from `t` on, where the reading row at `at` of `sent` is what was told at `t`. */
export function isAtRest(u: Ups, t: number, sent: Int32Array, at: number): boolean {
	return u.charger === chargerFloat && isFedAlike(u, sent, at) && isBatteryAtRest(u, t, sent, at);
}

/**
 * Whether the UPS is at rest from `t`, of which the row at `at` of `sent` is what was told, to `until`, if nothing happens to it in
 * between. Off battery each reading moves one way only, noise apart: where both ends are near, all between is.
 */
export function isAtRestUntil(u: Ups, t: number, until: number, sent: Int32Array, at: number): boolean {
	return isFedAlike(u, sent, at) && areVoltsNear(u, t, sent, at) && isBatteryNear(u, until, sent, at);
}

/** Whether there is an input that cannot come to differ, and a battery that it charges. */
function isFedAlike(u: Ups, sent: Int32Array, at: number): boolean {
	return (
		u.source !== sourceBattery
		&& u.inputVolts > 0
		&& !u.holds(noBattery)
		&& staysNear(reading.inputVolts, u.inputVolts * 10, INPUT_VOLT_STEPS, sent, at)
		&& staysNear(reading.inputHertz, u.inputHertz * 100, HERTZ_STEPS, sent, at)
	);
}

/** Of what has noise, the sample at `t` does not tell how near it was without. */
function areVoltsNear(u: Ups, t: number, sent: Int32Array, at: number): boolean {
	flowBattery(u, t);
	const energy = scratch[SCRATCH_ENERGY];
	const gap = scratch[SCRATCH_GAP];
	const volts = voltsNow(u, energy, gap, amperesNow(u, energy, gap));
	return staysNear(reading.batteryVolts, volts * 100, BATTERY_VOLT_STEPS, sent, at);
}

/** What moves soonest is asked first. */
function isBatteryNear(u: Ups, t: number, sent: Int32Array, at: number): boolean {
	flowTo(u, t);
	const celsius = scratch[SCRATCH_CELSIUS];
	const energy = scratch[SCRATCH_ENERGY];
	const gap = scratch[SCRATCH_GAP];
	const amperes = amperesNow(u, energy, gap);
	return (
		staysNear(reading.batteryAmperes, amperes * 100, 0, sent, at)
		&& staysNear(reading.batteryVolts, voltsNow(u, energy, gap, amperes) * 100, BATTERY_VOLT_STEPS, sent, at)
		&& staysNear(reading.batteryTemperature, celsius * 10, 0, sent, at)
		&& staysNear(reading.batteryCharge, reportedCharge(u, energy, gap) * 1000, SOLVED_STEPS, sent, at)
		&& staysNear(reading.batteryRuntime, reportedMinutes(u, energy, gap) * 60, SOLVED_STEPS, sent, at)
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
