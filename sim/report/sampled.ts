// Readings of many cards at common times: flat columns that are halved when they are full, so that a run of any length fits.

import type {Millis} from '../../src/core/clock.ts';
import type {Points} from './line.ts';

export type ReadCard = (card: number, out: Float64Array, at: number) => void;

export class Sampled {
	readonly cards: readonly number[];
	readonly #fields: number;
	readonly #most: number;
	readonly #values: Float32Array;
	readonly #times: Millis[] = [];
	readonly #scratch: Float64Array;

	/** At most `most` times are kept. */
	constructor(cards: readonly number[], fields: number, most: number) {
		this.cards = cards;
		this.#fields = fields;
		this.#most = most;
		this.#values = new Float32Array(cards.length * fields * most);
		this.#scratch = new Float64Array(fields);
	}

	/** Reads all cards at `at`; whether it became so full that half of it went, after which half as often will do. */
	take(at: Millis, read: ReadCard): boolean {
		const isFull = this.#times.length === this.#most;
		if (isFull) {
			this.#halve();
		}
		const slot = this.#times.length;
		for (const [row, card] of this.cards.entries()) {
			read(card, this.#scratch, 0);
			this.#values.set(this.#scratch, (row * this.#most + slot) * this.#fields);
		}
		this.#times.push(at);
		return isFull;
	}

	#halve(): void {
		const half = Math.floor(this.#times.length / 2);
		const width = this.#fields;
		for (let row = 0; row < this.cards.length; row++) {
			for (let slot = 1; slot < half; slot++) {
				const from = (row * this.#most + 2 * slot) * width;
				this.#values.copyWithin((row * this.#most + slot) * width, from, from + width);
			}
		}
		for (let slot = 0; slot < half; slot++) {
			this.#times[slot] = this.#times[2 * slot];
		}
		this.#times.length = half;
	}

	/** The lines of a card, one a field; null where it is not read. */
	linesOf(card: number): Points[] | null {
		const row = this.cards.indexOf(card);
		return row < 0 ? null : Array.from({length: this.#fields}, (_, field) => this.#lineOf(row, field));
	}

	#lineOf(row: number, field: number): Points {
		const values = this.#times.map((_, slot) => this.#values[(row * this.#most + slot) * this.#fields + field]);
		return {at: [...this.#times], values};
	}
}
