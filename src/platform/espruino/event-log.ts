// The card's log in two files of flash, of which the older one goes when the newer one is full. A record is written once and has its own
// check sum: what a loss of power tore is passed over, and the numbers go on behind the last whole one.

import type {LogRecord} from '../../agent/log-record.ts';
import type {DeviceStorage} from './device.ts';
import {ERASED, long, putLong, recordAt, recordBytes, seal, sizeAt, UNIT} from './event-record.ts';

export const logNames: readonly string[] = ['rt.log0', 'rt.log1'];
/** Of each file: a hundred events, and half of what the smallest board has for one. */
const FILE_BYTES = 4096;
const MAGIC = 0x524c;
/** Phase of the record that says how far a consumer has the log: its sequence. */
const ACKED = 0;

export class EventLog {
	storage: DeviceStorage;
	/** Of this log: another one begins where both files are lost. */
	logId: number;
	/** Of the newest record; 0 where there is none. */
	newest: number;
	/** How far a consumer said to have it. */
	acked: number;
	/** Which file is written, where its next record goes, and how many files there were. */
	file: number;
	at: number;
	generation: number;
	/** Sequence of the first record of each file; Infinity where it has none. */
	firsts: number[];
	/** What was asked for or written last: who reads on begins behind it. */
	last: LogRecord | null;
	lastFile: number;
	lastAt: number;

	/** Takes up what is there; `newLogId` is for a log that begins. */
	constructor(storage: DeviceStorage, newLogId: number) {
		this.storage = storage;
		this.logId = newLogId;
		this.newest = 0;
		this.acked = 0;
		this.file = 1;
		this.at = FILE_BYTES;
		this.generation = 0;
		this.firsts = [Infinity, Infinity];
		this.last = null;
		this.lastFile = 0;
		this.lastAt = 0;
		const generations = [this.generationOf(0), this.generationOf(1)];
		const newer = generations[1] > generations[0] ? 1 : 0;
		this.recover(1 - newer, generations[1 - newer]);
		this.recover(newer, generations[newer]);
	}

	/** Sequence of the oldest record that is there; one more than the newest where none is. */
	oldest(): number {
		return Math.min(this.firsts[0], this.firsts[1], this.newest + 1);
	}

	/** Keeps an entry; false where flash takes none. */
	append(record: LogRecord): boolean {
		const bytes = recordBytes(record);
		const taken = this.put(bytes);
		this.newest = record.sequence;
		this.found(record, this.file, this.at - bytes.length);
		if (taken && this.firsts[this.file] === Infinity) {
			this.firsts[this.file] = record.sequence;
		}
		return taken;
	}

	/** Remembers over restarts how far a consumer has the log. */
	acknowledge(through: number): void {
		this.acked = through;
		this.put(this.ackBytes());
	}

	/** The entry of a sequence; null where it is not there. */
	entry(sequence: number): LogRecord | null {
		const last = this.last;
		const file = sequence >= this.firsts[this.file] ? this.file : 1 - this.file;
		if (last !== null && last.sequence === sequence) {
			return last;
		}
		const isBehind = last !== null && this.lastFile === file && last.sequence < sequence;
		let entry: LogRecord | null = null;
		this.walk(file, isBehind ? this.lastAt : UNIT, (bytes, at) => {
			if (bytes[at + 1] !== ACKED && long(bytes, at + 4) === sequence) {
				entry = recordAt(bytes, at);
				this.found(entry, file, at);
			}
			return entry === null;
		});
		return entry;
	}

	found(record: LogRecord, file: number, at: number): void {
		this.last = record;
		this.lastFile = file;
		this.lastAt = at;
	}

	/** Shows every event that is there, oldest first: its number, its phase and where its record lies. */
	each(show: (event: number, phase: number, bytes: Uint8Array, at: number) => void): void {
		for (let i = 1; i <= 2; i++) {
			this.walk((this.file + i) & 1, UNIT, (bytes, at) => {
				if (bytes[at + 1] !== ACKED) {
					show((bytes[at + 2] << 8) | bytes[at + 3], bytes[at + 1], bytes, at);
				}
				return true;
			});
		}
	}

	ackBytes(): Uint8Array {
		const bytes = new Uint8Array(UNIT);
		bytes[0] = 1;
		putLong(bytes, 4, this.acked);
		return seal(bytes);
	}

	/** Which file this was, counted from 1; 0 where it has no whole head. */
	generationOf(file: number): number {
		const bytes = this.storage.read(logNames[file]);
		if (bytes === null || bytes.length !== FILE_BYTES || bytes[1] * 256 + bytes[2] !== MAGIC) {
			return 0;
		}
		return sizeAt(bytes, 0) === UNIT ? long(bytes, 8) : 0;
	}

	/** Walks over the whole records of a file from `from` on; `show` says whether to go on. Returns where the last one ends. */
	walk(file: number, from: number, show: (bytes: Uint8Array, at: number) => boolean): number {
		const bytes = this.storage.read(logNames[file]);
		let end = from;
		if (bytes === null || this.generationOf(file) === 0) {
			return end;
		}
		for (let at = from; at < FILE_BYTES; ) {
			const size = sizeAt(bytes, at);
			at += size === 0 ? UNIT : size;
			end = size === 0 ? end : at;
			if (size > 0 && !show(bytes, at - size)) {
				break;
			}
		}
		return end;
	}

	recover(file: number, generation: number): void {
		if (generation === 0) {
			return;
		}
		const head = this.storage.read(logNames[file]) as Uint8Array;
		let last = FILE_BYTES;
		while (head[last - 1] === ERASED) {
			last -= 1;
		}
		this.logId = long(head, 4);
		this.generation = generation;
		this.file = file;
		const end = this.walk(file, UNIT, (bytes, at) => {
			const sequence = long(bytes, at + 4);
			if (bytes[at + 1] === ACKED) {
				this.acked = sequence;
			} else {
				this.newest = sequence;
				this.firsts[file] = Math.min(this.firsts[file], sequence);
			}
			return true;
		});
		// Behind a torn record, which cannot be written over.
		this.at = Math.max(end, UNIT * Math.ceil(last / UNIT));
	}

	put(bytes: Uint8Array): boolean {
		if (this.at + bytes.length > FILE_BYTES && !this.turn()) {
			return false;
		}
		const at = this.at;
		this.at += bytes.length;
		return this.storage.write(logNames[this.file], bytes, at, FILE_BYTES);
	}

	/** Begins the other file anew. */
	turn(): boolean {
		const file = 1 - this.file;
		const head = new Uint8Array(UNIT);
		head[0] = 1;
		head[1] = MAGIC >> 8;
		head[2] = MAGIC;
		putLong(head, 4, this.logId);
		putLong(head, 8, this.generation + 1);
		this.storage.erase(logNames[file]);
		this.firsts[file] = Infinity;
		if (!this.storage.write(logNames[file], seal(head), 0, FILE_BYTES)) {
			return false;
		}
		this.file = file;
		this.generation += 1;
		this.at = 2 * UNIT;
		return this.storage.write(logNames[file], this.ackBytes(), UNIT, FILE_BYTES);
	}
}
