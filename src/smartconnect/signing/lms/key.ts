// An LMS key in a folder of its own: the secret, the tree grown from it, and how far it was used. One process at a time signs.

import {randomBytes} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {codedError} from '../../../core/errors.ts';
import {verifyHss} from '../../../ota/lms/hss.ts';
import {HASH_BYTES, HSS_KEY_BYTES, IDENTIFIER_BYTES, oneTimeType, treeType} from '../../../ota/lms/parameters.ts';
import type {OneTimeType, TreeType} from '../../../ota/lms/parameters.ts';
import {nodeCrypto} from '../../../platform/node/node-crypto.ts';
import {StateDirectory} from '../../../platform/node/state-dir.ts';
import {ALG_LMS, kidOf} from '../keys.ts';
import type {Signer} from '../keys.ts';
import {bareTree, growInner, growLeaf, growTree, leavesOf, signWithLeaf, treePublicKey} from './grow.ts';
import type {TreeSecret} from './grow.ts';
import {Reservations} from './reservations.ts';

const SECRET_FILE = 'key.json';
const NODES_FILE = 'nodes.bin';
/** LMS_SHA256_M32_H10 and LMOTS_SHA256_N32_W4: what a card of class board takes (ota.md 4.4). */
const BOARD_TREE = 6;
const BOARD_ONE_TIME = 3;
/** Folders that this process signs from: the lock on disk tells only other processes off. */
const open = new Set<string>();

export interface LmsSigner extends Signer {
	/** HSS key of one level, 60 bytes. */
	readonly publicKey: Uint8Array;
	/** Signatures that can still be made. */
	readonly left: number;
	/** Lets another process sign. */
	close(): void;
}

function invalid(folder: string, what: string): Error {
	return codedError('E_KEY_SPENT', `${folder} holds no LMS key that can sign: ${what}.`, {folder});
}

/** HSS public key of one level: the level count, then the key of the tree. */
function hssKeyOf(treeKey: Uint8Array): Uint8Array {
	const key = new Uint8Array(HSS_KEY_BYTES);
	new DataView(key.buffer).setUint32(0, 1);
	key.set(treeKey, 4);
	return key;
}

export interface Growth {
	/** Told the share that is done, often. */
	readonly progress: (share: number) => void;
	/** Ends it; then there is no key. */
	readonly stop?: AbortSignal;
	/** Type of the tree, where it is not to be that of cards: tests have no time for 1,024 leaves. */
	readonly tree?: number;
}

/** The tree is grown leaf by leaf, so that who waits for it can be told, and can end it. Takes seconds. */
async function grown(secret: TreeSecret, {progress, stop}: Growth): Promise<Uint8Array> {
	const nodes = bareTree(secret);
	const leaves = leavesOf(secret);
	for (let leaf = 0; leaf < leaves; leaf++) {
		growLeaf(secret, nodes, leaf);
		progress((leaf + 1) / leaves);
		await setImmediate();
		stop?.throwIfAborted();
	}
	growInner(secret, nodes);
	return nodes;
}

/** Makes a key in `folder`, which must not hold one. The secret comes last: what was broken off before is no key. */
export async function createLmsKey(folder: string, growth: Growth): Promise<Uint8Array> {
	const tree = treeType(growth.tree ?? BOARD_TREE) as TreeType;
	const oneTime = oneTimeType(BOARD_ONE_TIME) as OneTimeType;
	const secret = {tree, oneTime, identifier: randomBytes(IDENTIFIER_BYTES), seed: randomBytes(HASH_BYTES)};
	const store = StateDirectory.open(folder);
	try {
		if (store.load(SECRET_FILE) !== null) {
			throw invalid(folder, 'there is one already, and it is not written over; choose another folder');
		}
		const nodes = await grown(secret, growth);
		const publicKey = hssKeyOf(treePublicKey(secret, nodes));
		store.save(NODES_FILE, nodes);
		Reservations.begin(store, nameOf(publicKey));
		store.save(SECRET_FILE, Buffer.from(`${JSON.stringify(fileOf(secret, publicKey))}\n`));
		return publicKey;
	} finally {
		store.close();
	}
}

function secretFileIn(folder: string): Uint8Array | null {
	try {
		return readFileSync(join(folder, SECRET_FILE));
	} catch {
		return null;
	}
}

/** The public half, without the lock: that of a key that is spent, or signs elsewhere, too. Throws E_KEY_INVALID. */
export function lmsPublicKeyIn(folder: string): Uint8Array {
	const file = parsed(secretFileIn(folder));
	const publicKey = Buffer.from(file?.publicKey ?? '', 'hex');
	if (file?.format !== FORMAT || publicKey.length !== HSS_KEY_BYTES) {
		throw codedError(
			'E_KEY_INVALID',
			`${folder}: its ${SECRET_FILE} is missing or not of the format ${FORMAT}; name a folder that firmware keygen --board made.`,
			{
				folder,
			},
		);
	}
	return new Uint8Array(publicKey);
}

interface KeyFile {
	readonly format: string;
	readonly tree: number;
	readonly oneTime: number;
	readonly identifier: string;
	readonly seed: string;
	readonly publicKey: string;
}

const FORMAT = 'ridethrough-lms-1';

function hex(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('hex');
}

function nameOf(publicKey: Uint8Array): string {
	return hex(kidOf(publicKey));
}

function fileOf({tree, oneTime, identifier, seed}: TreeSecret, publicKey: Uint8Array): KeyFile {
	return {
		format: FORMAT,
		tree: tree.id,
		oneTime: oneTime.id,
		identifier: hex(identifier),
		seed: hex(seed),
		publicKey: hex(publicKey),
	};
}

/** The key in `folder`, locked until it is closed. Throws E_KEY_SPENT, and E_STATE_UNUSABLE while another process signs. */
export function openLmsSigner(folder: string): LmsSigner {
	if (open.has(folder)) {
		throw invalid(folder, 'this process signs with it already');
	}
	const store = StateDirectory.open(folder);
	try {
		const signer = signerOf(folder, store);
		open.add(folder);
		return signer;
	} catch (error) {
		store.close();
		throw error;
	}
}

function signerOf(folder: string, store: StateDirectory): LmsSigner {
	const {secret, publicKey} = readSecret(folder, store);
	const nodes = store.load(NODES_FILE) ?? growTree(secret);
	if (hex(hssKeyOf(treePublicKey(secret, nodes))) !== hex(publicKey)) {
		throw invalid(folder, `${NODES_FILE} does not belong to its key; remove that file, and it is made again`);
	}
	const reservations = Reservations.open(store, folder, nameOf(publicKey), 1 << secret.tree.height);
	return {
		algorithm: ALG_LMS,
		kid: kidOf(publicKey),
		publicKey,
		get left() {
			return reservations.left;
		},
		sign: message => signed(folder, secret, nodes, reservations, publicKey, message),
		close: () => {
			reservations.close();
			open.delete(folder);
			store.close();
		},
	};
}

function signed(
	folder: string,
	secret: TreeSecret,
	nodes: Uint8Array,
	reservations: Reservations,
	publicKey: Uint8Array,
	message: Uint8Array,
): Uint8Array {
	const body = signWithLeaf(secret, nodes, reservations.take(), message);
	const signature = new Uint8Array(4 + body.length);
	signature.set(body, 4);
	// What a bad memory or a damaged tree made is not given out.
	if (!verifyHss(publicKey, message, signature, nodeCrypto)) {
		throw invalid(folder, `its tree is damaged; remove ${NODES_FILE}, and it is made again`);
	}
	return signature;
}

function readSecret(folder: string, store: StateDirectory): {secret: TreeSecret; publicKey: Uint8Array} {
	const file = parsed(store.load(SECRET_FILE));
	const tree = treeType(Number(file?.tree));
	const oneTime = oneTimeType(Number(file?.oneTime));
	if (file === null || file.format !== FORMAT || tree === null || oneTime === null) {
		throw invalid(folder, `${SECRET_FILE} is missing or is not of the format ${FORMAT}`);
	}
	const [identifier, seed, publicKey] = [file.identifier, file.seed, file.publicKey].map(text =>
		Buffer.from(text, 'hex'),
	);
	if (identifier.length !== IDENTIFIER_BYTES || seed.length !== HASH_BYTES || publicKey.length !== HSS_KEY_BYTES) {
		throw invalid(folder, `${SECRET_FILE} has a value of a wrong length`);
	}
	return {secret: {tree, oneTime, identifier, seed}, publicKey: new Uint8Array(publicKey)};
}

function parsed(bytes: Uint8Array | null): KeyFile | null {
	try {
		const file = JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as Partial<KeyFile>;
		const texts = [file.format, file.identifier, file.seed, file.publicKey];
		return texts.every(text => typeof text === 'string') ? (file as KeyFile) : null;
	} catch {
		return null;
	}
}
