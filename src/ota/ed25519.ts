// The guard around Ed25519 (ota.md 4.3). The bare check takes S + L for S, and any message at all under a key of small order:
// what comes here must have its one encoding, and points that generate the group.

import type {DeviceCrypto} from '../core/device-ports.ts';

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const SIGN_BIT = 0x80;

function repeated(first: number, middle: number, last: number): Uint8Array {
	const bytes = new Uint8Array(KEY_BYTES).fill(middle);
	bytes[0] = first;
	bytes[KEY_BYTES - 1] = last;
	return bytes;
}

/** The prime 2^255 - 19 of the field and the order L of the group, low byte first. */
const prime = repeated(0xed, 0xff, 0x7f);
const order = new Uint8Array([
	0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0x10,
]);

/**
 * The y of the points of small order, without the bit of the sign: 1, 0, p - 1, and two of order 8. With either sign that
 * makes ten of the 14 encodings; the others, of p and p + 1, are no canonical ones.
 */
const smallOrder: readonly Uint8Array[] = [
	repeated(1, 0, 0),
	repeated(0, 0, 0),
	repeated(0xec, 0xff, 0x7f),
	new Uint8Array([
		0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53,
		0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
	]),
	new Uint8Array([
		0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac,
		0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
	]),
];

/** A byte of a point's y, which shares its last one with the sign. */
function yByte(bytes: Uint8Array, at: number, i: number): number {
	return i === KEY_BYTES - 1 ? bytes[at + i] & ~SIGN_BIT : bytes[at + i];
}

function isBelow(bytes: Uint8Array, at: number, limit: Uint8Array, isPoint: boolean): boolean {
	for (let i = KEY_BYTES - 1; i >= 0; i--) {
		const byte = isPoint ? yByte(bytes, at, i) : bytes[at + i];
		if (byte !== limit[i]) {
			return byte < limit[i];
		}
	}
	return false;
}

function isOfSmallOrder(bytes: Uint8Array, at: number): boolean {
	for (let k = 0; k < smallOrder.length; k++) {
		let i = 0;
		while (i < KEY_BYTES && yByte(bytes, at, i) === smallOrder[k][i]) {
			i += 1;
		}
		if (i === KEY_BYTES) {
			return true;
		}
	}
	return false;
}

/** What is wrong with a public key; '' when nothing is. Whether it is a point at all shows when a signature is checked. */
export function keyProblem(publicKey: Uint8Array): string {
	if (publicKey.length !== KEY_BYTES) {
		return `an Ed25519 key of ${publicKey.length} bytes: it must have ${KEY_BYTES}`;
	}
	if (!isBelow(publicKey, 0, prime, true)) {
		return 'an Ed25519 key that is not in its canonical form';
	}
	return isOfSmallOrder(publicKey, 0) ? 'an Ed25519 key of small order: anybody can sign for it' : '';
}

/** Whether the signature is the key's for the message, by RFC 8032 at its strictest. */
export function verifyEd25519(
	crypto: DeviceCrypto,
	publicKey: Uint8Array,
	message: Uint8Array,
	signature: Uint8Array,
): boolean {
	return (
		signature.length === SIGNATURE_BYTES
		&& isBelow(signature, KEY_BYTES, order, false)
		&& isBelow(signature, 0, prime, true)
		&& !isOfSmallOrder(signature, 0)
		&& keyProblem(publicKey) === ''
		&& crypto.bareEd25519(publicKey, message, signature)
	);
}
