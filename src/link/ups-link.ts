// Keeps an image of a real UPS up to date over a line that may break: polls blocks, writes in between, opens the line anew where
// it failed, and tells when the UPS is heard and when it is not. It decides nothing about what the registers mean.

import type {Clock, Millis} from '../core/clock.ts';
import {MINUTE, SECOND} from '../core/clock.ts';
import {dynamicBlock, inventoryBlock, RegisterImage, settingsBlock, statusBlock} from './image.ts';
import type {Block} from './image.ts';
import {BUSY, ILLEGAL_ADDRESS, Refusal} from './master.ts';
import type {ModbusMaster, OpenMaster} from './master.ts';
import type {Write} from './orders.ts';
import {pause} from './pause.ts';

/** How often blocks are read. */
export interface PollTimes {
	readonly statusMs: Millis;
	readonly dynamicMs: Millis;
	/** Of what hardly changes: inventory and settings. */
	readonly inventoryMs: Millis;
	/** From a write to the look at what came of it (nmc.md 9: about 100 ms). */
	readonly settleMs: Millis;
	/** From a failure to the next line: at first, and at most. */
	readonly retryMs: Millis;
	readonly longestRetryMs: Millis;
}

export const pollTimes: PollTimes = {
	statusMs: SECOND,
	dynamicMs: 3 * SECOND,
	inventoryMs: 10 * MINUTE,
	settleMs: 100,
	retryMs: 250,
	// Short enough that a line that is back within the limit for stale data is found within it.
	longestRetryMs: 4 * SECOND,
};

export interface LinkNews {
	/** The image is whole and fresh; `isNew` where the inventory was read as well. */
	heard(image: RegisterImage, isNew: boolean): void;
	/** The UPS does not answer, and why: told of each line that failed. */
	silent(why: string): void;
}

/** What became of a write, and what to do when it is known. */
interface Pending {
	readonly write: Write;
	/** The block that shows what came of it. */
	readonly shownBy: Block;
	readonly done: (failure: Error | null) => void;
}

/** Writes that may wait: more than anybody orders at once. */
const MOST_PENDING = 64;
const GROWTH = 2;
const BUSY_TRIES = 3;

/** The link to one UPS. `start` sets it going and `stop` ends it; each is called once. */
export class UpsLink {
	readonly image = new RegisterImage();
	readonly #open: OpenMaster;
	readonly #clock: Clock;
	readonly #times: PollTimes;
	readonly #news: LinkNews;
	readonly #dueAt = new Map<Block, Millis>();
	#pending: Pending[] = [];
	#master: ModbusMaster | null = null;
	#stopped = false;
	#failures = 0;
	#wake: () => void = () => {};
	#ended: Promise<void> = Promise.resolve();

	constructor(open: OpenMaster, clock: Clock, times: PollTimes, news: LinkNews) {
		this.#open = open;
		this.#clock = clock;
		this.#times = times;
		this.#news = news;
	}

	start(): void {
		this.#ended = this.#run();
	}

	/** Ends at once; resolves when nothing of it runs any more. */
	async stop(): Promise<void> {
		this.#stopped = true;
		this.#master?.close();
		this.#wake();
		this.#forget(new Error('the link was stopped'));
		await this.#ended;
	}

	/** Queues a write; `done` is called once, after the image shows what came of it, or with why it was not made. */
	write(write: Write, shownBy: Block, done: (failure: Error | null) => void): void {
		if (this.#master === null || this.#pending.length >= MOST_PENDING) {
			done(new Error(this.#master === null ? 'the UPS does not answer' : 'too many writes wait for the UPS'));
			return;
		}
		this.#pending.push({write, shownBy, done});
		this.#wake();
	}

	async #run(): Promise<void> {
		while (!this.#stopped) {
			try {
				this.#master = await this.#open();
				await this.#session(this.#master);
			} catch (error) {
				this.#fail(error as Error);
			}
			await this.#sleep(this.#retryMs());
		}
	}

	#fail(error: Error): void {
		this.#master?.close();
		this.#master = null;
		this.#forget(error);
		if (!this.#stopped) {
			this.#failures += 1;
			this.#news.silent(error.message);
		}
	}

	#retryMs(): Millis {
		const {retryMs, longestRetryMs} = this.#times;
		return Math.min(longestRetryMs, retryMs * GROWTH ** Math.min(this.#failures, 16));
	}

	/** What waits has come to nothing. */
	#forget(error: Error): void {
		const pending = this.#pending;
		this.#pending = [];
		for (const {done} of pending) {
			done(error);
		}
	}

	/** Reads everything, then what is due, until the line fails. */
	async #session(master: ModbusMaster): Promise<void> {
		this.#dueAt.clear();
		while (!this.#stopped) {
			const next = this.#pending.shift();
			if (next === undefined) {
				await this.#poll(master);
			} else {
				await this.#carryOut(master, next);
			}
		}
	}

	#isDue(block: Block): boolean {
		return this.#clock.now() >= (this.#dueAt.get(block) ?? 0);
	}

	async #poll(master: ModbusMaster): Promise<void> {
		const isWhole = this.#isDue(inventoryBlock);
		if (isWhole) {
			await this.#read(master, inventoryBlock, this.#times.inventoryMs);
			await this.#readIfThere(master, settingsBlock);
		}
		const isStatusDue = this.#isDue(statusBlock);
		// What the UPS measures belongs to the state that it is in: a state is never told with the readings of another.
		const changed = isStatusDue && (await this.#read(master, statusBlock, this.#times.statusMs));
		const isDynamicDue = isWhole || changed || this.#isDue(dynamicBlock);
		if (isDynamicDue) {
			await this.#read(master, dynamicBlock, this.#times.dynamicMs);
		}
		if (isStatusDue || isDynamicDue) {
			this.#failures = 0;
			this.#news.heard(this.image, isWhole);
		}
		await this.#sleep(Math.min(...this.#dueAt.values()) - this.#clock.now());
	}

	/** Reads a block into the image; says whether anything is another than before. */
	async #read(master: ModbusMaster, block: Block, everyMs: Millis): Promise<boolean> {
		const at = this.#clock.now();
		const words = await this.#ask(master, block);
		this.#dueAt.set(block, at + everyMs);
		return !this.#stopped && this.image.take(block.address, words);
	}

	/** A UPS that is busy is asked again; one that says anything else is taken at its word. */
	async #ask(master: ModbusMaster, {address, count}: Block): Promise<readonly number[]> {
		for (let left = BUSY_TRIES - 1; ; left--) {
			try {
				return await master.read(address, count);
			} catch (error) {
				if (!(error instanceof Refusal) || error.exception !== BUSY || left <= 0) {
					throw error;
				}
				await pause(this.#clock, this.#times.settleMs);
			}
		}
	}

	/** AN 176 does not list the first settings: a UPS without them is none the worse (modbus.md). */
	async #readIfThere(master: ModbusMaster, block: Block): Promise<void> {
		try {
			await this.#read(master, block, this.#times.inventoryMs);
		} catch (error) {
			if (!(error instanceof Refusal) || error.exception !== ILLEGAL_ADDRESS) {
				throw error;
			}
			this.image.lack(block);
			this.#dueAt.set(block, Infinity);
		}
	}

	async #carryOut(master: ModbusMaster, {write, shownBy, done}: Pending): Promise<void> {
		try {
			await master.write(write.address, write.words);
			await pause(this.#clock, this.#times.settleMs);
			await this.#read(master, shownBy, this.#times.inventoryMs);
		} catch (error) {
			done(error as Error);
			if (error instanceof Refusal) {
				return;
			}
			throw error;
		}
		// The block is looked at again with the others, so that what was ordered is heard of at once.
		this.#dueAt.set(statusBlock, 0);
		done(null);
	}

	/** Waits, unless there is something to write or the end has come. */
	async #sleep(delay: Millis): Promise<void> {
		if (this.#stopped || this.#pending.length > 0 || delay <= 0) {
			return;
		}
		await new Promise<void>(resolve => {
			const cancel = this.#clock.after(Math.ceil(delay), resolve);
			this.#wake = () => {
				cancel();
				resolve();
			};
		});
		this.#wake = () => {};
	}
}
