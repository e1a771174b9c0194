// Keeps the registers of a UPS up to date: asks for the blocks as they become due, writes in between, and tells when the UPS is heard
// and when it is not. The pace is that of src/link/ups-link.ts.

import type {Clock, Millis} from '../../core/clock.ts';
import {answered, illegalAddress} from './modbus-master.ts';
import type {ModbusMaster} from './modbus-master.ts';
import {blockAddresses, blockCounts, dynamic, inventory, settings, status} from './ups-registers.ts';
import type {UpsRegisters} from './ups-registers.ts';

export interface PollerNews {
	/** Registers have come; `isNew` where they say that the UPS is another than before. */
	heard(isNew: boolean): void;
	silent(): void;
}

/** Registers to write, and who is to know whether the UPS took it. */
interface Write {
	readonly address: number;
	readonly words: readonly number[];
	readonly done: (taken: boolean) => void;
}

/** How often each block is read. */
const everyMs: readonly Millis[] = [600000, 600000, 1000, 3000];
/** From a write to the look at what came of it (nmc.md 9: about 100 ms). */
const SETTLE_MS = 100;
const RETRY_MS = 500;
/** Short enough that a line that is back within the limit for stale data is found within it. */
const RETRY_MAX_MS = 4000;
const WRITES_MAX = 8;

export class UpsPoller {
	registers: UpsRegisters;
	master: ModbusMaster;
	clock: Clock;
	news: PollerNews;
	dueAt: Float64Array;
	writes: Write[];
	/** Whether something is asked just now. */
	busy: boolean;
	retryMs: Millis;
	isNew: boolean;
	/** Whether registers came of which nobody was told. */
	isFresh: boolean;
	cancel: () => void;

	constructor(registers: UpsRegisters, master: ModbusMaster, clock: Clock, news: PollerNews) {
		this.registers = registers;
		this.master = master;
		this.clock = clock;
		this.news = news;
		this.dueAt = new Float64Array(blockCounts.length);
		this.writes = [];
		this.busy = false;
		this.retryMs = RETRY_MS;
		this.isNew = false;
		this.isFresh = false;
		this.cancel = () => {};
	}

	/** Whether no more writes can wait. */
	isFull(): boolean {
		return this.writes.length >= WRITES_MAX;
	}

	/** Queues a write. `done` is called once, with whether the UPS took it. */
	write(address: number, words: readonly number[], done: (taken: boolean) => void): void {
		this.writes.push({address: address, words: words, done: done});
		if (!this.busy) {
			this.next();
		}
	}

	/** Does what is due, and waits where nothing is. */
	next(): void {
		const now = this.clock.now();
		const write = this.writes.shift();
		let nextAt = Infinity;
		this.cancel();
		this.busy = true;
		if (write !== undefined) {
			this.carryOut(write);
			return;
		}
		for (let block = 0; block < blockCounts.length; block++) {
			if (this.dueAt[block] <= now) {
				this.ask(block, now);
				return;
			}
			nextAt = Math.min(nextAt, this.dueAt[block]);
		}
		this.busy = false;
		this.cancel = this.clock.after(nextAt - now, () => this.next());
		if (this.isFresh) {
			const isNew = this.isNew;
			this.isNew = false;
			this.isFresh = false;
			this.retryMs = RETRY_MS;
			this.news.heard(isNew);
		}
	}

	ask(block: number, now: Millis): void {
		this.master.read(blockAddresses[block], blockCounts[block], (outcome, bytes, at) => {
			this.dueAt[block] = now + everyMs[block];
			if (outcome === answered) {
				const changed = this.registers.take(block, bytes, at);
				this.isNew = this.isNew || (changed && block === inventory);
				this.isFresh = this.isFresh || block >= status;
				// What the UPS measures belongs to the state that it is in.
				this.dueAt[dynamic] = changed && block === status ? 0 : this.dueAt[dynamic];
				this.next();
			} else if (outcome === illegalAddress && block === settings) {
				// Not every UPS has these, and is none the worse (modbus.md).
				this.registers.lack(block);
				this.dueAt[block] = Infinity;
				this.next();
			} else {
				this.fail();
			}
		});
	}

	carryOut(write: Write): void {
		this.master.write(write.address, write.words, outcome => {
			this.dueAt[status] = 0;
			write.done(outcome === answered);
			if (outcome < answered) {
				this.fail();
			} else {
				this.cancel = this.clock.after(SETTLE_MS, () => this.next());
			}
		});
	}

	/** The UPS does not answer: what waits has come to nothing, and all is asked anew. */
	fail(): void {
		const writes = this.writes;
		this.writes = [];
		this.dueAt.fill(0);
		this.isFresh = false;
		this.cancel = this.clock.after(this.retryMs, () => this.next());
		this.retryMs = Math.min(RETRY_MAX_MS, 2 * this.retryMs);
		writes.forEach(write => write.done(false));
		this.news.silent();
	}
}
