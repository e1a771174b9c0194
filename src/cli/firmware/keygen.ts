// `ridethrough firmware keygen`: keys of all roles and the first root document, or the next root document and what is new in it.

import {join, resolve} from 'node:path';
import {keyFileText, publicKeyText} from '../../smartconnect/signing/key-files.ts';
import {newSigningKey} from '../../smartconnect/signing/keys.ts';
import type {SigningKey} from '../../smartconnect/signing/keys.ts';
import {buildRoot, roles, signRoot} from '../../smartconnect/signing/root.ts';
import type {Role, RootFields} from '../../smartconnect/signing/root.ts';
import {readRoot} from '../../smartconnect/signing/root-facts.ts';
import {codedError} from '../../core/errors.ts';
import {keyFileOf, passphraseOf, readBytes, signingKeyOf, writeNew} from './files.ts';
import type {NewFile} from './files.ts';
import {SIGNATURES_MAX, checkRoot, checkSigners, hexOf, nextRoot} from './next-root.ts';
import {momentFrom, usage} from './values.ts';

export interface KeygenOptions {
	readonly out: string;
	readonly rootKeys?: number;
	readonly rootThreshold?: number;
	readonly releaseKeys?: number;
	readonly releaseThreshold?: number;
	readonly expires: string;
	readonly passphrase?: string;
	readonly rotate?: string;
	readonly key?: readonly string[];
	readonly add?: readonly string[];
	readonly retire?: readonly string[];
	readonly raiseEpoch?: readonly string[];
	readonly json?: boolean;
}

/** A key of the new root document that this run made. */
interface NewKey {
	readonly role: Role;
	readonly name: string;
	readonly key: SigningKey;
}

export interface KeygenResult {
	readonly directory: string;
	readonly root: RootFields;
	readonly rootFile: string;
	/** Of the keys that were made: no secret. */
	readonly made: ReadonlyArray<{role: Role; kid: string; file: string; publicFile: string}>;
	readonly signedBy: readonly string[];
}

const ROOT_KEYS = 3;
const ROOT_THRESHOLD = 2;
const MS_PER_SECOND = 1000;

const nowS = (): number => Math.floor(Date.now() / MS_PER_SECOND);

function roleFrom(option: string, text: string): Role {
	const role = roles.find(name => name === text);
	if (role === undefined) {
		throw usage(option, text, `one of ${roles.join(', ')}`);
	}
	return role;
}

/** Files are numbered by role and by the version of the root document that they came with: no name comes twice. */
function newKeys(role: Role, version: number, count: number): NewKey[] {
	return Array.from({length: count}, (_, i) => ({
		role,
		name: version === 1 ? `${role}-${i + 1}` : `${role}-v${version}-${i + 1}`,
		key: newSigningKey(),
	}));
}

function refuseWithoutRotate(options: KeygenOptions): void {
	const given = (['key', 'add', 'retire', 'raiseEpoch'] as const).find(name => (options[name] ?? []).length > 0);
	if (given !== undefined) {
		const option = given === 'raiseEpoch' ? '--raise-epoch' : `--${given}`;
		throw codedError('E_USAGE', `${option} changes a root document: name the present one with --rotate FILE.`, {
			option,
		});
	}
}

async function firstRoot(options: KeygenOptions): Promise<{root: RootFields; made: NewKey[]; signers: SigningKey[]}> {
	refuseWithoutRotate(options);
	const counts: Record<Role, number> = {
		root: options.rootKeys ?? ROOT_KEYS,
		release: options.releaseKeys ?? 1,
		assign: 1,
		fresh: 1,
	};
	const thresholds: Partial<Record<Role, number>> = {
		root: options.rootThreshold ?? ROOT_THRESHOLD,
		release: options.releaseThreshold ?? 1,
	};
	const made = roles.flatMap(role => newKeys(role, 1, counts[role]));
	const fieldsOf = (role: Role) => ({
		keys: made.filter(row => row.role === role).map(({key}) => key.publicKey),
		threshold: thresholds[role] ?? 1,
		epoch: 1,
	});
	const root = checkRoot({
		version: 1,
		expiresS: await momentFrom('--expires', options.expires, nowS()),
		roles: {root: fieldsOf('root'), release: fieldsOf('release'), assign: fieldsOf('assign'), fresh: fieldsOf('fresh')},
		retired: [],
	});
	const signers = made.filter(({role}) => role === 'root').slice(0, root.roles.root.threshold);
	return {root, made, signers: signers.map(({key}) => key)};
}

/** What `--add ROLE` and `--add ROLE=FILE` say: a key to be made, or the public key of one that is there. */
function additionFrom(
	text: string,
	version: number,
	index: number,
): {role: Role; made: NewKey[]; publicKey: Uint8Array} {
	const [roleText, file] = text.split(/=(.*)/s);
	const role = roleFrom('--add', roleText);
	if (file !== undefined) {
		return {role, made: [], publicKey: keyFileOf(file, null).publicKey};
	}
	const name = `${role}-v${version}-${index + 1}`;
	const made = {role, name, key: newSigningKey()};
	return {role, made: [made], publicKey: made.key.publicKey};
}

function kidFrom(text: string): Uint8Array {
	return /^[0-9a-f]{16}$/.test(text) ? new Uint8Array(Buffer.from(text, 'hex')) : keyFileOf(text, null).kid;
}

async function rotated(
	options: KeygenOptions,
	file: string,
	passphrase: string | null,
): Promise<{root: RootFields; made: NewKey[]; signers: SigningKey[]}> {
	const before = readRoot(readBytes(file));
	if ('code' in before) {
		throw codedError('E_FIRMWARE_INVALID', `--rotate ${file}: ${before.code}, ${before.detail}.`, {file});
	}
	const given = (options.key ?? []).map(name => signingKeyOf(name, passphrase).key);
	const additions = (options.add ?? []).map((text, i) => additionFrom(text, before.version + 1, i));
	const made = additions.flatMap(addition => addition.made);
	const root = nextRoot(before, {
		expiresS: await momentFrom('--expires', options.expires, nowS()),
		added: additions,
		retired: (options.retire ?? []).map(kidFrom),
		raised: (options.raiseEpoch ?? []).map(role => roleFrom('--raise-epoch', role)),
		thresholds: thresholdsOf(options),
	});
	const signers = distinct([...given, ...made.filter(({role}) => role === 'root').map(({key}) => key)]);
	checkSigners(before, signers);
	checkSigners(root, signers);
	return {root, made, signers: signers.slice(0, SIGNATURES_MAX)};
}

function thresholdsOf({rootThreshold, releaseThreshold}: KeygenOptions): Partial<Record<Role, number>> {
	return {
		...(rootThreshold === undefined ? {} : {root: rootThreshold}),
		...(releaseThreshold === undefined ? {} : {release: releaseThreshold}),
	};
}

function distinct(keys: readonly SigningKey[]): SigningKey[] {
	return [...new Map(keys.map(key => [hexOf(key.kid), key])).values()];
}

function keyFiles(directory: string, {role, name, key}: NewKey, passphrase: string | null): NewFile[] {
	return [
		{file: join(directory, `${name}.json`), content: keyFileText(role, key, passphrase), secret: true},
		{file: join(directory, `${name}.pub.json`), content: publicKeyText(role, key.publicKey), secret: false},
	];
}

/** Throws E_USAGE, E_KEY_INVALID, E_FIRMWARE_INVALID, E_FILE_UNREADABLE, E_FILE_UNWRITABLE; then nothing was written. */
export async function keygen(options: KeygenOptions): Promise<KeygenResult> {
	const directory = resolve(options.out);
	const passphrase = passphraseOf(options.passphrase);
	const {root, made, signers} =
		options.rotate === undefined ? await firstRoot(options) : await rotated(options, options.rotate, passphrase);
	const rootFile = join(directory, `${root.version}.root.cbor`);
	const document = signRoot(buildRoot(root), signers);
	writeNew([
		...made.flatMap(row => keyFiles(directory, row, passphrase)),
		{file: rootFile, content: document, secret: false},
	]);
	return {
		directory,
		root,
		rootFile,
		made: made.map(({role, name, key}) => ({
			role,
			kid: hexOf(key.kid),
			file: join(directory, `${name}.json`),
			publicFile: join(directory, `${name}.pub.json`),
		})),
		signedBy: signers.map(({kid}) => hexOf(kid)),
	};
}
