// What one can do with a UPS: set it up, let time pass, change its world, give it commands. Every change takes the time at
// which it happens and returns with the state settled; a change must not lie before an event that is due.

import {lithiumYearsAt} from './aging.ts';
import {LOAD_TOLERANCE, startCalibration} from './calibration.ts';
import * as code from './codes.ts';
import * as condition from './conditions.ts';
import {startGroup, startSettings} from './factory.ts';
import {fire, nextEventAt, settle, stopDischarge} from './fire.ts';
import {advanceTo} from './flow.ts';
import {commandGroup, latchOff, settleLoad, sleepFor} from './groups.ts';
import {putFlaw} from './flaws.ts';
import type {FlawColumn} from './flaws.ts';
import {settleSource, takeInput} from './input.ts';
import type {Rating} from './rating.ts';
import * as row from './row.ts';
import type {Ups, UpsRows} from './row.ts';
import {canTest, startSelfTest} from './self-test.ts';
import {enterBypass, enterLine, hasBypass, settleCharger} from './source.ts';
import {accumulateWear, renew} from './wear.ts';

/** What a UPS starts with. Watts, °C, milliseconds. */
export interface UpsStart {
	readonly seed: number;
	readonly loadWatts: number;
	readonly ambientCelsius: number;
	/** When the first daily aging and the first scheduled self-test fall due; a fleet spreads them. */
	readonly agingOffsetMs: number;
	readonly testOffsetMs: number;
}

/** Sets a row up as a UPS of the type `type` (index into the rows' ratings): on line, battery full and new, at rest. */
export function startUps(u: Ups, type: number, start: UpsStart): void {
	u.type = type;
	const rating = u.rating;
	startPhysics(u, rating, start);
	startTimers(u, start);
	startSettings(u, rating);
	for (let group = 0; group < row.GROUP_TIMER.length; group++) {
		startGroup(u, rating, group);
	}
	u.source = code.sourceLine;
	settleLoad(u);
	settleCharger(u);
	u.celsius = u.celsiusTarget;
	u.wornCelsius = u.celsius;
	renew(u);
	u.energy = u.capacity;
	settle(u, 0);
}

function startPhysics(u: Ups, rating: Rating, start: UpsStart): void {
	u.seed = start.seed;
	u.capacity = rating.capacityWmin;
	u.energy = rating.capacityWmin;
	u.ambient = start.ambientCelsius;
	u.celsius = start.ambientCelsius;
	u.demandWatts = start.loadWatts;
	u.inputVolts = rating.nominalVolts;
	u.inputHertz = rating.nominalHertz;
	u.inputGrade = code.inputGood;
	u.inputAccepted = 1;
	u.batteryConstant = 1;
	u.shutdownWatts = start.loadWatts;
}

function startTimers(u: Ups, start: UpsStart): void {
	for (let timer = 0; timer < row.TIMERS; timer++) {
		u.f[u.o + row.FIRST_TIMER + timer] = Infinity;
	}
	u.atAging = start.agingOffsetMs;
	u.atTestDue = start.testOffsetMs;
	u.atUpdate = Infinity;
	u.onBatteryAt = Infinity;
	u.lowEndedAt = -Infinity;
}

/** Lets `u` live up to `t`: carries out every event due until then, and moves the state to `t`. Returns how many. */
export function advance(u: Ups, t: number): number {
	let events = 0;
	for (let due = nextEventAt(u); due <= t; due = nextEventAt(u)) {
		fire(u, due);
		events += 1;
	}
	advanceTo(u, t);
	return events;
}

/** What comes in from the utility changes: volts, Hz, total harmonic distortion as a share. */
export function setInput(u: Ups, t: number, volts: number, hertz: number, distortion: number): void {
	advanceTo(u, t);
	takeInput(u, t, volts, hertz, distortion);
	settle(u, t);
}

/** What the equipment asks for changes, W with every outlet group on. */
export function setDemand(u: Ups, t: number, watts: number): void {
	advanceTo(u, t);
	const change = Math.abs(watts - u.demandWatts);
	if (u.holds(condition.calibrating) && change > LOAD_TOLERANCE * u.demandWatts) {
		enterLine(u, t);
	}
	u.demandWatts = watts;
	settleLoad(u);
	settle(u, t);
}

/** The air around the UPS changes, °C. */
export function setAmbient(u: Ups, t: number, celsius: number): void {
	advanceTo(u, t);
	u.ambient = celsius;
	renew(u);
	settle(u, t);
}

/** Sets the wear of the battery: lead-acid damage, or lithium years and cycles (aging.ts). */
export function setWear(u: Ups, t: number, calendar: number, cycling: number): void {
	advanceTo(u, t);
	u.calendarWear = calendar;
	u.cyclingWear = cycling;
	u.wornAt = t;
	u.wornCelsius = u.celsius;
	renew(u);
	settle(u, t);
}

/** Makes the battery at least this worn: 1 is 80 % of the capacity left. */
export function wearTo(u: Ups, t: number, damage: number): void {
	advanceTo(u, t);
	accumulateWear(u, t);
	const calendar = u.rating.lithium ? lithiumYearsAt(damage) : damage - u.cyclingWear;
	setWear(u, t, Math.max(u.calendarWear, calendar), u.cyclingWear);
}

/** So many cells of the battery are dead from now on. */
export function setFailedCells(u: Ups, t: number, cells: number): void {
	advanceTo(u, t);
	u.failedCells = cells;
	renew(u);
	settle(u, t);
}

/** Fits a new battery, charged. The firmware's constant keeps what it learnt from the old one (battery.md 10). */
export function replaceBattery(u: Ups, t: number): void {
	advanceTo(u, t);
	u.calendarWear = 0;
	u.cyclingWear = 0;
	u.failedCells = 0;
	u.wornAt = t;
	u.wornCelsius = u.celsius;
	u.installedAt = t;
	renew(u);
	u.energy = u.capacity;
	u.gap = 0;
	settleCharger(u);
	settle(u, t);
}

/** A hardware condition begins or ends; the ones that the machines depend on act at once. */
export function setCondition(u: Ups, t: number, which: number, holds: boolean): void {
	advanceTo(u, t);
	u.mark(which, holds);
	u.chargerFailed = u.holds(condition.chargerFailure) ? 1 : 0;
	u.inverterFailed = u.holds(condition.inverterFault) ? 1 : 0;
	if (which === condition.emergencyPowerOff) {
		emergencyOff(u, t, holds);
	} else {
		settleSource(u, t);
	}
	settleCharger(u);
	settle(u, t);
}

/** Something is not as it should be, by so much; 0 puts it right. What wear was until now stays. */
export function setFlaw(u: Ups, t: number, column: FlawColumn, value: number): void {
	advanceTo(u, t);
	accumulateWear(u, t);
	putFlaw(u, column, value);
	renew(u);
	settle(u, t);
}

/** The emergency input takes the output down, and releasing it only allows a command to bring it up (nmc.md 1.5). */
function emergencyOff(u: Ups, t: number, active: boolean): void {
	if (active) {
		u.changeCause = code.changeEmergencyPowerOff;
		latchOff(u, t, code.latchedByEmergency);
	} else {
		u.latched = 0;
	}
}

/** Starts a self-test; false where the UPS is in no state for one. */
export function beginSelfTest(u: Ups, t: number): boolean {
	advanceTo(u, t);
	const able = canTest(u);
	if (able) {
		startSelfTest(u, t);
	}
	settle(u, t);
	return able;
}

/** Starts a runtime calibration; returns the refusal of calibration.ts, 0 when it runs. */
export function beginCalibration(u: Ups, t: number): number {
	advanceTo(u, t);
	const refusal = startCalibration(u, t);
	settle(u, t);
	return refusal;
}

/** Ends a self-test or a calibration before its time. */
export function stopTest(u: Ups, t: number): void {
	advanceTo(u, t);
	stopDischarge(u, t);
	settle(u, t);
}

/** Gives an outlet group a command of groups.ts; group 0 is the output itself. */
export function giveGroupCommand(u: Ups, t: number, group: number, command: number): void {
	advanceTo(u, t);
	commandGroup(u, t, group, command);
	settle(u, t);
}

/** Sends the output to sleep for `sleepMs`. */
export function sleep(u: Ups, t: number, sleepMs: number): void {
	advanceTo(u, t);
	sleepFor(u, t, sleepMs);
	settle(u, t);
}

/** Puts the load on bypass, for a reason of codes.ts; false where it is not on good line. */
export function toBypass(u: Ups, t: number, reason: number): boolean {
	advanceTo(u, t);
	const able = u.source === code.sourceLine && u.inputGrade === code.inputGood && hasBypass(u);
	if (able) {
		enterBypass(u, t, reason);
	}
	settle(u, t);
	return able;
}

/** Takes the load off bypass. */
export function fromBypass(u: Ups, t: number): void {
	advanceTo(u, t);
	if (u.source === code.sourceBypass) {
		enterLine(u, t);
	}
	settle(u, t);
}

/** Settings that may change while the UPS runs, in the units of their columns. */
export type Setting =
	| 'lowBatteryMs'
	| 'qualifyMs'
	| 'returnDelayMs'
	| 'minReturnCharge'
	| 'minReturnRuntimeMs'
	| 'sensitivity'
	| 'restarts'
	| 'updateMode';

/** Changes a setting; what is planned takes it up at once. */
export function configure(u: Ups, t: number, setting: Setting, value: number): void {
	advanceTo(u, t);
	u[setting] = value;
	settle(u, t);
}

/** Puts `rating` into the rows' list of types; returns its index. */
export function addType(rows: UpsRows, rating: Rating): number {
	rows.ratings.push(rating);
	return rows.ratings.length - 1;
}
