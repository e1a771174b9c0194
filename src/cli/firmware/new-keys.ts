// The keys that one run of `firmware keygen` makes: files of Ed25519 keys, and folders of HSS/LMS keys for cards of class board.

import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {keyFileText, publicKeyText} from '../../smartconnect/signing/key-files.ts';
import {newSigningKey} from '../../smartconnect/signing/keys.ts';
import type {SigningKey} from '../../smartconnect/signing/keys.ts';
import {createLmsKey} from '../../smartconnect/signing/lms/key.ts';
import type {Role} from '../../smartconnect/signing/root.ts';
import {openSigner, refuseExisting} from './files.ts';
import type {NewFile, OpenSigner} from './files.ts';

/** How a run that takes long is watched and ended. */
export interface LongRun {
	readonly progress: (text: string) => void;
	readonly stop: AbortSignal;
	/** Type of the trees where it is not that of cards. */
	readonly tree?: number;
}

/** A key of the new root document that this run made. */
export interface NewKey {
	readonly role: Role;
	readonly name: string;
	readonly publicKey: Uint8Array;
	/** Null of a folder, which is written already. */
	readonly key: SigningKey | null;
}

/** Boards know assignments and the time by the key of each card: no HSS/LMS key is for these (ota.md 4.4). */
export function isBoardRole(role: Role): boolean {
	return role === 'root' || role === 'release';
}

export function newKey(role: Role, name: string): NewKey {
	const key = newSigningKey();
	return {role, name, publicKey: key.publicKey, key};
}

export function keyFiles(
	directory: string,
	{role, name, key, publicKey}: NewKey,
	passphrase: string | null,
): NewFile[] {
	const half = {file: join(directory, `${name}.pub.json`), content: publicKeyText(role, publicKey), secret: false};
	return key === null
		? [half]
		: [{file: secretOf(directory, {name, key}), content: keyFileText(role, key, passphrase), secret: true}, half];
}

/** File or folder with the secret. */
export function secretOf(directory: string, {name, key}: Pick<NewKey, 'name' | 'key'>): string {
	return join(directory, key === null ? name : `${name}.json`);
}

/** Folders of keys that one run made, and signers that it opened: what is locked is let go of, what was not used is taken away. */
export class KeyFolders {
	readonly #directory: string;
	readonly #run: LongRun;
	readonly #made: string[] = [];
	readonly #opened: OpenSigner[] = [];

	constructor(directory: string, run: LongRun) {
		this.#directory = directory;
		this.#run = run;
	}

	/** Makes a key; takes seconds. Throws E_FILE_UNWRITABLE where the folder is there. */
	async make(role: Role, name: string): Promise<NewKey> {
		const folder = join(this.#directory, name);
		refuseExisting([folder, `${folder}.pub.json`]);
		this.#made.push(folder);
		const publicKey = await createLmsKey(folder, {
			...this.#run,
			progress: share => this.#run.progress(`key ${name}: ${Math.floor(100 * share)} %`),
		});
		return {role, name, publicKey, key: null};
	}

	/** Throws as openSigner. */
	open(path: string, passphrase: string | null): OpenSigner {
		const signer = openSigner(path, passphrase);
		this.#opened.push(signer);
		return signer;
	}

	close(): void {
		this.#opened.forEach(signer => signer.close());
	}

	/** No root document names the keys: nobody needs them. */
	remove(): void {
		this.close();
		this.#made.forEach(folder => rmSync(folder, {recursive: true, force: true}));
	}
}
