// What assignments and freshness tokens have in common: one signature (or the card's own authentication code), bound to what the
// document is for, around a map of numbered fields.

import {CborReader} from '../../codec/cbor/reader.ts';
import {scanCbor} from '../../codec/cbor/scan.ts';
import {documentCbor, tagMac0, tagSign1} from '../cbor-rules.ts';
import type {RoleKeys} from '../check-context.ts';
import {isRefusal, refusal} from '../codes.ts';
import type {OtaRefusal} from '../codes.ts';
import {parseCose} from '../cose/message.ts';
import {aads, toBeSigned, wordBytes} from '../cose/to-be-signed.ts';
import {algorithmHmac, signerOf} from '../cose/verify.ts';
import type {TrustTools} from './root-steps.ts';

/** Whole numbers of documents are exact up to here. */
const LARGEST_EXACT = 9007199254740991;

/** A reader at the map of a document that somebody of the role vouches for. */
export function openDocument(
	bytes: Uint8Array,
	role: 'assign' | 'fresh',
	keys: RoleKeys,
	tools: TrustTools,
): CborReader | OtaRefusal {
	const message = parseCose(bytes, documentCbor, [tagSign1, tagMac0]);
	if (isRefusal(message)) {
		return message;
	}
	const payload = message.payload;
	if (payload === null) {
		return refusal('E_OTA_ENV_SCHEMA', 'the payload of a document must be attached');
	}
	const block = message.blocks[0];
	const signed = toBeSigned(message, block, wordBytes(aads[role]), payload);
	const own = keys[role];
	const isMac = own.length > 0 && own[0].algorithm === algorithmHmac;
	const algorithms = isMac ? [algorithmHmac] : tools.algorithms;
	const signers = {keys: keys, role: role, algorithms: algorithms, verifiers: tools.verifiers};
	const key = signerOf(message, block, signed, signers);
	if (isRefusal(key)) {
		return key;
	}
	return scanCbor(payload, documentCbor) || new CborReader(payload);
}

/** A field that is a whole number. */
export function exact(reader: CborReader): number {
	const value = reader.uint();
	if (value > LARGEST_EXACT) {
		reader.fail();
	}
	return value;
}

/** A field of so many bytes, as a copy. */
export function bytesOf(reader: CborReader, length: number): Uint8Array {
	const bytes = reader.blobCopy();
	if (bytes.length !== length) {
		reader.fail();
	}
	return bytes;
}
