// What befalls the chunks on their way to one card: each draws its lot, seeded, so that a run can be seen again.

import type {RandomStream} from '../../../src/core/random.ts';
import {inChunk} from '../../../src/ota/messages.ts';
import type {ChunkShares} from '../../scenario/bench.ts';

/** Where the kind of a message stands: after the head of its map and the key 0. */
const KIND_AT = 2;
const BITS = 8;

export class ChunkLot {
	readonly #random: RandomStream;
	readonly #shares = new Set<ChunkShares>();

	constructor(random: RandomStream) {
		this.#random = random;
	}

	/** Adds to what befalls them; returns what takes it out again. */
	add(shares: ChunkShares): () => void {
		this.#shares.add(shares);
		return () => this.#shares.delete(shares);
	}

	/** What comes of a message: nothing, itself, itself twice, or something else of the same length. */
	draw(payload: Uint8Array): readonly Uint8Array[] {
		if (this.#shares.size === 0 || payload[KIND_AT] !== inChunk) {
			return [payload];
		}
		let lot = this.#random.next();
		for (const {corrupted, duplicated, dropped} of this.#shares) {
			if (lot < corrupted) {
				return [this.#spoilt(payload)];
			}
			if (lot < corrupted + duplicated) {
				return [payload, payload];
			}
			if (lot < corrupted + duplicated + dropped) {
				return [];
			}
			lot -= corrupted + duplicated + dropped;
		}
		return [payload];
	}

	#spoilt(payload: Uint8Array): Uint8Array {
		const spoilt = payload.slice();
		spoilt[this.#random.whole(0, payload.length - 1)] ^= 1 << this.#random.whole(0, BITS - 1);
		return spoilt;
	}
}
