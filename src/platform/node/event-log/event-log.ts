// The event log on disk: numbered entries in segments, chained by hashes, safe when `sync` returns. Opening checks the newest
// segment and cuts what a loss of power left half written; the others are known by their headers.

import {
	closeSync,
	fdatasyncSync,
	fsyncSync,
	ftruncateSync,
	mkdirSync,
	openSync,
	renameSync,
	statSync,
	unlinkSync,
} from 'node:fs';
import {join} from 'node:path';
import {codedError} from '../../../core/errors.ts';
import {readHeader, readSegment, segmentName, segmentNames, syncDirectory, writeWhole} from './files.ts';
import {
	decodeHeader,
	encodeHeader,
	FRAME_BYTES,
	framed,
	frameSize,
	HASH_BYTES,
	hashIn,
	HEADER_BYTES,
	walk,
} from './segment.ts';
import type {SegmentHeader} from './segment.ts';

export interface EventLogOptions {
	/** Of a log that begins now. */
	readonly newLogId: number;
	/** A segment that reached this size is followed by another, bytes. */
	readonly segmentBytes: number;
	/** The oldest segments go when all together are larger, bytes. */
	readonly totalBytes: number;
}

/** What opening found. */
export interface Repair {
	/** Bytes at the end that were no whole entry, and were cut off. */
	readonly cutBytes: number;
	/** Where they went, since more than one write was in them: nobody's loss of power looks so. '' where they were dropped. */
	readonly keptAs: string;
}

interface Segment {
	readonly name: string;
	readonly first: number;
	bytes: number;
}

interface Loaded {
	readonly name: string;
	readonly bytes: Buffer;
	readonly offsets: readonly number[];
}

const NO_HASH = Buffer.alloc(HASH_BYTES);

function unusable(directory: string, error: unknown): Error {
	return codedError(
		'E_STATE_UNUSABLE',
		`The event log in ${directory} cannot be used: ${(error as Error).message}. It needs a directory that this user may write and that has room.`,
		{directory},
	);
}

export class EventLog {
	readonly directory: string;
	readonly options: EventLogOptions;
	logId: number;
	repair: Repair = {cutBytes: 0, keptAs: ''};
	#segments: Segment[] = [];
	/** Of the newest segment: where its records begin, and the open file. */
	#offsets: number[] = [];
	#handle = -1;
	#hash: Buffer = NO_HASH;
	#pending: Buffer[] = [];
	#pendingHash: Buffer = NO_HASH;
	#loaded: Loaded | undefined;

	private constructor(directory: string, options: EventLogOptions) {
		this.directory = directory;
		this.options = options;
		this.logId = options.newLogId;
	}

	/** Opens the log, or begins one. Throws E_STATE_UNUSABLE. */
	static open(directory: string, options: EventLogOptions): EventLog {
		const log = new EventLog(directory, options);
		try {
			mkdirSync(directory, {recursive: true});
			log.#openSegments();
		} catch (error) {
			throw unusable(directory, error);
		}
		return log;
	}

	/** Sequence of the newest entry that is safe; 0 when there is none. */
	get newest(): number {
		const last = this.#segments.at(-1);
		return last === undefined ? 0 : last.first + this.#offsets.length - 1;
	}

	/** Of the oldest that is still there; one more than the newest where none is. */
	get oldest(): number {
		return this.#segments[0]?.first ?? 1;
	}

	/** Adds an entry after the newest; it is safe when `sync` has returned. */
	append(body: Uint8Array): void {
		if (this.#pending.length === 0) {
			this.#pendingHash = this.#hash;
		}
		const frame = framed(this.#pendingHash, body);
		this.#pendingHash = hashIn(frame);
		this.#pending.push(frame);
	}

	/** Writes what was appended and flushes it once. After an error nothing of it is in the log. Throws E_STATE_UNUSABLE. */
	sync(): void {
		if (this.#pending.length === 0) {
			return;
		}
		const frames = this.#pending;
		this.#pending = [];
		try {
			this.#rotateWhereFull();
			this.#write(frames);
		} catch (error) {
			throw unusable(this.directory, error);
		}
	}

	/** Bytes of an entry from the oldest to the newest. */
	body(sequence: number): Buffer {
		const segment = this.#segments.findLast(one => one.first <= sequence) as Segment;
		const {bytes, offsets} = this.#load(segment);
		const at = offsets[sequence - segment.first];
		return bytes.subarray(at + FRAME_BYTES, at + frameSize(bytes, at));
	}

	close(): void {
		if (this.#handle >= 0) {
			closeSync(this.#handle);
			this.#handle = -1;
		}
	}

	#openSegments(): void {
		for (const name of segmentNames(this.directory)) {
			const header = readHeader(this.directory, name);
			const bytes = statSync(join(this.directory, name)).size;
			if (header === null) {
				this.#setAside(name, bytes);
				continue;
			}
			this.logId = header.logId;
			this.#segments.push({name, first: header.first, bytes});
		}
		const newest = this.#segments.at(-1);
		if (newest === undefined) {
			this.#begin({logId: this.logId, first: 1, previous: NO_HASH});
		} else {
			this.#openNewest(newest);
		}
	}

	/** A segment without a header was cut at its making, when it held nothing; with more in it, it is kept for whoever looks. */
	#setAside(name: string, bytes: number): void {
		const place = join(this.directory, name);
		if (bytes <= HEADER_BYTES) {
			unlinkSync(place);
			this.repair = {...this.repair, cutBytes: this.repair.cutBytes + bytes};
		} else {
			renameSync(place, `${place}.damaged`);
			this.repair = {cutBytes: this.repair.cutBytes + bytes, keptAs: `${name}.damaged`};
		}
	}

	#openNewest(newest: Segment): void {
		const bytes = readSegment(this.directory, newest.name);
		const walked = walk(bytes, decodeHeader(bytes) as SegmentHeader);
		this.#offsets = walked.offsets;
		this.#hash = walked.hash;
		this.#handle = openSync(join(this.directory, newest.name), 'r+');
		newest.bytes = walked.end;
		if (walked.end < bytes.length) {
			this.#cut(newest, bytes.subarray(walked.end));
		}
	}

	#cut(newest: Segment, rest: Buffer): void {
		const keptAs = frameSize(rest, 0) > 0 && frameSize(rest, 0) < rest.length ? `${newest.name}.damaged` : '';
		if (keptAs !== '') {
			const handle = openSync(join(this.directory, keptAs), 'w');
			writeWhole(handle, rest, 0);
			fsyncSync(handle);
			closeSync(handle);
		}
		ftruncateSync(this.#handle, newest.bytes);
		fsyncSync(this.#handle);
		this.repair = {cutBytes: this.repair.cutBytes + rest.length, keptAs: keptAs || this.repair.keptAs};
	}

	#begin(header: SegmentHeader): void {
		const name = segmentName(header.first);
		const bytes = encodeHeader(header);
		const handle = this.#make(name, bytes);
		this.close();
		this.#handle = handle;
		this.#segments.push({name, first: header.first, bytes: bytes.length});
		this.#offsets = [];
		this.#hash = header.previous;
	}

	/** A segment with its header, on the disk; none at all where the disk refuses. */
	#make(name: string, header: Buffer): number {
		const place = join(this.directory, name);
		const handle = openSync(place, 'w+');
		try {
			writeWhole(handle, header, 0);
			fsyncSync(handle);
			syncDirectory(this.directory);
			return handle;
		} catch (error) {
			closeSync(handle);
			unlinkSync(place);
			throw error;
		}
	}

	#rotateWhereFull(): void {
		const newest = this.#segments.at(-1) as Segment;
		if (newest.bytes < this.options.segmentBytes || this.#offsets.length === 0) {
			return;
		}
		this.#begin({logId: this.logId, first: this.newest + 1, previous: this.#hash});
		let total = this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
		while (this.#segments.length > 1 && total > this.options.totalBytes) {
			const oldest = this.#segments.shift() as Segment;
			unlinkSync(join(this.directory, oldest.name));
			total -= oldest.bytes;
		}
	}

	#write(frames: readonly Buffer[]): void {
		const newest = this.#segments.at(-1) as Segment;
		const block = Buffer.concat(frames);
		try {
			writeWhole(this.#handle, block, newest.bytes);
			fdatasyncSync(this.#handle);
		} catch (error) {
			ftruncateSync(this.#handle, newest.bytes);
			throw error;
		}
		for (const frame of frames) {
			this.#offsets.push(newest.bytes);
			newest.bytes += frame.length;
		}
		this.#hash = Buffer.from(hashIn(frames.at(-1) as Buffer));
	}

	#load(segment: Segment): Loaded {
		const isNewest = segment === this.#segments.at(-1);
		const held = this.#loaded;
		if (held !== undefined && held.name === segment.name && (!isNewest || held.bytes.length === segment.bytes)) {
			return held;
		}
		const bytes = readSegment(this.directory, segment.name);
		const offsets = isNewest ? this.#offsets : walk(bytes, decodeHeader(bytes) as SegmentHeader).offsets;
		this.#loaded = {name: segment.name, bytes: bytes.subarray(0, segment.bytes), offsets};
		return this.#loaded;
	}
}
