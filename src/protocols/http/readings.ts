// The readings as HTTP tells them: a row each, named and scaled as the card's reading, with words where a number is a code.

import type {ReadingSlots} from '../../agent/card-view.ts';
import {NOT_AVAILABLE} from '../../core/absent.ts';

export interface ReadingRow {
	readonly name: keyof ReadingSlots;
	/** SI unit, '' for codes and counts. */
	readonly unit: string;
	/** The slot holds the value times this. */
	readonly scale: number;
	/** As people read it. */
	readonly title: string;
	/** Words by code, where the reading is one. */
	readonly words: readonly string[] | null;
}

/** Words by output status (nmc.md 1.1). */
const outputWords = [
	'',
	'unknown',
	'on line',
	'on battery',
	'boosting',
	'asleep',
	'on bypass',
	'off',
	'rebooting',
	'on bypass',
	'on bypass after a fault',
	'asleep',
	'trimming',
	'on line, saving energy',
	'hot standby',
	'on battery for a test',
	'on bypass',
];
const batteryWords = ['', 'unknown', 'normal', 'low', 'in fault', 'no battery'];
const chargerWords = ['resting', 'charging', 'charging', 'floating'];
/** nmc.md 1.4. */
const transferWords = [
	'',
	'none yet',
	'high voltage',
	'brownout',
	'blackout',
	'small sag',
	'deep sag',
	'small spike',
	'large spike',
	'self-test',
	'rate of change',
];
/** nmc.md 5 and 6. */
const testWords = ['none yet', 'passed', 'failed', 'invalid', 'in progress'];
const calibrationWords = ['', 'passed', 'invalid', 'in progress', 'refused', 'aborted', 'pending', 'none yet'];

type Row = readonly [keyof ReadingSlots, string, number, string, (readonly string[])?];

const rows: readonly Row[] = [
	['outputStatus', '', 1, 'Output', outputWords],
	['batteryStatus', '', 1, 'Battery', batteryWords],
	['chargerStage', '', 1, 'Charger', chargerWords],
	['batteryCharge', '%', 10, 'Charge'],
	['batteryRuntime', 's', 1, 'Runtime left'],
	['batteryVolts', 'V', 100, 'Battery voltage'],
	['batteryAmperes', 'A', 100, 'Battery current'],
	['batteryTemperature', 'Cel', 10, 'Battery temperature'],
	['secondsOnBattery', 's', 1, 'On battery for'],
	['inputVolts', 'V', 10, 'Input voltage'],
	['inputHertz', 'Hz', 100, 'Input frequency'],
	['outputVolts', 'V', 10, 'Output voltage'],
	['outputHertz', 'Hz', 100, 'Output frequency'],
	['outputAmperes', 'A', 100, 'Output current'],
	['outputWatts', 'W', 1, 'Output power'],
	['outputVoltAmperes', 'VA', 1, 'Apparent power'],
	['loadRatio', '%', 10, 'Load'],
	['outputEnergy', 'Wh', 1, 'Energy delivered'],
	['efficiency', '%', 10, 'Efficiency'],
	['transferCause', '', 1, 'Last transfer to battery', transferWords],
	['changeCause', '', 1, 'Last change of state, its cause'],
	['transferCount', '', 1, 'Transfers to battery'],
	['selfTestResult', '', 1, 'Last self-test', testWords],
	['selfTestCount', '', 1, 'Self-tests'],
	['calibrationResult', '', 1, 'Last calibration', calibrationWords],
	['groupsOn', '', 1, 'Outlet groups on, bits'],
	['group0Status', '', 1, 'Main outlets, flags'],
	['group1Status', '', 1, 'Outlet group 1, flags'],
	['group2Status', '', 1, 'Outlet group 2, flags'],
	['group3Status', '', 1, 'Outlet group 3, flags'],
	['conditions0', '', 1, 'Conditions, first word'],
	['conditions1', '', 1, 'Conditions, second word'],
	['conditions2', '', 1, 'Conditions, third word'],
	['predictedRuntime', 's', 1, 'Runtime, predicted'],
	['predictedRuntimeSigma', 's', 1, 'Its standard deviation'],
	['batteryHealth', '%', 10, 'Battery health'],
	['batteryHealthSigma', '%', 10, 'Its standard deviation'],
	['replaceDay', 'd', 1, 'Battery to be replaced, days since 2000'],
	['replaceDaySigma', 'd', 1, 'Its standard deviation'],
];

export const readingRows: readonly ReadingRow[] = rows.map(([name, unit, scale, title, words]) => ({
	name,
	unit,
	scale,
	title,
	words: words ?? null,
}));

const rowByName = new Map(readingRows.map(row => [row.name, row]));

/** The value in the row's unit; null where there is none. */
export function valueOf(row: ReadingRow, reading: ReadingSlots): number | null {
	const slot = reading[row.name];
	return slot === NOT_AVAILABLE ? null : slot / row.scale;
}

/** A reading by name, in its unit; null where there is none. */
export function quantity(reading: ReadingSlots, name: keyof ReadingSlots): number | null {
	return valueOf(rowByName.get(name) as ReadingRow, reading);
}

/** The word of a code; '' for what is no code or has none. */
export function wordOf(row: ReadingRow, value: number | null): string {
	return value === null ? '' : (row.words?.[value] ?? '');
}

const shownUnits: Readonly<Record<string, string>> = {Cel: '°C'};
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;

/** 4980 as "1 h 23 min", 83 as "1 min 23 s". */
export function durationText(seconds: number): string {
	const hours = Math.floor(seconds / HOUR_SECONDS);
	const minutes = Math.floor((seconds % HOUR_SECONDS) / MINUTE_SECONDS);
	if (hours > 0) {
		return `${hours} h ${minutes} min`;
	}
	return minutes > 0 ? `${minutes} min ${Math.floor(seconds % MINUTE_SECONDS)} s` : `${Math.floor(seconds)} s`;
}

/** How many decimals a step of the scale is worth showing. */
function decimals(row: ReadingRow): number {
	return row.unit === '%' ? 0 : Math.min(2, Math.round(Math.log10(row.scale)));
}

/** A reading as people read it; "–" where there is none. */
export function readingText(reading: ReadingSlots, name: keyof ReadingSlots): string {
	const row = rowByName.get(name) as ReadingRow;
	const value = valueOf(row, reading);
	if (value === null) {
		return '–';
	}
	if (row.words !== null) {
		return wordOf(row, value) || String(value);
	}
	if (row.unit === 's') {
		return durationText(value);
	}
	const number = value.toFixed(decimals(row));
	return row.unit === '' ? number : `${number} ${shownUnits[row.unit] ?? row.unit}`;
}
