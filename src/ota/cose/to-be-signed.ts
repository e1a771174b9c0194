// What is signed (RFC 9052 4.4, 6.3): the structure that binds a payload to its headers and to what it is for.

import {CborWriter} from '../../codec/cbor/writer.ts';
import {tagMac0, tagSign} from '../cbor-rules.ts';
import type {CoseBlock, CoseMessage} from './message.ts';

/** Heads of all parts, and the longest context word. */
const HEADS_BYTES = 48;

/** Binds a signature to a kind of document: one that was made for another kind verifies as none (ota.md 2.3). */
export const aads: Readonly<Record<'root' | 'assign' | 'fresh', string>> = {
	root: 'nmc-ota/root',
	assign: 'nmc-ota/assign',
	fresh: 'nmc-ota/fresh',
};

/** The bytes of a word of plain characters. */
export function wordBytes(word: string): Uint8Array {
	const bytes = new Uint8Array(word.length);
	for (let i = 0; i < word.length; i++) {
		bytes[i] = word.charCodeAt(i);
	}
	return bytes;
}

/**
 * First word of what each signer of a root document signs. RFC 9052 4.4 has `Signature` there; the documents of the profile nmc-1
 * say `Sign`, as its vectors show.
 */
const rootContext = 'Sign';

function contextOf(tag: number): string {
	return tag === tagSign ? 'Signature' : tag === tagMac0 ? 'MAC0' : 'Signature1';
}

function structure(
	context: string,
	message: CoseMessage,
	block: CoseBlock,
	aad: Uint8Array,
	payload: Uint8Array,
): Uint8Array {
	const isOfMany = message.tag === tagSign;
	const size = HEADS_BYTES + message.header.length + block.header.length + aad.length + payload.length;
	const writer = new CborWriter(size)
		.array(isOfMany ? 5 : 4)
		.text(context)
		.blob(message.header);
	if (isOfMany) {
		writer.blob(block.header);
	}
	return writer.blob(aad).blob(payload).view();
}

/** `payload` is that of the message, or the detached one. */
export function toBeSigned(message: CoseMessage, block: CoseBlock, aad: Uint8Array, payload: Uint8Array): Uint8Array {
	return structure(contextOf(message.tag), message, block, aad, payload);
}

/** Of a root document. */
export function rootToBeSigned(message: CoseMessage, block: CoseBlock, payload: Uint8Array): Uint8Array {
	return structure(rootContext, message, block, wordBytes(aads.root), payload);
}
