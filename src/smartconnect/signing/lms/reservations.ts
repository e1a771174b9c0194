// Which leaves of a tree may have been used. A leaf that signs twice gives the key away, so leaves are reserved in steps, on the
// disk in two places before the first of them signs, and what a crash leaves of a step is never used (ota.md 4.4). Where the two
// places do not fit together, one was lost or put back from a copy: that ends the key.

import {codedError} from '../../../core/errors.ts';
import type {Store} from '../../../core/ports.ts';

/** Leaves reserved at once: so many are lost at most with a crash. */
const STEP = 16;
/** The two places, written in this order. */
const FIRST = 'reserved';
const SECOND = 'reserved-again';

function spent(where: string, what: string): Error {
	return codedError(
		'E_KEY_SPENT',
		`The LMS key in ${where} must not sign: ${what}. Make a new key, and retire this one by a root document.`,
		{folder: where},
	);
}

export class Reservations {
	readonly #store: Store;
	readonly #where: string;
	readonly #leaves: number;
	readonly #keyName: string;
	#next: number;
	#end: number;

	private constructor(store: Store, where: string, keyName: string, leaves: number, used: number) {
		this.#store = store;
		this.#where = where;
		this.#keyName = keyName;
		this.#leaves = leaves;
		this.#next = used;
		this.#end = used;
	}

	/** Writes that no leaf was used: once, before the key itself is kept. */
	static begin(store: Store, keyName: string): void {
		write(store, keyName, 0);
	}

	/** Takes up what is on the disk; `keyName` binds it to its key. Throws E_KEY_SPENT. */
	static open(store: Store, where: string, keyName: string, leaves: number): Reservations {
		const first = read(store, FIRST, keyName);
		const second = read(store, SECOND, keyName);
		if (first < 0 || second < 0) {
			throw spent(where, 'the record of how far it was used is lost or belongs to another key');
		}
		// A crash between the two leaves the first ahead, by a step at most; nothing else does.
		if (first < second || first > second + STEP) {
			throw spent(where, 'the record of how far it was used was put back from a copy');
		}
		return new Reservations(store, where, keyName, leaves, first);
	}

	/** Gives back what was reserved and not taken, second place first: a crash in between costs the leaves, and never one twice. */
	close(): void {
		if (this.#next < this.#end) {
			this.#end = this.#next;
			const bytes = recordOf(this.#keyName, this.#next);
			this.#store.save(SECOND, bytes);
			this.#store.save(FIRST, bytes);
		}
	}

	/** Signatures that the key can still make. */
	get left(): number {
		return this.#leaves - this.#next;
	}

	/** A leaf that no signature has used, and none will again. Throws E_KEY_SPENT. */
	take(): number {
		if (this.#next >= this.#leaves) {
			throw spent(this.#where, `all ${this.#leaves} signatures are used up`);
		}
		if (this.#next === this.#end) {
			this.#end = Math.min(this.#leaves, this.#end + STEP);
			write(this.#store, this.#keyName, this.#end);
		}
		return this.#next++;
	}
}

function recordOf(keyName: string, through: number): Uint8Array {
	return Buffer.from(`${JSON.stringify({key: keyName, through})}\n`);
}

function write(store: Store, keyName: string, through: number): void {
	const bytes = recordOf(keyName, through);
	store.save(FIRST, bytes);
	store.save(SECOND, bytes);
}

/** Through which leaf a place says that the key was used; -1 where it says nothing that can be believed. */
function read(store: Store, name: string, keyName: string): number {
	const bytes = store.load(name);
	try {
		const said = JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as {key?: unknown; through?: unknown};
		return said.key === keyName && Number.isSafeInteger(said.through) ? (said.through as number) : -1;
	} catch {
		return -1;
	}
}
