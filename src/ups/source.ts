// The source machine: what feeds the output (battery.md 11, nmc.md 1.5). Each function moves the row from one source to
// another; the state has been advanced to `t` before, and the timers that follow from it are planned after (plan.ts).

import {MINUTE, SECOND} from '../core/clock.ts';
import {ABSORPTION_FROM, FULL_FROM} from './charger.ts';
import * as code from './codes.ts';
import * as condition from './conditions.ts';
import {reportedMinutes, runtimeNow, shareOf} from './runtime.ts';
import type {Ups} from './row.ts';
import {lacksFirmware, passesThrough} from './update-state.ts';
import {addCycle, renew} from './wear.ts';

/** A disturbance is called brownout or blackout after this long, sag before (nmc.md 1.4). */
const LONG_DISTURBANCE_MS = 5 * SECOND;
/** Below this share of nominal a disturbance is deep, or a blackout (nmc.md 1.4). */
const DEEP_BELOW = 0.4;
/** battery.md 11 [assumed]: an engaged tap, or the battery, lets go this far inside the edge. */
export const HYSTERESIS_VOLTS = 3;
/** A discharge that used less of the battery than this teaches the firmware nothing [assumed]. */
const LEAST_LESSON = 0.1;

/** Change cause by input grade (nmc.md 1.3). */
const changeByGrade: readonly number[] = [
	code.changeAcceptableInput,
	code.changeLowInput,
	code.changeHighInput,
	code.changeLowHertz,
	code.changeHighHertz,
	code.changeDistortedInput,
	code.changeRapidInput,
];

/** The stage that the charger takes up for the present state of charge. */
export function chargerStageFor(u: Ups): number {
	const charge = u.energy / u.capacity;
	if (charge >= FULL_FROM) {
		return code.chargerFloat;
	}
	return charge >= ABSORPTION_FROM ? code.chargerAbsorption : code.chargerBulk;
}

/** Switches the charger on or off, as input, source and its own health decide. */
export function settleCharger(u: Ups): void {
	const able =
		u.inputGrade === code.inputGood
		&& u.source !== code.sourceBattery
		&& u.chargerFailed === 0
		&& !lacksFirmware(u)
		&& !u.holds(condition.noBattery)
		&& !u.holds(condition.batteryOverTemperature);
	u.charger = able ? chargerStageFor(u) : code.chargerOff;
	renew(u);
}

/** The tap for the present input: engaged outside the edge, let go `HYSTERESIS_VOLTS` inside it. */
export function settleRegulator(u: Ups): void {
	const volts = u.inputVolts;
	const boostBelow = u.boostBelow + (u.avr === code.avrBoost ? HYSTERESIS_VOLTS : 0);
	const trimAbove = u.trimAbove - (u.avr === code.avrTrim ? HYSTERESIS_VOLTS : 0);
	let avr = code.avrNone;
	if (!u.rating.doubleConversion && u.source === code.sourceLine && !u.holds(condition.avrRelayFault)) {
		if (volts < boostBelow) {
			avr = code.avrBoost;
		} else if (volts > trimAbove) {
			avr = code.avrTrim;
		}
	}
	u.avr = avr;
	u.mark(condition.boost, avr === code.avrBoost);
	u.mark(condition.trim, avr === code.avrTrim);
}

/** Whether there are an inverter and a battery that could take a load: none hangs on them where the relay sticks in bypass. */
export function hasInverter(u: Ups): boolean {
	return u.inverterFailed === 0 && !u.holds(condition.noBattery) && !u.holds(condition.bypassRelay);
}

/** Whether the inverter can take the load now. */
export function canRunOnBattery(u: Ups): boolean {
	return hasInverter(u) && !lacksFirmware(u) && runtimeNow(u) > 0;
}

/** Whether utility can only go past the UPS: its relay sticks there, or the inverter of a double conversion is gone. */
export function needsBypass(u: Ups): boolean {
	return u.holds(condition.bypassRelay) || (u.rating.doubleConversion && u.inverterFailed !== 0);
}

/** Whether utility has any way to the output. */
export function canTakeLine(u: Ups): boolean {
	return hasBypass(u) || !needsBypass(u) || passesThrough(u);
}

/** Whether the way past the UPS can be taken. */
export function hasBypass(u: Ups): boolean {
	return !u.holds(condition.bypassSupplyFault);
}

/** Puts the load on the battery. The caller has asked `canRunOnBattery`. */
export function enterBattery(u: Ups, t: number, purpose: number): void {
	u.predictedMinutes = reportedMinutes(u, u.energy, u.gap);
	u.startMinutes = runtimeNow(u);
	u.startShare = shareOf(u, u.startMinutes);
	u.source = code.sourceBattery;
	u.avr = code.avrNone;
	u.onBatteryAt = t;
	u.purpose = purpose;
	u.atQualified = Infinity;
	u.mark(condition.boost, false);
	u.mark(condition.trim, false);
	u.mark(condition.discharged, false);
	clearBypass(u);
	settleCharger(u);
	if (purpose === code.purposeOutage) {
		beginOutage(u, t);
	}
}

/** Makes the discharge under way (or just begun) one that the utility is to blame for. */
export function beginOutage(u: Ups, t: number): void {
	u.purpose = code.purposeOutage;
	u.transferCount += 1;
	u.changeCause = changeByGrade[u.inputGrade];
	u.lowestInputVolts = u.inputVolts;
	u.transferCause = causeSoFar(u, false);
	u.atCause = t + LONG_DISTURBANCE_MS;
	u.mark(condition.onBattery, true);
}

function causeSoFar(u: Ups, long: boolean): number {
	if (u.inputGrade === code.inputHigh) {
		return code.causeHighVoltage;
	}
	if (u.inputGrade === code.inputStep) {
		return code.causeRateOfChange;
	}
	if (u.inputGrade !== code.inputLow) {
		return code.causeSmallSpike;
	}
	const deep = u.lowestInputVolts < DEEP_BELOW * u.rating.nominalVolts;
	if (long) {
		return deep ? code.causeBlackout : code.causeBrownout;
	}
	return deep ? code.causeDeepSag : code.causeSmallSag;
}

/** Five seconds on battery: a sag becomes a brownout or a blackout. */
export function classifyLongDisturbance(u: Ups): void {
	if (u.source === code.sourceBattery && u.purpose === code.purposeOutage && u.inputGrade !== code.inputGood) {
		u.transferCause = causeSoFar(u, true);
	}
}

/** Notes a deeper input while the cause may still change. */
export function noteLowestInput(u: Ups): void {
	if (u.source !== code.sourceBattery || u.purpose !== code.purposeOutage || u.inputVolts >= u.lowestInputVolts) {
		return;
	}
	u.lowestInputVolts = u.inputVolts;
	if (u.atCause !== Infinity) {
		u.transferCause = causeSoFar(u, false);
	}
}

/** Ends a discharge: counts its wear and lets the firmware learn from it. The source is set by who called. */
function endDischarge(u: Ups, t: number): void {
	const left = runtimeNow(u);
	addCycle(u, u.startShare - shareOf(u, left));
	if (u.purpose !== code.purposeSelfTest) {
		learn(u, t, left);
	}
	u.atCause = Infinity;
	u.onBatteryAt = Infinity;
	u.mark(condition.onBattery, false);
}

/** battery.md 10: the constant is trimmed to constant · actual / predicted, where the discharge says enough. */
function learn(u: Ups, t: number, left: number): void {
	const elapsed = (t - u.onBatteryAt) / MINUTE;
	if (elapsed > 0 && u.predictedMinutes > 0 && elapsed >= LEAST_LESSON * (elapsed + left)) {
		u.batteryConstant *= (elapsed + left) / u.predictedMinutes;
	}
}

/**
 * Puts the load on the utility. Leaves the battery or the bypass, and lets the charger begin. While the firmware is replaced the
 * utility goes past it (smartconnect.md M4), and where something broke that leaves no other way.
 */
export function enterLine(u: Ups, t: number): void {
	if (passesThrough(u) || needsBypass(u)) {
		enterBypass(u, t, passesThrough(u) ? code.bypassByUpdate : code.bypassByFault);
		settleRegulator(u);
		return;
	}
	if (u.source === code.sourceBattery) {
		endDischarge(u, t);
	}
	u.source = code.sourceLine;
	u.atQualified = Infinity;
	clearBypass(u);
	settleRegulator(u);
	settleCharger(u);
}

/** Conditions of the bypass by reason: the same order as the codes. */
const bypassConditions: readonly number[] = [
	condition.bypassCommand,
	condition.bypassSwitch,
	condition.bypassInternalFault,
	condition.bypassTemporary,
	condition.bypassCommand,
];

function clearBypass(u: Ups): void {
	for (let i = 0; i < bypassConditions.length; i++) {
		u.mark(bypassConditions[i], false);
	}
}

/** Puts the load on raw utility past the inverter. */
export function enterBypass(u: Ups, t: number, reason: number): void {
	if (u.source === code.sourceBattery) {
		endDischarge(u, t);
	}
	u.source = code.sourceBypass;
	u.atQualified = Infinity;
	u.bypassReason = reason;
	clearBypass(u);
	u.mark(bypassConditions[reason], true);
	settleCharger(u);
}

/** Takes the output down. */
export function enterOff(u: Ups, t: number): void {
	if (u.source === code.sourceBattery) {
		u.shutdownWatts = u.loadWatts;
		endDischarge(u, t);
	}
	u.source = code.sourceOff;
	u.loadWatts = 0;
	u.atOverload = Infinity;
	clearBypass(u);
	u.mark(condition.overload, false);
	settleRegulator(u);
	settleCharger(u);
}

/** Brings the output up from off, on whatever there is; false when there is nothing. */
export function enterOn(u: Ups, t: number): boolean {
	if (u.latched !== 0) {
		return false;
	}
	if (u.inputGrade === code.inputGood && canTakeLine(u)) {
		u.changeCause = code.changeAutomaticRestart;
		enterLine(u, t);
		return true;
	}
	u.source = code.sourceLine;
	if (!canRunOnBattery(u)) {
		u.source = code.sourceOff;
		return false;
	}
	enterBattery(u, t, code.purposeOutage);
	return true;
}
