// The status words of NUT for a reading (ecosystem.md 2.6, nut.md 6): of the output status, of the conditions by the catalogue's
// column, of the charger. OL and OB speak of the input line alone.

import {chargerAbsorption, chargerBulk, chargerOff} from '../ups/codes.ts';
import * as condition from '../ups/conditions.ts';
import * as reading from '../ups/reading.ts';
import {NOT_AVAILABLE} from '../ups/reading.ts';
import {events, NONE} from './events.ts';

/** Every word, in the order in which they are written. FSD is never a card's: NUT's server sets it. */
export const statusWordOrder: readonly string[] = [
	'OL',
	'OB',
	'LB',
	'HB',
	'RB',
	'CHRG',
	'DISCHRG',
	'BYPASS',
	'CAL',
	'OFF',
	'OVER',
	'TRIM',
	'BOOST',
	'FSD',
];

const UNKNOWN = 1;
const ON_BATTERY = 3;
/** What an output status says by itself (nmc.md 1.1); the others say nothing but "not on battery". */
const wordOfStatus: Readonly<Record<number, string>> = {
	3: 'DISCHRG',
	4: 'BOOST',
	5: 'OFF',
	6: 'BYPASS',
	7: 'OFF',
	8: 'OFF',
	9: 'BYPASS',
	10: 'BYPASS',
	11: 'OFF',
	12: 'TRIM',
	15: 'DISCHRG',
	16: 'BYPASS',
};

function holds(row: Int32Array, at: number, which: number): boolean {
	return ((row[at + reading.conditions0 + (which >> 5)] >>> (which & 31)) & 1) === 1;
}

/** A test or a calibration runs on battery with the utility there: it stays OL. */
function isOnBattery(row: Int32Array, at: number): boolean {
	const testing = holds(row, at, condition.selfTesting) || holds(row, at, condition.calibrating);
	return holds(row, at, condition.onBattery) || (row[at + reading.outputStatus] === ON_BATTERY && !testing);
}

/** With the output off the charger tells whether the input is fit; where it cannot run, any voltage must do. */
function isFit(row: Int32Array, at: number): boolean {
	const stage = row[at + reading.chargerStage];
	const idle = holds(row, at, condition.noBattery) || holds(row, at, condition.chargerFailure);
	return stage > chargerOff || ((idle || stage === NOT_AVAILABLE) && row[at + reading.inputVolts] > 0);
}

function isCharging(row: Int32Array, at: number): boolean {
	const stage = row[at + reading.chargerStage];
	return stage === chargerBulk || stage === chargerAbsorption;
}

/** The words of the reading row at `at`, in order; none where the row holds nothing. */
export function statusWords(row: Int32Array, at: number): string[] {
	const status = row[at + reading.outputStatus];
	if (status === NOT_AVAILABLE || status === UNKNOWN) {
		return [];
	}
	const said: string[] = [];
	if (wordOfStatus[status] !== undefined) {
		said.push(wordOfStatus[status]);
	}
	for (let i = 0; i < events.length; i++) {
		if (events[i].nut !== '' && events[i].condition !== NONE && holds(row, at, events[i].condition)) {
			said.push(events[i].nut);
		}
	}
	if (isCharging(row, at)) {
		said.push('CHRG');
	}
	return inOrder(said, row, at);
}

function inOrder(said: string[], row: Int32Array, at: number): string[] {
	const off = said.indexOf('OFF') >= 0;
	const onLine = !isOnBattery(row, at) && (!off || isFit(row, at));
	const words = [onLine ? 'OL' : 'OB'];
	for (let i = 0; i < statusWordOrder.length; i++) {
		const word = statusWordOrder[i];
		if (word !== 'OB' && said.indexOf(word) >= 0) {
			words.push(word);
		}
	}
	return words;
}
