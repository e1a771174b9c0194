// The event log of one card: entries with the start of the card they belong to. In memory, or on disk where the card has a state
// directory.

import {decodeRecord, encodeRecord, RECORD_BYTES_MAX} from '../../../agent/log-record.ts';
import type {LogRecord} from '../../../agent/log-record.ts';
import {ProtobufReader} from '../../../codec/protobuf-reader.ts';
import {ProtobufWriter} from '../../../codec/protobuf.ts';
import type {EventLog} from '../event-log/event-log.ts';

export interface AgentLog {
	readonly logId: number;
	/** Sequence of the newest entry; 0 when there is none. */
	newest(): number;
	/** Of the oldest that is still there; one more than the newest where none is. */
	oldest(): number;
	append(record: LogRecord): void;
	/** Returns when what was appended is safe: nothing of it may be told before. */
	sync(): void;
	/** The entry of a sequence from the oldest to the newest. */
	entry(sequence: number): LogRecord;
	close(): void;
}

/** Entries that are kept in memory. */
const MEMORY_ENTRIES = 4096;

/** A log that ends with the process. */
export class MemoryLog implements AgentLog {
	readonly logId: number;
	readonly #records: LogRecord[] = [];
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

	append(record: LogRecord): void {
		this.#newest = record.sequence;
		this.#records[record.sequence % MEMORY_ENTRIES] = record;
	}

	sync(): void {}

	entry(sequence: number): LogRecord {
		return this.#records[sequence % MEMORY_ENTRIES];
	}

	close(): void {}
}

/** A log that survives: what this process wrote is also in memory, the rest is read when it is asked for. */
export class DiskLog implements AgentLog {
	readonly #log: EventLog;
	readonly #writer = new ProtobufWriter(RECORD_BYTES_MAX);
	readonly #reader = new ProtobufReader(new Uint8Array(0));
	readonly #recent = new Map<number, LogRecord>();
	#appended: number;

	constructor(log: EventLog) {
		this.#log = log;
		this.#appended = log.newest;
	}

	get logId(): number {
		return this.#log.logId;
	}

	newest(): number {
		return this.#appended;
	}

	oldest(): number {
		return this.#log.oldest;
	}

	append(record: LogRecord): void {
		this.#writer.reset();
		encodeRecord(this.#writer, record);
		this.#log.append(this.#writer.view());
		this.#appended = record.sequence;
		this.#recent.set(record.sequence, record);
		this.#recent.delete(record.sequence - MEMORY_ENTRIES);
	}

	sync(): void {
		this.#log.sync();
	}

	entry(sequence: number): LogRecord {
		const recent = this.#recent.get(sequence);
		return recent ?? (decodeRecord(this.#reader.load(this.#log.body(sequence))) as LogRecord);
	}

	close(): void {
		this.#log.close();
	}
}
