// Mutated HSS signatures and keys: the check never throws, and takes nothing but the one that was signed.

import {verifyHss} from '../../src/ota/lms/hss.ts';
import {oneTimeType, treeType} from '../../src/ota/lms/parameters.ts';
import type {OneTimeType, TreeType} from '../../src/ota/lms/parameters.ts';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import {nodeCrypto} from '../../src/platform/node/node-crypto.ts';
import {growTree, signWithLeaf, treePublicKey} from '../../src/smartconnect/signing/lms/grow.ts';
import type {Fuzzer} from './fuzzer.ts';

const message = Buffer.from('a release');
const secret = {
	tree: treeType(5) as TreeType,
	oneTime: oneTimeType(2) as OneTimeType,
	identifier: Buffer.alloc(16, 7),
	seed: Buffer.alloc(32, 9),
};
let signed: {key: Uint8Array; signature: Uint8Array} | null = null;

function signedOnce(): {key: Uint8Array; signature: Uint8Array} {
	if (signed === null) {
		const nodes = growTree(secret);
		const key = Buffer.concat([Uint8Array.of(0, 0, 0, 1), treePublicKey(secret, nodes)]);
		const signature = Buffer.concat([new Uint8Array(4), signWithLeaf(secret, nodes, 3, message)]);
		signed = {key, signature};
	}
	return signed;
}

/** A copy with a few bytes changed, cut or lengthened; most changes fall where types, numbers and lengths stand. */
function mutated(bytes: Uint8Array, random: RandomStream): Uint8Array {
	const copy = Uint8Array.from(bytes);
	const heads = [0, 3, 4, 7, 8, 11, 12, copy.length - 1];
	for (let change = random.whole(0, 2); change >= 0; change--) {
		const at = random.whole(0, 1) === 0 ? heads[random.whole(0, heads.length - 1)] : random.whole(0, copy.length - 1);
		copy[at % copy.length] = random.whole(0, 255);
	}
	const cut = random.whole(0, 7);
	return cut === 0 ? copy.subarray(0, random.whole(0, copy.length)) : cut === 1 ? Buffer.concat([copy, copy]) : copy;
}

export const fuzzer: Fuzzer = {
	name: 'lms',
	run(seed, inputs) {
		const random = new RandomStream(seedFor(seed, 'lms'));
		const {key, signature} = signedOnce();
		for (let i = 0; i < inputs; i++) {
			const isKey = random.whole(0, 1) === 0;
			const [k, s] = isKey ? [mutated(key, random), signature] : [key, mutated(signature, random)];
			if (
				verifyHss(k, message, s, nodeCrypto)
				&& !(Buffer.compare(k, key) === 0 && Buffer.compare(s, signature) === 0)
			) {
				throw new Error(`taken: ${Buffer.from(k).toString('hex')} ${Buffer.from(s).toString('hex')}`);
			}
		}
	},
};
