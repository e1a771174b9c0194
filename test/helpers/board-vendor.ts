// Keys of a vendor that serves cards of class board too (ota.md 4.4): HSS/LMS keys of 32 signatures, kept in memory since nothing of
// them outlives a test, beside those of Ed25519 in one root document, which both classes can follow.

import {oneTimeType, treeType} from '../../src/ota/lms/parameters.ts';
import type {OneTimeType, TreeType} from '../../src/ota/lms/parameters.ts';
import {ALG_LMS, kidOf, sha256} from '../../src/smartconnect/signing/keys.ts';
import type {Signer} from '../../src/smartconnect/signing/keys.ts';
import {growTree, signWithLeaf, treePublicKey} from '../../src/smartconnect/signing/lms/grow.ts';
import type {TreeSecret} from '../../src/smartconnect/signing/lms/grow.ts';
import {buildRoot, signRoot} from '../../src/smartconnect/signing/root.ts';
import {SimulatedVendor} from '../../src/smartconnect/signing/simulated-vendor.ts';

const LOW_TREE = 5;
const BOARD_ONE_TIME = 3;
const NEVER_S = 4_102_444_800;

export interface LmsTestKey extends Signer {
	readonly publicKey: Uint8Array;
}

/** A key of one level, drawn from a name: of 32 signatures, or of as many as a tree of another type has. */
export function lmsTestKey(name: string, tree = LOW_TREE): LmsTestKey {
	const secret: TreeSecret = {
		tree: treeType(tree) as TreeType,
		oneTime: oneTimeType(BOARD_ONE_TIME) as OneTimeType,
		identifier: sha256(Buffer.from(`${name} identifier`)).subarray(0, 16),
		seed: sha256(Buffer.from(`${name} seed`)),
	};
	const nodes = growTree(secret);
	const publicKey = Uint8Array.of(0, 0, 0, 1, ...treePublicKey(secret, nodes));
	let leaf = 0;
	return {
		algorithm: ALG_LMS,
		kid: kidOf(publicKey),
		publicKey,
		sign: bytes => Uint8Array.of(0, 0, 0, 0, ...signWithLeaf(secret, nodes, leaf++, bytes)),
	};
}

export class BoardVendor {
	/** The same that signs for cards of the usual class. */
	readonly usual = new SimulatedVendor(7);
	readonly roots = [1, 2].map(i => lmsTestKey(`root ${i}`));
	readonly release = lmsTestKey('release');
	/** Version 1. */
	readonly root = this.rootOf(1, this.release, []);

	/** Two root keys of each kind sign: a card counts those of its class. */
	rootOf(version: number, release: LmsTestKey, retired: readonly Uint8Array[]): Uint8Array {
		const {keys, roots} = this.usual;
		const signers = [...roots.slice(0, 2), ...this.roots];
		const roles = {
			root: {keys: signers.map(({publicKey}) => publicKey), threshold: 2, epoch: 0},
			release: {keys: [keys.release.publicKey, release.publicKey], threshold: 1, epoch: 1},
			assign: {keys: [keys.assign.publicKey], threshold: 1, epoch: 1},
			fresh: {keys: [keys.fresh.publicKey], threshold: 1, epoch: 1},
		};
		return signRoot(buildRoot({version, expiresS: NEVER_S, roles, retired}), signers);
	}

	/** What a card got when it was enrolled. */
	readonly cardKeyOf = (serial: string): Uint8Array => sha256(Buffer.from(`card key of ${serial}`));
}
