// The last events of every card, in columns of fixed size: a fleet is large, and which card will fail is not known.

import type {Millis} from '../../src/core/clock.ts';
import type {EventColumns} from './recording.ts';

const KEPT = 16;

export class RecentEvents {
	readonly #at: Float64Array;
	readonly #sequence: Uint32Array;
	readonly #kind: Uint16Array;
	readonly #counts: Uint32Array;

	constructor(cards: number) {
		this.#at = new Float64Array(cards * KEPT);
		this.#sequence = new Uint32Array(cards * KEPT);
		this.#kind = new Uint16Array(cards * KEPT);
		this.#counts = new Uint32Array(cards);
	}

	add(card: number, at: Millis, sequence: number, kind: number): void {
		const place = card * KEPT + (this.#counts[card]++ % KEPT);
		this.#at[place] = at;
		this.#sequence[place] = sequence;
		this.#kind[place] = kind;
	}

	/** Oldest first. */
	of(card: number): EventColumns {
		const columns: EventColumns = {at: [], card: [], sequence: [], kind: []};
		const count = this.#counts[card];
		for (let i = Math.max(0, count - KEPT); i < count; i++) {
			const place = card * KEPT + (i % KEPT);
			columns.at.push(this.#at[place]);
			columns.card.push(card);
			columns.sequence.push(this.#sequence[place]);
			columns.kind.push(this.#kind[place]);
		}
		return columns;
	}
}
