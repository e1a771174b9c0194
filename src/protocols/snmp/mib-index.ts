// The objects of a MIB in the order of a walk, found by the octets of their names as they come over the wire: once for all the
// cards of a process.

import {OBJECT_IDENTIFIER} from '../../codec/ber.ts';
import {compareOids, isUnder, oidBytes} from '../../codec/ber-oid.ts';
import type {Mib, MibRow, MibTable} from './mib.ts';

/** An OBJECT IDENTIFIER with tag and length is shorter than this, whatever SNMP allows. */
const LONGEST_NAME = 127;
const SLOTS_PER_ROW = 4;
const FNV_BASIS = 2166136261;
const FNV_PRIME = 16777619;
/** Names differ near their end: so many octets are enough to tell them apart, mostly. */
const HASHED = 9;
const NONE = -1;

interface Named<T> {
	readonly row: T;
	readonly name: Uint8Array;
}

export interface IndexedTable {
	readonly table: MibTable;
	/** Octets of the entry's name. */
	readonly name: Uint8Array;
	/** Number of the first row behind the table. */
	readonly slot: number;
}

function nameOf(oid: string, what: string): Uint8Array {
	const name = oidBytes(oid);
	if (name === null || name.length > LONGEST_NAME - 2) {
		throw new Error(`${what} has the name ${oid}, which is no OBJECT IDENTIFIER of up to ${LONGEST_NAME - 2} octets.`);
	}
	return name;
}

function compare(a: Uint8Array, b: Uint8Array): number {
	return compareOids(a, 0, a.length, b, 0, b.length);
}

function sorted<T extends {readonly oid: string}>(rows: readonly T[], what: string): ReadonlyArray<Named<T>> {
	const named = rows.map(row => ({row, name: nameOf(row.oid, what)})).sort((a, b) => compare(a.name, b.name));
	const twin = named.findIndex(({name}, i) => i > 0 && compare(named[i - 1].name, name) === 0);
	if (twin >= 0) {
		throw new Error(`${named[twin].row.oid} stands twice in the MIB; an object has one row.`);
	}
	return named;
}

function hashOf(bytes: Uint8Array, from: number, to: number): number {
	let hash = FNV_BASIS ^ (to - from);
	for (let i = Math.max(from, to - HASHED); i < to; i++) {
		hash = Math.imul(hash ^ bytes[i], FNV_PRIME);
	}
	return hash ^ (hash >>> 15);
}

/** Rows have numbers in the order of a walk; slot N is the place before row N. */
export class MibIndex {
	readonly rows: readonly MibRow[];
	readonly tables: readonly IndexedTable[];
	/** The names, each with tag and length, one after another; name of row N from `starts[N]` up to `starts[N + 1]`. */
	readonly names: Uint8Array;
	readonly starts: Int32Array;
	/** By slot: the first table there; -1 where there is none. */
	readonly tableAt: Int32Array;
	/** Of each row, how many octets of its name are those of its object. */
	readonly #objectSizes: Uint8Array;
	readonly #slots: Int32Array;
	readonly #mask: number;

	/** Throws where two rows have one name or a row lies within a table. */
	constructor(mib: Mib) {
		const named = sorted(mib.rows, 'A row of the MIB');
		this.rows = named.map(({row}) => row);
		this.starts = new Int32Array(named.length + 1);
		named.forEach(({name}, i) => (this.starts[i + 1] = this.starts[i] + name.length + 2));
		this.names = new Uint8Array(this.starts[named.length]);
		named.forEach(({name}, i) => this.names.set([OBJECT_IDENTIFIER, name.length, ...name], this.starts[i]));
		this.#mask = 2 ** Math.ceil(Math.log2(Math.max(1, named.length) * SLOTS_PER_ROW)) - 1;
		this.#slots = new Int32Array(this.#mask + 1).fill(NONE);
		named.forEach((_, i) => this.#place(i));
		this.tables = sorted(mib.tables, 'A table of the MIB').map(({row, name}) => ({
			table: row,
			name,
			slot: this.slotAfter(name, 0, name.length),
		}));
		this.tableAt = new Int32Array(named.length + 1).fill(NONE);
		this.tables.forEach(({slot}, i) => (this.tableAt[slot] = this.tableAt[slot] === NONE ? i : this.tableAt[slot]));
		this.#objectSizes = objectSizes(named);
		this.#checkTables(named);
	}

	#checkTables(named: ReadonlyArray<Named<MibRow>>): void {
		for (const {table, name, slot} of this.tables) {
			if (slot < named.length && isUnder(named[slot].name, 0, named[slot].name.length, name)) {
				throw new Error(
					`${named[slot].row.oid} lies within the table ${table.oid}, whose rows come from the table alone.`,
				);
			}
		}
	}

	#place(row: number): void {
		let slot = hashOf(this.names, this.starts[row] + 2, this.starts[row + 1]) & this.#mask;
		while (this.#slots[slot] !== NONE) {
			slot = (slot + 1) & this.#mask;
		}
		this.#slots[slot] = row;
	}

	/** The number of the row of this name; -1 where there is none. */
	find(bytes: Uint8Array, from: number, to: number): number {
		const names = this.names;
		let slot = hashOf(bytes, from, to) & this.#mask;
		for (let row = this.#slots[slot]; row !== NONE; row = this.#slots[slot]) {
			const start = this.starts[row] + 2;
			let size = to - from;
			if (this.starts[row + 1] - start === size) {
				// From the end, where names differ.
				while (size > 0 && names[start + size - 1] === bytes[from + size - 1]) {
					size--;
				}
				if (size === 0) {
					return row;
				}
			}
			slot = (slot + 1) & this.#mask;
		}
		return NONE;
	}

	/** The number of the first row whose name comes after this one. */
	slotAfter(bytes: Uint8Array, from: number, to: number): number {
		let low = 0;
		let high = this.rows.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (compareOids(this.names, this.starts[middle] + 2, this.starts[middle + 1], bytes, from, to) > 0) {
				high = middle;
			} else {
				low = middle + 1;
			}
		}
		return low;
	}

	/** The table in whose subtree this name lies; -1 where there is none. */
	tableOf(bytes: Uint8Array, from: number, to: number): number {
		for (let i = 0; i < this.tables.length; i++) {
			if (isUnder(bytes, from, to, this.tables[i].name)) {
				return i;
			}
		}
		return NONE;
	}

	/** Whether this name, of which there is no row, is within an object that there is: noSuchInstance, not noSuchObject (RFC 3416 4.2.1). */
	isWithinObject(bytes: Uint8Array, from: number, to: number): boolean {
		const slot = this.slotAfter(bytes, from, to);
		return this.#sharesObject(slot - 1, bytes, from, to) || this.#sharesObject(slot, bytes, from, to);
	}

	#sharesObject(row: number, bytes: Uint8Array, from: number, to: number): boolean {
		if (row < 0 || row >= this.rows.length) {
			return false;
		}
		const start = this.starts[row] + 2;
		return isUnder(bytes, from, to, this.names.subarray(start, start + this.#objectSizes[row]));
	}
}

/** The object of a row: what all rows of one name have in common; of a single one all but the last arc. */
function objectSizes(named: ReadonlyArray<Named<MibRow>>): Uint8Array {
	const shared = new Map<string, Uint8Array>();
	for (const {row, name} of named) {
		const before = shared.get(row.name);
		shared.set(row.name, before === undefined ? withoutLastArc(name) : commonArcs(before, name));
	}
	return Uint8Array.from(named, ({row}) => shared.get(row.name)?.length ?? 0);
}

function withoutLastArc(name: Uint8Array): Uint8Array {
	let end = name.length - 1;
	while (end > 0 && name[end - 1] >= 0x80) {
		end--;
	}
	return name.subarray(0, end);
}

function commonArcs(a: Uint8Array, b: Uint8Array): Uint8Array {
	let common = a;
	while (common.length > 0 && !isUnder(b, 0, b.length, common)) {
		common = withoutLastArc(common);
	}
	return common;
}
