// Registers 0 to 26 of the UPS on a board: what it does and what is wrong with it (modbus.md, Bit fields). On Node the same
// registers are filled from a card's events; a board has the UPS itself.

import * as bit from '../../../codec/modbus-bits.ts';
import * as code from '../../../ups/codes.ts';
import * as condition from '../../../ups/conditions.ts';
import * as detail from '../../../ups/details.ts';
import {isOn, MAIN, phaseOf} from '../../../ups/groups.ts';
import * as reading from '../../../ups/reading.ts';
import type {Ups} from '../../../ups/row.ts';
import {MAP_GROUPS, putWide} from './words.ts';

/** Bit, condition, bit, condition, and so on: pairs in one row are the least memory. */
type ConditionBits = readonly number[];

const generalErrors: ConditionBits = [
	bit.generalError.eeprom,
	condition.eepromFault,
	bit.generalError.adConverter,
	condition.adConverterFault,
	bit.generalError.logicPowerSupply,
	condition.logicSupplyFault,
	bit.generalError.internalCommunication,
	condition.internalCommunication,
	bit.generalError.uiButton,
	condition.displayButton,
	bit.generalError.emergencyPowerOff,
	condition.emergencyPowerOff,
];

const powerFaults: ConditionBits = [
	bit.powerSystemError.outputShortCircuit,
	condition.outputShort,
	bit.powerSystemError.outputOvervoltage,
	condition.badOutputVoltage,
	bit.powerSystemError.overtemperature,
	condition.internalOverTemperature,
	bit.powerSystemError.overtemperature,
	condition.inverterOverTemperature,
	bit.powerSystemError.backfeedRelay,
	condition.backfeedRelay,
	bit.powerSystemError.avrRelay,
	condition.avrRelayFault,
	bit.powerSystemError.pfcInputRelay,
	condition.pfcInputRelay,
	bit.powerSystemError.outputRelay,
	condition.outputRelay,
	bit.powerSystemError.bypassRelay,
	condition.bypassRelay,
	bit.powerSystemError.pfc,
	condition.pfcFault,
	bit.powerSystemError.dcBusOvervoltage,
	condition.dcBusHigh,
	bit.powerSystemError.inverter,
	condition.inverterFault,
];

const batteryFaults: ConditionBits = [
	bit.batterySystemError.disconnected,
	condition.noBattery,
	bit.batterySystemError.overvoltage,
	condition.batteryOverVoltage,
	bit.batterySystemError.overtemperatureCritical,
	condition.batteryOverTemperature,
	bit.batterySystemError.charger,
	condition.chargerFailure,
	bit.batterySystemError.temperatureSensor,
	condition.batteryTemperatureSensor,
	bit.batterySystemError.busSoftStart,
	condition.batteryBusSoftStart,
];

function bitsOf(u: Ups, table: ConditionBits): number {
	let bits = 0;
	for (let i = 0; i < table.length; i += 2) {
		bits |= u.holds(table[i + 1]) ? 1 << table[i] : 0;
	}
	return bits;
}

function flag(place: number, holds: boolean): number {
	return holds ? 1 << place : 0;
}

/** By the grades of codes.ts; a step reads as distortion. */
const gradeBits: readonly number[] = [
	bit.inputStatus.acceptable,
	bit.inputStatus.voltageTooLow,
	bit.inputStatus.voltageTooHigh,
	bit.inputStatus.frequencyTooLow,
	bit.inputStatus.frequencyTooHigh,
	bit.inputStatus.distorted,
	bit.inputStatus.distorted,
];

/** Input.InputStatus_BF. */
export function inputBits(u: Ups): number {
	if (u.inputGrade !== code.inputGood) {
		return 1 << gradeBits[u.inputGrade];
	}
	if (u.inputAccepted === 0) {
		return 1 << bit.inputStatus.pendingAcceptable;
	}
	return (
		(1 << bit.inputStatus.acceptable)
		| flag(bit.inputStatus.boost, u.avr === code.avrBoost)
		| flag(bit.inputStatus.trim, u.avr === code.avrTrim)
	);
}

function isInputBad(u: Ups): boolean {
	return u.inputGrade !== code.inputGood || u.inputAccepted === 0;
}

function sourceBit(u: Ups): number {
	if (u.source === code.sourceOff) {
		return bit.upsStatus.outputOff;
	}
	if (u.source === code.sourceBypass) {
		return bit.upsStatus.bypass;
	}
	return u.holds(condition.onBattery) ? bit.upsStatus.onBattery : bit.upsStatus.online;
}

/** On battery for a bad input the output is always about to end; else while the delay of the main group runs. */
function isPendingOff(u: Ups): boolean {
	return isOn(u, MAIN) && (u.holds(condition.onBattery) || phaseOf(u, MAIN) === code.phaseOffDelay);
}

function upsStatus(u: Ups, faults: number): number {
	const status = bit.upsStatus;
	return (
		flag(sourceBit(u), true)
		| flag(status.fault, faults !== 0 || u.holds(condition.abnormal) || u.holds(condition.fanFault))
		| flag(status.inputBad, isInputBad(u))
		| flag(status.test, u.holds(condition.selfTesting))
		| flag(status.pendingOutputOn, !isOn(u, MAIN) && phaseOf(u, MAIN) !== code.phaseIdle)
		| flag(status.pendingOutputOff, isPendingOff(u))
		| flag(status.overload, u.holds(condition.overload))
	);
}

function simpleSignalling(u: Ups, details: Int32Array): number {
	const imminent = (isPendingOff(u) && u.holds(condition.lowBattery)) || details[detail.turnOffIn] >= 0;
	return flag(bit.simpleSignalling.powerFailure, isInputBad(u)) | flag(bit.simpleSignalling.shutdownImminent, imminent);
}

const refusedForCharge = (1 << bit.testStatus.refused) | (1 << bit.testStatus.chargeNotAcceptable);
const refusedForState = (1 << bit.testStatus.refused) | (1 << bit.testStatus.invalidState);
const passed = 1 << bit.testStatus.passed;
const inProgress = 1 << bit.testStatus.inProgress;
/** By the results of a self-test and of a calibration (nmc.md 5, 6). */
const selfTestBits: readonly number[] = [0, passed, 1 << bit.testStatus.failed, refusedForCharge, inProgress];
const calibrationBits: readonly number[] = [
	0,
	passed,
	refusedForCharge,
	inProgress,
	refusedForState,
	1 << bit.testStatus.aborted,
	1 << bit.testStatus.pending,
	0,
];

/** 0 before the first test. */
function resultBits(bits: readonly number[], result: number): number {
	return result >= 0 && result < bits.length ? bits[result] : 0;
}

const CHANGE_CAUSE = 2;
const OUTLETS = 3;
const OUTLET_WORDS = 3;
const SIGNALLING = 18;
const GENERAL_ERRORS = 19;
const POWER_FAULTS = 20;
const BATTERY_FAULTS = 22;
const SELF_TEST = 23;
const CALIBRATION = 24;
const LIFE = 25;
const USER_INTERFACE = 26;

/** Fills `words`, of which the first is register 0, from what was measured of `u`. */
export function putStatus(u: Ups, row: Int32Array, details: Int32Array, words: Uint16Array): void {
	const general = bitsOf(u, generalErrors);
	const power = bitsOf(u, powerFaults);
	const battery = bitsOf(u, batteryFaults);
	putWide(words, 0, upsStatus(u, general | power | battery));
	words[CHANGE_CAUSE] = row[reading.changeCause];
	for (let group = 0; group < MAP_GROUPS; group++) {
		const status = group < u.rating.groups ? row[reading.group0Status + group] : 0;
		putWide(words, OUTLETS + OUTLET_WORDS * group, status);
	}
	words[SIGNALLING] = simpleSignalling(u, details);
	words[GENERAL_ERRORS] = general;
	putWide(words, POWER_FAULTS, power | flag(bit.powerSystemError.outputOverload, u.holds(condition.overload)));
	words[BATTERY_FAULTS] = battery | flag(bit.batterySystemError.needsReplacement, u.holds(condition.replaceBattery));
	words[SELF_TEST] = resultBits(selfTestBits, row[reading.selfTestResult]);
	words[CALIBRATION] = resultBits(calibrationBits, row[reading.calibrationResult]);
	words[LIFE] = 1 << bit.lifeStatus.ok;
	words[USER_INTERFACE] =
		flag(bit.userInterface.alarmSounding, details[detail.beeping] === 1)
		| flag(bit.userInterface.alarmMuted, details[detail.muted] === 1);
}
