// Files of `ridethrough firmware`: read with a sentence that helps, written whole, and secrets never over others.

import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	statSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import {dirname} from 'node:path';
import {codedError} from '../../core/errors.ts';
import {readKeyFile} from '../../smartconnect/signing/key-files.ts';
import type {KeyFile} from '../../smartconnect/signing/key-files.ts';
import type {Signer, SigningKey} from '../../smartconnect/signing/keys.ts';
import {lmsPublicKeyIn, openLmsSigner} from '../../smartconnect/signing/lms/key.ts';
import type {Role} from '../../smartconnect/signing/root.ts';
import {passwordFrom} from '../mqtt-options.ts';

const SECRET_MODE = 0o600;
const OPEN_MODE = 0o644;

/** Throws E_FILE_UNREADABLE. */
export function readBytes(file: string): Uint8Array {
	try {
		return new Uint8Array(readFileSync(file));
	} catch (error) {
		throw codedError('E_FILE_UNREADABLE', `${(error as Error).message}; name a file that this user may read.`, {file});
	}
}

function unwritable(file: string, what: string): Error {
	return codedError('E_FILE_UNWRITABLE', `${file}: ${what}.`, {file});
}

/** Refuses files that are there: a key that is overwritten is lost for ever. Throws E_FILE_UNWRITABLE. */
export function refuseExisting(files: readonly string[]): void {
	const there = files.find(file => existsSync(file));
	if (there !== undefined) {
		throw unwritable(there, 'it is there already and is not overwritten; choose another folder or name');
	}
}

export interface NewFile {
	readonly file: string;
	readonly content: string | Uint8Array;
	/** Whether only its owner may read it. */
	readonly secret: boolean;
}

/** Writes files that must not be there yet, and their folder. Throws E_FILE_UNWRITABLE. */
export function writeNew(files: readonly NewFile[]): void {
	refuseExisting(files.map(({file}) => file));
	for (const {file, content, secret} of files) {
		try {
			mkdirSync(dirname(file), {recursive: true});
			writeFileSync(file, content, {flag: 'wx', mode: secret ? SECRET_MODE : OPEN_MODE, flush: true});
		} catch (error) {
			throw unwritable(file, `${(error as Error).message}; choose a folder that this user may write`);
		}
	}
}

/** Replaces a file as a whole. Throws E_FILE_UNWRITABLE. */
export function writeWhole(file: string, bytes: Uint8Array): void {
	try {
		const handle = openSync(`${file}.new`, 'w', OPEN_MODE);
		for (let at = 0; at < bytes.length; ) {
			at += writeSync(handle, bytes, at);
		}
		fsyncSync(handle);
		closeSync(handle);
		renameSync(`${file}.new`, file);
	} catch (error) {
		throw unwritable(file, `${(error as Error).message}; choose a folder that this user may write`);
	}
}

/** The passphrase that an option leads to; null without. Throws E_USAGE. */
export function passphraseOf(source: string | undefined): string | null {
	return source === undefined ? null : passwordFrom('--passphrase', source, process.env);
}

/** A key file, of a public key alone too. Throws E_FILE_UNREADABLE, E_KEY_INVALID. */
export function keyFileOf(file: string, passphrase: string | null): KeyFile {
	return readKeyFile(file, new TextDecoder().decode(readBytes(file)), passphrase);
}

/** A key to sign with. Throws E_FILE_UNREADABLE, E_KEY_INVALID. */
export function signingKeyOf(file: string, passphrase: string | null): KeyFile & {readonly key: SigningKey} {
	const read = keyFileOf(file, passphrase);
	if (read.key === null) {
		const what = read.isSealed
			? 'it is sealed with a passphrase; give --passphrase @FILE or env:NAME'
			: 'it holds the public key alone; name the file of the private one';
		throw codedError('E_KEY_INVALID', `${file}: ${what}.`, {file});
	}
	return {...read, key: read.key};
}

export interface OpenSigner {
	/** Null where the key does not say: the root document decides. */
	readonly role: Role | null;
	readonly signer: Signer;
	close(): void;
}

function isFolder(path: string): boolean {
	return statSync(path, {throwIfNoEntry: false})?.isDirectory() === true;
}

/** The public half of a key: of a file, or of the folder of an HSS/LMS key, spent or not. Throws E_FILE_UNREADABLE, E_KEY_INVALID. */
export function publicKeyOf(path: string): Uint8Array {
	return isFolder(path) ? lmsPublicKeyIn(path) : keyFileOf(path, null).publicKey;
}

/** What signs: a key file, or the folder of an HSS/LMS key, which is locked until it is closed. Throws as signingKeyOf. */
export function openSigner(path: string, passphrase: string | null): OpenSigner {
	if (isFolder(path)) {
		const signer = openLmsSigner(path);
		return {role: null, signer, close: () => signer.close()};
	}
	const {role, key} = signingKeyOf(path, passphrase);
	return {role, signer: key, close: () => undefined};
}
