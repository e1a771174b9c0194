// Finds instances for one card and one principal: exactly, and the next one of a walk, over rows that are there for all cards and
// tables whose rows come and go.

import {OBJECT_IDENTIFIER} from '../../codec/ber.ts';
import {compareOids, isUnder, pushArc} from '../../codec/ber-oid.ts';
import type {CardView} from '../../agent/card-view.ts';
import {COUNTER64} from './mib.ts';
import type {MibValue} from './mib.ts';
import type {IndexedTable, MibIndex} from './mib-index.ts';
import type {Place} from './place.ts';
import type {View} from './principal.ts';

const NONE = -1;
const NO_NAME = new Uint8Array(0);

/** What was found: `found` says whether anything; `name` is its name with tag and length. */
export class Walker {
	readonly index: MibIndex;
	name: Uint8Array = NO_NAME;
	from = 0;
	to = 0;
	type = 0;
	value: MibValue = 0;
	/** The slot after a row that was found; -1 after an instance of a table. */
	slot = NONE;
	readonly #place: Place;
	#card: CardView | null = null;
	#view: View | null = null;
	#visible: Uint8Array | null = null;
	/** SNMPv1 has no Counter64: such objects are not there for it (RFC 3584 section 4.2.2.1). */
	#hidden = NONE;
	readonly #visibleRows = new WeakMap<View, Uint8Array>();

	constructor(index: MibIndex, place: Place) {
		this.index = index;
		this.#place = place;
	}

	/** Who looks at which card, with which version. */
	begin(card: CardView, view: View | null, version: number): void {
		this.#card = card;
		this.#view = view;
		this.#hidden = version === 0 ? COUNTER64 : NONE;
		this.#visible = view === null ? null : this.#rowsOf(view);
	}

	/** Whether this name is in the view. */
	sees(bytes: Uint8Array, from: number, to: number): boolean {
		return this.#view === null || this.#view.sees(bytes, from, to);
	}

	/** Finds the instance of this name. */
	find(bytes: Uint8Array, from: number, to: number): boolean {
		const row = this.index.find(bytes, from, to);
		if (row !== NONE) {
			return this.#takeRow(row);
		}
		const table = this.index.tableOf(bytes, from, to);
		if (table === NONE || !this.sees(bytes, from, to)) {
			return false;
		}
		return this.#findInTable(this.index.tables[table], bytes, from, to);
	}

	/** Finds the first instance behind this name. */
	next(bytes: Uint8Array, from: number, to: number): boolean {
		const row = this.index.find(bytes, from, to);
		if (row !== NONE) {
			return this.nextFrom(row + 1);
		}
		const slot = this.index.slotAfter(bytes, from, to);
		const tables = this.index.tables;
		for (let i = this.index.tableAt[slot]; i !== NONE && i < tables.length && tables[i].slot === slot; i++) {
			const {name} = tables[i];
			const isBehind = compareOids(name, 0, name.length, bytes, from, to) > 0;
			if ((isBehind || isUnder(bytes, from, to, name)) && this.#nextInTable(tables[i], bytes, from, to)) {
				return true;
			}
		}
		return this.#takeRow(slot) || this.nextFrom(slot + 1);
	}

	/** Finds the first instance from this slot on. */
	nextFrom(slot: number): boolean {
		const {tables, tableAt, rows} = this.index;
		for (let at = slot; at <= rows.length; at++) {
			for (let i = tableAt[at]; i !== NONE && i < tables.length && tables[i].slot === at; i++) {
				if (this.#nextInTable(tables[i], NO_NAME, 0, 0)) {
					return true;
				}
			}
			if (this.#takeRow(at)) {
				return true;
			}
		}
		return false;
	}

	/** Whether a name that is not there is within an object that is. */
	isWithinObject(bytes: Uint8Array, from: number, to: number): boolean {
		if (!this.sees(bytes, from, to)) {
			return false;
		}
		const table = this.index.tableOf(bytes, from, to);
		return table === NONE
			? this.index.isWithinObject(bytes, from, to)
			: this.index.tables[table].table.columns.some(({column}) =>
					isUnder(bytes, from, to, columnName(this.index.tables[table], column)),
				);
	}

	#rowsOf(view: View): Uint8Array {
		const known = this.#visibleRows.get(view);
		if (known !== undefined) {
			return known;
		}
		const {rows, starts, names} = this.index;
		const made = Uint8Array.from(rows, (_, i) => Number(view.sees(names, starts[i] + 2, starts[i + 1])));
		this.#visibleRows.set(view, made);
		return made;
	}

	#takeRow(row: number): boolean {
		const index = this.index;
		if (row >= index.rows.length || (this.#visible !== null && this.#visible[row] === 0)) {
			return false;
		}
		const {type, read} = index.rows[row];
		const value = type === this.#hidden ? null : read(this.#card as CardView, this.#place);
		if (value === null) {
			return false;
		}
		this.name = index.names;
		this.from = index.starts[row];
		this.to = index.starts[row + 1];
		this.type = type;
		this.value = value;
		this.slot = row + 1;
		return true;
	}

	#findInTable(indexed: IndexedTable, bytes: Uint8Array, from: number, to: number): boolean {
		for (const instance of this.#instances(indexed)) {
			if (compareOids(instance, 2, instance.length, bytes, from, to) === 0) {
				return this.#takeCell(instance);
			}
		}
		return false;
	}

	#nextInTable(indexed: IndexedTable, bytes: Uint8Array, from: number, to: number): boolean {
		for (const instance of this.#instances(indexed)) {
			if (
				(to === from || compareOids(instance, 2, instance.length, bytes, from, to) > 0)
				&& this.sees(instance, 2, instance.length)
			) {
				return this.#takeCell(instance);
			}
		}
		return false;
	}

	#takeCell(instance: Uint8Array): boolean {
		this.name = instance;
		this.from = 0;
		this.to = instance.length;
		this.slot = NONE;
		return true;
	}

	/** The instances of a table in the order of a walk; type and value of each are this walker's while it is the last one. */
	*#instances({table, name}: IndexedTable): Iterable<Uint8Array> {
		const rows = table.rows(this.#card as CardView, this.#place);
		for (let i = 0; i < table.columns.length; i++) {
			const {column, type} = table.columns[i];
			for (const {index, values} of type === this.#hidden ? [] : rows) {
				const value = values[i];
				if (value !== null && value !== undefined) {
					this.type = type;
					this.value = value;
					yield instanceName(name, [column, ...index]);
				}
			}
		}
	}
}

function instanceName(entry: Uint8Array, arcs: readonly number[]): Uint8Array {
	const octets: number[] = [];
	for (const arc of arcs) {
		pushArc(octets, arc);
	}
	return Uint8Array.from([OBJECT_IDENTIFIER, entry.length + octets.length, ...entry, ...octets]);
}

function columnName({name}: IndexedTable, column: number): Uint8Array {
	return instanceName(name, [column]).subarray(2);
}
