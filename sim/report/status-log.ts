// Which status every card has had, and since when: changes only.

import type {Millis} from '../../src/core/clock.ts';
import {bitOf, statusOf} from './card-status.ts';
import type {StatusColumns} from './recording.ts';

const FIRST_ROOM = 1024;
/** 26 MB at most. */
const MOST = 2_000_000;

export class StatusLog {
	readonly #initial: Uint8Array;
	readonly #bits: Uint32Array;
	readonly #now: Uint8Array;
	#at = new Float64Array(FIRST_ROOM);
	#card = new Int32Array(FIRST_ROOM);
	#status = new Uint8Array(FIRST_ROOM);
	/** Place of the last change of each card; -1 before any. */
	readonly #last: Int32Array;
	#count = 0;
	#leftOut = 0;

	/** `alarms` names what holds of a card at the start. */
	constructor(cards: number, alarms: (card: number) => readonly string[]) {
		this.#bits = Uint32Array.from({length: cards}, (_, card) =>
			alarms(card).reduce((bits, name) => bits | bitOf(name), 0),
		);
		this.#initial = Uint8Array.from(this.#bits, statusOf);
		this.#now = this.#initial.slice();
		this.#last = new Int32Array(cards).fill(-1);
	}

	statusOf(card: number): number {
		return this.#now[card];
	}

	/** Takes an event of a card; whether its status is another now. */
	see(card: number, at: Millis, event: string, isSet: boolean): boolean {
		const bit = bitOf(event);
		if (bit === 0) {
			return false;
		}
		this.#bits[card] = isSet ? this.#bits[card] | bit : this.#bits[card] & ~bit;
		const status = statusOf(this.#bits[card]);
		if (status === this.#now[card]) {
			return false;
		}
		this.#now[card] = status;
		this.#push(at, card, status);
		return true;
	}

	/** What a card logs in one moment is one change: the statuses in between were never there. */
	#push(at: Millis, card: number, status: number): void {
		const last = this.#last[card];
		if (last >= 0 && this.#at[last] === at) {
			this.#status[last] = status;
			return;
		}
		if (this.#count >= MOST) {
			this.#leftOut++;
			return;
		}
		if (this.#count === this.#at.length) {
			this.#grow();
		}
		this.#at[this.#count] = at;
		this.#card[this.#count] = card;
		this.#status[this.#count] = status;
		this.#last[card] = this.#count;
		this.#count++;
	}

	#grow(): void {
		const room = 2 * this.#count;
		const at = new Float64Array(room);
		const card = new Int32Array(room);
		const status = new Uint8Array(room);
		at.set(this.#at);
		card.set(this.#card);
		status.set(this.#status);
		this.#at = at;
		this.#card = card;
		this.#status = status;
	}

	columns(): StatusColumns {
		return {
			initial: this.#initial,
			at: this.#at.subarray(0, this.#count),
			card: this.#card.subarray(0, this.#count),
			status: this.#status.subarray(0, this.#count),
			leftOut: this.#leftOut,
		};
	}
}
