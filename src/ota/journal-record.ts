// One record of the journal, 64 bytes (ota.md 6.2). Public: what is in flash must be read by every later image.
//  0 magic 'RTJ1'   4 layout version   5 active   6 candidate   7 state   8 generation   12 attempts left   13 soaked
// 14 reason   16 key epoch   20 sequence (high, low)   28 candidate digest (8)   36 pin of A (12)   48 pin of B (12)   60 CRC-32

import {crc32} from '../codec/crc32.ts';
import {getU32, putU32} from './flash-bytes.ts';
import {RECORD_BYTES} from './layout.ts';
import type {LifeRecord} from './life.ts';
import {reverted, steady} from './states.ts';

const MAGIC = 0x52544a31;
const LAYOUT_VERSION = 1;
const CRC_AT = 60;
const CANDIDATE_AT = 28;
export const CANDIDATE_DIGEST_BYTES = 8;
const PINS_AT: readonly number[] = [36, 48];
export const PIN_BYTES = 12;
const TWO_32 = 4294967296;
/** Boots that a candidate gets to show that it is healthy (ota.md 6.3, row 5). */
export const TRIAL_ATTEMPTS = 3;

/** A record under way: what a row of ota.md 6.3 changes of the one before. */
export type RecordDraft = {-readonly [K in keyof LifeRecord]: LifeRecord[K]};

/** The record of a card whose journal says nothing: the active slot is only a guess. */
export function firstRecord(active: number): RecordDraft {
	return {
		generation: 0,
		active: active,
		candidate: 1 - active,
		state: steady,
		attemptsLeft: 0,
		reason: 0,
		installFloor: {keyEpoch: 0, sequence: 0},
		candidateDigest: new Uint8Array(CANDIDATE_DIGEST_BYTES),
		soaked: false,
		pins: [new Uint8Array(PIN_BYTES), new Uint8Array(PIN_BYTES)],
	};
}

export function draftOf(record: LifeRecord): RecordDraft {
	return {
		generation: record.generation,
		active: record.active,
		candidate: record.candidate,
		state: record.state,
		attemptsLeft: record.attemptsLeft,
		reason: record.reason,
		installFloor: record.installFloor,
		candidateDigest: record.candidateDigest,
		soaked: record.soaked,
		pins: record.pins,
	};
}

/** The pins with that of one slot replaced: the first bytes of a manifest digest, or zeros. */
export function withPin(pins: readonly Uint8Array[], slot: number, digest: Uint8Array | null): readonly Uint8Array[] {
	const pin = new Uint8Array(PIN_BYTES);
	if (digest !== null) {
		pin.set(digest.subarray(0, PIN_BYTES));
	}
	return slot === 0 ? [pin, pins[1]] : [pins[0], pin];
}

export function candidateDigestOf(manifestDigest: Uint8Array): Uint8Array {
	return new Uint8Array(manifestDigest.subarray(0, CANDIDATE_DIGEST_BYTES));
}

export function writeRecord(record: LifeRecord): Uint8Array {
	const bytes = new Uint8Array(RECORD_BYTES);
	putU32(bytes, 0, MAGIC);
	bytes[4] = LAYOUT_VERSION;
	bytes[5] = record.active;
	bytes[6] = record.candidate;
	bytes[7] = record.state;
	putU32(bytes, 8, record.generation);
	bytes[12] = record.attemptsLeft;
	bytes[13] = record.soaked ? 1 : 0;
	bytes[14] = record.reason >> 8;
	bytes[15] = record.reason;
	putU32(bytes, 16, record.installFloor.keyEpoch);
	putU32(bytes, 20, Math.floor(record.installFloor.sequence / TWO_32));
	putU32(bytes, 24, record.installFloor.sequence % TWO_32);
	bytes.set(record.candidateDigest, CANDIDATE_AT);
	bytes.set(record.pins[0], PINS_AT[0]);
	bytes.set(record.pins[1], PINS_AT[1]);
	putU32(bytes, CRC_AT, crc32(bytes, 0, CRC_AT));
	return bytes;
}

/** Generation of the record that the bytes hold; -1 when they are none, or one of another layout. */
export function generationIn(bytes: Uint8Array): number {
	if (getU32(bytes, 0) !== MAGIC || bytes[4] !== LAYOUT_VERSION || getU32(bytes, CRC_AT) !== crc32(bytes, 0, CRC_AT)) {
		return -1;
	}
	const isSound =
		bytes[5] <= 1 && bytes[6] === 1 - bytes[5] && bytes[7] >= steady && bytes[7] <= reverted && bytes[13] <= 1;
	return isSound ? getU32(bytes, 8) : -1;
}

/** The record that the bytes hold; null when they are none. */
export function readRecord(bytes: Uint8Array): LifeRecord | null {
	if (generationIn(bytes) < 0) {
		return null;
	}
	return {
		generation: getU32(bytes, 8),
		active: bytes[5],
		candidate: bytes[6],
		state: bytes[7],
		attemptsLeft: bytes[12],
		reason: bytes[14] * 256 + bytes[15],
		installFloor: {keyEpoch: getU32(bytes, 16), sequence: getU32(bytes, 20) * TWO_32 + getU32(bytes, 24)},
		candidateDigest: bytes.slice(CANDIDATE_AT, CANDIDATE_AT + CANDIDATE_DIGEST_BYTES),
		soaked: bytes[13] === 1,
		pins: [bytes.slice(PINS_AT[0], PINS_AT[0] + PIN_BYTES), bytes.slice(PINS_AT[1], PINS_AT[1] + PIN_BYTES)],
	};
}
