// The newest entries of all cards' logs, bounded however fast they come: of a tick so many, warnings before what is merely worth
// knowing, and how many were left out.

import type {LogEntry} from '../../src/agent/card-rows.ts';
import {warning} from '../../src/agent/events.ts';
import type {LogLine} from './messages.ts';

/** Entries a tick, of warnings and worse and of the rest. */
const GRAVE_A_TICK = 60;
const OTHERS_A_TICK = 40;
/** What a page that comes later is told. */
const RECENT = 200;

export class LogTail {
	/** All entries so far. */
	logged = 0;
	readonly #severityOf: (event: number) => number;
	#recent: LogLine[] = [];
	#grave: LogLine[] = [];
	#others: LogLine[] = [];
	#untold = 0;

	constructor(severityOf: (event: number) => number) {
		this.#severityOf = severityOf;
	}

	add(card: number, {atMs, event, phase}: LogEntry): void {
		this.logged += 1;
		const isGrave = this.#severityOf(event) >= warning;
		const list = isGrave ? this.#grave : this.#others;
		if (list.length < (isGrave ? GRAVE_A_TICK : OTHERS_A_TICK)) {
			list.push([card, atMs, event, phase]);
		} else {
			this.#untold += 1;
		}
	}

	/** What came since the last call, by time. */
	take(): {readonly lines: readonly LogLine[]; readonly untold: number} {
		const lines = [...this.#grave, ...this.#others].sort((a, b) => a[1] - b[1]);
		const untold = this.#untold;
		this.#grave = [];
		this.#others = [];
		this.#untold = 0;
		this.#recent = [...this.#recent, ...lines].slice(-RECENT);
		return {lines, untold};
	}

	recent(): readonly LogLine[] {
		return this.#recent;
	}
}
