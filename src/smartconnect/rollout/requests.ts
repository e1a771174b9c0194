// What cards send of the messages in src/ota/messages.ts: scanned strictly before it is read (ota.md 4.2).

import {CborReader} from '../../codec/cbor/reader.ts';
import {scanCbor} from '../../codec/cbor/scan.ts';
import {envelopeCbor} from '../../ota/cbor-rules.ts';
import * as message from '../../ota/messages.ts';

const DIGEST_BYTES = 32;
const NONCE_BYTES = 16;
const ID_BYTES = 16;
const PROOF_BYTES_MAX = 64;
const TOKEN_MAX = 0xffff_ffff;

export interface FetchRequest {
	readonly kind: 'fetch';
	readonly token: number;
	readonly digest: Uint8Array;
	readonly part: number;
	readonly offset: number;
	readonly length: number;
	readonly answerBytes: number;
}

export interface TimeRequest {
	readonly kind: 'time';
	readonly nonce: Uint8Array;
}

export interface InventoryReport {
	readonly kind: 'inventory';
	/** Manifest digests; null where a slot has none. */
	readonly slotA: Uint8Array | null;
	readonly slotB: Uint8Array | null;
	readonly active: number;
	readonly keyEpoch: number;
	readonly sequence: number;
	readonly bootFloor: number;
	readonly rootVersion: number;
	readonly lastFailure: number;
	readonly fallback: boolean;
	readonly state: number;
	readonly version: readonly number[];
	readonly vendorId: Uint8Array;
	readonly classId: Uint8Array;
	readonly deviceId: Uint8Array;
	/** What the proof is made over: the map without it. */
	readonly proven: Uint8Array;
	readonly proof: Uint8Array | null;
}

export type CardRequest = FetchRequest | TimeRequest | InventoryReport;

type Values = ReadonlyMap<number, unknown>;

/** Reads the pairs of a map that was scanned. Keys that are not whole numbers from 0 on are passed over. */
function pairsOf(reader: CborReader): Map<number, unknown> {
	const values = new Map<number, unknown>();
	for (let left = reader.map(); left > 0 && !reader.bad; left--) {
		if (reader.major() === 0) {
			values.set(reader.uint(), valueOf(reader));
		} else {
			reader.skip();
			reader.skip();
		}
	}
	return values;
}

/** Uint, bytes, truth, null, or an array of uints; anything else is undefined. */
function valueOf(reader: CborReader): unknown {
	if (reader.isNull()) {
		reader.nil();
		return null;
	}
	switch (reader.major()) {
		case 0:
			return reader.uint();
		case 2:
			return reader.blobCopy();
		case 4:
			return uintsOf(reader);
		case 7:
			return reader.bool();
		default:
			reader.skip();
			return undefined;
	}
}

const ARRAY_MOST = 8;

function uintsOf(reader: CborReader): number[] | undefined {
	const numbers: number[] = [];
	const count = reader.array();
	for (let i = 0; i < count && !reader.bad; i++) {
		if (reader.major() === 0 && i < ARRAY_MOST) {
			numbers.push(reader.uint());
		} else {
			reader.skip();
		}
	}
	return numbers.length === count ? numbers : undefined;
}

/** Takes fields out of a map; one that is not as it must be makes the whole no message. */
class Fields {
	readonly #values: Values;
	isBad = false;

	constructor(values: Values) {
		this.#values = values;
	}

	uint(key: number, max: number): number {
		const value = this.#values.get(key);
		return typeof value === 'number' && value <= max ? value : this.#bad(0);
	}

	bytes(key: number, length: number): Uint8Array {
		const value = this.#values.get(key);
		return value instanceof Uint8Array && value.length === length ? value : this.#bad(new Uint8Array(length));
	}

	digestOrNull(key: number): Uint8Array | null {
		return this.#values.get(key) === null ? null : this.bytes(key, DIGEST_BYTES);
	}

	truth(key: number): boolean {
		const value = this.#values.get(key);
		return typeof value === 'boolean' ? value : this.#bad(false);
	}

	uints(key: number): readonly number[] {
		const value = this.#values.get(key);
		return Array.isArray(value) ? (value as number[]) : this.#bad([]);
	}

	proof(): Uint8Array | null {
		const value = this.#values.get(message.inventoryProof);
		if (value === undefined) {
			return null;
		}
		return value instanceof Uint8Array && value.length <= PROOF_BYTES_MAX ? value : this.#bad(null);
	}

	#bad<T>(instead: T): T {
		this.isBad = true;
		return instead;
	}
}

const decoders: Readonly<Record<number, (fields: Fields, payload: Uint8Array) => CardRequest>> = {
	[message.outFetch]: fields => ({
		kind: 'fetch',
		token: fields.uint(message.fetchToken, TOKEN_MAX),
		digest: fields.bytes(message.fetchDigest, DIGEST_BYTES),
		part: fields.uint(message.fetchPart, 1),
		offset: fields.uint(message.fetchOffset, TOKEN_MAX),
		length: fields.uint(message.fetchLength, TOKEN_MAX),
		answerBytes: fields.uint(message.fetchAnswerBytes, TOKEN_MAX),
	}),
	[message.outTimeWanted]: fields => ({kind: 'time', nonce: fields.bytes(message.timeNonce, NONCE_BYTES)}),
	[message.outInventory]: (fields, payload) => ({
		kind: 'inventory',
		slotA: fields.digestOrNull(message.inventorySlotA),
		slotB: fields.digestOrNull(message.inventorySlotB),
		active: fields.uint(message.inventoryActive, 1),
		keyEpoch: fields.uint(message.inventoryKeyEpoch, Number.MAX_SAFE_INTEGER),
		sequence: fields.uint(message.inventorySequence, Number.MAX_SAFE_INTEGER),
		bootFloor: fields.uint(message.inventoryBootFloor, TOKEN_MAX),
		rootVersion: fields.uint(message.inventoryRootVersion, TOKEN_MAX),
		lastFailure: fields.uint(message.inventoryLastFailure, TOKEN_MAX),
		fallback: fields.truth(message.inventoryFallback),
		state: fields.uint(message.inventoryState, TOKEN_MAX),
		version: fields.uints(message.inventoryVersion),
		vendorId: fields.bytes(message.inventoryVendor, ID_BYTES),
		classId: fields.bytes(message.inventoryClass, ID_BYTES),
		deviceId: fields.bytes(message.inventoryDevice, ID_BYTES),
		proven: withoutProof(payload),
		proof: fields.proof(),
	}),
};

/** A message of a card; null where the bytes are none. */
export function decodeRequest(payload: Uint8Array): CardRequest | null {
	if (scanCbor(payload, envelopeCbor) !== null) {
		return null;
	}
	const reader = new CborReader(payload);
	const values = pairsOf(reader);
	const kind = values.get(0);
	const decoder = typeof kind === 'number' ? decoders[kind] : undefined;
	if (reader.bad || decoder === undefined) {
		return null;
	}
	const fields = new Fields(values);
	const request = decoder(fields, payload);
	return fields.isBad ? null : request;
}

/** The map without the entry of the proof: the bytes that the card vouched for. Entries stay as they came. */
function withoutProof(payload: Uint8Array): Uint8Array {
	const reader = new CborReader(payload);
	const pairs = reader.map();
	const kept: Uint8Array[] = [];
	for (let i = 0; i < pairs && !reader.bad; i++) {
		const from = reader.at;
		const isProof = reader.major() === 0 && reader.uint() === message.inventoryProof;
		if (reader.at === from) {
			reader.skip();
		}
		reader.skip();
		if (!isProof) {
			kept.push(payload.subarray(from, reader.at));
		}
	}
	return Buffer.concat([mapHead(kept.length), ...kept]);
}

/** Head of a map of fewer than 24 pairs, or of fewer than 256. */
function mapHead(pairs: number): Uint8Array {
	return pairs < 24 ? Uint8Array.of(0xa0 + pairs) : Uint8Array.of(0xb8, pairs);
}
