// Root documents, assignments and freshness tokens for tests, by keys that anybody can make.

import {createHash} from 'node:crypto';
import type {TrustTools} from '../../src/ota/trust/root-steps.ts';
import {verifiersOf} from '../../src/ota/cose/verify.ts';
import {nodeCrypto} from '../../src/platform/node/node-crypto.ts';
import {signingKeyFromSeed} from '../../src/smartconnect/signing/keys.ts';
import type {SigningKey} from '../../src/smartconnect/signing/keys.ts';
import {buildRoot, signRoot} from '../../src/smartconnect/signing/root.ts';
import type {RootFields} from '../../src/smartconnect/signing/root.ts';

/** The key of that name in nmc-profile-valid.json. */
export function testKey(name: string): SigningKey {
	return signingKeyFromSeed(createHash('sha256').update(`nmc-ota-test-key/${name}`).digest());
}

export const rootKeys = [testKey('root-1'), testKey('root-2'), testKey('root-3')];

export const tools: TrustTools = {
	crypto: nodeCrypto,
	verifiers: verifiersOf(nodeCrypto, null, false),
	algorithms: [-19],
};

export const usualRoot: RootFields = {
	version: 1,
	expiresS: 1_900_000_000,
	roles: {
		root: {keys: rootKeys.map(key => key.publicKey), threshold: 2, epoch: 0},
		release: {keys: [testKey('release-1').publicKey], threshold: 1, epoch: 1},
		assign: {keys: [testKey('assign-1').publicKey], threshold: 1, epoch: 1},
		fresh: {keys: [testKey('fresh-1').publicKey], threshold: 1, epoch: 1},
	},
	retired: [],
};

/** A root document with these changes, signed by the first two keys unless others are named. */
export function rootDocument(
	changes: Partial<RootFields>,
	signers: readonly SigningKey[] = rootKeys.slice(0, 2),
): Uint8Array {
	return signRoot(buildRoot({...usualRoot, ...changes}), signers);
}
