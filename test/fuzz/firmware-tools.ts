// Changed envelopes and documents before the tools that read and explain them: nothing throws, each gets rows, and what they say
// of a release is what a release can say.

import {RandomStream, seedFor} from '../../src/core/random.ts';
import {documentRows} from '../../src/cli/firmware/inspect-document.ts';
import {envelopeRows} from '../../src/cli/firmware/inspect-envelope.ts';
import {kindOf} from '../../src/cli/firmware/verify.ts';
import {signAssignment, signFreshness} from '../../src/smartconnect/signing/documents.ts';
import {signEnvelope} from '../../src/smartconnect/signing/envelope.ts';
import {sha256, signingKeyFromSeed} from '../../src/smartconnect/signing/keys.ts';
import {buildManifest} from '../../src/smartconnect/signing/manifest.ts';
import {readRelease} from '../../src/smartconnect/signing/release-facts.ts';
import {readRoot} from '../../src/smartconnect/signing/root-facts.ts';
import {buildRoot, signRoot} from '../../src/smartconnect/signing/root.ts';
import type {Fuzzer} from './fuzzer.ts';

const CHANGES_MAX = 4;
const key = signingKeyFromSeed(new Uint8Array(32).fill(1));
const id = new Uint8Array(16).fill(2);
const digest = sha256(id);
const sight = {nowS: 1_790_000_000, root: null};

function release(slots: readonly number[]): Uint8Array {
	const manifest = buildManifest({
		sequence: 42,
		securityVersion: 7,
		useBeforeS: 1_893_456_000,
		version: [2, 3, 0],
		vendorId: id,
		classId: id,
		deviceId: id,
		images: slots.map(slot => ({slot, sizeBytes: 8192, digest, chunks: {log2Bytes: 12, tableDigest: digest}})),
		uri: 'mqtt:image',
		minimumBattery: 40,
		precursor: [2, 1, 0],
		text: null,
	});
	return signEnvelope({manifest, signers: [key]});
}

function rootDocument(): Uint8Array {
	const role = {keys: [key.publicKey], threshold: 1, epoch: 1};
	const roles = {root: role, release: role, assign: role, fresh: role};
	return signRoot(buildRoot({version: 1, expiresS: 1_893_456_000, roles, retired: [key.kid]}), [key]);
}

const times = {issuedS: 1, expiresS: 2};
const latest = [{classId: id, epoch: 1, sequence: 42, manifestDigest: digest}];

const samples: readonly Uint8Array[] = [
	release([-1]),
	release([0, 1]),
	rootDocument(),
	signAssignment({...times, version: 1, deviceId: id, manifestDigest: digest, campaign: 'c', notBeforeS: 1}, key),
	signFreshness({...times, counter: 1, nonce: id, rootVersion: 1, latest}, key),
];

function changed(random: RandomStream): Uint8Array {
	const bytes = samples[random.whole(0, samples.length - 1)].slice();
	for (let i = random.whole(0, CHANGES_MAX); i > 0; i--) {
		bytes[random.whole(0, bytes.length - 1)] = random.whole(0, 255);
	}
	return random.whole(0, 9) === 0 ? bytes.subarray(0, random.whole(0, bytes.length)) : bytes;
}

function holds(bytes: Uint8Array): boolean {
	const facts = readRelease(bytes);
	const root = readRoot(bytes);
	const kind = kindOf(bytes);
	const rows = kind === 'release' ? envelopeRows(bytes, sight) : documentRows(kind, bytes, sight);
	return (
		rows.length > 0
		&& ('code' in facts || (Number.isInteger(facts.sequence) && facts.images.length > 0))
		&& ('code' in root || Number.isInteger(root.version))
	);
}

export const fuzzer: Fuzzer = {
	name: 'firmware-tools',
	run(seed, inputs) {
		const random = new RandomStream(seedFor(seed, 'fuzz-firmware-tools'));
		for (let i = 0; i < inputs; i++) {
			const bytes = changed(random);
			if (!holds(bytes)) {
				throw new Error(`each input is explained: ${Buffer.from(bytes).toString('hex')}`);
			}
		}
	},
};
