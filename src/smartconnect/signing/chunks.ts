// The table of chunk hashes that lets a card prove each chunk before it writes it (ota.md 5.3).

import type {ChunkFacts} from '../../ota/manifest.ts';
import {sha256} from './keys.ts';

const HASH_BYTES = 32;

/** SHA-256 of each chunk, one after the other; the last chunk may be short. */
export function chunkTable(image: Uint8Array, log2Bytes: number): Uint8Array {
	const chunkBytes = 2 ** log2Bytes;
	const table = new Uint8Array(Math.ceil(image.length / chunkBytes) * HASH_BYTES);
	for (let at = 0, chunk = 0; at < image.length; at += chunkBytes, chunk++) {
		table.set(sha256(image.subarray(at, at + chunkBytes)), chunk * HASH_BYTES);
	}
	return table;
}

/** What the manifest says of the table. */
export function chunkFacts(image: Uint8Array, log2Bytes: number): ChunkFacts {
	return {log2Bytes, tableDigest: sha256(chunkTable(image, log2Bytes))};
}
