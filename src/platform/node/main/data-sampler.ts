// Takes a line of the data log every so often, as the setting says, and notices within a minute when it says otherwise.

import type {Clock, Millis, WallClock} from '../../../core/clock.ts';
import {MINUTE} from '../../../core/clock.ts';
import {READING_SIZE} from '../../../ups/reading.ts';
import type {DataLog} from '../data-log.ts';
import {dataValues} from './data-columns.ts';

export interface DataSource {
	readonly clock: Clock;
	readonly wallClock: WallClock;
	/** Between two lines; 0 is off. */
	readonly intervalMs: () => Millis;
	/** Writes the present reading into the row. */
	readonly read: (row: Int32Array) => void;
}

export class DataSampler {
	readonly #log: DataLog;
	readonly #source: DataSource;
	readonly #row = new Int32Array(READING_SIZE);
	#takenAt: Millis;
	#cancel: () => void = () => {};

	/** The first line comes one interval after the start. */
	constructor(log: DataLog, source: DataSource) {
		this.#log = log;
		this.#source = source;
		this.#takenAt = source.clock.now();
		this.#wait();
	}

	/** Resolves when every line is written. */
	async stop(): Promise<void> {
		this.#cancel();
		await this.#log.close();
	}

	#dueAt(): Millis {
		const interval = this.#source.intervalMs();
		return interval > 0 ? this.#takenAt + interval : Infinity;
	}

	#wait(): void {
		const now = this.#source.clock.now();
		const nap = Math.max(1, Math.min(this.#dueAt() - now, MINUTE));
		this.#cancel = this.#source.clock.after(nap, () => this.#look());
	}

	#look(): void {
		const now = this.#source.clock.now();
		if (now >= this.#dueAt()) {
			this.#takenAt = now;
			this.#source.read(this.#row);
			this.#log.append(this.#source.wallClock.nowUtc(), dataValues(this.#row, 0));
		}
		this.#wait();
	}
}
