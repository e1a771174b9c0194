// A tree of LMS grown from its seed (RFC 8554, appendix A), and a signature of one of its leaves. Which leaf is free is not known
// here: reservations.ts sees to it that none is used twice.

import {nodeCrypto} from '../../../platform/node/node-crypto.ts';
import {Chain, digitsOf, prefixOf, publicKeyOf} from '../../../ota/lms/one-time.ts';
import type {Leaf} from '../../../ota/lms/one-time.ts';
import {HASH_BYTES, oneTimeBytes, TREE_KEY_BYTES, treeSignatureBytes} from '../../../ota/lms/parameters.ts';
import type {OneTimeType, TreeType} from '../../../ota/lms/parameters.ts';
import {innerNode, leafNode} from '../../../ota/lms/tree.ts';
import {sha256} from '../keys.ts';

const SECRET = 0xff;
/** Stands in the place of a chain's number where the randomiser of a leaf is derived. */
const RANDOMISER = 0xfffd;

export interface TreeSecret {
	readonly tree: TreeType;
	readonly oneTime: OneTimeType;
	/** 16 bytes. */
	readonly identifier: Uint8Array;
	/** 32 bytes. */
	readonly seed: Uint8Array;
}

/** H(I ‖ q ‖ i ‖ 0xff ‖ seed): the secret beginning of chain `which`. */
function derived(secret: TreeSecret, leaf: number, which: number): Uint8Array {
	return sha256(prefixOf(secret.identifier, leaf, which), Uint8Array.of(SECRET), secret.seed);
}

function leafOf(secret: TreeSecret, index: number): Leaf {
	return {identifier: secret.identifier, index};
}

function leafKey(secret: TreeSecret, index: number): Uint8Array {
	const {oneTime} = secret;
	const leaf = leafOf(secret, index);
	const chain = new Chain(leaf, nodeCrypto);
	const most = (1 << oneTime.digitBits) - 1;
	return publicKeyOf(oneTime, leaf, i => chain.move(i, 0, most, derived(secret, index, i)), nodeCrypto);
}

/**
 * All nodes of the tree, node n at n × 32 bytes, the root at 1: 64 KiB for height 10, and about a million hashes. Who has other
 * things to do meanwhile takes the leaves one by one, as this does.
 */
export function growTree(secret: TreeSecret): Uint8Array {
	const nodes = bareTree(secret);
	for (let leaf = 0; leaf < leavesOf(secret); leaf++) {
		growLeaf(secret, nodes, leaf);
	}
	growInner(secret, nodes);
	return nodes;
}

export function leavesOf({tree}: TreeSecret): number {
	return 1 << tree.height;
}

/** Room for the nodes. */
export function bareTree(secret: TreeSecret): Uint8Array {
	return new Uint8Array(2 * leavesOf(secret) * HASH_BYTES);
}

export function growLeaf(secret: TreeSecret, nodes: Uint8Array, leaf: number): void {
	const number = leavesOf(secret) + leaf;
	nodes.set(leafNode(secret.identifier, number, leafKey(secret, leaf), nodeCrypto), number * HASH_BYTES);
}

/** All that is above the leaves, once these are there. */
export function growInner(secret: TreeSecret, nodes: Uint8Array): void {
	for (let number = leavesOf(secret) - 1; number > 0; number--) {
		nodes.set(
			innerNode(secret.identifier, number, nodeAt(nodes, 2 * number), nodeAt(nodes, 2 * number + 1), nodeCrypto),
			number * HASH_BYTES,
		);
	}
}

function nodeAt(nodes: Uint8Array, number: number): Uint8Array {
	return nodes.subarray(number * HASH_BYTES, (number + 1) * HASH_BYTES);
}

/** Public key of one tree: 56 bytes (RFC 8554, 5.3). */
export function treePublicKey(secret: TreeSecret, nodes: Uint8Array): Uint8Array {
	const key = new Uint8Array(TREE_KEY_BYTES);
	const view = new DataView(key.buffer);
	view.setUint32(0, secret.tree.id);
	view.setUint32(4, secret.oneTime.id);
	key.set(secret.identifier, 8);
	key.set(nodeAt(nodes, 1), 8 + secret.identifier.length);
	return key;
}

/** The randomiser of a leaf: the same each time, so that a leaf that is tried again gives the same signature. */
export function randomiserOf(secret: TreeSecret, leaf: number): Uint8Array {
	return derived(secret, leaf, RANDOMISER);
}

/** Signature of `message` by a leaf (RFC 8554, 5.4.1). A leaf must never sign two messages. */
export function signWithLeaf(secret: TreeSecret, nodes: Uint8Array, leaf: number, message: Uint8Array): Uint8Array {
	const {tree, oneTime} = secret;
	const signature = new Uint8Array(treeSignatureBytes(tree, oneTime));
	const view = new DataView(signature.buffer);
	const typeAt = 4 + oneTimeBytes(oneTime);
	view.setUint32(0, leaf);
	signature.set(oneTimeSignature(secret, leaf, message), 4);
	view.setUint32(typeAt, tree.id);
	for (let level = 0; level < tree.height; level++) {
		const beside = (((1 << tree.height) + leaf) >> level) ^ 1;
		signature.set(nodeAt(nodes, beside), typeAt + 4 + level * HASH_BYTES);
	}
	return signature;
}

function oneTimeSignature(secret: TreeSecret, index: number, message: Uint8Array): Uint8Array {
	const {oneTime} = secret;
	const leaf = leafOf(secret, index);
	const randomiser = randomiserOf(secret, index);
	const digits = digitsOf(oneTime, leaf, randomiser, message, nodeCrypto);
	const chain = new Chain(leaf, nodeCrypto);
	const signature = new Uint8Array(oneTimeBytes(oneTime));
	new DataView(signature.buffer).setUint32(0, oneTime.id);
	signature.set(randomiser, 4);
	for (const [i, digit] of digits.entries()) {
		signature.set(chain.move(i, 0, digit, derived(secret, index, i)), 4 + HASH_BYTES * (1 + i));
	}
	return signature;
}
