// What Home Assistant shows of a UPS (mqtt.md b.3): a row a component, and the state document that they read. Unknown is null.

import * as condition from '../ups/conditions.ts';
import * as reading from '../ups/reading.ts';
import {NOT_AVAILABLE, readingFields} from '../ups/reading.ts';
import {chargerTexts, outputStatusTexts, testResultTexts, textOfCode} from './reading-texts.ts';
import {countAlarms} from './sparkplug-metrics.ts';

/** A sensor or binary sensor: its key is part of the identity, and forever. */
export interface HomeAssistantRow {
	readonly key: string;
	readonly platform: 'sensor' | 'binary_sensor';
	readonly name: string;
	/** '' for none. */
	readonly deviceClass: string;
	readonly stateClass: string;
	readonly unit: string;
	/** The main ones are on; the rest are diagnostic. */
	readonly main: boolean;
	readonly slot: number;
	readonly divisor: number;
	readonly texts: readonly string[];
}

const NO_TEXTS: readonly string[] = [];
const BOOLEAN_SLOT = -1;

function sensor(
	key: string,
	name: string,
	deviceClass: string,
	unit: string,
	slot: number,
	main: boolean,
): HomeAssistantRow {
	const energy = deviceClass === 'energy';
	return {
		key: key,
		platform: 'sensor',
		name: name,
		deviceClass: deviceClass,
		stateClass: energy ? 'total_increasing' : 'measurement',
		unit: unit,
		main: main,
		slot: slot,
		divisor: readingFields[slot].scale,
		texts: NO_TEXTS,
	};
}

function words(key: string, name: string, slot: number, texts: readonly string[], main: boolean): HomeAssistantRow {
	return {
		key: key,
		platform: 'sensor',
		name: name,
		deviceClass: 'enum',
		stateClass: '',
		unit: '',
		main: main,
		slot: slot,
		divisor: 1,
		texts: texts,
	};
}

function binary(key: string, name: string, deviceClass: string, main: boolean): HomeAssistantRow {
	return {
		key: key,
		platform: 'binary_sensor',
		name: name,
		deviceClass: deviceClass,
		stateClass: '',
		unit: '',
		main: main,
		slot: BOOLEAN_SLOT,
		divisor: 1,
		texts: NO_TEXTS,
	};
}

/** The unit `C` is refused by Home Assistant; the face puts the degree sign before it. */
export const homeAssistantRows: readonly HomeAssistantRow[] = [
	words('status', 'Status', reading.outputStatus, outputStatusTexts, true),
	sensor('charge', 'Battery charge', 'battery', '%', reading.batteryCharge, true),
	sensor('runtime', 'Runtime', 'duration', 's', reading.batteryRuntime, true),
	sensor('vin', 'Input voltage', 'voltage', 'V', reading.inputVolts, true),
	sensor('fin', 'Input frequency', 'frequency', 'Hz', reading.inputHertz, false),
	sensor('vout', 'Output voltage', 'voltage', 'V', reading.outputVolts, false),
	sensor('iout', 'Output current', 'current', 'A', reading.outputAmperes, false),
	sensor('power', 'Power', 'power', 'W', reading.outputWatts, true),
	sensor('va', 'Apparent power', 'apparent_power', 'VA', reading.outputVoltAmperes, false),
	sensor('load', 'Load', '', '%', reading.loadRatio, true),
	sensor('energy', 'Energy', 'energy', 'Wh', reading.outputEnergy, true),
	sensor('temp', 'Battery temperature', 'temperature', 'C', reading.batteryTemperature, false),
	sensor('vbat', 'Battery voltage', 'voltage', 'V', reading.batteryVolts, false),
	words('charger', 'Charger', reading.chargerStage, chargerTexts, false),
	words('test_result', 'Last self-test', reading.selfTestResult, testResultTexts, false),
	binary('mains', 'Mains', 'power', true),
	binary('low', 'Battery low', 'battery', true),
	binary('alarm', 'Alarm', 'problem', true),
	binary('replace', 'Replace battery', 'problem', true),
	binary('overload', 'Overload', 'problem', true),
	binary('link', 'Link to the UPS', 'connectivity', false),
];

export type StateValue = number | boolean | string | null | readonly (boolean | null)[];

function holds(row: Int32Array, at: number, which: number): boolean {
	return ((row[at + reading.conditions0 + (which >> 5)] >>> (which & 31)) & 1) === 1;
}

function valueOf(one: HomeAssistantRow, row: Int32Array, at: number): StateValue {
	const value = row[at + one.slot];
	if (value === NOT_AVAILABLE) {
		return null;
	}
	const text = textOfCode(one.texts, value);
	if (one.deviceClass === 'enum') {
		return text === '' ? null : text;
	}
	return value / one.divisor;
}

/** The state document of a reading; where the UPS is `lost`, all but `link` is null: never old values as new. */
export function homeAssistantState(
	row: Int32Array,
	at: number,
	lost: boolean,
	groups: number,
): Record<string, StateValue> {
	const known = !lost && row[at + reading.outputStatus] !== NOT_AVAILABLE;
	const state: Record<string, StateValue> = {};
	for (let i = 0; i < homeAssistantRows.length; i++) {
		const one = homeAssistantRows[i];
		state[one.key] = known && one.slot !== BOOLEAN_SLOT ? valueOf(one, row, at) : null;
	}
	state['link'] = !lost;
	const on: (boolean | null)[] = [];
	for (let group = 1; group <= groups; group++) {
		on.push(known ? ((row[at + reading.groupsOn] >>> group) & 1) === 1 : null);
	}
	state['groups'] = on;
	if (known) {
		state['mains'] = !holds(row, at, condition.onBattery);
		state['low'] = holds(row, at, condition.lowBattery);
		state['alarm'] = countAlarms(row, at) > 0;
		state['replace'] = holds(row, at, condition.replaceBattery);
		state['overload'] = holds(row, at, condition.overload);
	}
	return state;
}

/** What a Home Assistant face needs of this file, which only a card's composer may hand it. */
export interface HomeAssistantReadings {
	readonly rows: readonly HomeAssistantRow[];
	readonly stateOf: typeof homeAssistantState;
}

/** The readings of a UPS as its Home Assistant face takes them. */
export const homeAssistantReadings: HomeAssistantReadings = {rows: homeAssistantRows, stateOf: homeAssistantState};
