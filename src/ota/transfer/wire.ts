// The card's side of the messages about firmware (messages.ts): what comes is scanned strictly before it is read, and every field
// has its bounds. Fields with numbers that are not known here are passed over: later services may say more.

import {UINT} from '../../codec/cbor/head.ts';
import {CborReader} from '../../codec/cbor/reader.ts';
import {scanCbor} from '../../codec/cbor/scan.ts';
import {CborWriter} from '../../codec/cbor/writer.ts';
import {envelopeCbor} from '../cbor-rules.ts';
import {refusal} from '../codes.ts';
import type {OtaRefusal} from '../codes.ts';
import * as message from '../messages.ts';
import type {OtaMessage} from './service-messages.ts';

/** More than an envelope may have (ota.md 2.1): one that is somewhat too big is refused by the check, by a code of its own. */
export const ENVELOPE_BYTES_MAX = 16384;
/** A companion document with signatures of a board's algorithm, several kilobytes each. */
export const DOCUMENT_BYTES_MAX = 8192;
export const ROOTS_MAX = 4;
export const CAMPAIGN_BYTES_MAX = 64;
export const REASON_BYTES_MAX = 200;
export const CHUNK_BYTES_MAX = 4096;
const DIGEST_BYTES = 32;
const TOKEN_MAX = 4294967295;
const SECONDS_MAX = 9007199254740991;
const SOURCE_MAX = 2;
const FETCH_BYTES = 96;
const TIME_WANTED_BYTES = 32;
const KIND_KEY = 0;

/** Reads the value of one field; false when it is not as it must be. */
type Take = (reader: CborReader, found: Found) => boolean;

/** Values of the message that is read, each kind of value under the number of its field. */
class Found {
	numbers: number[];
	texts: string[];
	blobs: Uint8Array[];
	roots: Uint8Array[];

	constructor() {
		this.numbers = [];
		this.texts = [];
		this.blobs = [];
		this.roots = [];
	}
}

interface Field {
	readonly key: number;
	readonly name: string;
	readonly take: Take;
	readonly optional: boolean;
}

function uintField(key: number, name: string, least: number, most: number, optional: boolean): Field {
	const take: Take = (reader, found) => {
		const value = reader.uint();
		found.numbers[key] = value;
		return value >= least && value <= most;
	};
	return {key: key, name: name, take: take, optional: optional};
}

function textField(key: number, name: string, most: number, optional: boolean): Field {
	const take: Take = (reader, found) => {
		const from = reader.at;
		found.texts[key] = reader.text();
		return reader.at - from <= most + 2;
	};
	return {key: key, name: name, take: take, optional: optional};
}

/** Bytes of `least` to `most`: a view into the message. */
function viewField(key: number, name: string, least: number, most: number): Field {
	const take: Take = (reader, found) => {
		const value = reader.blob();
		found.blobs[key] = value;
		return value.length >= least && value.length <= most;
	};
	return {key: key, name: name, take: take, optional: false};
}

/** Bytes in memory of their own: they are kept longer than the message. */
function blobField(key: number, name: string, least: number, most: number, optional: boolean): Field {
	const take: Take = (reader, found) => {
		const value = reader.blobCopy();
		found.blobs[key] = value;
		return value.length >= least && value.length <= most;
	};
	return {key: key, name: name, take: take, optional: optional};
}

function rootsField(key: number): Field {
	const take: Take = (reader, found) => {
		const count = reader.array();
		for (let i = 0; i < count && i < ROOTS_MAX; i++) {
			found.roots.push(reader.blobCopy());
		}
		return count <= ROOTS_MAX && found.roots.every(root => root.length <= DOCUMENT_BYTES_MAX);
	};
	return {key: key, name: 'roots', take: take, optional: true};
}

interface Kind {
	readonly name: string;
	readonly fields: readonly Field[];
	readonly make: (found: Found) => OtaMessage;
}

const offer: Kind = {
	name: 'offer',
	fields: [
		textField(message.offerCampaign, 'campaign', CAMPAIGN_BYTES_MAX, false),
		blobField(message.offerEnvelope, 'envelope', 0, ENVELOPE_BYTES_MAX, false),
		blobField(message.offerAssignment, 'assignment', 1, DOCUMENT_BYTES_MAX, true),
		rootsField(message.offerRoots),
		uintField(message.offerSource, 'source', 1, SOURCE_MAX, true),
		uintField(message.offerWindowFrom, 'window from', 0, SECONDS_MAX, true),
		uintField(message.offerWindowUntil, 'window until', 0, SECONDS_MAX, true),
	],
	make: found => ({
		kind: message.inOffer,
		campaign: found.texts[message.offerCampaign],
		envelope: found.blobs[message.offerEnvelope],
		assignment: found.blobs[message.offerAssignment] ?? null,
		roots: found.roots,
		source: found.numbers[message.offerSource] ?? 1,
		windowFromS: found.numbers[message.offerWindowFrom] ?? 0,
		windowUntilS: found.numbers[message.offerWindowUntil] ?? 0,
	}),
};

const chunk: Kind = {
	name: 'chunk',
	fields: [
		uintField(message.chunkToken, 'token', 0, TOKEN_MAX, false),
		viewField(message.chunkDigest, 'digest', DIGEST_BYTES, DIGEST_BYTES),
		uintField(message.chunkPart, 'part', 0, 1, false),
		uintField(message.chunkOffset, 'offset', 0, TOKEN_MAX, false),
		viewField(message.chunkBytes, 'bytes', 1, CHUNK_BYTES_MAX),
	],
	make: found => ({
		kind: message.inChunk,
		token: found.numbers[message.chunkToken],
		digest: found.blobs[message.chunkDigest],
		part: found.numbers[message.chunkPart],
		offset: found.numbers[message.chunkOffset],
		bytes: found.blobs[message.chunkBytes],
	}),
};

const time: Kind = {
	name: 'time',
	fields: [blobField(message.timeToken, 'token', 0, DOCUMENT_BYTES_MAX, false), rootsField(message.timeRoots)],
	make: found => ({kind: message.inTime, token: found.blobs[message.timeToken], roots: found.roots}),
};

const withdraw: Kind = {
	name: 'withdrawal',
	fields: [
		textField(message.withdrawCampaign, 'campaign', CAMPAIGN_BYTES_MAX, false),
		blobField(message.withdrawDigest, 'digest', DIGEST_BYTES, DIGEST_BYTES, false),
	],
	make: found => ({
		kind: message.inWithdraw,
		campaign: found.texts[message.withdrawCampaign],
		digest: found.blobs[message.withdrawDigest],
	}),
};

const notServed: Kind = {
	name: 'notice that a request is not served',
	fields: [
		uintField(message.chunkToken, 'token', 0, TOKEN_MAX, false),
		textField(message.notServedReason, 'reason', REASON_BYTES_MAX, true),
	],
	make: found => ({
		kind: message.inNotServed,
		token: found.numbers[message.chunkToken],
		reason: found.texts[message.notServedReason] ?? '',
	}),
};

/** By number of the kind. */
const kinds: readonly (Kind | null)[] = [null, offer, chunk, time, withdraw, notServed];

function schema(detail: string): OtaRefusal {
	return refusal('E_OTA_ENV_SCHEMA', detail);
}

/** What a service says; a refusal, which has a `code`, where the bytes are no message. */
export function decodeOtaMessage(payload: Uint8Array): OtaMessage | OtaRefusal {
	const problem = scanCbor(payload, envelopeCbor);
	if (problem !== null) {
		return refusal(problem.code, problem.detail);
	}
	const reader = new CborReader(payload);
	const pairs = reader.map();
	if (pairs < 1 || reader.major() !== UINT || reader.uint() !== KIND_KEY || reader.major() !== UINT) {
		return schema('a message is a map whose key 0 says its kind');
	}
	const kind = kinds[reader.uint()] ?? null;
	return kind === null ? schema('a message must be of kind 1 to 5') : readFields(reader, pairs - 1, kind);
}

function readFields(reader: CborReader, pairs: number, kind: Kind): OtaMessage | OtaRefusal {
	const found = new Found();
	const seen: boolean[] = [];
	for (let i = 0; i < pairs; i++) {
		const key = reader.major() === UINT ? reader.uint() : skipped(reader);
		const field = fieldOf(kind, key);
		if (field === null) {
			reader.skip();
		} else if (field.take(reader, found) && !reader.bad) {
			seen[key] = true;
		} else {
			return schema(`the field ${field.name} of a message of kind ${kind.name} is of another type, or out of bounds`);
		}
	}
	for (let i = 0; i < kind.fields.length; i++) {
		if (!kind.fields[i].optional && seen[kind.fields[i].key] !== true) {
			return schema(`a message of kind ${kind.name} must have the field ${kind.fields[i].name}`);
		}
	}
	return kind.make(found);
}

/** Passes over a key that is no number from 0 on. */
function skipped(reader: CborReader): number {
	reader.skip();
	return -1;
}

function fieldOf(kind: Kind, key: number): Field | null {
	for (let i = 0; i < kind.fields.length; i++) {
		if (kind.fields[i].key === key) {
			return kind.fields[i];
		}
	}
	return null;
}

/** A request for bytes: whole numbers from 0 to 2^32 - 1, and the digest of the manifest. */
export function encodeFetch(
	token: number,
	digest: Uint8Array,
	part: number,
	offset: number,
	length: number,
	answerBytes: number,
): Uint8Array {
	const writer = new CborWriter(FETCH_BYTES);
	writer.map(7).uint(KIND_KEY).uint(message.outFetch);
	writer.uint(message.fetchToken).uint(token).uint(message.fetchDigest).blob(digest);
	writer.uint(message.fetchPart).uint(part).uint(message.fetchOffset).uint(offset);
	writer.uint(message.fetchLength).uint(length).uint(message.fetchAnswerBytes).uint(answerBytes);
	return writer.copy();
}

/** The wish for a freshness token; `nonce` has 16 bytes. */
export function encodeTimeWanted(nonce: Uint8Array): Uint8Array {
	const writer = new CborWriter(TIME_WANTED_BYTES);
	writer.map(2).uint(KIND_KEY).uint(message.outTimeWanted).uint(message.timeNonce).blob(nonce);
	return writer.copy();
}
