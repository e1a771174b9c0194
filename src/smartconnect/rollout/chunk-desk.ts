// Answers what cards fetch over MQTT (ota.md 5.1): one request of each card at a time, a chunk of each in turn, and nothing made
// before there is room to send it. The memory that it takes is one small record for each card that waits.

import {encodeChunk, encodeNotServed} from './wire.ts';
import type {FetchRequest} from './requests.ts';

/** Bytes of a part of a release for the slot that the card would write; null where there are none. */
export type PartOf = (card: string, digest: Uint8Array, part: number) => Uint8Array | null;

export interface ChunkLimits {
	/** Bytes of one request at most: a window of a card is 16 KiB unless it is told otherwise. */
	readonly windowBytes: number;
	/** Bytes of one answer at most. */
	readonly answerBytes: number;
	/** Cards that wait at most. */
	readonly cards: number;
}

export const chunkLimits: ChunkLimits = {windowBytes: 262_144, answerBytes: 16_384, cards: 100_000};

interface Waiting {
	readonly request: FetchRequest;
	/** Null where the request is refused, with the reason. */
	readonly part: Uint8Array | null;
	readonly reason: string;
	/** Sent up to here. */
	at: number;
}

export interface Answer {
	readonly card: string;
	readonly payload: Uint8Array;
}

export interface ChunkCounters {
	readonly requests: number;
	readonly chunks: number;
	readonly bytes: number;
	readonly notServed: number;
	/** Requests that another of the same card took the place of, or that came when too many cards waited. */
	readonly dropped: number;
}

export class ChunkDesk {
	readonly #partOf: PartOf;
	readonly #limits: ChunkLimits;
	/** In the order in which they are served. */
	readonly #waiting = new Map<string, Waiting>();
	readonly #counters = {requests: 0, chunks: 0, bytes: 0, notServed: 0, dropped: 0};

	constructor(partOf: PartOf, limits: ChunkLimits) {
		this.#partOf = partOf;
		this.#limits = limits;
	}

	get counters(): ChunkCounters {
		return {...this.#counters};
	}

	get waiting(): number {
		return this.#waiting.size;
	}

	/** A request of a card: the newest is the one that counts. */
	take(card: string, request: FetchRequest): void {
		this.#counters.requests += 1;
		const replaces = this.#waiting.delete(card);
		this.#counters.dropped += Number(replaces);
		if (this.#waiting.size >= this.#limits.cards) {
			this.#counters.dropped += 1;
			return;
		}
		const part = this.#partOf(card, request.digest, request.part);
		const reason = this.#problemOf(request, part);
		this.#waiting.set(card, {request, part: reason === '' ? part : null, reason, at: request.offset});
	}

	/** What waits for a card is of no use to its next session. */
	forget(card: string): void {
		this.#waiting.delete(card);
	}

	/** The next answer to send; null when nobody waits. */
	next(): Answer | null {
		for (const [card, waiting] of this.#waiting) {
			this.#waiting.delete(card);
			if (waiting.part === null) {
				this.#counters.notServed += 1;
				return {card, payload: encodeNotServed(waiting.request.token, waiting.reason)};
			}
			return this.#chunk(card, waiting, waiting.part);
		}
		return null;
	}

	#chunk(card: string, waiting: Waiting, part: Uint8Array): Answer {
		const {token, digest, part: number, offset, length, answerBytes} = waiting.request;
		const from = waiting.at;
		const bytes = part.subarray(from, Math.min(from + answerBytes, offset + length));
		waiting.at = from + bytes.length;
		if (waiting.at < offset + length) {
			this.#waiting.set(card, waiting);
		}
		this.#counters.chunks += 1;
		this.#counters.bytes += bytes.length;
		return {card, payload: encodeChunk({token, digest, part: number, offset: from, bytes})};
	}

	#problemOf({offset, length, answerBytes}: FetchRequest, part: Uint8Array | null): string {
		const {windowBytes, answerBytes: answerMost} = this.#limits;
		if (part === null) {
			return 'there is no such part of a release here; ask for what was offered';
		}
		if (length < 1 || length > windowBytes) {
			return `a request of ${length} bytes; ask for 1 to ${windowBytes}`;
		}
		if (answerBytes < 1 || answerBytes > answerMost) {
			return `answers of ${answerBytes} bytes; ask for 1 to ${answerMost}`;
		}
		return offset + length > part.length ? `bytes ${offset} to ${offset + length}; the part has ${part.length}` : '';
	}
}
