// What a reader of a register is, and the small parts that readers are made of. A reader gives the quantity in the unit of its row,
// NaN where there is nothing to tell; bits and codes are quantities too.

import type {CardView, ReadingSlots} from '../../agent/card-view.ts';
import {NOT_AVAILABLE} from '../../core/absent.ts';

export type NumberReader = (card: CardView) => number;
export type TextReader = (card: CardView) => string;

/** Readers by the names of codec/modbus-registers.ts. */
export type NumberReaders = Readonly<Record<string, NumberReader>>;
export type TextReaders = Readonly<Record<string, TextReader>>;

/** The number, NaN where it stands for nothing. */
export function presentOf(value: number): number {
	return value === NOT_AVAILABLE ? Number.NaN : value;
}

/** A slot of the reading that holds the quantity `scale` times. */
export function slot(read: (reading: ReadingSlots) => number, scale: number): NumberReader {
	return card => presentOf(read(card.reading)) / scale;
}

/** Bits that are set while events hold: the bit, and the events that set it. */
export type EventBits = readonly (readonly [bit: number, events: readonly string[]])[];

/** The bits of `table` whose events hold. */
export function bitsOf(card: CardView, table: EventBits): number {
	let bits = 0;
	for (const [bit, events] of table) {
		for (const event of events) {
			bits |= card.holds(event) ? 1 << bit : 0;
		}
	}
	return bits >>> 0;
}

/** `bit` as a mask where `holds`, else 0. */
export function flag(bit: number, holds: boolean): number {
	return holds ? 1 << bit : 0;
}

export function hasBit(bits: number, bit: number): boolean {
	return ((bits >>> bit) & 1) === 1;
}

/** The main outlet group and the switched ones that a Smart-UPS can have; the map has room for one more. */
export const CARD_GROUPS = 4;
export const MAP_GROUPS = 5;

/** Outlet groups of this UPS, the main one included. */
export function groupsOf(card: CardView): number {
	return card.identity.rating.groups;
}
