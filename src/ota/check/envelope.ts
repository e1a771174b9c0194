// The outer map of an envelope (ota.md 2.1): steps 1 to 3 of the check, and the head of an envelope whose payload is still to come.

import {CborHead, BYTES, MAP, TAG, TEXT} from '../../codec/cbor/head.ts';
import {CborReader} from '../../codec/cbor/reader.ts';
import {scanCbor} from '../../codec/cbor/scan.ts';
import {envelopeCbor, tagEnvelope} from '../cbor-rules.ts';
import type {OtaRefusal} from '../codes.ts';
import {refusal} from '../codes.ts';
import {integratedUri} from './uri.ts';

export const keyWrapper = 2;
export const keyManifest = 3;
export const keyFetch = 16;
export const keyInstall = 20;
export const keyText = 23;
const keys: readonly number[] = [keyWrapper, keyManifest, keyFetch, keyInstall, keyText];

export interface Place {
	readonly at: number;
	readonly length: number;
}

/** The parts of an envelope, as views. */
export interface Envelope {
	wrapper: Uint8Array | null;
	/** The manifest, and the same with its byte-string head, which is what digests are made of. */
	manifest: Uint8Array;
	manifestItem: Uint8Array;
	/** Severed parts by key, each with its byte-string head; null where it is not there. */
	fetch: Uint8Array | null;
	install: Uint8Array | null;
	text: Uint8Array | null;
	/** Where the integrated payload lies; null when there is none. */
	payload: Place | null;
	/** Bytes but for the integrated payload. */
	headBytes: number;
}

const NOTHING = new Uint8Array(0);

/** Steps 1 and 2: the parts of an envelope, or what is wrong with it. */
export function readEnvelope(bytes: Uint8Array): Envelope | OtaRefusal {
	const cbor = scanCbor(bytes, envelopeCbor);
	if (cbor !== null) {
		return refusal(cbor.code, `envelope, ${cbor.detail}`);
	}
	const reader = new CborReader(bytes);
	if (reader.major() !== TAG || reader.tag() !== tagEnvelope || reader.major() !== MAP) {
		return refusal('E_OTA_ENV_SCHEMA', `an envelope must be a map with tag ${tagEnvelope}`);
	}
	const envelope = noParts(bytes.length);
	for (let left = reader.map(); left > 0; left--) {
		const problem = readEntry(reader, envelope);
		if (problem !== '') {
			return refusal('E_OTA_ENV_SCHEMA', `envelope: ${problem}`);
		}
	}
	return missing(envelope) || envelope;
}

function noParts(headBytes: number): Envelope {
	return {
		wrapper: null,
		manifest: NOTHING,
		manifestItem: NOTHING,
		fetch: null,
		install: null,
		text: null,
		payload: null,
		headBytes,
	};
}

/** Reads one entry into the envelope; what is wrong with it, or ''. */
function readEntry(reader: CborReader, envelope: Envelope): string {
	const isText = reader.major() === TEXT;
	const name = isText ? reader.text() : '';
	const key = isText ? -1 : reader.int();
	if (isText ? name !== integratedUri : keys.indexOf(key) < 0) {
		return `key ${isText ? `"${name.slice(0, 32)}"` : key} must be of ${keys.join(', ')}, "${integratedUri}"`;
	}
	if (reader.major() !== BYTES) {
		return `key ${isText ? `"${name}"` : key} must hold a byte string`;
	}
	const item = reader.rawItem();
	const head = new CborHead();
	head.read(item, 0, item.length);
	if (isText) {
		envelope.payload = {at: reader.at - head.value, length: head.value};
		envelope.headBytes -= head.value;
	} else {
		keepPart(envelope, key, item, item.subarray(head.size));
	}
	return '';
}

function keepPart(envelope: Envelope, key: number, item: Uint8Array, content: Uint8Array): void {
	if (key === keyWrapper) {
		envelope.wrapper = content;
	} else if (key === keyManifest) {
		envelope.manifest = content;
		envelope.manifestItem = item;
	} else if (key === keyFetch) {
		envelope.fetch = item;
	} else if (key === keyInstall) {
		envelope.install = item;
	} else {
		envelope.text = item;
	}
}

function missing(envelope: Envelope): OtaRefusal | null {
	if (envelope.manifestItem.length === 0) {
		return refusal('E_OTA_ENV_SCHEMA', `envelope: must hold a manifest, key ${keyManifest}`);
	}
	return envelope.wrapper === null
		? refusal('E_OTA_AUTH_MISSING', `envelope: must hold signatures, key ${keyWrapper}`)
		: null;
}
