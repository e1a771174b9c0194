// COSE messages (RFC 9052) as firmware updates use them: COSE_Sign1, COSE_Sign and COSE_Mac0, tagged, in one narrow form. The
// algorithm stands in the protected header alone; what is critical is not known here, so nothing may be.

import {BYTES, NINT, TEXT, UINT} from '../../codec/cbor/head.ts';
import {CborReader} from '../../codec/cbor/reader.ts';
import {scanCbor} from '../../codec/cbor/scan.ts';
import type {CborRules} from '../../codec/cbor/scan.ts';
import {tagMac0, tagSign} from '../cbor-rules.ts';
import {refusal} from '../codes.ts';
import type {OtaRefusal} from '../codes.ts';

const HEADER_ALGORITHM = 1;
const HEADER_CRITICAL = 2;
const HEADER_KID = 4;
/** Signatures that a document may have. */
const BLOCKS_MAX = 8;

/** One signature, or the one authentication code. All byte arrays are views. */
export interface CoseBlock {
	/** Content of its protected header, as it was signed. */
	readonly header: Uint8Array;
	/** What is wrong with its headers; null when nothing is. The other blocks of the message may be good all the same. */
	readonly problem: OtaRefusal | null;
	/** A number of COSE; 0 when there is none. */
	readonly algorithm: number;
	/** Which key, if it says so. */
	readonly kid: Uint8Array | null;
	readonly signature: Uint8Array;
}

export interface CoseMessage {
	readonly tag: number;
	/** Content of the protected header of the whole: that of its only block, but for COSE_Sign. */
	readonly header: Uint8Array;
	/** Null where it is detached. */
	readonly payload: Uint8Array | null;
	readonly blocks: readonly CoseBlock[];
}

interface Header {
	problem: OtaRefusal | null;
	algorithm: number;
	kid: Uint8Array | null;
}

/** Reads pairs of a header into what is known of it. */
function readPairs(reader: CborReader, into: Header, isProtected: boolean): void {
	for (let left = reader.map(); left > 0 && !reader.bad; left--) {
		if (reader.major() === TEXT) {
			reader.skip();
			reader.skip();
			continue;
		}
		const label = reader.int();
		if (label === HEADER_ALGORITHM) {
			readAlgorithm(reader, into, isProtected);
		} else if (label === HEADER_CRITICAL) {
			into.problem = refusal('E_OTA_AUTH_ALG', 'a critical header parameter: none is known');
			reader.skip();
		} else if (label === HEADER_KID && into.kid === null && reader.major() === BYTES) {
			into.kid = reader.blob();
		} else {
			reader.skip();
		}
	}
}

function readAlgorithm(reader: CborReader, into: Header, isProtected: boolean): void {
	const major = reader.major();
	if (!isProtected) {
		into.problem = refusal('E_OTA_AUTH_ALG', 'an algorithm in the unprotected header: it must be protected');
		reader.skip();
	} else if (major === UINT || major === NINT) {
		into.algorithm = reader.int();
	} else {
		reader.skip();
	}
}

/** Both headers of a block or of the whole. The protected one is a map in a byte string, or nothing in one. */
function readHeaders(reader: CborReader, rules: CborRules, into: Header): Uint8Array {
	const header = reader.blob();
	if (header.length > 0) {
		if (scanCbor(header, rules) !== null) {
			reader.fail();
			return header;
		}
		const inner = new CborReader(header);
		readPairs(inner, into, true);
		if (!inner.done()) {
			reader.fail();
		}
	}
	readPairs(reader, into, false);
	return header;
}

function noHeader(): Header {
	return {problem: null, algorithm: 0, kid: null};
}

function blockOf(header: Uint8Array, found: Header, signature: Uint8Array): CoseBlock {
	const none = refusal('E_OTA_AUTH_ALG', 'no algorithm in the protected header');
	return {
		header: header,
		problem: found.problem || (found.algorithm === 0 ? none : null),
		algorithm: found.algorithm,
		kid: found.kid,
		signature: signature,
	};
}

function readBlocks(reader: CborReader, rules: CborRules): CoseBlock[] {
	const blocks: CoseBlock[] = [];
	const count = reader.array();
	if (count === 0 || count > BLOCKS_MAX) {
		reader.fail();
	}
	for (let i = 0; i < count && !reader.bad; i++) {
		if (reader.array() !== 3) {
			reader.fail();
		}
		const found = noHeader();
		const header = readHeaders(reader, rules, found);
		blocks.push(blockOf(header, found, reader.blob()));
	}
	return blocks;
}

function readMessage(reader: CborReader, rules: CborRules): CoseMessage {
	const tag = reader.tag();
	if (reader.array() !== 4) {
		reader.fail();
	}
	const found = noHeader();
	const header = readHeaders(reader, rules, found);
	let payload: Uint8Array | null = null;
	if (reader.isNull()) {
		reader.nil();
	} else {
		payload = reader.blob();
	}
	const blocks = tag === tagSign ? readBlocks(reader, rules) : [blockOf(header, found, reader.blob())];
	if (tag === tagSign && (found.problem !== null || found.algorithm !== 0)) {
		reader.fail(); // What is common to all signatures has no algorithm.
	}
	return {tag: tag, header: header, payload: payload, blocks: blocks};
}

/** The message in the bytes, whose tag must be among `tags`. */
export function parseCose(bytes: Uint8Array, rules: CborRules, tags: readonly number[]): CoseMessage | OtaRefusal {
	const problem = scanCbor(bytes, rules);
	if (problem !== null) {
		return problem;
	}
	const reader = new CborReader(bytes);
	const message = readMessage(reader, rules);
	if (!reader.done() || tags.indexOf(message.tag) < 0) {
		return refusal('E_OTA_ENV_SCHEMA', `no COSE message of tag ${tags.join(' or ')} in its strict form`);
	}
	return message;
}

/** Whether the block is an authentication code and no signature. */
export function isMac(message: CoseMessage): boolean {
	return message.tag === tagMac0;
}
