// The head of an envelope whose payload is streamed past the card (ota.md 2.1, single-file form): where it ends, and the envelope
// that is left when the payload is taken out, which is what a slot keeps.

import {ARRAY, BYTES, CborHead, MAP, TAG, TEXT} from '../../codec/cbor/head.ts';
import {tagEnvelope} from '../cbor-rules.ts';
import type {OtaRefusal} from '../codes.ts';
import {refusal} from '../codes.ts';
import type {Place} from './envelope.ts';
import {integratedUri} from './uri.ts';

export type HeadAnswer =
	/** More bytes must come. */
	| {readonly state: 'more'}
	/**
	 * `head` is a whole envelope without the payload, a copy; `payload` is where it lies in what was given, or null. The envelope
	 * has `totalBytes`: fewer that come are cut off, and more are none of it (E_OTA_CBOR_MALFORMED, both).
	 */
	| {
			readonly state: 'head';
			readonly head: Uint8Array;
			readonly payload: Place | null;
			readonly totalBytes: number;
	  }
	| {readonly state: 'refused'; readonly refusal: OtaRefusal};

/** The text `#fw` with its CBOR head. */
const payloadKey: readonly number[] = [0x63, 0x23, 0x66, 0x77];
const TAG_BYTES = 2;
const more: HeadAnswer = {state: 'more'};

function refused(code: OtaRefusal['code'], detail: string): HeadAnswer {
	return {state: 'refused', refusal: refusal(code, `envelope head: ${detail}`)};
}

/** Finds the head in the bytes so far, of which at most `headBytesMax` may be head. Nothing but its end is judged here. */
export function headOf(bytes: Uint8Array, headBytesMax: number): HeadAnswer {
	const head = new CborHead();
	if (!head.read(bytes, 0, bytes.length)) {
		return more;
	}
	if (head.major !== TAG || head.value !== tagEnvelope || head.size !== TAG_BYTES) {
		return refused('E_OTA_ENV_SCHEMA', `must begin with tag ${tagEnvelope}`);
	}
	return mapOf(bytes, head, headBytesMax);
}

function mapOf(bytes: Uint8Array, head: CborHead, headBytesMax: number): HeadAnswer {
	if (!head.read(bytes, TAG_BYTES, bytes.length)) {
		return more;
	}
	return head.major === MAP && head.size === 1
		? entriesOf(bytes, head.value, headBytesMax)
		: refused('E_OTA_ENV_SCHEMA', 'must be a map of a few entries');
}

function entriesOf(bytes: Uint8Array, entries: number, headBytesMax: number): HeadAnswer {
	const head = new CborHead();
	let at = TAG_BYTES + 1;
	for (let i = 0; i < entries; i++) {
		if (isPayloadKey(bytes, at)) {
			return payloadAt(bytes, at, i === entries - 1, headBytesMax);
		}
		for (let part = 0; part < 2; part++) {
			const isRead = head.read(bytes, at, bytes.length);
			if (isRead && (head.info > 27 || head.major === ARRAY || head.major >= MAP)) {
				return refused('E_OTA_ENV_SCHEMA', `byte ${at}: keys must be numbers or text, values byte strings`);
			}
			const contentBytes = isRead && (head.major === BYTES || head.major === TEXT) ? head.value : 0;
			at += head.size + contentBytes;
			if (at > headBytesMax) {
				return refused('E_OTA_ENV_TOO_BIG', `more than ${headBytesMax} bytes before any payload`);
			}
			if (!isRead || at > bytes.length) {
				return more;
			}
		}
	}
	return {state: 'head', head: copyTo(bytes, at), payload: null, totalBytes: at};
}

function isPayloadKey(bytes: Uint8Array, at: number): boolean {
	for (let i = 0; i < payloadKey.length; i++) {
		if (bytes[at + i] !== payloadKey[i]) {
			return false;
		}
	}
	return true;
}

/** The key of the payload stands at `at`. */
function payloadAt(bytes: Uint8Array, at: number, isLast: boolean, headBytesMax: number): HeadAnswer {
	const head = new CborHead();
	if (!head.read(bytes, at + payloadKey.length, bytes.length)) {
		return more;
	}
	if (head.major !== BYTES || !isLast || head.info > 27) {
		return refused('E_OTA_ENV_SCHEMA', `"${integratedUri}" must be the last entry and hold a byte string`);
	}
	if (!head.isShortest()) {
		return refused('E_OTA_CBOR_NONCANON', `the length of "${integratedUri}" must have its shortest form`);
	}
	const payload = {at: at + payloadKey.length + head.size, length: head.value};
	if (payload.at > headBytesMax) {
		return refused('E_OTA_ENV_TOO_BIG', `more than ${headBytesMax} bytes before the payload`);
	}
	return {state: 'head', head: withoutPayload(bytes, at), payload, totalBytes: payload.at + payload.length};
}

/** The envelope up to the payload's key, with one entry less in its map. */
function withoutPayload(bytes: Uint8Array, at: number): Uint8Array {
	const head = copyTo(bytes, at);
	head[TAG_BYTES] -= 1;
	return head;
}

/** Not by `slice`, which on Node's buffers is a view. */
function copyTo(bytes: Uint8Array, end: number): Uint8Array {
	return new Uint8Array(bytes.subarray(0, end));
}
