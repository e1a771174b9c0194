// An image in blocks: what can be both proven and written is a chunk or a sector, whichever is longer (ota.md 5.3).

import type {Sha256} from '../../core/device-ports.ts';
import type {ChunkSink} from '../chunk-sink.ts';
import {refusal} from '../codes.ts';
import type {OtaRefusal} from '../codes.ts';
import type {ChunkFacts} from '../manifest.ts';
import {sameBytes} from '../bytes.ts';

export const HASH_BYTES = 32;

export class Blocks {
	sink: ChunkSink;
	sha256: () => Sha256;
	/** Bytes of a chunk; 0 where there is no table. */
	chunkBytes: number;
	blockBytes: number;
	count: number;
	/** The table's hash of one chunk. */
	hash: Uint8Array;

	constructor(sink: ChunkSink, chunks: ChunkFacts | null, sha256: () => Sha256) {
		this.sink = sink;
		this.sha256 = sha256;
		this.chunkBytes = chunks === null ? 0 : 1 << chunks.log2Bytes;
		this.blockBytes = Math.max(sink.sectorBytes, this.chunkBytes);
		this.count = Math.ceil(sink.imageBytes / this.blockBytes);
		this.hash = new Uint8Array(HASH_BYTES);
	}

	tableBytes(): number {
		return this.chunkBytes === 0 ? 0 : HASH_BYTES * Math.ceil(this.sink.imageBytes / this.chunkBytes);
	}

	wantsTable(): boolean {
		return this.chunkBytes > 0 && !this.sink.hasTable();
	}

	lengthOf(block: number): number {
		return Math.min(this.blockBytes, this.sink.imageBytes - block * this.blockBytes);
	}

	isDone(block: number): boolean {
		const from = (block * this.blockBytes) / this.sink.sectorBytes;
		const to = from + Math.ceil(this.lengthOf(block) / this.sink.sectorBytes);
		for (let sector = from; sector < to; sector++) {
			if (!this.sink.isDone(sector)) {
				return false;
			}
		}
		return true;
	}

	/** The first block from `block` on that is not done; `count` when all are. */
	firstOpen(block: number): number {
		let at = block;
		while (at < this.count && this.isDone(at)) {
			at += 1;
		}
		return at;
	}

	/** Bytes of the blocks that are done. */
	doneBytes(): number {
		let bytes = 0;
		for (let block = 0; block < this.count; block++) {
			bytes += this.isDone(block) ? this.lengthOf(block) : 0;
		}
		return bytes;
	}

	digestOf(bytes: Uint8Array): Uint8Array {
		const sha = this.sha256();
		sha.update(bytes);
		return sha.digest();
	}

	/** Fills `bad` with where in the block chunks begin that are not what the table says; a refusal when it cannot be read. */
	findBad(block: number, bytes: Uint8Array, bad: number[]): OtaRefusal | null {
		for (let at = 0; this.chunkBytes > 0 && at < bytes.length; at += this.chunkBytes) {
			const chunk = (block * this.blockBytes + at) / this.chunkBytes;
			if (!this.sink.readHash(chunk, this.hash)) {
				return refusal('E_OTA_FLASH_VERIFY', `the hash of chunk ${chunk} cannot be read back from the slot`);
			}
			if (!sameBytes(this.digestOf(bytes.subarray(at, at + this.chunkBytes)), this.hash)) {
				bad.push(at);
			}
		}
		return null;
	}

	/** Writes the sectors of a proven block that were not written before. */
	write(block: number, bytes: Uint8Array): OtaRefusal | null {
		const sectorBytes = this.sink.sectorBytes;
		for (let at = 0; at < bytes.length; at += sectorBytes) {
			const sector = (block * this.blockBytes + at) / sectorBytes;
			const problem = this.sink.isDone(sector)
				? null
				: this.sink.putSector(sector, bytes.subarray(at, Math.min(at + sectorBytes, bytes.length)));
			if (problem !== null) {
				return problem;
			}
		}
		return null;
	}
}
