// GET, GETNEXT and GETBULK (RFC 3416 section 4.2.1 to 4.2.3, RFC 1157 section 4.1.2 and 4.1.3): what walks find, as a list of
// bindings.

import type {BerReader} from '../../codec/ber.ts';
import {END_OF_MIB_VIEW, NO_SUCH_INSTANCE, NO_SUCH_OBJECT} from '../../codec/ber.ts';
import {nextName} from './pdu.ts';
import type {Pdu} from './pdu.ts';
import * as status from './status.ts';
import type {Varbinds} from './varbinds.ts';
import type {Walker} from './walker.ts';

/** More than fit a datagram of Ethernet; each costs a look-up. */
const MOST_REPETITIONS = 256;
/** So many names that repeat at most: more do not fit an answer, even once each. */
const MOST_REPEATERS = 256;
/** In the place of a slot: go on from the name that was found last, or the walk has ended. */
const BY_NAME = -1;
const ENDED = -2;

export class Gets {
	/** The binding that was looked at last, from 1. */
	at = 0;
	readonly #walker: Walker;
	readonly #out: Varbinds;
	/** Of each name that repeats: the slot to go on from, and its last name in the list. */
	readonly #slots = new Int32Array(MOST_REPEATERS);
	readonly #from = new Int32Array(MOST_REPEATERS);
	readonly #to = new Int32Array(MOST_REPEATERS);

	constructor(walker: Walker, out: Varbinds) {
		this.#walker = walker;
		this.#out = out;
	}

	get(list: BerReader, version: number): number {
		const walker = this.#walker;
		this.at = 0;
		while (nextName(list)) {
			const {bytes, from, to, start} = list;
			this.at++;
			const isThere = walker.find(bytes, from, to);
			if (!isThere && version === 0) {
				return status.noSuchName;
			}
			const fits = isThere
				? this.#out.add(bytes, start, to, walker.type, walker.value)
				: this.#out.addEmpty(bytes, start, to, this.#absence(bytes, from, to));
			if (!fits) {
				return status.tooBig;
			}
		}
		return status.noError;
	}

	#absence(bytes: Uint8Array, from: number, to: number): number {
		return this.#walker.isWithinObject(bytes, from, to) ? NO_SUCH_INSTANCE : NO_SUCH_OBJECT;
	}

	/** What comes after each name, after `most` of them at most. */
	getNext(list: BerReader, version: number, most: number): number {
		const walker = this.#walker;
		this.at = 0;
		while (this.at < most && nextName(list)) {
			this.at++;
			const isThere = walker.next(list.bytes, list.from, list.to);
			if (!isThere && version === 0) {
				return status.noSuchName;
			}
			if (!this.#addFound(isThere, list.bytes, list.start, list.to)) {
				return status.tooBig;
			}
		}
		return status.noError;
	}

	/** As many repetitions as fit: an answer that is cut is no error (RFC 3416 section 4.2.3). */
	getBulk(list: BerReader, pdu: Pdu): number {
		const nonRepeaters = Math.max(0, pdu.second);
		if (this.getNext(list, 1, nonRepeaters) !== status.noError || !list.more() || pdu.third < 1) {
			return status.noError;
		}
		const repeaters = this.#firstRepetition(list);
		let goesOn = repeaters > 0;
		for (let done = 1; goesOn && done < Math.min(pdu.third, MOST_REPETITIONS); done++) {
			goesOn = this.#repeat(repeaters);
		}
		return status.noError;
	}

	/** Returns how many names repeat; 0 where it needs no more repetition. */
	#firstRepetition(list: BerReader): number {
		let repeaters = 0;
		let going = 0;
		while (repeaters < MOST_REPEATERS && nextName(list)) {
			this.at++;
			const isThere = this.#walker.next(list.bytes, list.from, list.to);
			if (!this.#addFound(isThere, list.bytes, list.start, list.to)) {
				return 0;
			}
			this.#keep(repeaters++, isThere);
			going += Number(isThere);
		}
		return going === 0 ? 0 : repeaters;
	}

	/** One more of each; false where the list is full or every walk has ended. */
	#repeat(repeaters: number): boolean {
		const {bytes} = this.#out;
		let going = 0;
		for (let i = 0; i < repeaters; i++) {
			const isThere = this.#goOn(i);
			if (!this.#addFound(isThere, bytes, this.#from[i], this.#to[i])) {
				return false;
			}
			this.#keep(i, isThere);
			going += Number(isThere);
		}
		return going > 0;
	}

	#goOn(repeater: number): boolean {
		const slot = this.#slots[repeater];
		if (slot >= 0) {
			return this.#walker.nextFrom(slot);
		}
		// A name has a header of two octets.
		return slot === BY_NAME && this.#walker.next(this.#out.bytes, this.#from[repeater] + 2, this.#to[repeater]);
	}

	#keep(repeater: number, isThere: boolean): void {
		this.#slots[repeater] = isThere ? this.#walker.slot : ENDED;
		this.#from[repeater] = this.#out.nameFrom;
		this.#to[repeater] = this.#out.nameTo;
	}

	/** Adds what the walker found; or, at the end, the name that was asked for with endOfMibView. */
	#addFound(isThere: boolean, asked: Uint8Array, from: number, to: number): boolean {
		const walker = this.#walker;
		return isThere
			? this.#out.add(walker.name, walker.from, walker.to, walker.type, walker.value)
			: this.#out.addEmpty(asked, from, to, END_OF_MIB_VIEW);
	}
}
