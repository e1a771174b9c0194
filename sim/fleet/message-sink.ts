// Where a fleet's messages go. Behind it stand a broker, a counter, or a transcript.

import type {OutKind} from '../../src/agent/uplink.ts';
import {addDigests} from './life-digest.ts';

export interface MessageSink {
	/** Takes the bytes at once; false when the message was dropped because a buffer is full. */
	send(card: number, kind: OutKind, payload: Uint8Array): boolean;
	/** Told of a new event of a card, whose bytes it will ask for; null where events come by `send`. */
	readonly wake: ((card: number) => void) | null;
	/** Resolves when virtual time may go on: every session that should be up is, and the queues have room. */
	ready(): Promise<void>;
}

const noMessages: Readonly<Record<OutKind, number>> = {
	birth: 0,
	sample: 0,
	event: 0,
	result: 0,
	'ota-request': 0,
	death: 0,
};

/** Messages that nobody was sent. */
export interface Encoded {
	readonly counts: Readonly<Record<OutKind, number>>;
	readonly bytes: number;
	/** Over the bytes of every card, in order; those of shards add up. */
	readonly digest: string;
}

/** What fleets would have sent together. */
export function addEncoded(parts: readonly Encoded[]): Encoded {
	const counts = {...noMessages};
	for (const kind of Object.keys(counts) as OutKind[]) {
		counts[kind] = parts.reduce((sum, part) => sum + part.counts[kind], 0);
	}
	return {
		counts,
		bytes: parts.reduce((sum, {bytes}) => sum + bytes, 0),
		digest: addDigests(parts.map(({digest}) => digest)),
	};
}

/** Counts, and keeps a running digest of each card's bytes: two runs are the same when their digests are. */
export class CountingSink implements MessageSink, Encoded {
	readonly counts: Record<OutKind, number> = {...noMessages};
	readonly wake = null;
	bytes = 0;
	readonly #digests: Uint32Array;

	constructor(cards: number) {
		this.#digests = new Uint32Array(cards).fill(0x811c9dc5);
	}

	send(card: number, kind: OutKind, payload: Uint8Array): boolean {
		this.counts[kind] += 1;
		this.bytes += payload.length;
		let digest = this.#digests[card];
		// By place: an iterator over bytes costs twice as much, of every message.
		for (let i = 0; i < payload.length; i++) {
			digest = Math.imul(digest ^ payload[i], 0x01000193);
		}
		this.#digests[card] = digest;
		return true;
	}

	async ready(): Promise<void> {}

	get digest(): string {
		return addDigests([...this.#digests].map(digest => digest.toString(16)));
	}

	/** FNV-1a over everything that a card sent, in order. */
	digestOf(card: number): number {
		return this.#digests[card];
	}
}
