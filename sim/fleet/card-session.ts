// One card's session with its broker, as its uplink asks for it. A fleet has one a card, so everything that is the same for all
// stands behind `place`.

import type {InKind} from '../../src/agent/uplink.ts';
import type {Clock} from '../../src/core/clock.ts';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import {thinWires} from '../../src/protocols/mqtt/thin-wire.ts';
import type {MqttUplinkOptions, UplinkFeed} from '../../src/protocols/mqtt/uplink.ts';
import type {Closed, OpenWire, ThinWireOptions} from '../../src/protocols/mqtt/wire.ts';
import type {CardStreams} from './card-streams.ts';
import type {Fleet} from './fleet.ts';
import type {LatencyWatch} from './latency-watch.ts';
import type {MessageLog} from './message-log.ts';
import type {MqttCounters} from './mqtt-counters.ts';
import type {Publisher} from './publisher.ts';

/** QoS 1 messages that a card holds at most while its broker is away. */
const QUEUE_MAX = 10_000;

/** What the sessions of a fleet share. */
export interface SessionPlace {
	readonly seed: number;
	readonly fleet: Fleet;
	readonly publisher: Publisher;
	readonly streams: CardStreams;
	readonly wire: ThinWireOptions;
	readonly counters: MqttCounters;
	/** Notes what is said; undefined where nobody asked for it. */
	readonly messages: MessageLog | undefined;
	readonly keepaliveSeconds: number;
	readonly sampleQos: 0 | 1;
	readonly admit: ((go: () => void) => () => void) | undefined;
	/** Who measures how long messages take. */
	readonly latency: LatencyWatch | undefined;
	/** An event of a card went out. */
	said(card: number): void;
	/** A CONNECT is about to be sent; a session is up; one ended, or none came about. */
	connecting(card: number): void;
	up(card: number): void;
	down(card: number, closed: Closed): void;
	message(card: number, kind: InKind, payload: Uint8Array, retained: boolean): void;
}

export class CardSession implements MqttUplinkOptions, UplinkFeed {
	readonly place: SessionPlace;
	readonly index: number;
	readonly card: string;
	readonly openWire: OpenWire;
	readonly random: RandomStream;
	readonly queueMax = QUEUE_MAX;
	sessions = 0;
	isUp = false;

	constructor(place: SessionPlace, index: number, card: string) {
		const {streams, fleet, wire, seed, messages} = place;
		this.place = place;
		this.index = index;
		this.card = card;
		const open = thinWires(() => streams.open(card, index), fleet.clock, wire);
		this.openWire = messages === undefined ? open : messages.wires(index, open, fleet.clock);
		this.random = new RandomStream(seedFor(seed, `${card}/backoff`));
	}

	get clock(): Clock {
		return this.place.fleet.clock;
	}

	get user(): string | null {
		return this.place.streams.user;
	}

	get password(): string | null {
		return this.place.streams.passwordOf(this.card);
	}

	get keepaliveSeconds(): number {
		return this.place.keepaliveSeconds;
	}

	get sampleQos(): 0 | 1 {
		return this.place.sampleQos;
	}

	get admit(): SessionPlace['admit'] {
		return this.place.admit;
	}

	get feed(): UplinkFeed {
		return this;
	}

	begin(): void {
		const {publisher, fleet} = this.place;
		publisher.feed.begin(this.index, fleet.now());
	}

	next(): {readonly payload: Uint8Array; readonly sequence: number} | null {
		const {place, index} = this;
		const {publisher, counters, latency} = place;
		const next = publisher.nextEvent(index);
		if (next !== null) {
			counters.sent.event += 1;
			place.said(index);
			latency?.sent(index, 'event', next.payload);
		}
		return next;
	}

	took(sequence: number): void {
		this.place.publisher.feed.took(this.index, sequence);
	}

	death(): Uint8Array {
		const {place, index} = this;
		place.connecting(index);
		return place.publisher.beginSession(index).slice();
	}

	onUp(): void {
		this.isUp = true;
		this.sessions += 1;
		this.place.counters.connected(this.sessions === 1);
		this.place.up(this.index);
	}

	onDown(closed: Closed): void {
		this.place.counters.closed(closed, this.isUp);
		this.isUp = false;
		this.place.down(this.index, closed);
	}

	onPuback(refusal: string | null): void {
		const {counters} = this.place;
		counters.acks += 1;
		counters.denied += refusal === null ? 0 : 1;
	}

	onMessage(kind: InKind, payload: Uint8Array, retained: boolean): void {
		this.place.message(this.index, kind, payload, retained);
	}
}
