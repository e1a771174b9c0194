// `ridethrough firmware keygen`: keys of all roles and the first root document, or the next root document and what is new in it.

import {join, resolve} from 'node:path';
import {ALG_LMS, kidOf} from '../../smartconnect/signing/keys.ts';
import type {Signer} from '../../smartconnect/signing/keys.ts';
import {buildRoot, roles, signRoot} from '../../smartconnect/signing/root.ts';
import type {Role, RoleFields, RootFields} from '../../smartconnect/signing/root.ts';
import {readRoot} from '../../smartconnect/signing/root-facts.ts';
import {codedError} from '../../core/errors.ts';
import {passphraseOf, publicKeyOf, readBytes, refuseExisting, writeNew} from './files.ts';
import {KeyFolders, isBoardRole, keyFiles, newKey, secretOf} from './new-keys.ts';
import type {LongRun, NewKey} from './new-keys.ts';
import {SIGNATURES_MAX, checkRoot, checkSigners, nextRoot} from './next-root.ts';
import {momentFrom, usage} from './values.ts';
import {hexOf} from '../../ota/bytes.ts';

export interface KeygenOptions {
	readonly out: string;
	/** Keys for cards of class board too; with `rotate`, those that are added are such. */
	readonly board?: boolean;
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
/** Signatures of 2,512 bytes each: a card takes documents of 8,192 (ota.md 2.1). */
const BOARD_SIGNATURES_MAX = 2;
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
function nameOf(role: Role, version: number, index: number, isBoard: boolean): string {
	const parts = [role, ...(isBoard ? ['board'] : []), ...(version === 1 ? [] : [`v${version}`]), index + 1];
	return parts.join('-');
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

/** What comes of one run, before it is written. */
interface Made {
	readonly root: RootFields;
	readonly made: readonly NewKey[];
	readonly signers: readonly Signer[];
}

/** What one run works with. */
interface Bench {
	readonly directory: string;
	readonly passphrase: string | null;
	readonly folders: KeyFolders;
}

function refuseWideThreshold({board, rootThreshold}: KeygenOptions): void {
	if (board === true && (rootThreshold ?? 0) > BOARD_SIGNATURES_MAX) {
		const right = `1 or ${BOARD_SIGNATURES_MAX}: a root document has no room for more signatures of HSS/LMS`;
		throw usage('--root-threshold', String(rootThreshold), right);
	}
}

async function firstRoot(options: KeygenOptions, {directory, folders}: Bench): Promise<Made> {
	refuseWithoutRotate(options);
	refuseWideThreshold(options);
	const counts = {root: options.rootKeys ?? ROOT_KEYS, release: options.releaseKeys ?? 1, assign: 1, fresh: 1};
	const expiresS = await momentFrom('--expires', options.expires, nowS());
	const wanted = roles.flatMap(role => Array.from({length: counts[role]}, (_, index) => ({role, index})));
	const usual = wanted.map(({role, index}) => newKey(role, nameOf(role, 1, index, false)));
	// What cannot be is refused before keys are made that take seconds.
	rootOfKeys(options, usual, expiresS);
	refuseExisting([
		join(directory, '1.root.cbor'),
		...usual.flatMap(key => keyFiles(directory, key, null).map(({file}) => file)),
	]);
	const board: NewKey[] = [];
	for (const {role, index} of options.board === true ? wanted.filter(({role: name}) => isBoardRole(name)) : []) {
		board.push(await folders.make(role, nameOf(role, 1, index, true)));
	}
	const root = rootOfKeys(options, [...usual, ...board], expiresS);
	const signing = [usual, board].flatMap(keys =>
		keys.filter(({role}) => role === 'root').slice(0, root.roles.root.threshold),
	);
	return {root, made: [...usual, ...board], signers: signing.map(key => signerOf(key, directory, folders))};
}

function signerOf(made: NewKey, directory: string, folders: KeyFolders): Signer {
	return made.key ?? folders.open(secretOf(directory, made), null).signer;
}

function rootOfKeys(options: KeygenOptions, made: readonly NewKey[], expiresS: number): RootFields {
	const thresholds: Partial<Record<Role, number>> = {
		root: options.rootThreshold ?? ROOT_THRESHOLD,
		release: options.releaseThreshold ?? 1,
	};
	const fieldsOf = (role: Role): RoleFields => ({
		keys: made.filter(row => row.role === role).map(({publicKey}) => publicKey),
		threshold: thresholds[role] ?? 1,
		epoch: 1,
	});
	return checkRoot({
		version: 1,
		expiresS,
		roles: {root: fieldsOf('root'), release: fieldsOf('release'), assign: fieldsOf('assign'), fresh: fieldsOf('fresh')},
		retired: [],
	});
}

interface Addition {
	readonly role: Role;
	readonly made: readonly NewKey[];
	readonly publicKey: Uint8Array;
}

/** What `--add ROLE` and `--add ROLE=FILE` say: a key to be made, or the public key of one that is there. */
async function additionFrom(text: string, name: (role: Role) => string, folders: KeyFolders | null): Promise<Addition> {
	const [roleText, file] = text.split(/=(.*)/s);
	const role = roleFrom('--add', roleText);
	if (file !== undefined) {
		return {role, made: [], publicKey: publicKeyOf(file)};
	}
	const made = folders === null || !isBoardRole(role) ? newKey(role, name(role)) : await folders.make(role, name(role));
	return {role, made: [made], publicKey: made.publicKey};
}

async function additionsOf(options: KeygenOptions, version: number, folders: KeyFolders): Promise<Addition[]> {
	const additions: Addition[] = [];
	for (const [i, text] of (options.add ?? []).entries()) {
		const isBoard = options.board === true;
		const name = (role: Role): string => nameOf(role, version, i, isBoard && isBoardRole(role));
		additions.push(await additionFrom(text, name, isBoard ? folders : null));
	}
	return additions;
}

function kidFrom(text: string): Uint8Array {
	return /^[0-9a-f]{16}$/.test(text) ? new Uint8Array(Buffer.from(text, 'hex')) : kidOf(publicKeyOf(text));
}

async function rotated(options: KeygenOptions, file: string, bench: Bench): Promise<Made> {
	const {directory, passphrase, folders} = bench;
	const before = readRoot(readBytes(file));
	if ('code' in before) {
		throw codedError('E_FIRMWARE_INVALID', `--rotate ${file}: ${before.code}, ${before.detail}.`, {file});
	}
	refuseExisting([join(directory, `${before.version + 1}.root.cbor`)]);
	const given = (options.key ?? []).map(name => folders.open(name, passphrase).signer);
	const expiresS = await momentFrom('--expires', options.expires, nowS());
	const additions = await additionsOf(options, before.version + 1, folders);
	const made = additions.flatMap(addition => addition.made);
	const root = nextRoot(before, {
		expiresS,
		added: additions,
		retired: (options.retire ?? []).map(kidFrom),
		raised: (options.raiseEpoch ?? []).map(role => roleFrom('--raise-epoch', role)),
		thresholds: thresholdsOf(options),
	});
	const own = made.filter(({role}) => role === 'root').map(key => signerOf(key, directory, folders));
	const signers = fitting(distinct([...given, ...own]), root);
	checkSigners(before, signers, root);
	checkSigners(root, signers);
	return {root, made, signers: signers.slice(0, SIGNATURES_MAX)};
}

/** As many of HSS/LMS as a document has room for, those first that count for the new version too. */
function fitting(signers: readonly Signer[], root: RootFields): Signer[] {
	const kids = new Set(root.roles.root.keys.map(key => hexOf(kidOf(key))));
	const board = signers.filter(({algorithm}) => algorithm === ALG_LMS);
	board.sort((a, b) => Number(kids.has(hexOf(b.kid))) - Number(kids.has(hexOf(a.kid))));
	return [...signers.filter(({algorithm}) => algorithm !== ALG_LMS), ...board.slice(0, BOARD_SIGNATURES_MAX)];
}

function thresholdsOf({rootThreshold, releaseThreshold}: KeygenOptions): Partial<Record<Role, number>> {
	return {
		...(rootThreshold === undefined ? {} : {root: rootThreshold}),
		...(releaseThreshold === undefined ? {} : {release: releaseThreshold}),
	};
}

function distinct(keys: readonly Signer[]): Signer[] {
	return [...new Map(keys.map(key => [hexOf(key.kid), key])).values()];
}

/**
 * Throws E_USAGE, E_KEY_INVALID, E_KEY_SPENT, E_FIRMWARE_INVALID, E_FILE_UNREADABLE, E_FILE_UNWRITABLE, and the reason of
 * `run.stop` once that is aborted; then there is no new key.
 */
export async function keygen(options: KeygenOptions, run: LongRun): Promise<KeygenResult> {
	const directory = resolve(options.out);
	const passphrase = passphraseOf(options.passphrase);
	const folders = new KeyFolders(directory, run);
	const bench = {directory, passphrase, folders};
	try {
		const {rotate} = options;
		return write(await (rotate === undefined ? firstRoot(options, bench) : rotated(options, rotate, bench)), bench);
	} catch (error) {
		folders.remove();
		throw error;
	} finally {
		folders.close();
	}
}

function write({root, made, signers}: Made, {directory, passphrase}: Bench): KeygenResult {
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
		made: made.map(row => ({
			role: row.role,
			kid: hexOf(kidOf(row.publicKey)),
			file: secretOf(directory, row),
			publicFile: join(directory, `${row.name}.pub.json`),
		})),
		signedBy: signers.map(({kid}) => hexOf(kid)),
	};
}
