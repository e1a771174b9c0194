// How a table of objects is written: a line each, with its place below a common prefix.

import type {CardView} from '../../../agent/card-view.ts';
import {INTEGER, IP_ADDRESS, OBJECT_IDENTIFIER, OCTET_STRING} from '../mib.ts';
import type {MibRow, MibValue, SetPlan, SetRefusal, SnmpPlace} from '../mib.ts';

export type Read = (card: CardView, place: SnmpPlace) => MibValue | null;
export type Write = (card: CardView, value: MibValue, place: SnmpPlace) => SetPlan | SetRefusal;

/** An object that can be set, or is read in a way of its own. */
export interface Access {
	readonly read: Read;
	readonly write: Write;
}

/** What always reads the same, unless a recording says something else. */
export interface Fixed {
	readonly fixed: MibValue;
}

/** What nothing in the UPS stands behind: a SET sticks as long as the agent lives. */
export interface Kept {
	readonly kept: MibValue;
	/** Why a value is not taken; null where it is. */
	readonly takes: (value: MibValue) => SetRefusal | null;
}

export type Line = readonly [place: string, name: string, type: number, entry: Read | Access | Fixed | Kept];

const textTypes: readonly number[] = [OCTET_STRING, OBJECT_IDENTIFIER, IP_ADDRESS];

/** What the recording that the card took its identity from says at this address; `otherwise` where it says nothing. */
export function recordedOr(card: CardView, oid: string, type: number, otherwise: MibValue): MibValue {
	const recorded = card.identity.recorded[oid];
	if (recorded === undefined) {
		return otherwise;
	}
	return textTypes.includes(type) ? recorded : Number(recorded);
}

function keptRow(oid: string, name: string, type: number, {kept, takes}: Kept): MibRow {
	return {
		oid,
		name,
		type,
		read: (card, place) => place.kept(card.card, oid) ?? recordedOr(card, oid, type, kept),
		write: (card, value, place) => {
			const refusal = takes(value);
			const at = card.card;
			return refusal ?? {act: () => place.keep(at, oid, value)};
		},
	};
}

function rowOf(oid: string, name: string, type: number, entry: Line[3]): MibRow {
	if (typeof entry === 'function') {
		return {oid, name, type, read: entry};
	}
	if ('fixed' in entry) {
		return {oid, name, type, read: card => recordedOr(card, oid, type, entry.fixed)};
	}
	return 'kept' in entry ? keptRow(oid, name, type, entry) : {oid, name, type, read: entry.read, write: entry.write};
}

/** The rows of `lines`, whose places are below `prefix`. */
export function under(prefix: string, lines: readonly Line[]): MibRow[] {
	return lines.map(([place, name, type, entry]) => rowOf(`${prefix}.${place}`, name, type, entry));
}

/** `rows` where `has` says that the card has them at all. */
export function where(has: (card: CardView) => boolean, rows: readonly MibRow[]): MibRow[] {
	return rows.map(row => {
		const write = row.write;
		const read: Read = (card, place) => (has(card) ? row.read(card, place) : null);
		return write === undefined
			? {...row, read}
			: {...row, read, write: (card, value, place) => (has(card) ? write(card, value, place) : 'inconsistentValue')};
	});
}

export function fixed(value: MibValue): Fixed {
	return {fixed: value};
}

/** A number between `low` and `high` that only the agent keeps. */
export function keptBetween(initial: number, low: number, high: number): Kept {
	return {kept: initial, takes: value => (Number(value) >= low && Number(value) <= high ? null : 'wrongValue')};
}

/** One of the numbers 1 to `count` of an enumeration. */
export function keptOneOf(initial: number, count: number): Kept {
	return keptBetween(initial, 1, count);
}

const MOST_INTEGER = 2147483647;

/** A quantity that this UPS has no setting for: -1, which says so (snmp.md (b), conventions), until somebody sets one. */
export const keptQuantity: Kept = keptBetween(-1, -1, MOST_INTEGER);

/** Time in hundredths of a second that only the agent keeps. */
export const keptTicks: Kept = {kept: 0, takes: () => null};

export function keptText(initial: string, most: number): Kept {
	return {kept: initial, takes: value => (String(value).length <= most ? null : 'wrongLength')};
}

/** A password: it is taken and never shown. */
export function keptSecret(most: number): Access {
	return {read: () => '', write: (_card, value) => (String(value).length <= most ? {} : 'wrongLength')};
}

/** What is so by how the objects are laid out, whatever a recording says: counts and indices. */
export function always(value: number): Read {
	return () => value;
}

/** A column that reads as its own index. */
export function indexLine(place: string, name: string, index: number): Line {
	return [place, name, INTEGER, always(index)];
}
