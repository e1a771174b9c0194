// Authentication of SNMPv3 messages: keys from passphrases (RFC 3414 A.2) and digests (RFC 3414 6, 7; RFC 7860 4).

import {createHash, hash as hashAtOnce, timingSafeEqual} from 'node:crypto';

export interface AuthProtocol {
	/** As options and files write it. */
	readonly name: string;
	/** As node:crypto names its hash. */
	readonly hash: string;
	/** What the hash takes at a time. */
	readonly blockBytes: number;
	readonly digestBytes: number;
}

/** The digests that a card can be set to, the weakest first (snmp.md (e)). */
export const authProtocols: readonly AuthProtocol[] = [
	{name: 'MD5', hash: 'md5', blockBytes: 64, digestBytes: 12},
	{name: 'SHA', hash: 'sha1', blockBytes: 64, digestBytes: 12},
	{name: 'SHA-224', hash: 'sha224', blockBytes: 64, digestBytes: 16},
	{name: 'SHA-256', hash: 'sha256', blockBytes: 64, digestBytes: 24},
	{name: 'SHA-384', hash: 'sha384', blockBytes: 128, digestBytes: 32},
	{name: 'SHA-512', hash: 'sha512', blockBytes: 128, digestBytes: 48},
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

/** RFC 2104. */
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;
/** Most messages are this short; memory for a longer one is taken when it comes. */
const USUAL_BYTES = 2048;

/**
 * A localized key, made ready to authenticate messages: both pads of HMAC are kept, since two runs of a hash cost half of what an
 * object of node:crypto for each message does. Nothing of it can be read from outside.
 */
export class AuthKey {
	readonly #auth: AuthProtocol;
	/** The inner pad with room for a message behind, and the outer one with room for the inner digest. */
	#inner: Buffer;
	readonly #outer: Buffer;

	constructor(auth: AuthProtocol, localized: Uint8Array) {
		const {blockBytes, hash} = auth;
		const hashBytes = hashAtOnce(hash, '', 'buffer').length;
		this.#auth = auth;
		this.#inner = Buffer.alloc(blockBytes + USUAL_BYTES, INNER_PAD);
		this.#outer = Buffer.alloc(blockBytes + hashBytes, OUTER_PAD);
		for (const [i, byte] of localized.entries()) {
			this.#inner[i] ^= byte;
			this.#outer[i] ^= byte;
		}
	}

	/** The digest of a message, with zeros in the place of what it holds from `zerosFrom` up to `zerosTo`: its own digest. */
	digest(message: Uint8Array, zerosFrom: number, zerosTo: number): Uint8Array {
		const {hash, blockBytes, digestBytes} = this.#auth;
		const length = blockBytes + message.length;
		if (this.#inner.length < length) {
			this.#inner = Buffer.concat([this.#inner.subarray(0, blockBytes)], length);
		}
		this.#inner.set(message, blockBytes);
		this.#inner.fill(0, blockBytes + zerosFrom, blockBytes + zerosTo);
		this.#outer.set(hashAtOnce(hash, this.#inner.subarray(0, length), 'buffer'), blockBytes);
		return hashAtOnce(hash, this.#outer, 'buffer').subarray(0, digestBytes);
	}
}

/** Compares in a time that does not tell how much of `found` is right. */
export function isSameDigest(found: Uint8Array, right: Uint8Array): boolean {
	return found.length === right.length && timingSafeEqual(found, right);
}
