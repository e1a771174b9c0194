// The whole life of a fleet as one number: what every card logged, and how it and its UPS stand now. Each card has a number of its
// own, and they add up modulo 2^64, so that the numbers of shards add up to that of the whole.

import {createHash} from 'node:crypto';
import {SEEN_COLUMNS} from '../../src/agent/card-rows.ts';
import {DOUBLES, INTEGERS, integerColumns} from '../../src/ups/row.ts';
import type {Fleet} from './fleet.ts';

const TWO_64 = 1n << 64n;
const DIGITS = 16;
const BASIS = 0x811c9dc5;
const PRIMES = [0x01000193, 0x01000597] as const;
/** Types are numbered as a shard comes to them: the model tells more. */
const TYPE = integerColumns.indexOf('type');

export class LifeDigest {
	/** Two running hashes a card over what it logged. */
	readonly #logs: Uint32Array;

	constructor(cards: number) {
		this.#logs = new Uint32Array(2 * cards).fill(BASIS);
	}

	/** A card logged an event. */
	logged(card: number, t: number, event: number, phase: number, detail: number): void {
		for (let lane = 0; lane < PRIMES.length; lane++) {
			let hash = this.#logs[2 * card + lane];
			hash = Math.imul(hash ^ t, PRIMES[lane]);
			hash = Math.imul(hash ^ (t / 4_294_967_296), PRIMES[lane]);
			hash = Math.imul(hash ^ ((event << 2) | phase), PRIMES[lane]);
			this.#logs[2 * card + lane] = Math.imul(hash ^ detail, PRIMES[lane]) ^ (hash >>> 15);
		}
	}

	/** Of all cards, 16 hexadecimal digits. */
	of(fleet: Fleet): string {
		return textOf(fleet.spec.cards.reduce((sum, _, card) => sum + this.#ofCard(fleet, card), 0n));
	}

	#ofCard({spec, rows, cards}: Fleet, card: number): bigint {
		const integers = rows.j.slice(card * INTEGERS, (card + 1) * INTEGERS);
		integers[TYPE] = 0;
		const hash = createHash('sha256')
			.update(`${spec.cards[card].id} ${spec.cards[card].model} ${cards.lastSequence[card]} ${cards.link[card]}\n`)
			.update(bytesOf(this.#logs.subarray(2 * card, 2 * card + 2)))
			.update(bytesOf(cards.seen.subarray(card * SEEN_COLUMNS, (card + 1) * SEEN_COLUMNS)))
			.update(bytesOf(rows.f.subarray(card * DOUBLES, (card + 1) * DOUBLES)))
			.update(bytesOf(integers));
		return hash.digest().readBigUInt64LE(0);
	}
}

function bytesOf({buffer, byteOffset, byteLength}: ArrayBufferView): Uint8Array {
	return new Uint8Array(buffer, byteOffset, byteLength);
}

function textOf(sum: bigint): string {
	return (sum % TWO_64).toString(16).padStart(DIGITS, '0');
}

/** The digest of a fleet from those of its shards. */
export function addDigests(digests: readonly string[]): string {
	return textOf(digests.reduce((sum, digest) => sum + BigInt(`0x${digest}`), 0n));
}
