// What is signed here is, byte for byte, what the reference vectors hold: the same keys and fields give the same bytes.

import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {encodeCbor, mapOf} from '../../../src/smartconnect/signing/cbor.ts';
import {signAssignment, signFreshness} from '../../../src/smartconnect/signing/documents.ts';
import {signEnvelope} from '../../../src/smartconnect/signing/envelope.ts';
import {sha256, signingKeyFromSeed} from '../../../src/smartconnect/signing/keys.ts';
import type {Signer, SigningKey} from '../../../src/smartconnect/signing/keys.ts';
import {buildManifest, manifestDigest} from '../../../src/smartconnect/signing/manifest.ts';
import type {ReleaseFields, ReleaseImage} from '../../../src/smartconnect/signing/manifest.ts';
import {buildRoot, signRoot} from '../../../src/smartconnect/signing/root.ts';
import type {RootFields} from '../../../src/smartconnect/signing/root.ts';
import {INTEGRATED_URI} from '../../../src/smartconnect/signing/suit-numbers.ts';

interface Vector {
	readonly id: string;
	readonly hex: string;
}

interface Vectors {
	readonly testKeys: Readonly<Record<string, {seed: string; publicKey: string; kid: string}>>;
	readonly context: {vendorId: string; classId: string; deviceId: string};
	readonly envelopes: readonly Vector[];
	readonly documents: readonly Vector[];
}

const IMAGE_BYTES = 8192;
const dataFolder = process.env['RIDETHROUGH_DATA'];

function bytesOf(hex: string): Uint8Array {
	return new Uint8Array(Buffer.from(hex, 'hex'));
}

function hexOf(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('hex');
}

function hexById(list: readonly Vector[], id: string): string {
	return list.find(vector => vector.id === id)?.hex ?? '';
}

/** The rule of the vectors: SHA-256 of the name and a counter, one after the other. */
function payloadOf(name: string): Uint8Array {
	const blocks = Array.from({length: IMAGE_BYTES / 32}, (_, i) => {
		const counter = Buffer.alloc(4);
		counter.writeUInt32BE(i);
		return createHash('sha256').update(`nmc-ota-payload/${name}/`).update(counter).digest();
	});
	return new Uint8Array(Buffer.concat(blocks));
}

function imageOf(name: string, slot: number): ReleaseImage {
	return {slot, sizeBytes: IMAGE_BYTES, digest: sha256(payloadOf(name)), chunks: null};
}

/** What each vector is made of: its id, and how it differs from the baseline. */
function envelopesOf(vectors: Vectors, key: (name: string) => SigningKey): Array<{id: string; made: Uint8Array}> {
	const {vendorId, classId, deviceId} = vectors.context;
	const base: ReleaseFields = {
		sequence: 42,
		securityVersion: 7,
		useBeforeS: 1_893_456_000,
		version: [2, 3, 0],
		vendorId: bytesOf(vendorId),
		classId: bytesOf(classId),
		deviceId: null,
		images: [imageOf('app-2.3.0', -1)],
		uri: 'https://fw.nmc-sim.example/app-2.3.0.bin',
		minimumBattery: 0,
		precursor: null,
		text: null,
	};
	const text = encodeCbor(mapOf([['en-US', mapOf([[1, 'Security update']])]]));
	const signed = (change: Partial<ReleaseFields>, signers: readonly Signer[] = [key('release-1')], rest = {}) =>
		signEnvelope({manifest: buildManifest({...base, ...change}), signers, ...rest});
	const release = key('release-1');
	const images = [imageOf('app-2.3.0', 0), imageOf('app-2.3.0-slotB', 1)];
	return [
		{id: 'nmc-42', made: signed({})},
		{id: 'nmc-42-legacy-alg', made: signed({}, [{...release, algorithm: -8}])},
		{id: 'nmc-42-nokid', made: signed({}, [{...release, kid: new Uint8Array(0)}])},
		{id: 'nmc-42-key2', made: signed({}, [key('release-2')])},
		{id: 'nmc-42-two-blocks', made: signed({}, [key('rogue'), release])},
		{id: 'nmc-42-integrated', made: signed({uri: INTEGRATED_URI}, [release], {payload: payloadOf('app-2.3.0')})},
		{id: 'nmc-43-device', made: signed({sequence: 43, deviceId: bytesOf(deviceId)})},
		{id: 'nmc-44-ab', made: signed({sequence: 44, images})},
		{id: 'nmc-45-precursor', made: signed({sequence: 45, precursor: [2, 1, 0]})},
		{id: 'nmc-46-severed-text', made: signed({sequence: 46, text})},
		{id: 'nmc-46-text-present', made: signed({sequence: 46, text}, [release], {text})},
	];
}

const EXPIRES_S = 1_924_992_000;

function rootsOf(key: (name: string) => SigningKey): Array<{id: string; made: Uint8Array}> {
	const role = (names: readonly string[], threshold: number, epoch = 1) => ({
		keys: names.map(name => key(name).publicKey),
		threshold,
		epoch,
	});
	const first: RootFields = {
		version: 1,
		expiresS: EXPIRES_S,
		roles: {
			root: role(['root-1', 'root-2', 'root-3'], 2),
			release: role(['release-1', 'release-2'], 1),
			assign: role(['assign-1'], 1),
			fresh: role(['fresh-1'], 1),
		},
		retired: [],
	};
	const second = {...first, version: 2, roles: {...first.roles, root: role(['root-1', 'root-2', 'root-4'], 2)}};
	const rotated = {
		...first,
		version: 2,
		roles: {...first.roles, release: role(['release-2'], 1, 2)},
		retired: [key('release-1').kid],
	};
	return [
		{id: 'root-1', made: signRoot(buildRoot(first), [key('root-1'), key('root-2')])},
		{id: 'root-2', made: signRoot(buildRoot(second), [key('root-1'), key('root-2')])},
		{id: 'root-2-release-rotated', made: signRoot(buildRoot(rotated), [key('root-1'), key('root-3')])},
	];
}

function documentsOf(vectors: Vectors, key: (name: string) => SigningKey): Array<{id: string; made: Uint8Array}> {
	const baseline = hexById(vectors.envelopes, 'nmc-42');
	const digest = baseline.slice(baseline.indexOf('822f5820') + 8).slice(0, 64);
	const assignment = {
		version: 10,
		issuedS: 1_789_990_000,
		expiresS: 1_790_086_400,
		deviceId: bytesOf(vectors.context.deviceId),
		manifestDigest: bytesOf(digest),
		campaign: 'c-2026-11',
		notBeforeS: 1_789_990_000,
	};
	const classId = bytesOf(vectors.context.classId);
	const freshness = {
		counter: 500,
		issuedS: 1_789_999_990,
		expiresS: 1_790_604_790,
		nonce: bytesOf('00112233445566778899aabbccddeeff'),
		rootVersion: 1,
		latest: [{classId, epoch: 1, sequence: 42, manifestDigest: bytesOf(digest)}],
	};
	return [
		...rootsOf(key),
		{id: 'assign-10', made: signAssignment(assignment, key('assign-1'))},
		{id: 'fresh-500', made: signFreshness(freshness, key('fresh-1'))},
	];
}

if (dataFolder === undefined) {
	test.skip('envelopes and documents are the bytes of the vectors skipped: RIDETHROUGH_DATA not set', t => t.fail());
} else {
	const vectors = JSON.parse(readFileSync(join(dataFolder, 'ota', 'nmc-profile-valid.json'), 'utf8')) as Vectors;
	const key = (name: string): SigningKey => signingKeyFromSeed(bytesOf(vectors.testKeys[name].seed));

	test('keys are told from their seeds', t => {
		for (const [name, {publicKey, kid}] of Object.entries(vectors.testKeys)) {
			t.is(hexOf(key(name).publicKey), publicKey, name);
			t.is(hexOf(key(name).kid), kid, name);
		}
	});

	test('every accepted envelope of the vectors is made anew, byte for byte', t => {
		const made = envelopesOf(vectors, key);
		t.deepEqual(
			made.map(({id}) => id),
			vectors.envelopes.map(({id}) => id),
		);
		for (const {id, made: envelope} of made) {
			t.is(hexOf(envelope), hexById(vectors.envelopes, id), id);
		}
	});

	test('every accepted document of the vectors is made anew, byte for byte', t => {
		const made = documentsOf(vectors, key);
		t.deepEqual(
			made.map(({id}) => id),
			vectors.documents.map(({id}) => id),
		);
		for (const {id, made: document} of made) {
			t.is(hexOf(document), hexById(vectors.documents, id), id);
		}
	});

	test('a manifest is named by the digest that its wrapper holds', t => {
		const envelope = bytesOf(vectors.envelopes[0].hex);
		const manifestAt = Buffer.from(envelope).indexOf(Buffer.from('0358bd', 'hex')) + 3;
		const digest = hexOf(manifestDigest(envelope.subarray(manifestAt)));
		t.true(vectors.envelopes[0].hex.includes(`822f5820${digest}`));
	});
}
