// The card's own telemetry over MQTT: births, samples, events by a cursor over the log, deaths; acks and orders come back.

import type {CardRows, LogEntry} from '../../../agent/card-rows.ts';
import {EventFeed} from '../../../agent/event-feed.ts';
import type {EventsAck} from '../../../agent/event-feed.ts';
import {Inbox} from '../../../agent/inbox.ts';
import {Reporter} from '../../../agent/reporter.ts';
import type {Birth, DeathReason} from '../../../agent/telemetry.ts';
import type {TelemetryFace} from '../../../agent/telemetry-face.ts';
import type {OutKind} from '../../../agent/uplink.ts';
import {ProtobufWriter} from '../../../codec/protobuf.ts';
import {ProtobufReader} from '../../../codec/protobuf-reader.ts';
import type {Clock, Millis} from '../../../core/clock.ts';
import {MINUTE} from '../../../core/clock.ts';
import {createMqttUplink} from '../../../protocols/mqtt/uplink.ts';
import type {MqttUplink, MqttUplinkOptions} from '../../../protocols/mqtt/uplink.ts';
import type {Closed} from '../../../protocols/mqtt/wire.ts';
import {findEvent} from '../../../agent/events.ts';
import type {AgentLog} from './agent-log.ts';

/** Room for the largest message: a birth with the longest names, or an event with the longest note. */
const WRITER_BYTES = 4096;
const QUEUE_MAX = 1000;
/** Events that wait this long for a consumer are an alarm of their own (mqtt.md d.2). */
export const UNACKNOWLEDGED_MS = 15 * MINUTE;
const LOOK_EVERY_MS = MINUTE;
const upsUpdateSucceeded = findEvent('upsUpdateSucceeded')?.id;

type Connection = Pick<MqttUplinkOptions, 'openWire' | 'user' | 'password' | 'random' | 'keepaliveSeconds'>;

/** What the face asks of its card. */
export interface NativeCard {
	readonly cardId: string;
	readonly rows: CardRows;
	readonly log: AgentLog;
	readonly bootUtcMs: Millis;
	/** What the birth says, but for the session. */
	birth(sessionId: number): Birth;
	newSessionId(): number;
	/** Bytes of an order that came over MQTT; false where they are none. */
	ordered(payload: Uint8Array, retained: boolean): boolean;
	/** A message about firmware; why it is refused, '' when it is taken. */
	ota(payload: Uint8Array, t: Millis): string;
	/** Orders must name this session from now on. */
	beginSession(sessionId: number): void;
	/** Messages were refused, and why the newest one was. */
	refused(count: number, why: string): void;
	/** The consumer has everything up to here: kept over restarts. */
	acknowledged(through: number): void;
	/** Events wait for a consumer, or no longer do. */
	waiting(yes: boolean): void;
	/** Publishes the present readings at once, all of them. */
	wantsFullSample(): void;
}

export interface NativeFaceOptions {
	readonly card: NativeCard;
	readonly connection: Connection;
	readonly clock: Clock;
	readonly eventsAck: EventsAck;
	/** Through which sequence an earlier start of the card was acknowledged. */
	readonly acknowledged: number;
	readonly onUp: () => void;
	readonly onDown: (closed: Closed) => void;
}

export class NativeFace implements TelemetryFace {
	readonly options: NativeFaceOptions;
	readonly reporter: Reporter;
	readonly feed: EventFeed;
	readonly inbox: Inbox;
	readonly uplink: MqttUplink;
	/** What its death says when it stops. */
	endsAs: DeathReason = 'stopped';
	#sessionId = 0;
	#waitingSince = Infinity;
	#through = -1;
	#isWaiting = false;
	#cancelLook: () => void = () => {};

	constructor(options: NativeFaceOptions) {
		const {card} = options;
		this.options = options;
		const outlet = {send: (_card: number, kind: OutKind, payload: Uint8Array) => this.uplink.send(kind, payload)};
		this.reporter = new Reporter(card.rows, outlet, new ProtobufWriter(WRITER_BYTES), card.bootUtcMs);
		const logs = {newest: () => card.log.newest(), oldest: () => card.log.oldest(), logId: () => card.log.logId};
		this.feed = new EventFeed(1, logs, options.eventsAck);
		this.feed.restore(0, options.acknowledged);
		this.inbox = this.#makeInbox();
		this.uplink = this.#makeUplink();
	}

	/** Of the present session, or of the one that is being made. */
	get sessionId(): number {
		return this.#sessionId;
	}

	start(): void {
		this.uplink.start();
		this.#look();
	}

	sample(t: Millis, row: Int32Array, at: number, lost: boolean, steady: boolean): void {
		this.reporter.sample(0, t, row, at, lost, !steady);
	}

	/** A UPS that runs another firmware is told of by another birth. */
	logged({event}: LogEntry): void {
		if (event === upsUpdateSucceeded && this.uplink.up) {
			this.#sendBirth();
		}
		this.uplink.wake();
	}

	/** Publishes what an order came to. */
	result(payload: Uint8Array): void {
		this.uplink.send('result', payload);
	}

	/** Sends a message about firmware; false while there is no session, or no room for it. */
	sendFirmware(payload: Uint8Array): boolean {
		return this.uplink.up && this.uplink.send('ota-request', payload);
	}

	async stop(): Promise<void> {
		this.#cancelLook();
		if (this.uplink.up) {
			this.uplink.send('death', this.#death(this.endsAs));
		}
		await this.uplink.stop();
	}

	cut(): void {
		this.#cancelLook();
		this.uplink.cut();
	}

	#death(reason: DeathReason): Uint8Array {
		return this.reporter.death(0, this.#sessionId, reason).slice();
	}

	#sendBirth(): void {
		this.options.card.beginSession(this.#sessionId);
		this.uplink.send('birth', this.reporter.birth(0, this.options.card.birth(this.#sessionId)));
	}

	#makeInbox(): Inbox {
		const {card} = this.options;
		return new Inbox(1, new ProtobufReader(new Uint8Array(0)), {
			acked: (_card, ack, t) => {
				const before = this.feed.acked[0];
				const believed = this.feed.ack(0, ack, t);
				if (this.feed.acked[0] !== before) {
					card.acknowledged(this.feed.acked[0]);
				}
				this.#judgeWaiting(t);
				this.uplink.wake();
				return believed;
			},
			sendBirth: () => this.#sendBirth(),
			sendFullSample: () => {
				card.rows.forceFull[0] = 1;
				card.wantsFullSample();
			},
			ordered: (_card, payload, retained, t) => {
				if (!card.ordered(payload, retained)) {
					this.inbox.refuse(0, 'an order is not the message Command of ridethrough.v1', t);
				}
			},
			ota: (_card, payload, t) => card.ota(payload, t),
			refused: (_card, count, why) => card.refused(count, why),
		});
	}

	#makeUplink(): MqttUplink {
		const {card, connection, clock, onUp, onDown} = this.options;
		return createMqttUplink({
			...connection,
			card: card.cardId,
			clock,
			queueMax: QUEUE_MAX,
			death: () => {
				this.#sessionId = card.newSessionId();
				return this.#death('connectionLost');
			},
			feed: {
				begin: () => this.feed.begin(0, clock.now()),
				next: () => this.#nextEvent(),
				took: sequence => this.feed.took(0, sequence),
			},
			onUp: () => {
				this.#sendBirth();
				onUp();
			},
			onDown,
			onMessage: (kind, payload, retained) => this.inbox.take(0, kind, payload, retained, clock.now()),
		});
	}

	#nextEvent(): {payload: Uint8Array; sequence: number} | null {
		const fed = this.feed.next(0);
		if (fed === null) {
			return null;
		}
		const entry = this.options.card.log.entry(fed.sequence);
		return {
			payload: this.reporter.eventOf(0, entry, fed, entry.bootId, entry.utcMs),
			sequence: fed.sequence,
		};
	}

	/** From time to time: what the consumer should have had by now goes out again, and its silence is told of. */
	#look(): void {
		const now = this.options.clock.now();
		if (now >= this.feed.retryAt[0] && this.feed.retry(0, now)) {
			this.uplink.wake();
		}
		this.#judgeWaiting(now);
		this.#cancelLook = this.options.clock.after(LOOK_EVERY_MS, () => this.#look());
	}

	#judgeWaiting(now: Millis): void {
		const left = this.feed.waiting(0);
		const through = this.options.card.log.newest() - left;
		if (left === 0 || through !== this.#through) {
			this.#waitingSince = left === 0 ? Infinity : now;
		}
		this.#through = through;
		const isWaiting = now - this.#waitingSince >= UNACKNOWLEDGED_MS;
		if (isWaiting !== this.#isWaiting) {
			this.#isWaiting = isWaiting;
			this.options.card.waiting(isWaiting);
		}
	}
}
