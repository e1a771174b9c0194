// Mutated root documents, assignments and freshness tokens, which are COSE_Sign, COSE_Sign1 and COSE_Mac0: nothing throws, and no
// byte of what is accepted may differ from what was signed.

import {createPublicKey, verify} from 'node:crypto';
import type {DeviceCrypto} from '../../src/core/device-ports.ts';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import {isRefusal, otaCodes} from '../../src/ota/codes.ts';
import {verifiersOf} from '../../src/ota/cose/verify.ts';
import {checkAssignment} from '../../src/ota/trust/assignment.ts';
import {checkFreshness} from '../../src/ota/trust/freshness.ts';
import {cardKeyOf, roleKeysOf} from '../../src/ota/trust/role-keys.ts';
import {nextRoot} from '../../src/ota/trust/root-steps.ts';
import type {TrustTools} from '../../src/ota/trust/root-steps.ts';
import type {RootState} from '../../src/ota/trust/root.ts';
import {nodeCrypto} from '../../src/platform/node/node-crypto.ts';
import {signAssignment, signFreshness} from '../../src/smartconnect/signing/documents.ts';
import {hmacSigner} from '../../src/smartconnect/signing/keys.ts';
import {holdsFor, mutated} from '../helpers/mutate.ts';
import {rootDocument, testKey, tools} from '../helpers/ota-trust.ts';
import type {Fuzzer} from './fuzzer.ts';

/** RFC 8410: what stands before a public key in DER. */
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');

/** OpenSSL behind the same guard agrees with tweetnacl (ota.md 4.3), fifty times as fast. */
const fastCrypto: DeviceCrypto = {
	...nodeCrypto,
	bareEd25519: (publicKey, message, signature) => {
		try {
			const key = createPublicKey({key: Buffer.concat([spkiHead, publicKey]), format: 'der', type: 'spki'});
			return verify(null, message, key, signature);
		} catch {
			return false;
		}
	},
};

const fast: TrustTools = {...tools, crypto: fastCrypto, verifiers: verifiersOf(fastCrypto, null, false)};
const nowS = 1_790_000_000;
const deviceId = new Uint8Array(16).fill(1);
const classId = new Uint8Array(16).fill(2);
const nonce = new Uint8Array(16).fill(3);
const manifestDigest = new Uint8Array(32).fill(4);
const secret = new Uint8Array(32).fill(5);
const times = {issuedS: nowS, expiresS: nowS + 1000};
const assigned = {version: 10, ...times, deviceId, manifestDigest, campaign: 'c', notBeforeS: nowS};
const latest = [{classId, epoch: 1, sequence: 42, manifestDigest}];
const token = {counter: 7, ...times, nonce, rootVersion: 1, latest};

const first = nextRoot(rootDocument({}), null, fast) as RootState;
const keys = roleKeysOf(first, null);
const cardKeys = roleKeysOf(first, cardKeyOf(secret, nodeCrypto));

type Check = (bytes: Uint8Array) => object;

const assignment =
	(by: typeof keys): Check =>
	bytes =>
		checkAssignment(bytes, {deviceId, nowS, keys: by, lastVersion: 0}, fast);
const freshness =
	(by: typeof keys): Check =>
	bytes =>
		checkFreshness(bytes, {nonce, lastCounter: 0, rootVersion: 1, nowS, classId, keys: by}, fast);

const documents: readonly (readonly [document: Uint8Array, check: Check])[] = [
	[rootDocument({version: 2}), bytes => nextRoot(bytes, first, fast)],
	[signAssignment(assigned, testKey('assign-1')), assignment(keys)],
	[signFreshness(token, testKey('fresh-1')), freshness(keys)],
	[signAssignment(assigned, hmacSigner(secret)), assignment(cardKeys)],
	[signFreshness(token, hmacSigner(secret)), freshness(cardKeys)],
];

export const fuzzer: Fuzzer = {
	name: 'ota-documents',
	run(seed, inputs) {
		const random = new RandomStream(seedFor(seed, 'fuzz-ota-documents'));
		for (const [document, check] of documents) {
			holdsFor(document, !isRefusal(check(document)), 'what is right is accepted');
		}
		for (let i = 0; i < inputs; i++) {
			const [document, check] = documents[random.whole(0, documents.length - 1)];
			const bytes = mutated(document, random);
			const found = check(bytes);
			const isSame = Buffer.compare(bytes, document) === 0;
			holdsFor(bytes, isRefusal(found) !== isSame, 'what is accepted is what was signed');
			holdsFor(bytes, !isRefusal(found) || otaCodes[found.code] > 0, 'a refusal has a code');
		}
	},
};
