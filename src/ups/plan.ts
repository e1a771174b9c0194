// Which timers follow from the state: planned anew after every event, from the state just advanced to.

import {DAY, HOUR, MINUTE} from '../core/clock.ts';
import {ABSORPTION_FROM, FULL_FROM, hoursToCharge} from './charger.ts';
import {calibrationEndAt} from './calibration.ts';
import * as code from './codes.ts';
import * as condition from './conditions.ts';
import {isOn, MAIN, phaseOf} from './groups.ts';
import {timeOfRuntime} from './recharge.ts';
import * as row from './row.ts';
import type {Ups} from './row.ts';
import {fullRuntime, runtimeNow, timeAfter} from './runtime.ts';
import {minutesToTemperature} from './thermal.ts';

/** The battery counts as short, back on line, until it could carry the load for this share of the full runtime [assumed]. */
const SHORT_SHARE = 0.5;
export const AGING_MS = DAY;
/** Bits of the load-shedding rules of a group; for the main one, of the automatic shutdown (nmc.md 4). */
export const shedSkipsOffDelay = 1;
export const shedStaysOff = 2;
export const shedOnOverload = 4;

/**
 * Plans every timer that follows from the state. `t` is the time of the state. A crossing of the temperature that was planned
 * for the same target stays as it is.
 */
export function plan(u: Ups, t: number): void {
	if (u.source === code.sourceBattery) {
		planDischarge(u, t);
	} else {
		planRecharge(u, t);
	}
	if (u.thermalTarget !== u.celsiusTarget || u.atThermal <= t || u.atThermal === Infinity) {
		u.thermalTarget = u.celsiusTarget;
		u.atThermal = nextKelvinAt(u, t);
	}
}

function planDischarge(u: Ups, t: number): void {
	const minutes = runtimeNow(u);
	u.atStage = Infinity;
	u.atRecharged = Infinity;
	u.atEmpty = timeAfter(t, minutes);
	const lowMatters = !u.holds(condition.lowBattery) && u.purpose !== code.purposeSelfTest;
	u.atLow = lowMatters ? Math.max(t, u.atEmpty - u.lowBatteryMs) : Infinity;
	u.atCalibrationEnd = u.purpose === code.purposeCalibration ? calibrationEndAt(u, t) : Infinity;
	u.atShed = u.purpose === code.purposeOutage ? nextShedAt(u, t) : Infinity;
}

function planRecharge(u: Ups, t: number): void {
	u.atEmpty = Infinity;
	u.atCalibrationEnd = Infinity;
	u.atShed = nextOverloadShedAt(u, t);
	u.atStage = nextStageAt(u, t);
	const watts = u.source === code.sourceOff ? u.shutdownWatts : u.loadWatts;
	u.atLow = u.holds(condition.lowBattery) ? timeOfRuntime(u, u.lowBatteryMs / MINUTE, watts, u.atLow) : Infinity;
	u.atRecharged = u.holds(condition.discharged)
		? timeOfRuntime(u, SHORT_SHARE * fullRuntime(u, watts), watts, u.atRecharged)
		: Infinity;
}

/** When the charger goes over to its next stage. */
function nextStageAt(u: Ups, t: number): number {
	if (u.charger === code.chargerOff || u.charger === code.chargerFloat) {
		return Infinity;
	}
	const target = u.charger === code.chargerBulk ? ABSORPTION_FROM : FULL_FROM;
	const hours = hoursToCharge(u.energy / u.capacity, target, u.bulkPerHour);
	return Math.max(t + 1, Math.ceil(t + hours * HOUR));
}

/** When the battery crosses the next whole kelvin on its way; Infinity within half a kelvin of where it tends. */
function nextKelvinAt(u: Ups, t: number): number {
	const rising = u.celsiusTarget > u.celsius;
	const threshold = rising ? Math.floor(u.celsius + 1e-9) + 1 : Math.ceil(u.celsius - 1e-9) - 1;
	const reached = rising ? threshold < u.celsiusTarget : threshold > u.celsiusTarget;
	if (!reached) {
		return Infinity;
	}
	const minutes = minutesToTemperature(u.celsius, u.celsiusTarget, u.rating.thermalMinutes, threshold);
	return Math.max(t + 1, timeAfter(t, minutes));
}

/** When the first outlet group, or the whole output, is to be shed in this discharge. */
function nextShedAt(u: Ups, t: number): number {
	let next = nextOverloadShedAt(u, t);
	for (let group = MAIN; group < u.rating.groups; group++) {
		if (isSheddable(u, group)) {
			next = Math.min(next, Math.max(t, shedAt(u, group)));
		}
	}
	return next;
}

function nextOverloadShedAt(u: Ups, t: number): number {
	if (!u.holds(condition.overload)) {
		return Infinity;
	}
	for (let group = 1; group < u.rating.groups; group++) {
		if (isSheddable(u, group) && shedsOnOverload(u, group)) {
			return t;
		}
	}
	return Infinity;
}

function shedsOnOverload(u: Ups, group: number): boolean {
	return (u.j[u.p + row.SHED_RULES + group] & shedOnOverload) !== 0;
}

function isSheddable(u: Ups, group: number): boolean {
	return isOn(u, group) && phaseOf(u, group) === code.phaseIdle;
}

/** Runtime, minutes, that is left when the battery shows the charge below which the output is to go off. */
function shutdownMinutes(u: Ups): number {
	return (u.shutdownCharge / 100) * fullRuntime(u, u.loadWatts);
}

/** When the whole output is due for what nmc.md 4 adds to time and runtime: charge and load below their limits. */
function shutdownAt(u: Ups): number {
	const byCharge = u.shutdownCharge < 0 ? Infinity : u.atEmpty - shutdownMinutes(u) * MINUTE;
	const light = u.loadWatts < (u.shutdownLoad / 100) * u.rating.ratedWatts;
	return light ? u.onBatteryAt : Math.ceil(byCharge);
}

/** When a group is due to be shed in this discharge; Infinity when no rule says so. */
function shedAt(u: Ups, group: number): number {
	const after = u.j[u.p + row.SHED_AFTER + group];
	const below = u.j[u.p + row.SHED_BELOW + group];
	const byTime = after < 0 ? Infinity : u.onBatteryAt + after * 1000;
	const byRuntime = below < 0 ? Infinity : u.atEmpty - below * 1000;
	const first = Math.min(byTime, byRuntime);
	return group === MAIN ? Math.min(first, shutdownAt(u)) : first;
}

/** Whether a group is to be shed now. */
export function isShedDue(u: Ups, t: number, group: number): boolean {
	if (!isSheddable(u, group)) {
		return false;
	}
	const overloaded = group !== MAIN && shedsOnOverload(u, group) && u.holds(condition.overload);
	const discharging = u.source === code.sourceBattery && u.purpose === code.purposeOutage;
	return overloaded || (discharging && shedAt(u, group) <= t);
}
