// A segment of the event log: a header that names the log, the first sequence and the hash that the chain goes on from, then
// records. Each record carries the hash over the one before it and its own bytes, so that no byte changes unseen.

import {hash as hashOf} from 'node:crypto';

export const HASH_BYTES = 16;
/** Length of the body (2 bytes), then the hash, then the body. */
export const FRAME_BYTES = 2 + HASH_BYTES;
const MAGIC = Buffer.from('RTLOG001', 'latin1');
const LOG_ID_AT = 8;
const FIRST_AT = 12;
const PREVIOUS_AT = 20;
const CHECK_AT = PREVIOUS_AT + HASH_BYTES;
export const HEADER_BYTES = CHECK_AT + HASH_BYTES;
/** The length of a body is a number of 16 bits. */
const BODY_BYTES_MAX = 65_535;
const scratch = Buffer.alloc(HASH_BYTES + BODY_BYTES_MAX);

export interface SegmentHeader {
	readonly logId: number;
	/** Sequence of the first record that it is to hold. */
	readonly first: number;
	/** Hash of the last record before it; zeros at the beginning of a log. */
	readonly previous: Buffer;
}

/** Hash of a record after the one whose hash is `previous`: SHA-256, of which 16 bytes are kept. */
export function chained(previous: Uint8Array, body: Uint8Array): Buffer {
	// One call on one buffer that is used again: an object a hash would cost twice the time.
	scratch.set(previous);
	scratch.set(body, previous.length);
	return hashOf('sha256', scratch.subarray(0, previous.length + body.length), 'buffer').subarray(0, HASH_BYTES);
}

export function encodeHeader({logId, first, previous}: SegmentHeader): Buffer {
	const bytes = Buffer.alloc(HEADER_BYTES);
	MAGIC.copy(bytes);
	bytes.writeUInt32LE(logId, LOG_ID_AT);
	bytes.writeBigUInt64LE(BigInt(first), FIRST_AT);
	previous.copy(bytes, PREVIOUS_AT);
	chained(bytes.subarray(PREVIOUS_AT, CHECK_AT), bytes.subarray(0, PREVIOUS_AT)).copy(bytes, CHECK_AT);
	return bytes;
}

/** The header at the beginning of `bytes`; null where there is none that is whole. */
export function decodeHeader(bytes: Buffer): SegmentHeader | null {
	if (bytes.length < HEADER_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
		return null;
	}
	const check = chained(bytes.subarray(PREVIOUS_AT, CHECK_AT), bytes.subarray(0, PREVIOUS_AT));
	if (!check.equals(bytes.subarray(CHECK_AT, HEADER_BYTES))) {
		return null;
	}
	return {
		logId: bytes.readUInt32LE(LOG_ID_AT),
		first: Number(bytes.readBigUInt64LE(FIRST_AT)),
		previous: Buffer.from(bytes.subarray(PREVIOUS_AT, CHECK_AT)),
	};
}

/** A record with its frame, to follow the one whose hash is `previous`; the hash is in bytes 2 to 17. */
export function framed(previous: Uint8Array, body: Uint8Array): Buffer {
	const bytes = Buffer.allocUnsafe(FRAME_BYTES + body.length);
	bytes.writeUInt16LE(body.length, 0);
	chained(previous, body).copy(bytes, 2);
	bytes.set(body, FRAME_BYTES);
	return bytes;
}

export function hashIn(frame: Buffer): Buffer {
	return frame.subarray(2, FRAME_BYTES);
}

export interface Walked {
	/** Where each whole record begins, in order. */
	readonly offsets: number[];
	/** Hash of the last whole record, or the one that the segment goes on from. */
	readonly hash: Buffer;
	/** Where the first bytes are that are no whole record of the chain; the end of the segment where all are. */
	readonly end: number;
}

/** Bytes of the record at `at`, its frame included; 0 where it does not end within `bytes`. */
export function frameSize(bytes: Buffer, at: number): number {
	if (at + FRAME_BYTES > bytes.length) {
		return 0;
	}
	const size = FRAME_BYTES + bytes.readUInt16LE(at);
	return at + size > bytes.length ? 0 : size;
}

/** Goes through the records after the header and checks each against the chain. */
export function walk(bytes: Buffer, header: SegmentHeader): Walked {
	const offsets: number[] = [];
	let hash = header.previous;
	let at = HEADER_BYTES;
	for (let size = frameSize(bytes, at); size > 0; size = frameSize(bytes, at)) {
		const frame = bytes.subarray(at, at + size);
		if (!chained(hash, frame.subarray(FRAME_BYTES)).equals(hashIn(frame))) {
			break;
		}
		hash = Buffer.from(hashIn(frame));
		offsets.push(at);
		at += size;
	}
	return {offsets, hash, end: at};
}
