// Registers 0 to 127: what the UPS does and what is wrong with it (modbus.md, Bit fields), from the events that hold.

import type {CardView} from '../../agent/card-view.ts';
import * as bit from '../../codec/modbus-bits.ts';
import {groupPrefix} from '../../codec/modbus-registers.ts';
import {isInputGood, isOff, isOnBattery, isOnBypass} from './input-readers.ts';
import {bitsOf, CARD_GROUPS, flag, hasBit, MAP_GROUPS, presentOf, slot} from './readers.ts';
import type {EventBits, NumberReader, NumberReaders} from './readers.ts';

export const generalErrors: EventBits = [
	[bit.generalError.eeprom, ['eepromFault']],
	[bit.generalError.adConverter, ['adConverterFault']],
	[bit.generalError.logicPowerSupply, ['logicSupplyFault']],
	[bit.generalError.internalCommunication, ['internalCommunication']],
	[bit.generalError.uiButton, ['displayButton']],
	[bit.generalError.emergencyPowerOff, ['emergencyPowerOff']],
];

export const powerFaults: EventBits = [
	[bit.powerSystemError.outputShortCircuit, ['outputShort']],
	[bit.powerSystemError.outputOvervoltage, ['badOutputVoltage']],
	[bit.powerSystemError.overtemperature, ['internalOverTemperature', 'inverterOverTemperature']],
	[bit.powerSystemError.backfeedRelay, ['backfeedRelay']],
	[bit.powerSystemError.avrRelay, ['avrRelayFault']],
	[bit.powerSystemError.pfcInputRelay, ['pfcInputRelay']],
	[bit.powerSystemError.outputRelay, ['outputRelay', 'outputRelayAbnormal']],
	[bit.powerSystemError.bypassRelay, ['bypassRelay']],
	[bit.powerSystemError.pfc, ['pfcFault']],
	[bit.powerSystemError.dcBusOvervoltage, ['dcBusHigh']],
	[bit.powerSystemError.inverter, ['inverterFault']],
];

export const batteryFaults: EventBits = [
	[bit.batterySystemError.disconnected, ['noBattery']],
	[bit.batterySystemError.overvoltage, ['batteryOverVoltage']],
	[bit.batterySystemError.overtemperatureCritical, ['batteryOverTemperature']],
	[bit.batterySystemError.charger, ['chargerFailure']],
	[bit.batterySystemError.temperatureSensor, ['batteryTemperatureSensor']],
	[bit.batterySystemError.busSoftStart, ['batteryBusSoftStart']],
];

/** Faults that no error bit has. */
export const otherFaults: EventBits = [
	[0, ['abnormal', 'bypassInternalFault', 'criticalCondition', 'fanFault', 'onBatteryByFault', 'packLinkLost']],
];

/** An overload and a worn battery have bits of their own and are no faults of the UPS. */
function hasFault(card: CardView): boolean {
	return [generalErrors, powerFaults, batteryFaults, otherFaults].some(table => bitsOf(card, table) !== 0);
}

/** Output status of an on-line UPS that lets the utility through (nmc.md 1.1). */
const ECO = 13;

function sourceBit(card: CardView): number {
	if (isOff(card)) {
		return bit.upsStatus.outputOff;
	}
	if (isOnBypass(card)) {
		return bit.upsStatus.bypass;
	}
	return isOnBattery(card) ? bit.upsStatus.onBattery : bit.upsStatus.online;
}

function mainBit(card: CardView, which: number): boolean {
	return hasBit(presentOf(card.reading.group0Status), which);
}

function isPendingOn(card: CardView): boolean {
	const {reboot, sleep, pendingOnDelay, pendingOnAcPresence, pendingOnMinRuntime} = bit.outletStatus;
	return [reboot, sleep, pendingOnDelay, pendingOnAcPresence, pendingOnMinRuntime].some(which => mainBit(card, which));
}

/** On battery for a bad input the output is always about to end; else while the delay of the main group runs. */
function isPendingOff(card: CardView): boolean {
	return !isOff(card) && (isOnBattery(card) || mainBit(card, bit.outletStatus.pendingOffDelay));
}

function isEfficient(card: CardView, source: number): boolean {
	return card.reading.outputStatus === ECO || (source === bit.upsStatus.online && card.number('ups.greenMode') === 1);
}

function upsStatus(card: CardView): number {
	const source = sourceBit(card);
	const status = bit.upsStatus;
	return (
		flag(source, true)
		| flag(status.fault, hasFault(card))
		| flag(status.inputBad, !isInputGood(card))
		| flag(status.test, card.holds('selfTesting'))
		| flag(status.pendingOutputOn, source === status.outputOff && isPendingOn(card))
		| flag(status.pendingOutputOff, isPendingOff(card))
		| flag(status.highEfficiency, isEfficient(card, source))
		| flag(status.informationalAlert, card.holds('informationalCondition'))
		| flag(status.overload, card.holds('overload'))
	);
}

/** A shutdown is at hand when the battery is low on battery, or when a countdown to off runs. */
function simpleSignalling(card: CardView): number {
	const imminent = (isPendingOff(card) && card.holds('lowBattery')) || card.detail.turnOffIn(0) >= 0;
	return (
		flag(bit.simpleSignalling.powerFailure, !isInputGood(card)) | flag(bit.simpleSignalling.shutdownImminent, imminent)
	);
}

/** Who began a test, by the numbers of DetailSlots. */
const sourceOfTest: readonly number[] = [
	0,
	1 << bit.testStatus.byProtocol,
	1 << bit.testStatus.byLocalUi,
	1 << bit.testStatus.byItself,
];

const {passed, failed, refused, aborted, inProgress, pending, chargeNotAcceptable, invalidState} = bit.testStatus;
/** Result of a self-test (nmc.md 5). One that would say nothing is refused, for the charge. */
const selfTestBits: readonly number[] = [
	0,
	1 << passed,
	1 << failed,
	(1 << refused) | (1 << chargeNotAcceptable),
	1 << inProgress,
];
/** Result of a calibration (nmc.md 6). */
const calibrationBits: readonly number[] = [
	0,
	1 << passed,
	(1 << refused) | (1 << chargeNotAcceptable),
	1 << inProgress,
	(1 << refused) | (1 << invalidState),
	1 << aborted,
	1 << pending,
	0,
];

/** A result and who asked for it; before the first test there is neither. */
function testBits(bits: readonly number[], result: number, source: number): number {
	const told = bits[result] ?? 0;
	return told === 0 ? 0 : told | (sourceOfTest[source] ?? 0);
}

/** By the numbers of battery-life.ts: what is acknowledged holds on. */
const lifeBits: readonly number[] = [
	1 << bit.lifeStatus.ok,
	1 << bit.lifeStatus.nearEnd,
	1 << bit.lifeStatus.exceeded,
	(1 << bit.lifeStatus.nearEnd) | (1 << bit.lifeStatus.nearEndAcknowledged),
	(1 << bit.lifeStatus.exceeded) | (1 << bit.lifeStatus.exceededAcknowledged),
];

function userInterface({detail}: CardView): number {
	return (
		flag(bit.userInterface.alarmSounding, detail.beeping === 1) | flag(bit.userInterface.alarmMuted, detail.muted === 1)
	);
}

const groupSlots = [
	slot(reading => reading.group0Status, 1),
	slot(reading => reading.group1Status, 1),
	slot(reading => reading.group2Status, 1),
	slot(reading => reading.group3Status, 1),
] as const;

function outletReaders(): NumberReaders {
	const readers: Record<string, NumberReader> = {};
	for (let group = 0; group < MAP_GROUPS; group++) {
		readers[`${groupPrefix(group)}.OutletStatus_BF`] = group < CARD_GROUPS ? groupSlots[group] : () => Number.NaN;
	}
	return readers;
}

export const statusReaders: NumberReaders = {
	UPSStatus_BF: upsStatus,
	UPSStatusChangeCause_EN: slot(reading => reading.changeCause, 1),
	...outletReaders(),
	SimpleSignalingStatus_BF: simpleSignalling,
	GeneralError_BF: card => bitsOf(card, generalErrors),
	PowerSystemError_BF: card =>
		flag(bit.powerSystemError.outputOverload, card.holds('overload')) | bitsOf(card, powerFaults),
	BatterySystemError_BF: card =>
		flag(bit.batterySystemError.needsReplacement, card.holds('replaceBattery')) | bitsOf(card, batteryFaults),
	ReplaceBatteryTestStatus_BF: ({reading, detail}) =>
		testBits(selfTestBits, reading.selfTestResult, detail.selfTestSource),
	RunTimeCalibrationStatus_BF: ({reading, detail}) =>
		testBits(calibrationBits, reading.calibrationResult, detail.calibrationSource),
	'Battery.LifeTimeStatus_BF': ({detail}) => lifeBits[detail.batteryLife] ?? lifeBits[0],
	UserInterfaceStatus_BF: userInterface,
};
