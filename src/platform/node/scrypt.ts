// Passwords as scrypt of them (RFC 7914), compared in constant time.

import {randomBytes, randomInt, scrypt, timingSafeEqual} from 'node:crypto';

/** 32 MiB and about a tenth of a second for each guess. */
const COST = {N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024};
const HASH_BYTES = 32;
const SALT_BYTES = 16;
const RANDOM_LENGTH = 16;
/** Without those that are easily taken for each other. */
const alphabets = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '-+=.:%@'];

/** A salt and a hash, in hexadecimal. */
export interface PasswordHash {
	readonly salt: string;
	readonly hash: string;
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		scrypt(password, salt, HASH_BYTES, COST, (error, key) => (error === null ? resolve(key) : reject(error)));
	});
}

export async function hashPassword(password: string): Promise<PasswordHash> {
	const salt = randomBytes(SALT_BYTES);
	return {salt: salt.toString('hex'), hash: (await derive(password, salt)).toString('hex')};
}

/** Whether the password is the one; without a hash it takes as long and is not. */
export async function matchesPassword(password: string, kept: PasswordHash | null): Promise<boolean> {
	const key = await derive(password, kept === null ? Buffer.alloc(SALT_BYTES) : Buffer.from(kept.salt, 'hex'));
	const expected = kept === null ? Buffer.alloc(HASH_BYTES) : Buffer.from(kept.hash, 'hex');
	return expected.length === key.length && timingSafeEqual(key, expected) && kept !== null;
}

/** A password of 16 characters, some of each kind. */
export function randomPassword(): string {
	for (;;) {
		const all = alphabets.join('');
		const text = Array.from({length: RANDOM_LENGTH}, () => all[randomInt(all.length)]).join('');
		if (alphabets.every(alphabet => text.split('').some(character => alphabet.includes(character)))) {
			return text;
		}
	}
}
