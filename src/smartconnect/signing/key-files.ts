// Files of keys that sign firmware: one key each, JSON, on wish sealed with a passphrase; and PEM files (PKCS #8) of Ed25519 keys
// that other programs made. A secret never goes into a message.

import {createCipheriv, createDecipheriv, createPrivateKey, randomBytes, scryptSync} from 'node:crypto';
import {codedError} from '../../core/errors.ts';
import {HSS_KEY_BYTES} from '../../ota/lms/parameters.ts';
import {kidOf, signingKeyFromSeed} from './keys.ts';
import type {SigningKey} from './keys.ts';
import {roles} from './root.ts';
import type {Role} from './root.ts';
import {hexOf} from '../../ota/bytes.ts';

const SCHEMA = 'ridethrough.firmware-key/1';
const ALGORITHM = 'Ed25519';
const ALGORITHM_BOARD = 'HSS/LMS';
const KEY_BYTES = 32;
/** Of public keys. The secret of an HSS/LMS key is never in such a file: its folder has it, with the record of its use. */
const bytesByAlgorithm: Readonly<Record<string, number>> = {[ALGORITHM]: KEY_BYTES, [ALGORITHM_BOARD]: HSS_KEY_BYTES};
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const SALT_BYTES = 16;
const TAG_BYTES = 16;
/** RFC 7914: 32 MiB and about a tenth of a second for each guess. */
const COST = {N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024};

export interface KeyFile {
	/** What the key is for; null where the file does not say: the root document decides. */
	readonly role: Role | null;
	readonly publicKey: Uint8Array;
	readonly kid: Uint8Array;
	/** Null in a file of the public key alone, and in a sealed one that was read without its passphrase. */
	readonly key: SigningKey | null;
	readonly isSealed: boolean;
}

interface Sealed {
	readonly salt: string;
	readonly nonce: string;
	readonly box: string;
}

interface KeyDocument {
	readonly schema: string;
	readonly role: Role | null;
	readonly algorithm: string;
	readonly kid: string;
	readonly publicKey: string;
	readonly privateKey?: string;
	readonly sealed?: Sealed;
}

function invalid(file: string, what: string): Error {
	return codedError('E_KEY_INVALID', `${file}: ${what}.`, {file});
}

function sealingKey(passphrase: string, salt: Uint8Array): Buffer {
	return scryptSync(passphrase, salt, KEY_BYTES, COST);
}

/** The public key goes with the seed, so that a file cannot be given another name than its secret has. */
function seal({seed, publicKey}: SigningKey, passphrase: string): Sealed {
	const salt = randomBytes(SALT_BYTES);
	const nonce = randomBytes(NONCE_BYTES);
	const cipher = createCipheriv(CIPHER, sealingKey(passphrase, salt), nonce).setAAD(publicKey);
	const box = Buffer.concat([cipher.update(seed), cipher.final(), cipher.getAuthTag()]);
	return {salt: hexOf(salt), nonce: hexOf(nonce), box: hexOf(box)};
}

/** The seed; null when the passphrase is another one or the file was changed. */
function unseal({salt, nonce, box}: Sealed, publicKey: Uint8Array, passphrase: string): Uint8Array | null {
	const bytes = Buffer.from(box, 'hex');
	try {
		const key = sealingKey(passphrase, Buffer.from(salt, 'hex'));
		const decipher = createDecipheriv(CIPHER, key, Buffer.from(nonce, 'hex'), {authTagLength: TAG_BYTES});
		decipher.setAAD(publicKey).setAuthTag(bytes.subarray(-TAG_BYTES));
		return new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]));
	} catch {
		return null;
	}
}

function documentText(document: KeyDocument): string {
	return `${JSON.stringify(document, null, '\t')}\n`;
}

function publicPart(role: Role | null, publicKey: Uint8Array): KeyDocument {
	const algorithm = publicKey.length === HSS_KEY_BYTES ? ALGORITHM_BOARD : ALGORITHM;
	return {schema: SCHEMA, role, algorithm, kid: hexOf(kidOf(publicKey)), publicKey: hexOf(publicKey)};
}

/** The text of a key file: a secret, sealed where there is a passphrase. */
export function keyFileText(role: Role, key: SigningKey, passphrase: string | null): string {
	const secret = passphrase === null ? {privateKey: hexOf(key.seed)} : {sealed: seal(key, passphrase)};
	return documentText({...publicPart(role, key.publicKey), ...secret});
}

/** The text of a file with the public key alone: what the holder of a root key needs of the others. */
export function publicKeyText(role: Role, publicKey: Uint8Array): string {
	return documentText(publicPart(role, publicKey));
}

function isHex(value: unknown, bytes: number): value is string {
	return typeof value === 'string' && /^[0-9a-f]*$/.test(value) && value.length === 2 * bytes;
}

function isSealed(value: Partial<Sealed> | undefined): value is Sealed {
	return isHex(value?.salt, SALT_BYTES) && isHex(value?.nonce, NONCE_BYTES) && isHex(value?.box, KEY_BYTES + TAG_BYTES);
}

function parsedJson(file: string, text: string): Partial<KeyDocument> {
	try {
		const document = JSON.parse(text) as Partial<KeyDocument> | null;
		if (document?.schema === SCHEMA) {
			return document;
		}
	} catch {
		// What is no JSON is no key file either.
	}
	throw invalid(
		file,
		`not of schema ${SCHEMA}, and no PEM file of a private key; name a file that firmware keygen wrote`,
	);
}

function seedIn(file: string, document: Partial<KeyDocument>, publicKey: Uint8Array, passphrase: string | null) {
	if (document.sealed === undefined) {
		return isHex(document.privateKey, KEY_BYTES) ? Buffer.from(document.privateKey, 'hex') : null;
	}
	if (!isSealed(document.sealed)) {
		throw invalid(file, 'its sealed part is damaged; take the copy that was kept');
	}
	if (passphrase === null) {
		return null;
	}
	const seed = unseal(document.sealed, publicKey, passphrase);
	if (seed === null) {
		throw invalid(file, 'the passphrase is another one, or the file was changed');
	}
	return seed;
}

function jsonKey(file: string, text: string, passphrase: string | null): KeyFile {
	const document = parsedJson(file, text);
	const role = roles.find(name => name === document.role) ?? null;
	if (!isHex(document.publicKey, bytesByAlgorithm[document.algorithm ?? ''] ?? -1)) {
		throw invalid(
			file,
			`its key is neither of ${ALGORITHM} with 32 bytes in hexadecimal nor of ${ALGORITHM_BOARD} with 60`,
		);
	}
	const publicKey = new Uint8Array(Buffer.from(document.publicKey, 'hex'));
	const seed = seedIn(file, document, publicKey, passphrase);
	const key = seed === null ? null : signingKeyFromSeed(new Uint8Array(seed));
	if (key !== null && hexOf(key.publicKey) !== document.publicKey) {
		throw invalid(file, 'its two halves do not belong together; take the copy that was kept');
	}
	return {role, publicKey, kid: kidOf(publicKey), key, isSealed: document.sealed !== undefined};
}

function pemKey(file: string, text: string, passphrase: string | null): KeyFile {
	try {
		const jwk = createPrivateKey({
			key: text,
			format: 'pem',
			...(passphrase === null ? {} : {passphrase}),
		}).export({format: 'jwk'});
		if (jwk.crv === ALGORITHM && jwk.d !== undefined) {
			const key = signingKeyFromSeed(new Uint8Array(Buffer.from(jwk.d, 'base64url')));
			return {role: null, publicKey: key.publicKey, kid: key.kid, key, isSealed: false};
		}
	} catch {
		throw invalid(
			file,
			'it cannot be read as a private key; if it is encrypted, give its passphrase with --passphrase',
		);
	}
	throw invalid(file, `its key is not of ${ALGORITHM}; make one with firmware keygen`);
}

/** The key in the text of a file; `file` is its name for messages. Throws E_KEY_INVALID. */
export function readKeyFile(file: string, text: string, passphrase: string | null): KeyFile {
	return text.includes('-----BEGIN') ? pemKey(file, text, passphrase) : jsonKey(file, text, passphrase);
}
