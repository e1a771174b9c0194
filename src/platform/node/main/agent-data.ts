// When the data log of a running card gets a line.

import type {Millis} from '../../../core/clock.ts';
import type {AgentSettings} from './agent-settings.ts';
import {dataValues} from './data-columns.ts';

/** Takes a line; never throws and never waits. */
export interface DataSink {
	append(utcMs: Millis, values: readonly (number | null)[]): void;
}

type DataSettings = Pick<AgentSettings, 'dataIntervalMs'>;

export class AgentData {
	readonly #settings: DataSettings;
	readonly #sink: DataSink | null;
	#lineAt: Millis;

	constructor(settings: DataSettings, sink: DataSink | null, now: Millis) {
		this.#settings = settings;
		this.#sink = sink;
		this.#lineAt = now;
	}

	/** Looks at a full reading row. */
	observe(row: Int32Array, t: Millis, utcMs: Millis): void {
		const interval = this.#settings.dataIntervalMs;
		if (this.#sink !== null && interval > 0 && t >= this.#lineAt) {
			this.#sink.append(utcMs, dataValues(row, 0));
			this.#lineAt = t + interval;
		}
	}

	/** When the next line is due; Infinity where none is kept. */
	nextAt(t: Millis): Millis {
		const interval = this.#settings.dataIntervalMs;
		return this.#sink === null || interval === 0 ? Infinity : Math.min(this.#lineAt, t + interval);
	}
}
