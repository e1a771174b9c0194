// Which events of a card's log are to be sent next. The log is the queue: a cursor moves over it when the consumer says what it
// has stored, or, for a plain broker, when the broker took a message. Nothing is lost while the log still has it, and what may
// have been sent before is marked (design 3, "Events are never lost"; mqtt.md (e) 2 and 9).

import {HOUR, MINUTE} from '../core/clock.ts';
import type {Millis} from '../core/clock.ts';
import type {Ack} from './ack.ts';

/** Unacknowledged events are sent again after this long without progress; the wait doubles up to an hour. */
const RETRY_FIRST_MS = MINUTE;
const RETRY_MAX_MS = HOUR;
const RETRY_DOUBLINGS_MAX = 6;

/** The logs that the events come from. */
export interface FeedLogs {
	/** Sequence of the newest entry; 0 when there is none. */
	newest(card: number): number;
	/** Of the oldest that is still there. */
	oldest(card: number): number;
	logId(card: number): number;
}

/** What to send: `missingFrom` is the first of the entries that should come before and are gone; 0 where none is. */
export interface FedEvent {
	sequence: number;
	again: boolean;
	missingFrom: number;
}

/** `consumer`: the cursor moves on the consumer's own acks. `puback`: on the broker's, for brokers with plain subscribers. */
export type EventsAck = 'consumer' | 'puback';

export class EventFeed {
	logs: FeedLogs;
	byConsumer: boolean;
	/** Stored at the consumer, through this sequence. */
	acked: Int32Array;
	/** Taken by the broker. */
	taken: Int32Array;
	/** Sent in this session. */
	sent: Int32Array;
	/** Sent ever, as far as is known: what follows is new. */
	reached: Int32Array;
	/** 1 once a consumer has acknowledged anything of this log. */
	heard: Uint8Array;
	retryAt: Float64Array;
	retries: Uint8Array;
	/** Entries that left a log before anybody took them. */
	lost: number;
	out: FedEvent;

	constructor(count: number, logs: FeedLogs, mode: EventsAck) {
		this.logs = logs;
		this.byConsumer = mode === 'consumer';
		this.acked = new Int32Array(count);
		this.taken = new Int32Array(count);
		this.sent = new Int32Array(count);
		this.reached = new Int32Array(count);
		this.heard = new Uint8Array(count);
		this.retryAt = new Float64Array(count).fill(Infinity);
		this.retries = new Uint8Array(count);
		this.lost = 0;
		this.out = {sequence: 0, again: false, missingFrom: 0};
	}

	/** Goes on where an earlier start of the card ended: all that its log has may have been sent. */
	restore(card: number, acked: number): void {
		this.acked[card] = acked;
		this.taken[card] = acked;
		this.sent[card] = acked;
		this.heard[card] = acked > 0 ? 1 : 0;
		this.reached[card] = this.logs.newest(card);
	}

	/** A session begins: what is not yet with the consumer goes out anew. */
	begin(card: number, t: Millis): void {
		this.sent[card] = this.base(card);
		this.retries[card] = 0;
		this.retryAt[card] = t + RETRY_FIRST_MS;
	}

	/** The next event to send; null when there is none. Valid until the next call. */
	next(card: number): FedEvent | null {
		const wanted = this.sent[card] + 1;
		if (wanted > this.logs.newest(card)) {
			return null;
		}
		const out = this.out;
		const oldest = this.logs.oldest(card);
		out.sequence = wanted < oldest ? oldest : wanted;
		out.missingFrom = wanted < oldest ? wanted : 0;
		out.again = out.sequence <= this.reached[card];
		this.lost += wanted > this.taken[card] ? out.sequence - wanted : 0;
		this.sent[card] = out.sequence;
		this.reached[card] = out.again ? this.reached[card] : out.sequence;
		return out;
	}

	/** The broker took an event. */
	took(card: number, sequence: number): void {
		if (sequence > this.taken[card]) {
			this.taken[card] = sequence;
		}
	}

	/** What the consumer says it has. False when it claims what was never logged, and nothing is believed of it then. */
	ack(card: number, ack: Ack, t: Millis): boolean {
		const ours = ack.logId === this.logs.logId(card);
		const through = ours ? ack.through : 0;
		if (through > this.logs.newest(card)) {
			return false;
		}
		if (ours && (through > this.acked[card] || ack.resend)) {
			this.acked[card] = through;
			this.heard[card] = 1;
			this.retries[card] = 0;
			this.retryAt[card] = t + RETRY_FIRST_MS;
		}
		if (ack.resend || this.sent[card] < this.acked[card]) {
			this.sent[card] = through;
		}
		return true;
	}

	/** Sends again what the consumer should have had by now. Returns whether there is anything to send. */
	retry(card: number, t: Millis): boolean {
		const doublings = this.retries[card];
		const waitMs = RETRY_FIRST_MS * (1 << doublings);
		this.retries[card] = doublings < RETRY_DOUBLINGS_MAX ? doublings + 1 : doublings;
		this.retryAt[card] = t + (waitMs < RETRY_MAX_MS ? waitMs : RETRY_MAX_MS);
		const overdue = this.byConsumer && this.heard[card] === 1 && this.sent[card] > this.acked[card];
		if (overdue) {
			this.sent[card] = this.acked[card];
		}
		return overdue;
	}

	/** Up to where everything is where it should be. */
	base(card: number): number {
		const acked = this.acked[card];
		if (this.byConsumer && this.heard[card] === 1) {
			return acked;
		}
		return this.taken[card] > acked ? this.taken[card] : acked;
	}

	/** Events that nobody has said to have; where the consumer counts, though none was ever heard. */
	waiting(card: number): number {
		return this.logs.newest(card) - (this.byConsumer ? this.acked[card] : this.base(card));
	}

	/** Events that are not yet where they should be. */
	backlog(card: number): number {
		return this.logs.newest(card) - this.base(card);
	}
}
