// The registers one by one (modbus.md, Registers; nmc.md 9): each is read as a whole, and holds what its kind can hold.

import * as map from '../../../src/codec/modbus-registers.ts';
import type {RegisterRow} from '../../../src/codec/modbus-registers.ts';
import {quantityOf, rawOf, textOf} from '../../../src/codec/modbus-values.ts';
import {failed, hold} from '../clause.ts';
import type {Clause} from '../clause.ts';
import {read} from './face.ts';
import type {ModbusFace} from './face.ts';

const ABSENT = 0xffff;
const LATEST_DAY = 36_525;
const MOST_SECONDS = 10 * 365 * 86_400;

interface Range {
	readonly low: number;
	readonly high: number;
	readonly unit: string;
}

/** What a UPS on this planet can measure. Zero, and a register that says it is not available, are always allowed. */
const ranges: Readonly<Record<string, Range>> = {
	RunTimeRemaining: {low: 0, high: MOST_SECONDS, unit: 's'},
	StateOfCharge_Pct: {low: 0, high: 100, unit: '%'},
	'Battery.Positive.VoltageDC': {low: 8, high: 900, unit: 'V'},
	'Battery.Temperature': {low: -40, high: 90, unit: '°C'},
	'Output[0].RealPower_Pct': {low: 0, high: 200, unit: '%'},
	'Output[0].ApparentPower_Pct': {low: 0, high: 200, unit: '%'},
	'Output[0].VoltageAC': {low: 50, high: 500, unit: 'V'},
	'Output.Frequency': {low: 40, high: 70, unit: 'Hz'},
	'Input[0].VoltageAC': {low: 50, high: 500, unit: 'V'},
	InputHighTransfer: {low: 50, high: 500, unit: 'V'},
	InputLowTransfer: {low: 50, high: 500, unit: 'V'},
};

type Judge = (row: RegisterRow, words: readonly number[]) => string | null;

/** What was wrong, or null; by format. */
const judges: Readonly<Record<number, Judge>> = {
	[map.formatText]: (row, words) =>
		/^[\x20-\x7e]*$/.test(textOf(words, 0, row.count)) ? null : 'characters that are not printable',
	[map.formatDate]: (_row, words) => (words[0] <= LATEST_DAY || words[0] === ABSENT ? null : `day ${words[0]}`),
	[map.formatDelay]: (row, words) => (rawOf(row, words, 0) >= -1 ? null : `${rawOf(row, words, 0)} s`),
};

function wrongIn(row: RegisterRow, words: readonly number[]): string | null {
	const range = ranges[row.name];
	if (range === undefined) {
		return judges[row.format]?.(row, words) ?? null;
	}
	const quantity = quantityOf(row, words, 0);
	const isAbsent = words.every(word => word === ABSENT) || quantity === 0;
	return isAbsent || (quantity >= range.low && quantity <= range.high) ? null : `${quantity} ${range.unit}`;
}

function rangeText({name, format}: RegisterRow): string {
	const range = ranges[name];
	if (range !== undefined) {
		return `${range.low} to ${range.high} ${range.unit}, or not available`;
	}
	const texts: Readonly<Record<number, string>> = {
		[map.formatText]: 'printable ASCII',
		[map.formatDate]: 'days since 2000-01-01',
		[map.formatDelay]: '-1, or seconds',
	};
	return texts[format] ?? 'a value';
}

function rowClause(row: RegisterRow): Clause<ModbusFace> {
	const expected = rangeText(row);
	return {
		id: `MODBUS-${row.address}`,
		requires: `${row.name}, ${row.count} of 16 bits from ${row.address} on, reads as ${expected}`,
		source: 'register map 990-9840; modbus.md, Registers',
		async judge(face) {
			const {exception, registers} = await read(face, row.address, row.count);
			if (exception !== 0 || registers.length !== row.count) {
				return failed(`${row.count} registers`, exception === 0 ? `${registers.length}` : `exception ${exception}`);
			}
			const wrong = wrongIn(row, registers);
			return hold(wrong === null, expected, wrong ?? '');
		},
	};
}

export const registerClauses: ReadonlyArray<Clause<ModbusFace>> = map.registerRows.map(rowClause);
