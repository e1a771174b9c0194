// A collector's session with a broker: what cards publish goes in, acks go out, and after each new connection every card is
// asked for what it sent meanwhile.

import type {Clock, Millis} from '../core/clock.ts';
import type {RandomStream} from '../core/random.ts';
import {Client} from '../protocols/mqtt/client.ts';
import type {ClientEvents} from '../protocols/mqtt/client.ts';
import {kinds, parseTopic, ROOT, topicFor} from '../protocols/mqtt/topics.ts';
import type {Kind} from '../protocols/mqtt/topics.ts';
import type {Closed, Message, OpenWire} from '../protocols/mqtt/wire.ts';
import {Collector} from '../smartconnect/ingest/collector.ts';
import type {Collected} from '../smartconnect/ingest/collector.ts';
import {encodeAck} from '../smartconnect/ingest/decode.ts';
import type {AckFacts} from '../smartconnect/ingest/decode.ts';

/** What came is stored together, this long after the first of it: one flush to the disk serves many events. */
const STORE_AFTER_MS = 25;
/** Acks that wait for the broker at most; what is beyond is said again by the next ack of the card. */
const ACKS_MAX = 100_000;

export interface CollectOptions {
	readonly openWire: OpenWire;
	readonly clock: Clock;
	readonly random: RandomStream;
	readonly clientId: string;
	readonly user: string | null;
	readonly password: string | null;
	readonly keepaliveSeconds: number;
	/** Whether samples are watched too. */
	readonly samples: boolean;
	/** Whether the cards are told what is stored, and asked for what is missing. */
	readonly acknowledges: boolean;
	store(collected: readonly Collected[]): Promise<void>;
	sampled(card: string, readings: Readonly<Record<string, unknown>>, whole: boolean): void;
	onUp(): void;
	onDown(closed: Closed): void;
	/** Storing failed: nothing more is acknowledged. */
	onFault(error: unknown): void;
}

export class CollectSession implements ClientEvents {
	readonly options: CollectOptions;
	readonly collector: Collector;
	readonly client: Client;
	#scheduled: (() => void) | undefined;

	constructor(options: CollectOptions) {
		this.options = options;
		this.collector = new Collector({
			store: async collected => options.store(collected),
			tell: (card, ack) => this.#tell(card, ack),
			now: (): Millis => options.clock.now(),
			sampled: (card, readings, whole) => options.sampled(card, readings, whole),
		});
		const watched: Kind[] = options.samples ? ['birth', 'event', 'sample'] : ['birth', 'event'];
		this.client = new Client({
			openWire: options.openWire,
			clock: options.clock,
			random: options.random,
			filters: watched.map(kind => `${ROOT}/v1/+/+/${kind}`),
			queueMax: ACKS_MAX,
			connectOptions: () => ({
				clientId: options.clientId,
				user: options.user,
				password: options.password,
				keepaliveSeconds: options.keepaliveSeconds,
				will: null,
			}),
			events: this,
		});
	}

	start(): void {
		this.client.start();
	}

	/** Stores what has come, tells the cards, and ends the session. */
	async stop(): Promise<void> {
		this.#scheduled?.();
		await this.collector.flush();
		await this.client.stop();
	}

	onConnected(): void {
		this.options.onUp();
		this.collector.reconnected();
	}

	onMessage(topic: string, payload: Uint8Array): void {
		const parsed = parseTopic(topic);
		if (parsed?.kind === 'event') {
			this.collector.takeEvent(parsed.card, payload);
			this.#schedule();
		} else if (parsed?.kind === 'birth' && payload.length > 0) {
			this.collector.takeBirth(parsed.card, payload);
		} else if (parsed?.kind === 'sample') {
			this.collector.takeSample(parsed.card, payload);
		}
	}

	onClosed(closed: Closed): void {
		this.options.onDown(closed);
	}

	onPuback(): void {
		// An ack that was not taken is said again with the next one.
	}

	nextMessage(): null {
		return null;
	}

	#schedule(): void {
		this.#scheduled ??= this.options.clock.after(STORE_AFTER_MS, () => {
			this.#scheduled = undefined;
			this.collector.flush().catch((error: unknown) => this.options.onFault(error));
		});
	}

	#tell(card: string, ack: AckFacts): void {
		if (this.options.acknowledges) {
			this.client.publish(this.#messageOf(card, encodeAck(ack)));
		}
	}

	#messageOf(card: string, payload: Uint8Array): Message {
		const {qos, retain, resend} = kinds.ack;
		return {topic: topicFor(card, 'ack'), payload, qos, retain, resend};
	}
}
