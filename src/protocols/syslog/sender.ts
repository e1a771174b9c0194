// Messages on their way to a syslog server: a bounded queue in front of a channel that is opened again when it breaks. When it is
// full the oldest are dropped, counted, and the server is told how many.

import type {Clock, Millis} from '../../core/clock.ts';
import {MINUTE, SECOND} from '../../core/clock.ts';
import type {Channel, OpenChannel} from './channel.ts';

export interface SenderOptions {
	readonly open: OpenChannel;
	readonly clock: Clock;
	/** Messages that wait at most. */
	readonly capacity: number;
	/** The message that tells of so many dropped ones. */
	readonly tellDropped: (count: number) => Buffer;
	/** Told when the channel breaks and when it is there again; nothing secret is in it. */
	readonly note: (text: string) => void;
}

const BATCH_MAX = 64;
const FIRST_DELAY_MS: Millis = SECOND;
const LONGEST_DELAY_MS: Millis = MINUTE;

export class SyslogSender {
	readonly #options: SenderOptions;
	#queue: Buffer[] = [];
	#channel: Channel | undefined;
	#isUp = false;
	/** Messages at the front of the queue that are on their way. */
	#inFlight = 0;
	#isClosed = false;
	#untold = 0;
	#delayMs = FIRST_DELAY_MS;
	#cancel = (): void => {};
	#drained = (): void => {};
	sentCount = 0;
	droppedCount = 0;

	constructor(options: SenderOptions) {
		this.#options = options;
		this.#open();
	}

	get queuedCount(): number {
		return this.#queue.length;
	}

	push(message: Buffer): void {
		if (this.#isClosed) {
			return;
		}
		this.#queue.push(message);
		if (this.#queue.length > this.#options.capacity) {
			this.#queue.splice(this.#inFlight, 1);
			this.droppedCount += 1;
			this.#untold += 1;
		}
		this.#pump();
	}

	/** Sends what waits, as long as `patience` and an open channel allow, and ends. */
	async close(patience: Millis): Promise<void> {
		if (this.#isUp && this.#queue.length > 0) {
			await new Promise<void>(resolve => {
				const cancel = this.#options.clock.after(patience, resolve);
				this.#drained = () => {
					cancel();
					resolve();
				};
			});
		}
		this.#isClosed = true;
		this.#cancel();
		this.#channel?.close();
	}

	#open(): void {
		this.#isUp = false;
		this.#inFlight = 0;
		let isThis = true;
		this.#channel = this.#options.open({
			up: () => {
				if (isThis && !this.#isClosed) {
					this.#isUp = true;
					this.#pump();
				}
			},
			down: reason => {
				if (isThis && !this.#isClosed) {
					isThis = false;
					this.#wait(reason);
				}
			},
		});
	}

	#wait(reason: string): void {
		this.#isUp = false;
		this.#inFlight = 0;
		this.#channel = undefined;
		this.#drained();
		if (this.#delayMs === FIRST_DELAY_MS) {
			this.#options.note(`syslog: ${reason}; trying again, ${this.#queue.length} messages wait`);
		}
		this.#cancel = this.#options.clock.after(this.#delayMs, () => this.#open());
		this.#delayMs = Math.min(LONGEST_DELAY_MS, 2 * this.#delayMs);
	}

	#pump(): void {
		const channel = this.#channel;
		if (!this.#isUp || this.#inFlight > 0 || channel === undefined) {
			return;
		}
		if (this.#untold > 0) {
			this.#queue.unshift(this.#options.tellDropped(this.#untold));
			this.#untold = 0;
		}
		const batch = this.#queue.slice(0, BATCH_MAX);
		if (batch.length === 0) {
			this.#drained();
			return;
		}
		this.#inFlight = batch.length;
		channel.send(batch, () => this.#sent(channel, batch.length));
	}

	#sent(channel: Channel, count: number): void {
		if (channel !== this.#channel) {
			return;
		}
		this.#inFlight = 0;
		this.#queue.splice(0, count);
		this.sentCount += count;
		this.#delayMs = FIRST_DELAY_MS;
		this.#pump();
	}
}
