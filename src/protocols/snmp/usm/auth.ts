// Authentication of SNMPv3 messages: keys from passphrases (RFC 3414 A.2) and digests (RFC 3414 6, 7; RFC 7860 4).

import {createHash, createHmac, createSecretKey, timingSafeEqual} from 'node:crypto';
import type {KeyObject} from 'node:crypto';

export interface AuthProtocol {
	/** As options and files write it. */
	readonly name: string;
	/** As node:crypto names its hash. */
	readonly hash: string;
	readonly digestBytes: number;
}

/** The digests that a card can be set to, the weakest first (snmp.md (e)). */
export const authProtocols: readonly AuthProtocol[] = [
	{name: 'MD5', hash: 'md5', digestBytes: 12},
	{name: 'SHA', hash: 'sha1', digestBytes: 12},
	{name: 'SHA-224', hash: 'sha224', digestBytes: 16},
	{name: 'SHA-256', hash: 'sha256', digestBytes: 24},
	{name: 'SHA-384', hash: 'sha384', digestBytes: 32},
	{name: 'SHA-512', hash: 'sha512', digestBytes: 48},
];

/** RFC 3414 A.2: the passphrase is repeated to this many bytes. */
const STRETCHED_BYTES = 1_048_576;
const CHUNK_BYTES = 65_536;

/** Without hyphens and case, and with SHA1 for SHA: what people write for the same protocol. */
function plainName(name: string): string {
	const plain = name.toUpperCase().replaceAll('-', '');
	return plain === 'SHA1' ? 'SHA' : plain;
}

/** The protocol of a name such as SHA-256, sha256 or SHA1; null when there is none. */
export function findAuth(name: string): AuthProtocol | null {
	return authProtocols.find(protocol => plainName(protocol.name) === plainName(name)) ?? null;
}

/** The key of a passphrase before it is localized (RFC 3414 A.2.1, step 1 and 2). An empty passphrase is an error of the caller. */
export function stretchedKey(auth: AuthProtocol, passphrase: Uint8Array): Buffer {
	const copies = Math.ceil(CHUNK_BYTES / passphrase.length) + 1;
	const repeated = Buffer.alloc(copies * passphrase.length, passphrase);
	const hash = createHash(auth.hash);
	for (let done = 0; done < STRETCHED_BYTES; done += CHUNK_BYTES) {
		const start = done % passphrase.length;
		hash.update(repeated.subarray(start, start + CHUNK_BYTES));
	}
	return hash.digest();
}

/** The key that a user has at one engine (RFC 3414 2.6). */
export function localizedKey(auth: AuthProtocol, stretched: Uint8Array, engineId: Uint8Array): Buffer {
	return createHash(auth.hash).update(stretched).update(engineId).update(stretched).digest();
}

/** A localized key as node:crypto takes it. */
export function authKeyFrom(localized: Uint8Array): KeyObject {
	return createSecretKey(localized);
}

/** The digest that goes into a message whose own digest is zeros. */
export function digestOf(auth: AuthProtocol, key: KeyObject, message: Uint8Array): Uint8Array {
	return createHmac(auth.hash, key).update(message).digest().subarray(0, auth.digestBytes);
}

/** Compares in a time that does not tell how much of `found` is right. */
export function isSameDigest(found: Uint8Array, right: Uint8Array): boolean {
	return found.length === right.length && timingSafeEqual(found, right);
}
