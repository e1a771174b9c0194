// LM-OTS, the one-time signature of RFC 8554, 4: what a verifier and a signer share. Buffers: a block of 55 bytes, and the two
// hashes of the moment; nothing grows with the message.

import type {DeviceCrypto} from '../../core/device-ports.ts';
import {HASH_BYTES, IDENTIFIER_BYTES} from './parameters.ts';
import type {OneTimeType} from './parameters.ts';

/** Prefixes that keep hashes of different uses apart (RFC 8554, 7.1). */
const PUBLIC_KEY = 0x8080;
const MESSAGE = 0x8181;
const CHAIN_BLOCK_BYTES = IDENTIFIER_BYTES + 4 + 2 + 1 + HASH_BYTES;
const TOP_BITS = 8;

/** Which leaf of which tree. */
export interface Leaf {
	readonly identifier: Uint8Array;
	readonly index: number;
}

/** I, the leaf's number and a use: what each hash begins with. */
export function prefixOf(identifier: Uint8Array, number: number, use: number): Uint8Array {
	const bytes = new Uint8Array(IDENTIFIER_BYTES + 4 + 2);
	const view = new DataView(bytes.buffer);
	bytes.set(identifier);
	view.setUint32(IDENTIFIER_BYTES, number);
	view.setUint16(IDENTIFIER_BYTES + 4, use);
	return bytes;
}

/** The digits that a signature of `message` reveals, the checksum's after the hash's (RFC 8554, 4.4). */
export function digitsOf(
	type: OneTimeType,
	leaf: Leaf,
	randomiser: Uint8Array,
	message: Uint8Array,
	crypto: DeviceCrypto,
): Uint8Array {
	const hash = crypto.sha256();
	hash.update(prefixOf(leaf.identifier, leaf.index, MESSAGE));
	hash.update(randomiser);
	hash.update(message);
	const withChecksum = new Uint8Array(HASH_BYTES + 2);
	withChecksum.set(hash.digest());
	const checksum = checksumOf(type, withChecksum);
	withChecksum[HASH_BYTES] = checksum >> TOP_BITS;
	withChecksum[HASH_BYTES + 1] = checksum & 0xff;
	const digits = new Uint8Array(type.chains);
	for (let i = 0; i < type.chains; i++) {
		digits[i] = digitAt(withChecksum, i, type.digitBits);
	}
	return digits;
}

function checksumOf(type: OneTimeType, hash: Uint8Array): number {
	const most = (1 << type.digitBits) - 1;
	let sum = 0;
	for (let i = 0; i < (HASH_BYTES * TOP_BITS) / type.digitBits; i++) {
		sum += most - digitAt(hash, i, type.digitBits);
	}
	return sum << type.checksumShift;
}

/** coef(S, i, w) of RFC 8554, 3.1.3. */
function digitAt(bytes: Uint8Array, index: number, bits: number): number {
	const at = index * bits;
	return (bytes[at >> 3] >> (TOP_BITS - bits - (at & 7))) & ((1 << bits) - 1);
}

/** Moves one chain from step `from` up to `to`: hashes in place of `value`, which is returned. */
export class Chain {
	readonly block: Uint8Array;
	readonly view: DataView;
	readonly crypto: DeviceCrypto;

	constructor(leaf: Leaf, crypto: DeviceCrypto) {
		this.block = new Uint8Array(CHAIN_BLOCK_BYTES);
		this.view = new DataView(this.block.buffer);
		this.crypto = crypto;
		this.block.set(leaf.identifier);
		this.view.setUint32(IDENTIFIER_BYTES, leaf.index);
	}

	move(chain: number, from: number, to: number, value: Uint8Array): Uint8Array {
		let now = value;
		this.view.setUint16(IDENTIFIER_BYTES + 4, chain);
		for (let step = from; step < to; step++) {
			const hash = this.crypto.sha256();
			this.block[IDENTIFIER_BYTES + 6] = step;
			this.block.set(now, IDENTIFIER_BYTES + 7);
			hash.update(this.block);
			now = hash.digest();
		}
		return now;
	}
}

/** The public key that the ends of all chains make; `endOf` gives them one after the other. */
export function publicKeyOf(
	type: OneTimeType,
	leaf: Leaf,
	endOf: (chain: number) => Uint8Array,
	crypto: DeviceCrypto,
): Uint8Array {
	const hash = crypto.sha256();
	hash.update(prefixOf(leaf.identifier, leaf.index, PUBLIC_KEY));
	for (let chain = 0; chain < type.chains; chain++) {
		hash.update(endOf(chain));
	}
	return hash.digest();
}
