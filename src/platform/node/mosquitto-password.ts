// Passwords as mosquitto 2 keeps them: PBKDF2 with SHA-512, as `mosquitto_passwd` writes by itself.

import {pbkdf2Sync, randomBytes} from 'node:crypto';

/** mosquitto_passwd's own number; a password of 144 random bits needs no more. */
const ITERATIONS = 101;
const SALT_BYTES = 12;
const HASH_BYTES = 64;
const PASSWORD_BYTES = 18;

/** A password that nobody chose: 144 random bits, 24 characters of base64url. */
export function randomPassword(): string {
	return randomBytes(PASSWORD_BYTES).toString('base64url');
}

/** The line of a password file, `name:$7$101$salt$hash`, without its end. */
export function passwordLine(name: string, password: string, salt: Uint8Array = randomBytes(SALT_BYTES)): string {
	const hash = pbkdf2Sync(password, salt, ITERATIONS, HASH_BYTES, 'sha512');
	return `${name}:$7$${ITERATIONS}$${Buffer.from(salt).toString('base64')}$${hash.toString('base64')}`;
}
