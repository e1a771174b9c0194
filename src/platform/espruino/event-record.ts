// One entry of a board's log as bytes in flash: whole units of sixteen, with a check sum at the end.

import type {LogRecord} from '../../agent/log-record.ts';
import {crc16} from '../../codec/modbus-adu.ts';

/** Records are whole units, so that the next one is found behind a torn one. */
export const UNIT = 16;
export const ERASED = 0xff;
/** What every record has, its check sum behind it not counted; a note follows it. */
const FIXED_BYTES = 29;
const SUM_BYTES = 2;
/** A record has at most fourteen units. */
const NOTE_BYTES_MAX = 14 * UNIT - FIXED_BYTES - SUM_BYTES;
const TWO_32 = 4294967296;
/** In the place of a time that is not known. */
const NO_TIME = 281474976710655;

export function putLong(bytes: Uint8Array, at: number, value: number): void {
	bytes[at] = value >>> 24;
	bytes[at + 1] = value >>> 16;
	bytes[at + 2] = value >>> 8;
	bytes[at + 3] = value;
}

export function long(bytes: Uint8Array, at: number): number {
	return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}

/** A time of 48 bits, its high sixteen first. */
function putTime(bytes: Uint8Array, at: number, value: number): void {
	const high = Math.floor(value / TWO_32);
	bytes[at] = high >> 8;
	bytes[at + 1] = high;
	putLong(bytes, at + 2, value >>> 0);
}

function time(bytes: Uint8Array, at: number): number {
	return ((bytes[at] << 8) | bytes[at + 1]) * TWO_32 + long(bytes, at + 2);
}

/** Ends what lies in `bytes` with its check sum. */
export function seal(bytes: Uint8Array): Uint8Array {
	const end = bytes.length - 2;
	const crc = crc16(bytes, 0, end);
	bytes[end] = crc >> 8;
	bytes[end + 1] = crc;
	return bytes;
}

/** Bytes of the record at `at`; 0 where none is whole there. */
export function sizeAt(bytes: Uint8Array, at: number): number {
	const size = bytes[at] * UNIT;
	const end = at + size - 2;
	const fits = size > 0 && at + size <= bytes.length && bytes[at] !== ERASED;
	return fits && crc16(bytes, at, end) === ((bytes[end] << 8) | bytes[end + 1]) ? size : 0;
}

function textOf(note: LogRecord['note']): string {
	const text = note === null ? '' : `${note.commandId}\n${note.actor}\n${note.text}`;
	return text.slice(0, NOTE_BYTES_MAX);
}

export function recordBytes(record: LogRecord): Uint8Array {
	const text = textOf(record.note);
	const size = UNIT * Math.ceil((FIXED_BYTES + text.length + SUM_BYTES) / UNIT);
	const bytes = new Uint8Array(size);
	bytes[0] = size / UNIT;
	bytes[1] = record.phase;
	bytes[2] = record.event >> 8;
	bytes[3] = record.event;
	putLong(bytes, 4, record.sequence);
	putTime(bytes, 8, record.atMs);
	putTime(bytes, 14, record.utcMs < 0 ? NO_TIME : record.utcMs);
	putLong(bytes, 20, record.bootId);
	putLong(bytes, 24, record.detail >>> 0);
	if (record.note !== null) {
		bytes[28] = 16 * record.note.origin + record.note.role + 1;
	}
	for (let i = 0; i < text.length; i++) {
		bytes[FIXED_BYTES + i] = text.charCodeAt(i);
	}
	return seal(bytes);
}

/** The entry at `at` of a file. */
export function recordAt(bytes: Uint8Array, at: number): LogRecord {
	const utcMs = time(bytes, at + 14);
	const by = bytes[at + 28];
	let text = '';
	for (let i = at + FIXED_BYTES; i < at + bytes[at] * UNIT - SUM_BYTES && bytes[i] !== 0; i++) {
		text += String.fromCharCode(bytes[i]);
	}
	const texts = `${text}\n\n`.split('\n');
	return {
		sequence: long(bytes, at + 4),
		atMs: time(bytes, at + 8),
		event: (bytes[at + 2] << 8) | bytes[at + 3],
		phase: bytes[at + 1],
		detail: long(bytes, at + 24) | 0,
		note:
			by === 0
				? null
				: {actor: texts[1], role: (by - 1) & 15, origin: (by - 1) >> 4, commandId: texts[0], text: texts[2]},
		bootId: long(bytes, at + 20),
		utcMs: utcMs === NO_TIME ? -1 : utcMs,
	};
}
