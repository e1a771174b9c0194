// Reads CBOR that passed the strict scanner into plain values, for tools and the service. Cards read with src/codec/cbor.

import {Decoder, Tag} from 'cbor-x/index-no-eval';
import {scanCbor} from '../../codec/cbor/scan.ts';
import type {CborRules} from '../../codec/cbor/scan.ts';
import {refusal} from '../../ota/codes.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import type {CborValue} from './cbor.ts';

const decoder = new Decoder({useRecords: false, mapsAsObjects: false});

export type Decoded =
	| {readonly ok: true; readonly value: CborValue}
	| {readonly ok: false; readonly refusal: OtaRefusal};

/** Whole numbers as numbers where they are exact, byte strings in memory of their own. */
function plain(value: unknown): CborValue {
	if (typeof value === 'bigint') {
		const number = Number(value);
		return Number.isSafeInteger(number) ? number : value;
	}
	if (value instanceof Uint8Array) {
		return new Uint8Array(value);
	}
	if (value instanceof Map) {
		return new Map([...(value as Map<unknown, unknown>)].map(([key, item]) => [plain(key), plain(item)]));
	}
	if (value instanceof Tag) {
		return new Tag(plain(value.value), value.tag);
	}
	return Array.isArray(value) ? value.map(plain) : (value as CborValue);
}

/** The one item that `bytes` hold, or what the scanner says of them. */
export function decodeCbor(bytes: Uint8Array, rules: CborRules): Decoded {
	const problem = scanCbor(bytes, rules);
	if (problem !== null) {
		return {ok: false, refusal: problem};
	}
	try {
		return {ok: true, value: plain(decoder.decode(bytes))};
	} catch (error) {
		return {ok: false, refusal: refusal('E_OTA_CBOR_MALFORMED', (error as Error).message)};
	}
}

export function isMap(value: CborValue | undefined): value is ReadonlyMap<CborValue, CborValue> {
	return value instanceof Map;
}

export function isTag(value: CborValue | undefined): value is Tag {
	return value instanceof Tag;
}

export function isBytes(value: CborValue | undefined): value is Uint8Array {
	return value instanceof Uint8Array;
}

export function isList(value: CborValue | undefined): value is readonly CborValue[] {
	return Array.isArray(value);
}
