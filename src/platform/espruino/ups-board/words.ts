// How quantities lie in the registers of the UPS on a board: the scales of codec/modbus-registers.ts as factors, without its rows,
// whose names alone would be a third of the board's memory.

import {NOT_AVAILABLE} from '../../../core/absent.ts';
import {round} from '../../../core/math.ts';

/** The map has room for one group more than a Smart-UPS. */
export const MAP_GROUPS = 5;

export function putWide(words: Uint16Array, at: number, value: number): void {
	words[at] = value >>> 16;
	words[at + 1] = value & 0xffff;
}

/** `value` times `factor`; `absent` where it stands for nothing. */
export function scaled(value: number, factor: number, absent: number): number {
	return value === NOT_AVAILABLE ? absent : round(value * factor);
}

const BLANK = 32;

/** A text into `count` registers: from the left, padded with blanks. */
export function putText(words: Uint16Array, at: number, count: number, text: string): void {
	for (let i = 0; i < count; i++) {
		words[at + i] = (characterAt(text, 2 * i) << 8) | characterAt(text, 2 * i + 1);
	}
}

function characterAt(text: string, at: number): number {
	return at < text.length ? text.charCodeAt(at) : BLANK;
}
