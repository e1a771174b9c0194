// The status words of NUT for a reading (ecosystem.md 2.6). OL and OB speak of the input alone; the rest follows from the
// catalogue's column and the charger.

import {onBattery, outputOff} from '../ups/conditions.ts';
import * as ups from '../ups/codes.ts';
import * as reading from '../ups/reading.ts';
import {NOT_AVAILABLE} from '../ups/reading.ts';
import {events, NONE} from './events.ts';

/** Every word there is, in the order in which NUT writes them. */
export const statusWordOrder: readonly string[] = [
	'OL', 'OB', 'LB', 'HB', 'RB', 'CHRG', 'DISCHRG', 'BYPASS', 'CAL', 'OFF', 'OVER', 'TRIM', 'BOOST', 'FSD',
];

function holds(row: Int32Array, at: number, condition: number): boolean {
	return ((row[at + reading.conditions0 + (condition >> 5)] >>> (condition & 31)) & 1) === 1;
}

function hasUtility(row: Int32Array, at: number): boolean {
	const volts = row[at + reading.inputVolts];
	return !holds(row, at, onBattery) && !(holds(row, at, outputOff) && volts === 0);
}

function isDischarging(row: Int32Array, at: number): boolean {
	return row[at + reading.batteryAmperes] > 0;
}

function isCharging(row: Int32Array, at: number): boolean {
	const stage = row[at + reading.chargerStage];
	return stage === ups.chargerBulk || stage === ups.chargerAbsorption;
}

/** The words of a reading row, in NUT's order; none when the row holds nothing. */
export function statusWords(row: Int32Array, at: number): string[] {
	if (row[at + reading.outputStatus] === NOT_AVAILABLE) {
		return [];
	}
	const held = [hasUtility(row, at) ? 'OL' : 'OB'];
	for (let i = 0; i < events.length; i++) {
		const event = events[i];
		if (event.nut !== '' && event.nut !== 'OB' && event.condition !== NONE && holds(row, at, event.condition)) {
			held.push(event.nut);
		}
	}
	if (isCharging(row, at)) {
		held.push('CHRG');
	}
	if (isDischarging(row, at)) {
		held.push('DISCHRG');
	}
	return statusWordOrder.filter(function (word) {
		return held.indexOf(word) >= 0;
	});
}
