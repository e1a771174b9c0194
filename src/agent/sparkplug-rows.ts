// The metrics of a card and its UPS in Sparkplug B (mqtt.md a.4): fixed aliases, 1 to 99 of the node, from 100 on of the device.
// How a value is read and written is in its columns.

import * as condition from '../ups/conditions.ts';
import * as reading from '../ups/reading.ts';
import {readingFields} from '../ups/reading.ts';
import {
	batteryStatusTexts,
	chargerTexts,
	outputStatusTexts,
	testResultTexts,
	transferCauseTexts,
} from './reading-texts.ts';

/** Codes of Sparkplug's types (mqtt.md a.2). */
const INT32 = 3;
const FLOAT = 9;
const DOUBLE = 10;
const BOOLEAN = 11;
const STRING = 12;

/** What the value is read from. */
export const fromSlot = 0;
export const fromCondition = 1;
export const fromGroup = 2;
export const fromStatusWords = 3;
export const fromAlarms = 4;
/** It does not change with readings: an identity, or a control at rest. */
export const fixed = 5;

/** What a metric orders when true is written to it, and when false is; '' where that orders nothing. */
export interface SparkplugControl {
	readonly whenTrue: string;
	readonly whenFalse: string;
	/** Outlet group. */
	readonly target: number;
}

export interface SparkplugMetric {
	readonly name: string;
	readonly alias: number;
	readonly type: number;
	readonly unit: string;
	readonly from: number;
	/** Slot of the reading, condition or outlet group. */
	readonly place: number;
	/** The value is the number divided by this. */
	readonly divisor: number;
	readonly deadBand: number;
	/** Words by number; empty where the value is no word. */
	readonly texts: readonly string[];
	/** Null where nothing can be written. */
	readonly control: SparkplugControl | null;
}

/** Who the UPS is. Text is UTF-8 bytes, one a character. */
export interface SparkplugUps {
	readonly vendor: string;
	readonly model: string;
	readonly serial: string;
	readonly firmware: string;
	readonly switchedGroups: number;
}

/** The alias under which an order's result is told. */
export const lastResultAlias = 409;

const NO_TEXTS: readonly string[] = [];
/** The degree sign of a unit, as its UTF-8 bytes: out of an array, since a minifier would make text of constants. */
const degreeBytes = new Uint8Array([0xc2, 0xb0]);
const unitTexts: Readonly<Record<string, string>> = {Cel: String.fromCharCode(degreeBytes[0], degreeBytes[1]) + 'C'};

function metric(alias: number, name: string, type: number, from: number, place: number): SparkplugMetric {
	return {
		name: name,
		alias: alias,
		type: type,
		unit: '',
		from: from,
		place: place,
		divisor: 1,
		deadBand: 0,
		texts: NO_TEXTS,
		control: null,
	};
}

/** A quantity in the unit of its slot. */
function quantity(alias: number, name: string, type: number, slot: number): SparkplugMetric {
	const field = readingFields[slot];
	const unit = unitTexts[field.unit];
	return {
		name: name,
		alias: alias,
		type: type,
		unit: unit === undefined ? field.unit : unit,
		from: fromSlot,
		place: slot,
		divisor: field.scale,
		deadBand: field.deadBand,
		texts: NO_TEXTS,
		control: null,
	};
}

function worded(alias: number, name: string, from: number, place: number, texts: readonly string[]): SparkplugMetric {
	return {
		name: name,
		alias: alias,
		type: STRING,
		unit: '',
		from: from,
		place: place,
		divisor: 1,
		deadBand: 0,
		texts: texts,
		control: null,
	};
}

function energy(): SparkplugMetric {
	return {
		name: 'Output/Energy',
		alias: 192,
		type: DOUBLE,
		unit: 'kWh',
		from: fromSlot,
		place: reading.outputEnergy,
		divisor: 1000,
		deadBand: 0,
		texts: NO_TEXTS,
		control: null,
	};
}

function control(alias: number, name: string, whenTrue: string): SparkplugMetric {
	return switching(alias, name, fixed, {whenTrue: whenTrue, whenFalse: '', target: 0});
}

function switching(alias: number, name: string, from: number, orders: SparkplugControl): SparkplugMetric {
	return {
		name: name,
		alias: alias,
		type: BOOLEAN,
		unit: '',
		from: from,
		place: orders.target,
		divisor: 1,
		deadBand: 0,
		texts: NO_TEXTS,
		control: orders,
	};
}

const common: readonly SparkplugMetric[] = [
	quantity(100, 'Battery/Charge', FLOAT, reading.batteryCharge),
	quantity(101, 'Battery/Runtime', INT32, reading.batteryRuntime),
	quantity(102, 'Battery/Voltage', FLOAT, reading.batteryVolts),
	quantity(103, 'Battery/Current', FLOAT, reading.batteryAmperes),
	quantity(104, 'Battery/Temperature', FLOAT, reading.batteryTemperature),
	worded(105, 'Battery/Status', fromSlot, reading.batteryStatus, batteryStatusTexts),
	quantity(106, 'Battery/Seconds On Battery', INT32, reading.secondsOnBattery),
	worded(107, 'Battery/Charger Status', fromSlot, reading.chargerStage, chargerTexts),
	metric(108, 'Battery/Replace', BOOLEAN, fromCondition, condition.replaceBattery),
	quantity(120, 'Input/L1/Voltage', FLOAT, reading.inputVolts),
	quantity(150, 'Input/Frequency', FLOAT, reading.inputHertz),
	worded(152, 'Input/Transfer Reason', fromSlot, reading.transferCause, transferCauseTexts),
	quantity(160, 'Output/L1/Voltage', FLOAT, reading.outputVolts),
	quantity(161, 'Output/L1/Current', FLOAT, reading.outputAmperes),
	quantity(162, 'Output/L1/Power', FLOAT, reading.outputWatts),
	quantity(163, 'Output/L1/Apparent Power', FLOAT, reading.outputVoltAmperes),
	quantity(164, 'Output/L1/Load', FLOAT, reading.loadRatio),
	quantity(190, 'Output/Frequency', FLOAT, reading.outputHertz),
	worded(191, 'Output/Source', fromSlot, reading.outputStatus, outputStatusTexts),
	energy(),
	quantity(193, 'Output/Efficiency', FLOAT, reading.efficiency),
	metric(220, 'UPS/Status', STRING, fromStatusWords, 0),
	metric(221, 'UPS/Alarms Present', INT32, fromAlarms, 0),
	metric(222, 'UPS/On Battery', BOOLEAN, fromCondition, condition.onBattery),
	metric(223, 'UPS/Low Battery', BOOLEAN, fromCondition, condition.lowBattery),
	metric(224, 'UPS/Overload', BOOLEAN, fromCondition, condition.overload),
	worded(230, 'Test/Result', fromSlot, reading.selfTestResult, testResultTexts),
	control(400, 'Control/Test Quick', 'testBattery'),
	control(401, 'Control/Test Deep', 'calibrate'),
	control(402, 'Control/Test Stop', 'stopTest'),
	control(403, 'Control/Mute', 'muteAlarm'),
	control(404, 'Control/Output Off', 'outputOff'),
	control(405, 'Control/Output On', 'outputOn'),
	metric(lastResultAlias, 'Control/Last Result', STRING, fixed, 0),
];

const GROUPS_AT = 300;
const GROUP_ALIASES = 10;
const GROUP_CONTROLS_AT = 410;

function groupMetrics(group: number): SparkplugMetric[] {
	const alias = GROUPS_AT + GROUP_ALIASES * group;
	const folder = 'Outlet Groups/' + group;
	const metrics = [
		metric(alias, folder + '/State', BOOLEAN, fromGroup, group),
		worded(alias + 1, folder + '/Name', fixed, 0, [group === 0 ? 'Main' : 'Group ' + group]),
	];
	// The main group is the output, which has controls of its own.
	if (group > 0) {
		const orders = {whenTrue: 'groupOn', whenFalse: 'groupOff', target: group};
		metrics.push(switching(GROUP_CONTROLS_AT + group, 'Control/Outlet Group ' + group, fromGroup, orders));
	}
	return metrics;
}

/** The metrics of device `ups`: what this UPS has, in the order of their aliases. */
export function sparkplugMetrics(ups: SparkplugUps): SparkplugMetric[] {
	let all = common.concat([
		worded(500, 'Properties/Hardware Make', fixed, 0, [ups.vendor]),
		worded(501, 'Properties/Hardware Model', fixed, 0, [ups.model]),
		worded(502, 'Properties/Serial Number', fixed, 0, [ups.serial]),
		worded(503, 'Properties/FW', fixed, 0, [ups.firmware]),
	]);
	for (let group = 0; group <= ups.switchedGroups; group++) {
		all = all.concat(groupMetrics(group));
	}
	return all.sort(byAlias);
}

function byAlias(a: SparkplugMetric, b: SparkplugMetric): number {
	return a.alias - b.alias;
}
