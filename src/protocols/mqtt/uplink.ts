// A card's uplink over MQTT: kinds become topics, QoS and retain by the table, and the will is the card's death.

import type {InKind, OutKind, Uplink} from '../../agent/uplink.ts';
import type {Clock} from '../../core/clock.ts';
import type {RandomStream} from '../../core/random.ts';
import {Client} from './client.ts';
import type {ClientCounters, ClientEvents} from './client.ts';
import {kinds, parseTopic, topicPrefixFor, userNameFor} from './topics.ts';
import type {Kind} from './topics.ts';
import type {Closed, Message, OpenWire} from './wire.ts';

/** The events of a card, which wait in its log and not in its memory. */
export interface UplinkFeed {
	/** A session began: what is not yet where it should be goes out anew. */
	begin(): void;
	/** Bytes of the next event, valid until the next call, and its sequence; null when there is none. */
	next(): {readonly payload: Uint8Array; readonly sequence: number} | null;
	/** The broker took it. */
	took(sequence: number): void;
}

export interface MqttUplinkOptions {
	readonly card: string;
	readonly openWire: OpenWire;
	readonly clock: Clock;
	/** For the back-off: a stream of the card's own. */
	readonly random: RandomStream;
	/** Null: the card's own `{partition}/{card}` when there is a password, else none. */
	readonly user: string | null;
	readonly password: string | null;
	/** Seconds; 0 is off. */
	readonly keepaliveSeconds: number;
	/** QoS 1 messages held at most, those in flight included. */
	readonly queueMax: number;
	/** The death of the session that begins now: its bytes are the will. Asked before each try to connect. */
	readonly death: () => Uint8Array;
	/** As in ClientOptions: whose turn it is to connect. */
	readonly admit?: ((go: () => void) => () => void) | undefined;
	/** QoS of the samples; 0 where nothing is said, since a newer one follows. */
	readonly sampleQos?: 0 | 1;
	/** The broker took a QoS 1 message of any kind, or says why not. */
	readonly onPuback?: ((refusal: string | null) => void) | undefined;
	/** Null where events are given to `send` like anything else. */
	readonly feed: UplinkFeed | null;
	/** A session began: send the birth. What is sent in this call goes out before anything that waited. */
	readonly onUp: () => void;
	readonly onDown: (closed: Closed) => void;
	/** `retained` messages are for the card to refuse: nothing runs late. */
	readonly onMessage: (kind: InKind, payload: Uint8Array, retained: boolean) => void;
}

const inKinds = (Object.keys(kinds) as Kind[]).filter(kind => kinds[kind].direction === 'in');
const nothing = new Uint8Array(0);

export class MqttUplink implements Uplink, ClientEvents {
	readonly options: MqttUplinkOptions;
	readonly client: Client;
	/** Of the card's topics: hashing the card's id for each sample would cost more than the rest. */
	readonly prefix: string;

	constructor(options: MqttUplinkOptions) {
		const {card, openWire, clock, random, queueMax, password, keepaliveSeconds, admit} = options;
		const user = options.user ?? (password === null ? null : userNameFor(card));
		this.options = options;
		this.prefix = topicPrefixFor(card);
		this.client = new Client({
			openWire,
			clock,
			random,
			queueMax,
			admit,
			events: this,
			filters: inKinds.map(kind => this.prefix + kind),
			connectOptions: () => ({
				clientId: card,
				user,
				password,
				keepaliveSeconds,
				will: this.messageOf('death', options.death()),
			}),
		});
	}

	get counters(): ClientCounters {
		return this.client.counters;
	}

	/** QoS 1 messages that the broker has not acknowledged. */
	get unacknowledged(): number {
		return this.client.unacknowledged;
	}

	/** Whether there is a session. */
	get up(): boolean {
		return this.client.up;
	}

	/** Connects, and connects again, until `stop` or `cut`. */
	start(): void {
		this.client.start();
	}

	/** Ends the session without a will, when the broker has everything or 5 s passed. A death is sent before, if at all. */
	stop(): Promise<void> {
		return this.client.stop();
	}

	/** Ends the connection as a loss of power does: the broker publishes the death. */
	cut(): void {
		this.client.cut();
	}

	send(kind: OutKind, payload: Uint8Array): boolean {
		const sent = this.client.publish(this.messageOf(kind, payload));
		if (sent && kind === 'birth') {
			// A retained death of an earlier session would outlive it (mqtt.md (e) 3).
			return this.client.publish(this.messageOf('death', nothing));
		}
		return sent;
	}

	/** There is something new in the feed. */
	wake(): void {
		this.client.pump();
	}

	messageOf(kind: OutKind, payload: Uint8Array): Message {
		const {qos, retain, resend} = kinds[kind];
		const wanted = kind === 'sample' ? (this.options.sampleQos ?? qos) : qos;
		return {topic: this.prefix + kind, payload, qos: wanted, retain, resend};
	}

	onConnected(): void {
		this.options.feed?.begin();
		this.options.onUp();
	}

	nextMessage(): Message | null {
		const next = this.options.feed?.next() ?? null;
		if (next === null) {
			return null;
		}
		// The cursor of the feed sends it again, not the queue of the client.
		const payload = Uint8Array.from(next.payload);
		return {...this.messageOf('event', payload), resend: false, tag: next.sequence};
	}

	onMessage(topic: string, payload: Uint8Array, retained: boolean): void {
		const kind = parseTopic(topic)?.kind;
		if (kind !== undefined && kinds[kind].direction === 'in') {
			this.options.onMessage(kind as InKind, payload, retained);
		}
	}

	onPuback(message: Message, refusal: string | null): void {
		this.options.onPuback?.(refusal);
		if (message.tag !== undefined && refusal === null) {
			this.options.feed?.took(message.tag);
		}
	}

	onClosed(closed: Closed): void {
		this.options.onDown(closed);
	}
}

/** An uplink that is not yet started. Throws E_CARD_ID_INVALID. */
export function createMqttUplink(options: MqttUplinkOptions): MqttUplink {
	return new MqttUplink(options);
}
