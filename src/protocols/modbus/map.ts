// The map made ready to serve: of each row how it is filled and how it is taken, and by register which row it belongs to.

import type {CardView, Who} from '../../agent/card-view.ts';
import {putWord, word} from '../../codec/modbus-adu.ts';
import {illegalAddress} from '../../codec/modbus-pdu.ts';
import {accessRead, accessWriteOnly, formatText, registerRows} from '../../codec/modbus-registers.ts';
import type {RegisterRow} from '../../codec/modbus-registers.ts';
import {putText, rawFrom, rawOf, textOf} from '../../codec/modbus-values.ts';
import {commanders} from './command-map.ts';
import {dynamicReaders} from './dynamic-readers.ts';
import {inventoryNumbers, inventoryTexts} from './inventory-readers.ts';
import type {NumberReader, NumberReaders, TextReader, TextReaders} from './readers.ts';
import {canSet, numberOf, numberSettings, setNumber, textReaderOf, textSettings} from './setting-map.ts';
import {statusReaders} from './status-readers.ts';

export interface ServedRow {
	readonly row: RegisterRow;
	/** Whether it says something of the UPS, and so nothing while that does not answer. */
	readonly ofUps: boolean;
	/** Puts the value at a byte of `out`. */
	readonly fill: (card: CardView, out: Uint8Array, at: number) => void;
	/** Takes a value from a byte of `bytes`; returns an exception where the row takes none on this card. */
	readonly take: (card: CardView, bytes: Uint8Array, at: number, who: Who) => number;
}

const CHECK_REGION = 2048;
const MOST_WORDS = 16;

const settingReaders = Object.fromEntries(
	Object.entries(numberSettings).map(([name, setting]) => [name, numberOf(setting)]),
);
const settingTextReaders = Object.fromEntries(
	Object.entries(textSettings).map(([name, setting]) => [name, textReaderOf(setting)]),
);
/** Commands are cleared at once: a read gives 0. */
const commandReaders = Object.fromEntries(Object.keys(commanders).map(name => [name, () => 0]));

const numberReaders: NumberReaders = {
	...statusReaders,
	...dynamicReaders,
	...inventoryNumbers,
	...settingReaders,
	...commandReaders,
};
const textReaders: TextReaders = {...inventoryTexts, ...settingTextReaders};

function fillNumber(row: RegisterRow, read: NumberReader): ServedRow['fill'] {
	const isWide = row.count === 2;
	return (card, out, at) => {
		const value = read(card);
		const raw = Number.isNaN(value) ? row.absent : rawFrom(row, value);
		if (isWide) {
			putWord(out, at, raw >>> 16);
			putWord(out, at + 2, raw >>> 0);
		} else {
			putWord(out, at, raw);
		}
	};
}

const textWords = new Uint16Array(MOST_WORDS);

function fillText(row: RegisterRow, read: TextReader): ServedRow['fill'] {
	return (card, out, at) => {
		putText(read(card), textWords, 0, row.count);
		for (let i = 0; i < row.count; i++) {
			putWord(out, at + 2 * i, textWords[i]);
		}
	};
}

function fillOf(row: RegisterRow): ServedRow['fill'] {
	const readNumber = numberReaders[row.name];
	const readText = textReaders[row.name];
	return row.format === formatText ? fillText(row, readText) : fillNumber(row, readNumber);
}

function wordsOf(row: RegisterRow, bytes: Uint8Array, at: number): number[] {
	return Array.from({length: row.count}, (_, i) => word(bytes, at + 2 * i));
}

function refuse(): number {
	return illegalAddress;
}

function takeCommand(row: RegisterRow): ServedRow['take'] {
	return (card, bytes, at, who) => {
		commanders[row.name](card, rawOf(row, wordsOf(row, bytes, at), 0), who);
		return 0;
	};
}

function takeNumber(row: RegisterRow): ServedRow['take'] {
	const setting = numberSettings[row.name];
	return (card, bytes, at, who) => {
		const key = setting.key(card);
		if (!canSet(card, key)) {
			return illegalAddress;
		}
		setNumber(card, key, setting.meant(rawOf(row, wordsOf(row, bytes, at), 0)), who);
		return 0;
	};
}

function takeText(row: RegisterRow): ServedRow['take'] {
	const setting = textSettings[row.name];
	return (card, bytes, at, who) => {
		const key = setting.key(card);
		if (!canSet(card, key)) {
			return illegalAddress;
		}
		card.change([{key, value: textOf(wordsOf(row, bytes, at), 0, row.count)}], who);
		return 0;
	};
}

function takeOf(row: RegisterRow): ServedRow['take'] {
	if (row.access === accessRead) {
		return refuse;
	}
	if (row.access === accessWriteOnly) {
		return takeCommand(row);
	}
	return row.format === formatText ? takeText(row) : takeNumber(row);
}

/** The rows of codec/modbus-registers.ts, in their order. */
export const servedRows: readonly ServedRow[] = registerRows.map(row => ({
	row,
	ofUps: row.address < CHECK_REGION,
	fill: fillOf(row),
	take: takeOf(row),
}));

const NO_ROW = -1;
const lastRow = registerRows[registerRows.length - 1];
const rowByRegister = new Int16Array(lastRow.address + lastRow.count).fill(NO_ROW);
for (const [index, {row}] of servedRows.entries()) {
	rowByRegister.fill(index, row.address, row.address + row.count);
}

/** The row that a register belongs to; null where the map has none. */
export function servedAt(register: number): ServedRow | null {
	const index = rowByRegister[register] ?? NO_ROW;
	return index === NO_ROW ? null : servedRows[index];
}
