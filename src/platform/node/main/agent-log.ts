// The event log of one card: entries with the start of the card they belong to. In memory here; on disk where the card has a
// state directory.

import type {LogEntry} from '../../../agent/card-rows.ts';
import type {Millis} from '../../../core/clock.ts';

/** An entry that says by itself when it was. */
export interface AgentEntry extends LogEntry {
	readonly bootId: number;
	/** Milliseconds since 1970; -1 while the card's clock was not set. */
	readonly utcMs: Millis;
}

export interface AgentLog {
	readonly logId: number;
	/** Sequence of the newest entry; 0 when there is none. */
	newest(): number;
	/** Of the oldest that is still there; one more than the newest where none is. */
	oldest(): number;
	append(entry: AgentEntry): void;
	/** Returns when what was appended is safe: nothing of it may be told before. */
	sync(): void;
	/** The entry of a sequence from the oldest to the newest. */
	entry(sequence: number): AgentEntry;
	close(): void;
}

/** Entries that a log in memory keeps. */
const MEMORY_ENTRIES = 4096;

/** A log that ends with the process. */
export class MemoryLog implements AgentLog {
	readonly logId: number;
	readonly #entries: AgentEntry[] = [];
	#newest = 0;

	constructor(logId: number) {
		this.logId = logId;
	}

	newest(): number {
		return this.#newest;
	}

	oldest(): number {
		return Math.max(1, this.#newest - MEMORY_ENTRIES + 1);
	}

	append(entry: AgentEntry): void {
		this.#newest = entry.sequence;
		this.#entries[entry.sequence % MEMORY_ENTRIES] = entry;
	}

	sync(): void {}

	entry(sequence: number): AgentEntry {
		return this.#entries[sequence % MEMORY_ENTRIES];
	}

	close(): void {}
}
