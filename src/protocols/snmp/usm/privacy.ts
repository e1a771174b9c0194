// Privacy of SNMPv3 messages: DES in CBC (RFC 3414 8), AES in CFB128 (RFC 3826), and AES-256 with the two ways in use to make a
// key longer than the digest gives.

import {createCipheriv, createDecipheriv, createHash, createSecretKey, randomBytes} from 'node:crypto';
import type {KeyObject} from 'node:crypto';
import type {AuthProtocol} from './auth.ts';
import {localizedKey, stretchedKey} from './auth.ts';

/** What the cipher needs beside the key. */
export interface PrivMoment {
	readonly boots: number;
	readonly time: number;
	/** Eight bytes: msgPrivacyParameters. */
	readonly salt: Uint8Array;
}

type Extend = (auth: AuthProtocol, key: Buffer, engineId: Uint8Array) => Buffer;

export interface PrivProtocol {
	/** As options and files write it. */
	readonly name: string;
	readonly keyBytes: number;
	readonly block: 'des' | 'aes';
	/** Makes the second part of a key that is too short; two parts are enough, even of MD5 for AES-256. */
	readonly extend: Extend;
}

export interface PrivKey {
	readonly key: KeyObject;
	/** The pre-IV of RFC 3414 8.1.1.1; empty for AES. */
	readonly preIv: Uint8Array;
}

export const SALT_BYTES = 8;
const DES_KEY_BYTES = 8;
const DES_BLOCK_BYTES = 8;
const IV_BYTES = 16;

/** The salts of one sender: from a start that is another each time (RFC 3826 3.1.4.1) one up with each message. */
export class Salts {
	readonly #next = randomBytes(SALT_BYTES);

	/** Eight bytes that never come again; those of DES begin with boots (RFC 3414 8.1.1.1). */
	take(priv: PrivProtocol | null, boots: number): Uint8Array {
		const next = this.#next;
		for (let i = SALT_BYTES - 1; i >= 0; i--) {
			next[i] = (next[i] + 1) % 256;
			if (next[i] !== 0) {
				break;
			}
		}
		const salt = Buffer.from(next);
		if (priv?.block === 'des') {
			salt.writeUInt32BE(boots);
		}
		return salt;
	}
}

/** Reeder's draft, as most cards of the field do it: the first part is the passphrase of the second. */
function extendAsReeder(auth: AuthProtocol, key: Buffer, engineId: Uint8Array): Buffer {
	return localizedKey(auth, stretchedKey(auth, key), engineId);
}

/** Blumenthal's draft: the second part is the hash of the first. */
function extendAsBlumenthal(auth: AuthProtocol, key: Buffer): Buffer {
	return createHash(auth.hash).update(key).digest();
}

/** AES-256 is no standard; a name without a letter at its end is Reeder's form. */
export const privProtocols: readonly PrivProtocol[] = [
	{name: 'DES', keyBytes: 16, block: 'des', extend: extendAsReeder},
	{name: 'AES', keyBytes: 16, block: 'aes', extend: extendAsReeder},
	{name: 'AES256', keyBytes: 32, block: 'aes', extend: extendAsReeder},
	{name: 'AES256B', keyBytes: 32, block: 'aes', extend: extendAsBlumenthal},
];

const otherNames: Readonly<Record<string, string>> = {AES128: 'AES', AES256C: 'AES256', AES256R: 'AES256'};

/** The protocol of a name such as AES, aes-128 or AES-256-C; null when there is none. */
export function findPriv(name: string): PrivProtocol | null {
	const plain = name.toUpperCase().replaceAll('-', '');
	const wanted = otherNames[plain] ?? plain;
	return privProtocols.find(protocol => protocol.name === wanted) ?? null;
}

/** The key of a user for privacy, from his localized key of the authentication protocol. */
export function privKeyFrom(priv: PrivProtocol, auth: AuthProtocol, localized: Buffer, engineId: Uint8Array): PrivKey {
	const isShort = localized.length < priv.keyBytes;
	const long = isShort ? Buffer.concat([localized, priv.extend(auth, localized, engineId)]) : localized;
	const key = long.subarray(0, priv.keyBytes);
	if (priv.block === 'aes') {
		return {key: createSecretKey(key), preIv: key.subarray(0, 0)};
	}
	const des = key.subarray(0, DES_KEY_BYTES);
	// OpenSSL 3 keeps single DES out of reach; triple DES with three equal keys is the same function.
	return {key: createSecretKey(Buffer.concat([des, des, des])), preIv: key.subarray(DES_KEY_BYTES)};
}

/** RFC 3414 8.1.1.1: the pre-IV xor the salt. RFC 3826 3.1.2.1: boots, time and salt. */
function ivOf(priv: PrivProtocol, key: PrivKey, moment: PrivMoment): Buffer {
	if (priv.block === 'des') {
		return Buffer.from(key.preIv.map((byte, i) => byte ^ moment.salt[i]));
	}
	const iv = Buffer.allocUnsafe(IV_BYTES);
	iv.writeUInt32BE(moment.boots, 0);
	iv.writeUInt32BE(moment.time, 4);
	iv.set(moment.salt, SALT_BYTES);
	return iv;
}

function cipherName(priv: PrivProtocol): string {
	return priv.block === 'des' ? 'des-ede3-cbc' : `aes-${priv.keyBytes * 8}-cfb`;
}

/** The scoped PDU as msgData holds it; DES pads it to whole blocks, AES leaves its length. */
export function encrypt(priv: PrivProtocol, key: PrivKey, moment: PrivMoment, plain: Uint8Array): Buffer {
	const cipher = createCipheriv(cipherName(priv), key.key, ivOf(priv, key, moment)).setAutoPadding(false);
	const missing = priv.block === 'des' ? (DES_BLOCK_BYTES - (plain.length % DES_BLOCK_BYTES)) % DES_BLOCK_BYTES : 0;
	const padded = missing === 0 ? plain : Buffer.concat([plain, Buffer.alloc(missing)]);
	return cipher.update(padded);
}

/** The scoped PDU, with its padding; null when the bytes or the salt cannot be of this protocol. */
export function decrypt(priv: PrivProtocol, key: PrivKey, moment: PrivMoment, secret: Uint8Array): Buffer | null {
	const isWhole = priv.block === 'aes' || secret.length % DES_BLOCK_BYTES === 0;
	if (moment.salt.length !== SALT_BYTES || !isWhole || secret.length === 0) {
		return null;
	}
	return createDecipheriv(cipherName(priv), key.key, ivOf(priv, key, moment))
		.setAutoPadding(false)
		.update(secret);
}
