// HSS, trees that sign trees (RFC 8554, 6): the check of a signature of a card of class board (ota.md 4.4).

import type {DeviceCrypto} from '../../core/device-ports.ts';
import {HSS_KEY_BYTES, TREE_KEY_BYTES} from './parameters.ts';
import {readTreeKey, signatureBytesOf, verifyTree} from './tree.ts';

/** Levels that a hierarchy may have (RFC 8554, 6). */
const LEVELS_MAX = 8;

function u32(bytes: Uint8Array, at: number): number {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at);
}

/** Why `publicKey` is no HSS key that we take; '' when it is one. */
export function hssKeyProblem(publicKey: Uint8Array): string {
	if (publicKey.length !== HSS_KEY_BYTES) {
		return `an HSS key has ${HSS_KEY_BYTES} bytes, not ${publicKey.length}`;
	}
	const levels = u32(publicKey, 0);
	if (levels < 1 || levels > LEVELS_MAX) {
		return `an HSS key has 1 to ${LEVELS_MAX} levels, not ${levels}`;
	}
	return readTreeKey(publicKey, 4) === null ? 'its types are none of SHA-256 with 32 bytes' : '';
}

/**
 * Whether `signature` is one of `message` under an HSS key of 60 bytes. Never throws; takes no bytes beyond the signature. One level
 * of H10/W4 costs about 67 × 7.5 + 12 hashes.
 */
export function verifyHss(
	publicKey: Uint8Array,
	message: Uint8Array,
	signature: Uint8Array,
	crypto: DeviceCrypto,
): boolean {
	if (hssKeyProblem(publicKey) !== '' || signature.length < 4 || u32(signature, 0) !== u32(publicKey, 0) - 1) {
		return false;
	}
	let key = readTreeKey(publicKey, 4);
	let at = 4;
	for (let level = u32(signature, 0); level > 0 && key !== null; level--) {
		const keyAt = at + signatureBytesOf(key);
		const next = readTreeKey(signature, keyAt);
		const signed = signature.subarray(keyAt, keyAt + TREE_KEY_BYTES);
		if (next === null || !verifyTree(key, signed, signature.subarray(at, keyAt), crypto)) {
			return false;
		}
		key = next;
		at = keyAt + TREE_KEY_BYTES;
	}
	return key !== null && verifyTree(key, message, signature.subarray(at), crypto);
}
