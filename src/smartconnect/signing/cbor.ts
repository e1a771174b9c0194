// Deterministic CBOR (RFC 8949, 4.2.1) by cbor-x, for what is built and signed here: map keys sorted, no floats, no records.

import {Encoder, Tag} from 'cbor-x/index-no-eval';

/** What the signer writes. A map with text and number keys alike; its entries may come in any order. */
export type CborValue =
	| number
	| bigint
	| string
	| null
	| Uint8Array
	| readonly CborValue[]
	| ReadonlyMap<CborValue, CborValue>
	| Tag;

// ota.md 4.2: what cbor-x needs told so that heads are shortest and byte strings carry no tag.
const encoder = new Encoder({
	useRecords: false,
	mapsAsObjects: false,
	variableMapSize: true,
	tagUint8Array: false,
	structuredClone: false,
});

/** Above it cbor-x writes numbers as floats. */
const NUMBER_MAX = 0xffff_ffff;

function encodable(value: CborValue): unknown {
	if (typeof value === 'number') {
		return value > NUMBER_MAX || value < -NUMBER_MAX ? BigInt(value) : value;
	}
	if (value instanceof Uint8Array) {
		return Buffer.from(value.buffer, value.byteOffset, value.length);
	}
	if (value instanceof Map) {
		return sorted(value as ReadonlyMap<CborValue, CborValue>);
	}
	if (value instanceof Tag) {
		return new Tag(encodable(value.value as CborValue), value.tag);
	}
	return Array.isArray(value) ? (value as readonly CborValue[]).map(encodable) : value;
}

function sorted(map: ReadonlyMap<CborValue, CborValue>): Map<unknown, unknown> {
	const entries = [...map].map(([key, value]) => ({key, bytes: encodeCbor(key), value}));
	entries.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
	return new Map(entries.map(({key, value}) => [encodable(key), encodable(value)]));
}

/** The one encoding that `value` has; the bytes are the caller's own. */
export function encodeCbor(value: CborValue): Uint8Array {
	return new Uint8Array(encoder.encode(encodable(value)));
}

export function tagged(tag: number, value: CborValue): Tag {
	return new Tag(value, tag);
}

/** A map of the entries that are there: those whose value is undefined are left out. */
export function mapOf(entries: ReadonlyArray<readonly [CborValue, CborValue | undefined]>): Map<CborValue, CborValue> {
	return new Map(entries.filter((entry): entry is [CborValue, CborValue] => entry[1] !== undefined));
}
