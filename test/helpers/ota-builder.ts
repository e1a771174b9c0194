// Builds envelopes of any shape, right or wrong, and a context that takes the right one: what each part holds is open to change, and
// all that lies around it is made to fit.

import nacl from 'tweetnacl';
import {encodeCbor, mapOf, tagged} from '../../src/smartconnect/signing/cbor.ts';
import type {CborValue} from '../../src/smartconnect/signing/cbor.ts';
import type {CheckContext, RoleKeys, TrustedKey} from '../../src/ota/check-context.ts';
import type {CheckPorts} from '../../src/ota/check/authenticate.ts';
import {algorithmEd25519, verifiersOf} from '../../src/ota/cose/verify.ts';
import {nodeCrypto} from '../../src/platform/node/node-crypto.ts';

export const ports: CheckPorts = {crypto: nodeCrypto, verifiers: verifiersOf(nodeCrypto, null, false)};

export interface TestKey extends TrustedKey {
	readonly secret: Uint8Array;
}

export function sha256Of(...parts: readonly Uint8Array[]): Uint8Array {
	const hash = nodeCrypto.sha256();
	for (const part of parts) {
		hash.update(part);
	}
	return hash.digest();
}

/** A key whose seed is one byte repeated. */
export function testKey(byte: number): TestKey {
	const {publicKey, secretKey} = nacl.sign.keyPair.fromSeed(new Uint8Array(32).fill(byte));
	return {
		kid: sha256Of(publicKey).slice(0, 8),
		algorithm: algorithmEd25519,
		key: publicKey,
		secret: secretKey,
	};
}

export const releaseKey = testKey(1);
export const otherReleaseKey = testKey(2);
export const unknownKey = testKey(3);
export const retiredKey = testKey(4);
export const assignKey = testKey(5);

export const vendorId = new Uint8Array(16).fill(0xaa);
export const classId = new Uint8Array(16).fill(0xbb);
export const deviceId = new Uint8Array(16).fill(0xcc);
export const nowS = 1_800_000_000;
export const image = new Uint8Array(64).fill(0x5a);

/** Command or parameter, and its argument or value. */
export type Pairs = Array<[number, CborValue]>;

/** A command sequence: pairs in a row. */
export function sequenceOf(commands: Pairs): Uint8Array {
	return encodeCbor(commands.flat());
}

export function digestOf(bytes: Uint8Array, algorithm = -16): CborValue {
	return [algorithm, sha256Of(bytes)];
}

/** One block of authentication: what is in its headers, and whose key signs. */
export interface BlockDraft {
	key: TestKey;
	protectedHeader: Pairs;
	unprotectedHeader: Pairs;
	payload: Uint8Array | null;
	spoil: (signature: Uint8Array) => Uint8Array;
}

export function blockOf(key: TestKey): BlockDraft {
	return {
		key,
		protectedHeader: [
			[1, algorithmEd25519],
			[4, key.kid],
		],
		unprotectedHeader: [],
		payload: null,
		spoil: signature => signature,
	};
}

function encodedBlock(
	{key, protectedHeader, unprotectedHeader, payload, spoil}: BlockDraft,
	signed: Uint8Array,
): Uint8Array {
	const header = protectedHeader.length === 0 ? new Uint8Array(0) : encodeCbor(mapOf(protectedHeader));
	const message = encodeCbor(['Signature1', header, new Uint8Array(0), signed]);
	const signature = spoil(nacl.sign.detached(message, key.secret));
	return encodeCbor(tagged(18, [header, mapOf(unprotectedHeader), payload, signature]));
}

/** What an envelope is made of. Each field may be changed before `build`. */
export interface Draft {
	blocks: BlockDraft[];
	/** Digest that the wrapper states, of the manifest with its head. */
	digest: (manifestItem: Uint8Array) => CborValue;
	/** Pairs of the outer map beside wrapper and manifest. */
	extra: Array<[number | string, CborValue]>;
	version: number;
	sequence: CborValue;
	components: CborValue;
	sharedParameters: Pairs;
	sharedCommands: Pairs;
	installParameters: Pairs;
	installCommands: Pairs;
	validate: Pairs;
	invoke: Pairs | null;
	/** What stands in the manifest for the install sequence where that is severed; null: the sequence itself. */
	severedInstall: CborValue;
	/** Pairs of the manifest beside those above. */
	manifestExtra: Pairs;
	/** Bytes after the envelope. */
	tail: Uint8Array;
}

export function goodDraft(): Draft {
	return {
		blocks: [blockOf(releaseKey)],
		digest: item => digestOf(item),
		extra: [],
		version: 1,
		sequence: 42,
		components: [[Buffer.from('nmc'), Buffer.from('app')]],
		sharedParameters: [
			[1, vendorId],
			[2, classId],
			[3, encodeCbor(digestOf(image))],
			[14, image.length],
			[-1, 7],
		],
		sharedCommands: [
			[1, 15],
			[2, 15],
		],
		installParameters: [
			[4, nowS + 1000],
			[21, 'https://fw.example/app.bin'],
		],
		installCommands: [
			[4, 15],
			[21, 2],
			[3, 15],
		],
		validate: [[3, 15]],
		invoke: [[23, 2]],
		severedInstall: null,
		manifestExtra: [],
		tail: new Uint8Array(0),
	};
}

function withParameters(parameters: Pairs, commands: Pairs): Uint8Array {
	return sequenceOf([[20, mapOf(parameters)], ...commands]);
}

/** Content of the manifest. */
export function manifestOf(draft: Draft): Uint8Array {
	const common = mapOf([
		[2, draft.components],
		[4, withParameters(draft.sharedParameters, draft.sharedCommands)],
	]);
	return encodeCbor(
		mapOf([
			[1, draft.version],
			[2, draft.sequence],
			[3, encodeCbor(common)],
			[7, sequenceOf(draft.validate)],
			[9, draft.invoke === null ? undefined : sequenceOf(draft.invoke)],
			[20, draft.severedInstall ?? withParameters(draft.installParameters, draft.installCommands)],
			...draft.manifestExtra,
		]),
	);
}

export interface Built {
	readonly bytes: Uint8Array;
	readonly manifestDigest: Uint8Array;
}

/** Signs what the manifest holds, whatever that is. */
export function envelopeAround(manifest: Uint8Array, draft: Draft): Built {
	const item = encodeCbor(manifest);
	const signed = encodeCbor(draft.digest(item));
	const wrapper = encodeCbor([signed, ...draft.blocks.map(block => encodedBlock(block, signed))]);
	const envelope = encodeCbor(tagged(107, mapOf([[2, wrapper], [3, manifest], ...draft.extra])));
	return {bytes: new Uint8Array(Buffer.concat([envelope, draft.tail])), manifestDigest: sha256Of(item)};
}

export function build(draft: Draft): Built {
	return envelopeAround(manifestOf(draft), draft);
}

export const keys: RoleKeys = {
	root: [],
	release: [releaseKey, otherReleaseKey],
	assign: [assignKey],
	fresh: [],
	retired: [retiredKey.kid],
	releaseThreshold: 1,
	rootThreshold: 1,
};

type Writable<T> = {-readonly [K in keyof T]: T[K]};

/** A context that takes what `goodDraft` builds. */
export function goodContext(): Writable<CheckContext> {
	return {
		nowS,
		vendorId,
		classId,
		deviceId,
		runningVersion: [2, 2, 5],
		installFloor: {keyEpoch: 1, sequence: 41},
		keyEpoch: 1,
		installedManifestDigest: null,
		bootFloor: 6,
		slotBytes: 1_048_576,
		candidateSlot: 1,
		slotProblem: null,
		envelopeBytesMax: 8192,
		sequenceJumpMax: 10_000,
		legacyEdDsa: false,
		algorithms: [algorithmEd25519],
		components: [['nmc', 'app']],
		keys,
		failedDigests: [],
		word: {by: 'local', timeOverride: false},
		upsProblem: '',
		batteryPercent: 100,
	};
}
