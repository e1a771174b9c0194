// What the UPS's own sensors say: a reading row from the state at any later time. Reading never moves the state, and sensor
// noise is a function of (seed, channel, time) alone, so who looks, and how often, changes nothing.

import {SECOND} from '../core/clock.ts';
import {clamp, round} from '../core/math.ts';
import {noiseAt} from '../core/random.ts';
import {ABSORPTION_FROM} from './charger.ts';
import * as code from './codes.ts';
import * as condition from './conditions.ts';
import {flawOf, overVoltsFlaw} from './flaws.ts';
import {flowTo, scratch, SCRATCH_CELSIUS, SCRATCH_ENERGY, SCRATCH_GAP, SCRATCH_WATT_HOURS} from './flow.ts';
import {isOn, MAIN, phaseOf} from './groups.ts';
import * as reading from './reading.ts';
import {NOT_AVAILABLE} from './reading.ts';
import * as row from './row.ts';
import type {Ups} from './row.ts';
import {reportedCharge, reportedMinutes} from './runtime.ts';
import {floatVolts} from './voltage.ts';
import {batteryAmperes, DEAD_CELL_VOLTS, openVolts} from './wear.ts';

/** Ratio of the regulator's taps [assumed]. */
export const BOOST_RATIO = 1.12;
export const TRIM_RATIO = 0.89;
/** A sensor's noise changes this often. */
const NOISE_TICK_MS = 10 * SECOND;
/** Noise, as the largest excursion, in the steps of the reading. */
export const INPUT_VOLT_STEPS = 4;
export const HERTZ_STEPS = 1;
export const BATTERY_VOLT_STEPS = 4;
/** Losses on line: a constant share of the rating and a share of the load (battery.md 11, constant plus proportional). */
const LINE_LOSS_CONSTANT = 0.02;
const LINE_LOSS_PROPORTIONAL = 0.02;
const CONVERSION_LOSS_CONSTANT = 0.04;
const CONVERSION_LOSS_PROPORTIONAL = 0.05;
/** A charging 12 V block rises from rest to the absorption level (14.4 V, measured: battery.md 6). */
const CHARGING_BLOCK_VOLTS = 12.9;
const ABSORPTION_BLOCK_VOLTS = 14.4;
const LEAST_EFFICIENCY_WATTS = 1;

/** Output status by source and tap (nmc.md 1.1). */
function outputStatus(u: Ups): number {
	if (u.source === code.sourceBypass) {
		return bypassStatus[u.bypassReason];
	}
	if (u.source === code.sourceBattery) {
		return u.purpose === code.purposeSelfTest ? 15 : 3;
	}
	if (u.source === code.sourceLine) {
		return lineStatus[u.avr];
	}
	return offStatus(u);
}

/** On line, on boost, on trim. */
const lineStatus: readonly number[] = [2, 4, 12];
/** Software bypass, switched bypass, hardware failure bypass; overload and an update read as software bypass. */
const bypassStatus: readonly number[] = [6, 9, 10, 6, 6];

function offStatus(u: Ups): number {
	if (u.holds(condition.rebooting)) {
		return 8;
	}
	if (!u.holds(condition.sleeping)) {
		return 7;
	}
	return phaseOf(u, MAIN) === code.phaseHolding ? 5 : 11;
}

function batteryStatus(u: Ups): number {
	if (u.holds(condition.noBattery)) {
		return 5;
	}
	return u.holds(condition.lowBattery) ? 3 : 2;
}

/** Status flags of a group (nmc.md 9, registers 3 and following). */
function groupStatus(u: Ups, group: number): number {
	const phase = phaseOf(u, group);
	const on = isOn(u, group);
	const after = u.j[u.p + row.AFTER_OFF + group];
	const returning = phase === code.phaseHolding || phase === code.phaseAwaitingPower;
	return (
		(on ? 1 : 2)
		| (phase === code.phaseHolding && after !== code.afterOffWake ? 1 << 2 : 0)
		| (phase === code.phaseOffDelay && after !== code.afterOffStay ? 1 << 3 : 0)
		| (returning && after === code.afterOffWake ? 1 << 4 : 0)
		| (phase === code.phaseOnDelay ? 1 << 8 : 0)
		| (phase === code.phaseOffDelay ? 1 << 9 : 0)
		| (phase === code.phaseAwaitingPower ? 1 << 10 : 0)
	);
}

/** Fills the slots that change at events only: codes, counts, groups, conditions. */
export function measureStates(u: Ups, out: Int32Array, at: number): void {
	out[at + reading.outputStatus] = outputStatus(u);
	out[at + reading.batteryStatus] = batteryStatus(u);
	out[at + reading.chargerStage] = u.charger;
	out[at + reading.transferCause] = u.transferCause;
	out[at + reading.changeCause] = u.changeCause;
	out[at + reading.transferCount] = u.transferCount;
	out[at + reading.selfTestResult] = u.testCount === 0 && u.testResult === 0 ? NOT_AVAILABLE : u.testResult;
	out[at + reading.selfTestCount] = u.testCount;
	out[at + reading.calibrationResult] = u.calibrationResult;
	out[at + reading.groupsOn] = u.groupsOn;
	for (let group = 0; group < row.GROUP_TIMER.length; group++) {
		out[at + reading.group0Status + group] = group < u.rating.groups ? groupStatus(u, group) : NOT_AVAILABLE;
	}
	out[at + reading.conditions0] = u.conditions0;
	out[at + reading.conditions1] = u.conditions1;
	out[at + reading.conditions2] = u.conditions2;
}

/** Fills a whole reading row as of `t`, which must not lie before the state's time nor beyond the next event. */
export function measure(u: Ups, t: number, out: Int32Array, at: number): void {
	measureStates(u, out, at);
	measureFlow(u, t, out, at);
	measureOutput(u, out, at);
	for (let slot = 0; slot < reading.TWIN_SLOT_COUNT; slot++) {
		out[at + reading.TWIN_SLOTS + slot] = NOT_AVAILABLE;
	}
}

/** Fills the slots that time alone moves, noise included: the others are as they were after the last event. */
export function measureFlow(u: Ups, t: number, out: Int32Array, at: number): void {
	flowTo(u, t);
	const energy = scratch[SCRATCH_ENERGY];
	const gap = scratch[SCRATCH_GAP];
	out[at + reading.batteryTemperature] = round(scratch[SCRATCH_CELSIUS] * 10);
	out[at + reading.outputEnergy] = Math.floor(scratch[SCRATCH_WATT_HOURS]);
	measureBattery(u, t, energy, gap, out, at);
	measureInput(u, t, out, at);
}

function noise(u: Ups, channel: number, t: number): number {
	return noiseAt(u.seed, channel, Math.floor(t / NOISE_TICK_MS));
}

function measureBattery(u: Ups, t: number, energy: number, gap: number, out: Int32Array, at: number): void {
	if (u.holds(condition.noBattery)) {
		out[at + reading.batteryCharge] = NOT_AVAILABLE;
		out[at + reading.batteryRuntime] = NOT_AVAILABLE;
		out[at + reading.batteryVolts] = NOT_AVAILABLE;
		out[at + reading.batteryAmperes] = NOT_AVAILABLE;
		out[at + reading.secondsOnBattery] = 0;
		return;
	}
	const amperes = amperesNow(u, energy, gap);
	const volts = voltsNow(u, energy, gap, amperes);
	out[at + reading.batteryCharge] = round(reportedCharge(u, energy, gap) * 1000);
	out[at + reading.batteryRuntime] = round(clamp(reportedMinutes(u, energy, gap) * 60, 0, 2e9));
	out[at + reading.batteryVolts] = round(volts * 100 + noise(u, reading.batteryVolts, t) * BATTERY_VOLT_STEPS);
	out[at + reading.batteryAmperes] = round(amperes * 100);
	out[at + reading.secondsOnBattery] =
		u.onBatteryAt === Infinity || u.purpose !== code.purposeOutage ? 0 : Math.floor((t - u.onBatteryAt) / SECOND);
}

/** Positive while discharging, negative while charging. */
export function amperesNow(u: Ups, energy: number, gap: number): number {
	if (u.source === code.sourceBattery) {
		const amperes = batteryAmperes(u, energy, gap);
		return amperes === amperes ? amperes : 0;
	}
	if (u.charger === code.chargerBulk) {
		return -u.bulkPerHour * u.rating.ampereHours;
	}
	// The tail falls in proportion to what is missing: continuous with the bulk current at 80 %.
	return u.charger === code.chargerAbsorption
		? (-u.bulkPerHour * u.rating.ampereHours * (1 - energy / u.capacity)) / (1 - ABSORPTION_FROM)
		: 0;
}

export function voltsNow(u: Ups, energy: number, gap: number, amperes: number): number {
	const dead = u.failedCells * DEAD_CELL_VOLTS;
	const charger = u.rating.blocks * flawOf(u, overVoltsFlaw) - dead;
	if (u.charger === code.chargerFloat) {
		return floatVolts(u.rating.blocks, u.celsius) + charger;
	}
	if (u.charger !== code.chargerOff) {
		const rise = Math.min(1, energy / u.capacity / ABSORPTION_FROM);
		return u.rating.blocks * (CHARGING_BLOCK_VOLTS + (ABSORPTION_BLOCK_VOLTS - CHARGING_BLOCK_VOLTS) * rise) + charger;
	}
	return openVolts(u, energy, gap) - Math.max(0, amperes) * u.stringOhms;
}

function measureInput(u: Ups, t: number, out: Int32Array, at: number): void {
	const dead = u.inputVolts === 0;
	out[at + reading.inputVolts] = dead
		? 0
		: Math.max(0, round(u.inputVolts * 10 + noise(u, reading.inputVolts, t) * INPUT_VOLT_STEPS));
	out[at + reading.inputHertz] = dead
		? NOT_AVAILABLE
		: round(u.inputHertz * 100 + noise(u, reading.inputHertz, t) * HERTZ_STEPS);
}

/** Output volts: the inverter and double conversion hold the nominal value, the taps scale what comes in. */
function outputVolts(u: Ups): number {
	if (u.source === code.sourceOff) {
		return 0;
	}
	if (u.source === code.sourceBattery || (u.source === code.sourceLine && u.rating.doubleConversion)) {
		return u.rating.nominalVolts;
	}
	if (u.avr === code.avrBoost) {
		return u.inputVolts * BOOST_RATIO;
	}
	return u.avr === code.avrTrim ? u.inputVolts * TRIM_RATIO : u.inputVolts;
}

function measureOutput(u: Ups, out: Int32Array, at: number): void {
	const rating = u.rating;
	const volts = outputVolts(u);
	const voltAmperes = (u.loadWatts * rating.ratedVoltAmperes) / rating.ratedWatts;
	const synchronised = u.source === code.sourceBypass || u.source === code.sourceLine;
	out[at + reading.outputVolts] = round(volts * 10);
	out[at + reading.outputHertz] = round((synchronised ? u.inputHertz : rating.nominalHertz) * (volts > 0 ? 100 : 0));
	out[at + reading.outputAmperes] = volts > 0 ? round((voltAmperes / volts) * 100) : 0;
	out[at + reading.outputWatts] = round(u.loadWatts);
	out[at + reading.outputVoltAmperes] = round(voltAmperes);
	out[at + reading.loadRatio] = round((u.loadWatts / rating.ratedWatts) * 1000);
	out[at + reading.efficiency] = efficiencyPermille(u);
}

/** Output over input power on line, charger aside; not available elsewhere and at next to no load (nmc.md 9, register 154). */
function efficiencyPermille(u: Ups): number {
	if (u.source !== code.sourceLine || u.loadWatts < LEAST_EFFICIENCY_WATTS) {
		return NOT_AVAILABLE;
	}
	const rating = u.rating;
	const constant = rating.doubleConversion ? CONVERSION_LOSS_CONSTANT : LINE_LOSS_CONSTANT;
	const proportional = rating.doubleConversion ? CONVERSION_LOSS_PROPORTIONAL : LINE_LOSS_PROPORTIONAL;
	const input = (1 + proportional) * u.loadWatts + constant * rating.ratedWatts;
	return round((u.loadWatts / input) * 1000);
}
