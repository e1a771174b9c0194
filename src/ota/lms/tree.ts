// LMS, a tree of one-time signatures (RFC 8554, 5): its nodes, and the check of one signature.

import type {DeviceCrypto} from '../../core/device-ports.ts';
import {sameBytes} from '../bytes.ts';
import {Chain, digitsOf, prefixOf, publicKeyOf} from './one-time.ts';
import type {Leaf} from './one-time.ts';
import {HASH_BYTES, oneTimeBytes, oneTimeType, TREE_KEY_BYTES, treeSignatureBytes, treeType} from './parameters.ts';
import type {OneTimeType, TreeType} from './parameters.ts';

/** Prefixes of the hashes of leaves and inner nodes (RFC 8554, 7.1). */
const LEAF = 0x8282;
const INNER = 0x8383;

export interface TreeKey {
	readonly tree: TreeType;
	readonly oneTime: OneTimeType;
	readonly identifier: Uint8Array;
	readonly root: Uint8Array;
}

function u32(bytes: Uint8Array, at: number): number {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at);
}

/** A public key of exactly TREE_KEY_BYTES from `at` on; null when it is none of the known types, or cut short. */
export function readTreeKey(bytes: Uint8Array, at: number): TreeKey | null {
	if (bytes.length < at + TREE_KEY_BYTES) {
		return null;
	}
	const tree = treeType(u32(bytes, at));
	const oneTime = oneTimeType(u32(bytes, at + 4));
	if (tree === null || oneTime === null) {
		return null;
	}
	return {
		tree: tree,
		oneTime: oneTime,
		identifier: bytes.slice(at + 8, at + 24),
		root: bytes.slice(at + 24, at + TREE_KEY_BYTES),
	};
}

/** Hash of a leaf's public key: the node of number 2^height + leaf. */
export function leafNode(
	identifier: Uint8Array,
	number: number,
	publicKey: Uint8Array,
	crypto: DeviceCrypto,
): Uint8Array {
	const hash = crypto.sha256();
	hash.update(prefixOf(identifier, number, LEAF));
	hash.update(publicKey);
	return hash.digest();
}

/** Hash of two nodes: the node of `number` over them. */
export function innerNode(
	identifier: Uint8Array,
	number: number,
	left: Uint8Array,
	right: Uint8Array,
	crypto: DeviceCrypto,
): Uint8Array {
	const hash = crypto.sha256();
	hash.update(prefixOf(identifier, number, INNER));
	hash.update(left);
	hash.update(right);
	return hash.digest();
}

/** Bytes that a signature under `key` has. */
export function signatureBytesOf(key: TreeKey): number {
	return treeSignatureBytes(key.tree, key.oneTime);
}

/** Whether `signature`, exactly as long as it must be, is one of `message` under `key` (RFC 8554, 5.4.2). */
export function verifyTree(key: TreeKey, message: Uint8Array, signature: Uint8Array, crypto: DeviceCrypto): boolean {
	const pathAt = 4 + oneTimeBytes(key.oneTime) + 4;
	if (signature.length !== signatureBytesOf(key) || u32(signature, 4) !== key.oneTime.id) {
		return false;
	}
	const leaf: Leaf = {identifier: key.identifier, index: u32(signature, 0)};
	if (u32(signature, pathAt - 4) !== key.tree.id || leaf.index >= 1 << key.tree.height) {
		return false;
	}
	const publicKey = candidateOf(key.oneTime, leaf, message, signature.subarray(4, pathAt - 4), crypto);
	return sameBytes(rootOver(key, leaf.index, publicKey, signature.subarray(pathAt), crypto), key.root);
}

/** The public key that a one-time signature leads to: the right one where it is right (RFC 8554, 4.6). */
function candidateOf(
	type: OneTimeType,
	leaf: Leaf,
	message: Uint8Array,
	signature: Uint8Array,
	crypto: DeviceCrypto,
): Uint8Array {
	const digits = digitsOf(type, leaf, signature.subarray(4, 4 + HASH_BYTES), message, crypto);
	const chain = new Chain(leaf, crypto);
	const most = (1 << type.digitBits) - 1;
	return publicKeyOf(
		type,
		leaf,
		i => {
			const at = 4 + HASH_BYTES * (1 + i);
			return chain.move(i, digits[i], most, signature.subarray(at, at + HASH_BYTES));
		},
		crypto,
	);
}

function rootOver(
	key: TreeKey,
	leaf: number,
	publicKey: Uint8Array,
	path: Uint8Array,
	crypto: DeviceCrypto,
): Uint8Array {
	let number = (1 << key.tree.height) + leaf;
	let node = leafNode(key.identifier, number, publicKey, crypto);
	for (let level = 0; level < key.tree.height; level++) {
		const beside = path.subarray(level * HASH_BYTES, (level + 1) * HASH_BYTES);
		const isRight = (number & 1) === 1;
		number = number >> 1;
		node = innerNode(key.identifier, number, isRight ? beside : node, isRight ? node : beside, crypto);
	}
	return node;
}
