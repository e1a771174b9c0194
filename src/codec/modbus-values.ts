// Quantities and texts as the registers of modbus-registers.ts hold them (modbus.md, Numbers, bits, strings).

import {clamp, round} from '../core/math.ts';
import {formatDelay, formatSigned} from './modbus-registers.ts';
import type {RegisterRow} from './modbus-registers.ts';

const WORD = 65536;
const NUL = 0;
const BLANK = 32;
const LAST_PRINTABLE = 126;
const NO_CHARACTER = 255;
const QUESTION_MARK = 63;

function isSigned(row: RegisterRow): boolean {
	return row.format === formatSigned || row.format === formatDelay;
}

/** How many numbers the registers of a row can hold. */
function rangeOf(row: RegisterRow): number {
	return row.count === 2 ? WORD * WORD : WORD;
}

/** The whole number for a quantity: scaled, rounded, and the nearest that fits. */
export function rawFrom(row: RegisterRow, value: number): number {
	const range = rangeOf(row);
	const least = isSigned(row) ? -range / 2 : 0;
	return clamp(round(value * (1 << row.scale)), least, least + range - 1);
}

/** The raw number that `words` hold from `at` on, with its sign. */
export function rawOf(row: RegisterRow, words: ArrayLike<number>, at: number): number {
	const raw = row.count === 2 ? words[at] * WORD + words[at + 1] : words[at];
	return isSigned(row) && raw >= rangeOf(row) / 2 ? raw - rangeOf(row) : raw;
}

/** The quantity that `words` hold from `at` on, in the unit of the row. Says nothing of what is not applicable. */
export function quantityOf(row: RegisterRow, words: ArrayLike<number>, at: number): number {
	return rawOf(row, words, at) / (1 << row.scale);
}

/** Puts a raw number into `words` from `at` on. */
export function putRaw(row: RegisterRow, raw: number, words: Uint16Array | number[], at: number): void {
	const whole = raw < 0 ? raw + rangeOf(row) : raw;
	if (row.count === 2) {
		words[at] = Math.floor(whole / WORD);
		words[at + 1] = whole % WORD;
	} else {
		words[at] = whole;
	}
}

function isPadding(character: number): boolean {
	return character === NUL || character === BLANK || character === NO_CHARACTER;
}

/** The text of `count` registers from `at` on: without NULs before it and padding after it. */
export function textOf(words: ArrayLike<number>, at: number, count: number): string {
	const characters: number[] = [];
	for (let i = 0; i < count; i++) {
		characters.push(words[at + i] >> 8, words[at + i] & 255);
	}
	let from = 0;
	let to = characters.length;
	while (from < to && characters[from] === NUL) {
		from += 1;
	}
	while (to > from && isPadding(characters[to - 1])) {
		to -= 1;
	}
	return characters
		.slice(from, to)
		.map(character => String.fromCharCode(character))
		.join('');
}

/** Puts a text into `count` registers from `at` on: from the left, padded with blanks, what is not printable ASCII as `?`. */
export function putText(text: string, words: Uint16Array | number[], at: number, count: number): void {
	for (let i = 0; i < count; i++) {
		words[at + i] = (characterAt(text, 2 * i) << 8) | characterAt(text, 2 * i + 1);
	}
}

function characterAt(text: string, at: number): number {
	const character = at < text.length ? text.charCodeAt(at) : BLANK;
	return character >= BLANK && character <= LAST_PRINTABLE ? character : QUESTION_MARK;
}
