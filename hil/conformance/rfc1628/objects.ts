// The objects of RFC 1628 (snmp.md (a)): a row each with its syntax, its range, who may write it, and the unit as what a value of it
// must lie between for a UPS on this planet. Ids of clauses are the places of the objects below .1.3.6.1.2.1.33.1.

import {snmpTypes} from '../snmp-face.ts';

export const UPS_MIB = '1.3.6.1.2.1.33';
export const OBJECTS = `${UPS_MIB}.1`;

export interface ObjectRow {
	/** Below OBJECTS, without the instance. */
	readonly place: string;
	readonly name: string;
	readonly type: number;
	/** Of numbers the values, of texts the lengths. */
	readonly least: number;
	readonly most: number;
	readonly writable: boolean;
	/** Whether every single-phase UPS has it (upsBasicCompliance). */
	readonly basic: boolean;
	/** In its unit; values outside are of another. Zero is always allowed: nothing there. */
	readonly unit?: {readonly name: string; readonly low: number; readonly high: number};
}

const {integer, octetString, objectIdentifier, counter32, gauge32, timeTicks} = snmpTypes;
const MOST = 2147483647;
const MOST_UNSIGNED = 4294967295;

type Options = Partial<Pick<ObjectRow, 'writable' | 'basic' | 'unit'>>;

function number(place: string, name: string, least: number, most: number, options: Options = {}): ObjectRow {
	return {place, name, type: integer, least, most, writable: false, basic: true, ...options};
}

function text(place: string, name: string, most: number, options: Options = {}): ObjectRow {
	return {place, name, type: octetString, least: 0, most, writable: false, basic: true, ...options};
}

function of(type: number, place: string, name: string, options: Options = {}): ObjectRow {
	return {place, name, type, least: 0, most: MOST_UNSIGNED, writable: false, basic: true, ...options};
}

function unit(name: string, low: number, high: number): {readonly unit: NonNullable<ObjectRow['unit']>} {
	return {unit: {name, low, high}};
}

const WRITABLE = {writable: true};
const OPTIONAL = {basic: false};
const deciHertz = unit('0.1 Hertz', 400, 700);
const volts = unit('RMS Volts', 50, 700);
const deciAmperes = unit('0.1 RMS Amp', 0, 20_000);
const watts = unit('Watts', 0, 1_000_000);

/** Objects with the instance 0. */
export const scalars: readonly ObjectRow[] = [
	text('1.1', 'upsIdentManufacturer', 31),
	text('1.2', 'upsIdentModel', 63),
	text('1.3', 'upsIdentUPSSoftwareVersion', 63),
	text('1.4', 'upsIdentAgentSoftwareVersion', 63),
	text('1.5', 'upsIdentName', 63, WRITABLE),
	text('1.6', 'upsIdentAttachedDevices', 63, WRITABLE),
	number('2.1', 'upsBatteryStatus', 1, 4),
	number('2.2', 'upsSecondsOnBattery', 0, MOST, unit('seconds', 0, 7 * 86_400)),
	number('2.3', 'upsEstimatedMinutesRemaining', 1, MOST, unit('minutes', 1, 20_000)),
	number('2.4', 'upsEstimatedChargeRemaining', 0, 100),
	number('2.5', 'upsBatteryVoltage', 0, MOST, unit('0.1 Volt DC', 80, 9000)),
	number('2.6', 'upsBatteryCurrent', -MOST - 1, MOST, {...OPTIONAL, ...unit('0.1 Amp DC', -20_000, 20_000)}),
	number('2.7', 'upsBatteryTemperature', -MOST - 1, MOST, {...OPTIONAL, ...unit('degrees Centigrade', -40, 90)}),
	of(counter32, '3.1', 'upsInputLineBads'),
	number('3.2', 'upsInputNumLines', 0, MOST),
	number('4.1', 'upsOutputSource', 1, 7),
	number('4.2', 'upsOutputFrequency', 0, MOST, deciHertz),
	number('4.3', 'upsOutputNumLines', 0, MOST),
	number('5.1', 'upsBypassFrequency', 0, MOST, {...OPTIONAL, ...deciHertz}),
	number('5.2', 'upsBypassNumLines', 0, MOST),
	of(gauge32, '6.1', 'upsAlarmsPresent'),
	of(objectIdentifier, '7.1', 'upsTestId', WRITABLE),
	number('7.2', 'upsTestSpinLock', 0, MOST, WRITABLE),
	number('7.3', 'upsTestResultsSummary', 1, 6),
	text('7.4', 'upsTestResultsDetail', 255),
	of(timeTicks, '7.5', 'upsTestStartTime'),
	number('7.6', 'upsTestElapsedTime', 0, MOST),
	number('8.1', 'upsShutdownType', 1, 2, WRITABLE),
	// Erratum 3276: an INTEGER stops at 2147483647.
	number('8.2', 'upsShutdownAfterDelay', -1, MOST, {...WRITABLE, ...unit('seconds', -1, 7 * 86_400)}),
	number('8.3', 'upsStartupAfterDelay', -1, MOST, {...WRITABLE, ...unit('seconds', -1, 30 * 86_400)}),
	number('8.4', 'upsRebootWithDuration', -1, 300, WRITABLE),
	number('8.5', 'upsAutoRestart', 1, 2, WRITABLE),
	number('9.1', 'upsConfigInputVoltage', 0, MOST, {...WRITABLE, ...volts}),
	number('9.2', 'upsConfigInputFreq', 0, MOST, {...WRITABLE, ...deciHertz}),
	number('9.3', 'upsConfigOutputVoltage', 0, MOST, {...WRITABLE, ...volts}),
	number('9.4', 'upsConfigOutputFreq', 0, MOST, {...WRITABLE, ...deciHertz}),
	number('9.5', 'upsConfigOutputVA', 0, MOST, unit('Volt-Amps', 100, 1_600_000)),
	number('9.6', 'upsConfigOutputPower', 0, MOST, unit('Watts', 50, 1_600_000)),
	number('9.7', 'upsConfigLowBattTime', 0, MOST, {...WRITABLE, ...unit('minutes', 0, 240)}),
	number('9.8', 'upsConfigAudibleStatus', 1, 3, WRITABLE),
	number('9.9', 'upsConfigLowVoltageTransferPoint', 0, MOST, {...WRITABLE, ...OPTIONAL, ...volts}),
	number('9.10', 'upsConfigHighVoltageTransferPoint', 0, MOST, {...WRITABLE, ...OPTIONAL, ...volts}),
];

/** A table whose rows are counted by a scalar. */
export interface LineTable {
	/** Clause of the table as a whole. */
	readonly place: string;
	readonly name: string;
	/** The scalar that tells how many lines there are. */
	readonly count: string;
	readonly countName: string;
	/** Its columns but the index, which is column 1 and not accessible. */
	readonly columns: readonly ObjectRow[];
}

export const lineTables: readonly LineTable[] = [
	{
		place: '3.3',
		name: 'upsInputTable',
		count: '3.2',
		countName: 'upsInputNumLines',
		columns: [
			number('3.3.1.2', 'upsInputFrequency', 0, MOST, deciHertz),
			number('3.3.1.3', 'upsInputVoltage', 0, MOST, volts),
			number('3.3.1.4', 'upsInputCurrent', 0, MOST, {...OPTIONAL, ...deciAmperes}),
			number('3.3.1.5', 'upsInputTruePower', 0, MOST, {...OPTIONAL, ...watts}),
		],
	},
	{
		place: '4.4',
		name: 'upsOutputTable',
		count: '4.3',
		countName: 'upsOutputNumLines',
		columns: [
			number('4.4.1.2', 'upsOutputVoltage', 0, MOST, volts),
			number('4.4.1.3', 'upsOutputCurrent', 0, MOST, {...OPTIONAL, ...deciAmperes}),
			number('4.4.1.4', 'upsOutputPower', 0, MOST, {...OPTIONAL, ...watts}),
			number('4.4.1.5', 'upsOutputPercentLoad', 0, 200, OPTIONAL),
		],
	},
	{
		place: '5.3',
		name: 'upsBypassTable',
		count: '5.2',
		countName: 'upsBypassNumLines',
		columns: [
			number('5.3.1.2', 'upsBypassVoltage', 0, MOST, {...OPTIONAL, ...volts}),
			number('5.3.1.3', 'upsBypassCurrent', 0, MOST, {...OPTIONAL, ...deciAmperes}),
			number('5.3.1.4', 'upsBypassPower', 0, MOST, {...OPTIONAL, ...watts}),
		],
	},
];
