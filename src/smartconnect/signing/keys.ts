// Keys that sign releases and companion documents: Ed25519 by node:crypto, and HMAC for cards of the board class.

import {createHash, createHmac, createPrivateKey, createPublicKey, randomBytes, sign} from 'node:crypto';
import type {KeyObject} from 'node:crypto';

/** Algorithms of COSE (RFC 9864, RFC 8778, RFC 9053). */
export const ALG_ED25519 = -19;
export const ALG_LMS = -46;
export const ALG_HMAC = 5;

const KID_BYTES = 8;
const SEED_BYTES = 32;
// RFC 8410: what stands before the 32 bytes of a private and of a public key in DER.
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_HEAD_BYTES = 12;

/** Makes one signature (or code) after the other. `kid` may be empty: then the block names no key. */
export interface Signer {
	readonly algorithm: number;
	readonly kid: Uint8Array;
	sign(bytes: Uint8Array): Uint8Array;
}

/** An Ed25519 key: the seed is the secret. */
export interface SigningKey extends Signer {
	readonly publicKey: Uint8Array;
	readonly seed: Uint8Array;
}

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
	const hash = createHash('sha256');
	for (const part of parts) {
		hash.update(part);
	}
	return new Uint8Array(hash.digest());
}

/** The first 8 bytes of SHA-256 of the public key (ota.md 2.1). */
export function kidOf(publicKey: Uint8Array): Uint8Array {
	return sha256(publicKey).subarray(0, KID_BYTES);
}

function signingKey(secret: KeyObject, seed: Uint8Array): SigningKey {
	const spki = createPublicKey(secret).export({type: 'spki', format: 'der'});
	const publicKey = new Uint8Array(spki.subarray(SPKI_HEAD_BYTES));
	return {
		algorithm: ALG_ED25519,
		kid: kidOf(publicKey),
		publicKey,
		seed,
		sign: bytes => new Uint8Array(sign(null, bytes, secret)),
	};
}

/** The key of a seed of 32 bytes. */
export function signingKeyFromSeed(seed: Uint8Array): SigningKey {
	const secret = createPrivateKey({key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8'});
	return signingKey(secret, seed);
}

/** A new key, drawn by the operating system. */
export function newSigningKey(): SigningKey {
	return signingKeyFromSeed(new Uint8Array(randomBytes(SEED_BYTES)));
}

/** The key of a card of the board class, set at its enrolment: its codes stand in for signatures (ota.md 4.4). */
export function hmacSigner(key: Uint8Array): Signer {
	return {
		algorithm: ALG_HMAC,
		kid: kidOf(key),
		sign: bytes => new Uint8Array(createHmac('sha256', key).update(bytes).digest()),
	};
}
