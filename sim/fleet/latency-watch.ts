// How long a message takes from the card's sending to a subscriber's hearing it: one session more on the same broker reads back
// what a share of the partitions says. The moment of sending stands in a table here, so that no payload grows.

import type {Duplex} from 'node:stream';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import {nodeClock, nodeInstantMs} from '../../src/platform/node/clock.ts';
import {Client} from '../../src/protocols/mqtt/client.ts';
import type {ClientEvents} from '../../src/protocols/mqtt/client.ts';
import {thinWires} from '../../src/protocols/mqtt/thin-wire.ts';
import {PARTITIONS, parseTopic, ROOT, userNameFor} from '../../src/protocols/mqtt/topics.ts';
import type {ThinWireOptions} from '../../src/protocols/mqtt/wire.ts';
import {LatencyHistogram} from './latency-histogram.ts';
import type {LatencyDocument} from './latency-histogram.ts';

/** Messages of one card that are waited for at a time; what is older was lost. */
const PENDING_MAX = 64;
const KEEPALIVE_SECONDS = 60;
const kinds = ['sample', 'event'] as const;
export type WatchedKind = (typeof kinds)[number];

export interface WatchOptions {
	readonly seed: number;
	/** Of all cards of the fleet, in order. */
	readonly cards: readonly string[];
	/** How much of the partitions is read back, above 0 to 1. */
	readonly share: number;
	readonly dial: () => Duplex;
	readonly wire: ThinWireOptions;
	readonly user: string | null;
	readonly password: string | null;
}

interface Pending {
	readonly digest: number;
	readonly atMs: number;
}

/** FNV-1a, to know a message again. */
function digestOf(payload: Uint8Array): number {
	let digest = 0x811c9dc5;
	for (const byte of payload) {
		digest = Math.imul(digest ^ byte, 0x01000193);
	}
	return digest;
}

export class LatencyWatch implements ClientEvents {
	readonly histograms: Readonly<Record<WatchedKind, LatencyHistogram>> = {
		sample: new LatencyHistogram(),
		event: new LatencyHistogram(),
	};
	/** Messages sent and never heard, as far as is known. */
	missed = 0;
	readonly #pending: Array<Record<WatchedKind, Pending[]> | undefined>;
	readonly #indexes = new Map<string, number>();
	readonly #client: Client;

	constructor({seed, cards, share, dial, wire, user, password}: WatchOptions) {
		const watched = Math.max(1, Math.floor(share * PARTITIONS + 0.5));
		const partitions = Array.from({length: watched}, (_, i) => i.toString(16).padStart(2, '0'));
		this.#pending = cards.map((card, index) => {
			if (!partitions.includes(userNameFor(card).split('/')[0])) {
				return undefined;
			}
			this.#indexes.set(card, index);
			return {sample: [], event: []};
		});
		const clientId = `latency-${seedFor(seed, cards[0] ?? '').toString(16)}`;
		this.#client = new Client({
			openWire: thinWires(dial, nodeClock, wire),
			clock: nodeClock,
			random: new RandomStream(seedFor(seed, clientId)),
			filters: partitions.flatMap(partition => kinds.map(kind => `${ROOT}/v1/${partition}/+/${kind}`)),
			queueMax: 0,
			connectOptions: () => ({clientId, user, password, keepaliveSeconds: KEEPALIVE_SECONDS, will: null}),
			events: this,
		});
	}

	get document(): {readonly sample: LatencyDocument; readonly event: LatencyDocument; readonly missed: number} {
		const {sample, event} = this.histograms;
		return {sample: sample.document, event: event.document, missed: this.missed};
	}

	start(): void {
		this.#client.start();
	}

	close(): void {
		this.#client.cut();
	}

	/** A card hands a message to its session now. Until the watcher is there, nobody waits for it. */
	sent(card: number, kind: WatchedKind, payload: Uint8Array): void {
		const pending = this.#pending[card]?.[kind];
		if (pending === undefined || !this.#client.up) {
			return;
		}
		if (pending.length >= PENDING_MAX) {
			pending.shift();
			this.missed += 1;
		}
		pending.push({digest: digestOf(payload), atMs: nodeInstantMs()});
	}

	onMessage(topic: string, payload: Uint8Array): void {
		const now = nodeInstantMs();
		const parsed = parseTopic(topic);
		const kind = kinds.find(each => each === parsed?.kind);
		const pending = this.#pending[this.#indexes.get(parsed?.card ?? '') ?? -1];
		if (kind === undefined || pending === undefined) {
			return;
		}
		const digest = digestOf(payload);
		const at = pending[kind].findIndex(each => each.digest === digest);
		if (at >= 0) {
			// A card's messages come in order: what was sent before this one will not come any more.
			this.missed += at;
			this.histograms[kind].add(now - pending[kind][at].atMs);
			pending[kind].splice(0, at + 1);
		}
	}

	onConnected(): void {
		// Subscribed by the client.
	}

	onClosed(): void {
		for (const pending of this.#pending) {
			pending?.sample.splice(0);
			pending?.event.splice(0);
		}
	}

	onPuback(): void {
		// It publishes nothing.
	}

	nextMessage(): null {
		return null;
	}
}
