// A client that keeps a session with a broker: connects again with full jitter, holds QoS 1 messages until the broker has
// them, and drops samples rather than pile them up (mqtt.md c.4).

import type {Clock, Millis} from '../../core/clock.ts';
import type {RandomStream} from '../../core/random.ts';
import type {Closed, ConnectOptions, Message, OpenWire, Wire, WireEvents} from './wire.ts';

/** mosquitto's limit; MQTT 3.1.1 has no way to ask for it. */
const IN_FLIGHT_MAX = 20;
const BACKOFF_FIRST_MS = 1000;
const BACKOFF_MAX_MS = 60000;
/** After a refusal that another try soon cannot mend. */
const BACKOFF_REFUSED_MS = 300000;
/** How long `stop` waits for what the broker has not acknowledged. */
const STOP_WAIT_MS = 5000;

export interface ClientEvents {
	/** A session began. What is published in this call goes out before anything that waited. */
	onConnected(): void;
	onMessage(topic: string, payload: Uint8Array, retained: boolean): void;
	/** The session ended, or none came about; the client tries again unless it was stopped. */
	onClosed(closed: Closed): void;
	/** The broker took a QoS 1 message, or says why not. It says nothing of rights or storage (mqtt.md (e) 9). */
	onPuback(message: Message, refusal: string | null): void;
	/** There is room for a QoS 1 message, and none waits: the next of a queue that is kept elsewhere, or null. */
	nextMessage(): Message | null;
}

export interface ClientOptions {
	readonly openWire: OpenWire;
	readonly clock: Clock;
	readonly random: RandomStream;
	/** Filters, subscribed at QoS 1 in each session before `onConnected`. */
	readonly filters: readonly string[];
	/** Asked before each CONNECT, since the will names the session to come. */
	readonly connectOptions: () => ConnectOptions;
	/** Asked before each try to connect: calls back, after it returned, when it is this client's turn; the answer withdraws. */
	readonly admit?: ((go: () => void) => () => void) | undefined;
	/** QoS 1 messages held at most, those in flight included. */
	readonly queueMax: number;
	readonly events: ClientEvents;
}

export interface ClientCounters {
	/** Sessions that came about. */
	readonly sessions: number;
	/** QoS 0 messages dropped: no session, or a full one. */
	readonly dropped: number;
	/** QoS 1 messages that `publish` did not take. */
	readonly refused: number;
	/** QoS 1 messages that died with their session, since the next must not send them. */
	readonly discarded: number;
	/** QoS 1 messages that the broker says it did not take (MQTT 5 alone says so). */
	readonly denied: number;
}

export class Client implements WireEvents {
	readonly options: ClientOptions;
	wire: Wire | null;
	up: boolean;
	stopped: boolean;
	/** QoS 1 messages not yet sent, and sent but not acknowledged; both in order. */
	queue: Message[];
	inFlight: Message[];
	/** Since when there has been no session. */
	downSince: Millis;
	cancelRetry: (() => void) | null;
	/** Waiting in `stop` until the connection is closed. */
	stopping: Array<() => void>;
	sessions: number;
	dropped: number;
	refused: number;
	discarded: number;
	denied: number;

	constructor(options: ClientOptions) {
		this.options = options;
		this.wire = null;
		this.up = false;
		this.stopped = true;
		this.queue = [];
		this.inFlight = [];
		this.downSince = 0;
		this.cancelRetry = null;
		this.stopping = [];
		this.sessions = 0;
		this.dropped = 0;
		this.refused = 0;
		this.discarded = 0;
		this.denied = 0;
	}

	get counters(): ClientCounters {
		const {sessions, dropped, refused, discarded, denied} = this;
		return {sessions, dropped, refused, discarded, denied};
	}

	/** QoS 1 messages that the broker has not acknowledged. */
	get unacknowledged(): number {
		return this.queue.length + this.inFlight.length;
	}

	start(): void {
		this.stopped = false;
		this.downSince = this.options.clock.now();
		if (this.wire === null && this.cancelRetry === null) {
			this.open();
		}
	}

	/** Waits until the broker has every QoS 1 message, at most 5 s, then says DISCONNECT: no will. Resolves when closed. */
	stop(): Promise<void> {
		this.giveUp();
		const {wire} = this;
		if (wire === null) {
			return Promise.resolve();
		}
		return new Promise(resolve => {
			const cancel = this.options.clock.after(STOP_WAIT_MS, () => wire.destroy());
			this.stopping.push(cancel, resolve);
			this.endWhenIdle();
		});
	}

	/** Cuts the connection without a word, as a card that loses power: the broker publishes the will. No new try. */
	cut(): void {
		this.giveUp();
		this.wire?.destroy();
	}

	/** Ends the session with a DISCONNECT after what was sent, and begins another as after a loss. */
	renew(): void {
		this.wire?.end();
	}

	giveUp(): void {
		this.stopped = true;
		this.cancelRetry?.();
		this.cancelRetry = null;
	}

	/** Takes the message with its bytes; false when it was dropped (QoS 0) or cannot be held (QoS 1), which is counted. */
	publish(message: Message): boolean {
		return message.qos === 0 ? this.publishSample(message) : this.publishKept(message);
	}

	publishSample(message: Message): boolean {
		const {wire} = this;
		if (!this.up || wire === null || wire.isFull) {
			this.dropped += 1;
			return false;
		}
		wire.send(message);
		return true;
	}

	publishKept(message: Message): boolean {
		if (this.unacknowledged >= this.options.queueMax || (!this.up && !message.resend)) {
			this.refused += 1;
			return false;
		}
		this.queue.push({...message, payload: Uint8Array.from(message.payload)});
		this.pump();
		return true;
	}

	open(): void {
		const {admit} = this.options;
		if (admit === undefined) {
			this.dial();
		} else {
			this.cancelRetry = admit(() => this.dial());
		}
	}

	dial(): void {
		this.cancelRetry = null;
		this.wire = this.options.openWire(this.options.connectOptions(), this);
	}

	connected(): void {
		this.up = true;
		this.sessions += 1;
		if (this.options.filters.length > 0) {
			this.wire?.subscribe(this.options.filters);
		}
		const waiting = this.queue;
		this.queue = [];
		this.options.events.onConnected();
		this.queue.push(...waiting);
		this.pump();
	}

	message(topic: string, payload: Uint8Array, retained: boolean): void {
		this.options.events.onMessage(topic, payload, retained);
	}

	acknowledged(message: Message, refusal: string | null): void {
		const at = this.inFlight.indexOf(message);
		if (at >= 0) {
			this.inFlight.splice(at, 1);
		}
		this.denied += refusal === null ? 0 : 1;
		this.options.events.onPuback(message, refusal);
		this.pump();
		this.endWhenIdle();
	}

	drained(): void {
		this.pump();
	}

	closed(closed: Closed): void {
		this.wire = null;
		this.downSince = this.up ? this.options.clock.now() : this.downSince;
		this.up = false;
		// A clean session forgot what was in flight: in order, as new packets (mqtt.md c.4).
		const left = [...this.inFlight, ...this.queue];
		this.inFlight = [];
		this.queue = left.filter(message => message.resend);
		this.discarded += left.filter(message => !message.resend && message.tag === undefined).length;
		if (!this.stopped) {
			this.cancelRetry = this.options.clock.after(this.retryDelayMs(closed), () => this.open());
		}
		this.options.events.onClosed(closed);
		for (const run of this.stopping.splice(0)) {
			run();
		}
	}

	/**
	 * Full jitter: anything up to a limit, so that a fleet does not come back at once. The limit is the time without a session:
	 * counted in tries, a few short waits would put a card off for long after a broker that was away for seconds.
	 */
	retryDelayMs(closed: Closed): number {
		const downMs = this.options.clock.now() - this.downSince;
		const limit = closed.lasting ? BACKOFF_REFUSED_MS : Math.min(BACKOFF_MAX_MS, Math.max(BACKOFF_FIRST_MS, downMs));
		return Math.floor(this.options.random.between(0, limit));
	}

	/** Sends what waits, and then what `nextMessage` gives, as far as there is room. */
	pump(): void {
		const {wire} = this;
		while (wire !== null && this.up && this.inFlight.length < this.room(wire) && !wire.isFull) {
			const message = this.queue.shift() ?? this.options.events.nextMessage();
			if (message === null) {
				return;
			}
			this.inFlight.push(message);
			wire.send(message);
		}
	}

	room(wire: Wire): number {
		return Math.min(IN_FLIGHT_MAX, wire.inFlightMax);
	}

	endWhenIdle(): void {
		if (this.stopping.length > 0 && this.wire !== null && (!this.up || this.unacknowledged === 0)) {
			this.wire.end();
		}
	}
}
