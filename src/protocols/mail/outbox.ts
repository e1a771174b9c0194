// Notices on their way out: what comes within seconds makes one mail; mails wait, bounded, and are tried again later and later.

import type {Clock, Millis} from '../../core/clock.ts';
import {MINUTE, SECOND} from '../../core/clock.ts';
import {letterOf} from './letter.ts';
import type {Letter, Notice} from './letter.ts';

/** What became of a mail: taken, to be tried again, or refused for good. The text says why; no password is in it. */
export type Delivery = {readonly outcome: 'taken'} | {readonly outcome: 'later' | 'never'; readonly reason: string};

export interface OutboxOptions {
	readonly clock: Clock;
	/** Never rejects. */
	readonly deliver: (letter: Letter) => Promise<Delivery>;
	/** Mails that wait at most. */
	readonly capacity: number;
	/** Minutes to add to UTC for the zone of the card, asked for each mail. */
	readonly zoneMinutes: () => number;
	readonly note: (text: string) => void;
}

const BATCH_MS: Millis = 5 * SECOND;
/** Notices that a batch holds; what comes beyond is dropped and counted. */
const BATCH_MAX = 1000;
const FIRST_DELAY_MS: Millis = 30 * SECOND;
const LONGEST_DELAY_MS: Millis = 30 * MINUTE;

interface Waiting {
	readonly letter: Letter;
	readonly notices: number;
}

export class Outbox {
	readonly #options: OutboxOptions;
	#batch: Notice[] = [];
	#waiting: Waiting[] = [];
	#isSending = false;
	#sending: Promise<void> = Promise.resolve();
	#delayMs = FIRST_DELAY_MS;
	/** Notices that were dropped and not yet told of. */
	#untold = 0;
	#cancelBatch = (): void => {};
	#cancelRetry = (): void => {};
	#isRetrying = false;
	#isClosed = false;
	/** Mails that were taken, and notices that never got into one that was. */
	sentCount = 0;
	droppedCount = 0;

	constructor(options: OutboxOptions) {
		this.#options = options;
	}

	get waitingCount(): number {
		return this.#waiting.length;
	}

	push(notice: Notice): void {
		if (this.#isClosed) {
			return;
		}
		if (this.#batch.length >= BATCH_MAX) {
			this.#drop(1);
			return;
		}
		this.#batch.push(notice);
		if (this.#batch.length === 1) {
			this.#cancelBatch = this.#options.clock.after(BATCH_MS, () => this.#seal());
		}
	}

	/** Tries what waits once more, and ends. */
	async close(): Promise<void> {
		this.#cancelBatch();
		this.#cancelRetry();
		this.#isRetrying = false;
		this.#seal();
		this.#isClosed = true;
		while (this.#isSending) {
			await this.#sending;
		}
	}

	#seal(): void {
		const notices = this.#batch;
		this.#batch = [];
		if (notices.length > 0) {
			const letter = letterOf(notices, this.#untold, this.#options.zoneMinutes());
			this.#untold = 0;
			this.#waiting.push({letter, notices: notices.length});
			this.#makeRoom();
		}
		this.#pump();
	}

	/** The oldest go, but for the one on its way. */
	#makeRoom(): void {
		while (this.#waiting.length > this.#options.capacity) {
			const [gone] = this.#waiting.splice(this.#isSending ? 1 : 0, 1);
			this.#drop(gone.notices);
		}
	}

	#drop(notices: number): void {
		this.droppedCount += notices;
		this.#untold += notices;
	}

	#pump(): void {
		if (this.#isSending || this.#isRetrying || this.#waiting.length === 0) {
			return;
		}
		this.#isSending = true;
		this.#sending = this.#send(this.#waiting[0]);
	}

	async #send(first: Waiting): Promise<void> {
		const delivery = await this.#options.deliver(first.letter);
		this.#isSending = false;
		if (delivery.outcome === 'later') {
			this.#waitFor(delivery.reason);
			return;
		}
		this.#waiting.shift();
		this.#delayMs = FIRST_DELAY_MS;
		if (delivery.outcome === 'taken') {
			this.sentCount += 1;
		} else {
			this.#drop(first.notices);
			this.#options.note(`mail: refused for good (${delivery.reason}); ${first.notices} notices dropped`);
		}
		this.#pump();
	}

	#waitFor(reason: string): void {
		if (this.#isClosed) {
			return;
		}
		if (this.#delayMs === FIRST_DELAY_MS) {
			this.#options.note(`mail: ${reason}; trying again, ${this.#waiting.length} mails wait`);
		}
		this.#isRetrying = true;
		this.#cancelRetry = this.#options.clock.after(this.#delayMs, () => {
			this.#isRetrying = false;
			this.#pump();
		});
		this.#delayMs = Math.min(LONGEST_DELAY_MS, 2 * this.#delayMs);
	}
}
