// The last messages of every card over MQTT, for who asks afterwards what was said. Payloads are not kept: columns of fixed size.

import type {Clock, Millis} from '../../src/core/clock.ts';
import {kinds, parseTopic, topicFor} from '../../src/protocols/mqtt/topics.ts';
import type {Kind} from '../../src/protocols/mqtt/topics.ts';
import type {OpenWire, Wire, WireEvents} from '../../src/protocols/mqtt/wire.ts';
import type {MessageSink} from './message-sink.ts';

/** All cards together; 14 bytes each. */
const KEPT = 200_000;
const KEPT_MIN = 16;
const KEPT_MAX = 1_000;

const kindNames = Object.keys(kinds) as Kind[];
const RETAINED = 0x80;

/** A message as a line of the log tells it. */
export interface LoggedMessage {
	readonly atMs: Millis;
	readonly card: string;
	/** As the card sees it. */
	readonly direction: 'in' | 'out';
	readonly topic: string;
	readonly kind: Kind;
	readonly bytes: number;
	readonly qos: 0 | 1;
	readonly retained: boolean;
}

export class MessageLog {
	readonly #ids: readonly string[];
	readonly #kept: number;
	readonly #at: Float64Array;
	readonly #bytes: Uint32Array;
	/** Place of the kind in the table, and RETAINED. */
	readonly #kind: Uint8Array;
	readonly #counts: Uint32Array;

	constructor(ids: readonly string[]) {
		this.#ids = ids;
		this.#kept = Math.max(KEPT_MIN, Math.min(KEPT_MAX, Math.floor(KEPT / Math.max(1, ids.length))));
		const room = ids.length * this.#kept;
		this.#at = new Float64Array(room);
		this.#bytes = new Uint32Array(room);
		this.#kind = new Uint8Array(room);
		this.#counts = new Uint32Array(ids.length);
	}

	/** Wires of a card, with everything noted that goes over them. */
	wires(card: number, open: OpenWire, clock: Clock): OpenWire {
		return (options, events) => {
			const told: WireEvents = {
				connected: () => events.connected(),
				message: (topic, payload, retained) => {
					this.#note(card, clock.now(), parseTopic(topic)?.kind, payload.length, retained);
					events.message(topic, payload, retained);
				},
				acknowledged: (message, refusal) => events.acknowledged(message, refusal),
				drained: () => events.drained(),
				closed: closed => events.closed(closed),
			};
			return this.#notedWire(card, open(options, told), clock);
		};
	}

	/** A sink of a fleet without MQTT, with everything noted that it takes. */
	sink(sink: MessageSink, clock: Clock): MessageSink {
		return {
			wake: sink.wake,
			ready: async () => sink.ready(),
			send: (card, kind, payload) => {
				this.#note(card, clock.now(), kind, payload.length, kinds[kind].retain);
				return sink.send(card, kind, payload);
			},
		};
	}

	/** What is left of all cards, in the order of time; the last KEPT_MAX of each at most. */
	messages(startMs: Millis): LoggedMessage[] {
		const all: LoggedMessage[] = [];
		for (const [card, id] of this.#ids.entries()) {
			const count = this.#counts[card];
			for (let i = Math.max(0, count - this.#kept); i < count; i++) {
				all.push(this.#messageAt(id, card * this.#kept + (i % this.#kept), startMs));
			}
		}
		return all.sort((a, b) => a.atMs - b.atMs);
	}

	#messageAt(card: string, place: number, startMs: Millis): LoggedMessage {
		const kind = kindNames[this.#kind[place] & ~RETAINED];
		const {direction, qos} = kinds[kind];
		return {
			atMs: this.#at[place] - startMs,
			card,
			direction,
			topic: topicFor(card, kind),
			kind,
			bytes: this.#bytes[place],
			qos,
			retained: (this.#kind[place] & RETAINED) !== 0,
		};
	}

	#notedWire(card: number, wire: Wire, clock: Clock): Wire {
		const note = (topic: string, bytes: number, retained: boolean): void =>
			this.#note(card, clock.now(), parseTopic(topic)?.kind, bytes, retained);
		return {
			send(message) {
				note(message.topic, message.payload.length, message.retain);
				wire.send(message);
			},
			subscribe: filters => wire.subscribe(filters),
			get isFull() {
				return wire.isFull;
			},
			get inFlightMax() {
				return wire.inFlightMax;
			},
			end: () => wire.end(),
			destroy: () => wire.destroy(),
		};
	}

	/** A topic that is none of ours has no kind, and no card of a fleet sends or takes one. */
	#note(card: number, at: Millis, kind: Kind | undefined, bytes: number, retained: boolean): void {
		if (kind === undefined) {
			return;
		}
		const place = card * this.#kept + (this.#counts[card]++ % this.#kept);
		this.#at[place] = at;
		this.#bytes[place] = bytes;
		this.#kind[place] = kindNames.indexOf(kind) | (retained ? RETAINED : 0);
	}
}
