// From answers to sectors (ota.md 5.3): pieces become blocks, a block is proven by the chunk table and only then written.

import type {Sha256} from '../../core/device-ports.ts';
import {partTable} from '../chunk-sink.ts';
import type {ChunkSink} from '../chunk-sink.ts';
import {refusal} from '../codes.ts';
import type {OtaRefusal} from '../codes.ts';
import type {ChunkFacts} from '../manifest.ts';
import {Assembly, pieceDiffers, pieceNew, pieceNoRoom} from './assembly.ts';
import {sameBytes} from '../bytes.ts';
import {Blocks} from './blocks.ts';
import type {TransferCounts} from './plan.ts';
import {Recent} from './recent.ts';
import type {Window} from './window.ts';

/** Refusals of a sink that say that bytes were bad; any other says that the flash is. */
const badBytes: readonly string[] = ['E_OTA_CHUNK_HASH', 'E_OTA_DIGEST'];

export class Intake {
	chunks: ChunkFacts | null;
	sha256: () => Sha256;
	counts: TransferCounts;
	blocks: Blocks;
	assembly: Assembly;
	recent: Recent;
	/** Bytes of the table that the sink has. */
	tableNext: number;
	/** Times that a whole table was not the manifest's. */
	tableFailures: number;
	/** What the flash could not do: the transfer cannot go on. */
	failed: OtaRefusal | null;
	/** Bytes taken for good so far; a table that turns out to be bad takes its own back. */
	gainedBytes: number;
	/** All blocks before this one are done. */
	open: number;

	constructor(
		sink: ChunkSink,
		chunks: ChunkFacts | null,
		sha256: () => Sha256,
		windowAnswers: number,
		counts: TransferCounts,
	) {
		this.chunks = chunks;
		this.sha256 = sha256;
		this.counts = counts;
		this.blocks = new Blocks(sink, chunks, sha256);
		this.assembly = new Assembly(this.blocks.blockBytes);
		this.recent = new Recent(windowAnswers);
		this.tableNext = 0;
		this.tableFailures = 0;
		this.failed = null;
		this.gainedBytes = 0;
		this.open = 0;
	}

	/** Begins anew in an empty slot. */
	renew(sink: ChunkSink): void {
		this.blocks = new Blocks(sink, this.chunks, this.sha256);
		this.recent = new Recent(this.recent.most);
		this.open = 0;
		this.beginTable();
	}

	/** Forgets the pieces at hand, and the part of the table that came. */
	beginTable(): void {
		this.assembly.close();
		this.tableNext = 0;
	}

	/** The first block of the image that is not done; their count when all are. */
	firstOpen(): number {
		this.open = this.blocks.firstOpen(this.open);
		return this.open;
	}

	partBytes(part: number): number {
		return part === partTable ? this.blocks.tableBytes() : this.blocks.sink.imageBytes;
	}

	lengthOf(part: number, block: number): number {
		return Math.min(this.blocks.blockBytes, this.partBytes(part) - block * this.blocks.blockBytes);
	}

	isDone(part: number, block: number): boolean {
		return part === partTable
			? !this.blocks.wantsTable() || block * this.blocks.blockBytes < this.tableNext
			: this.blocks.isDone(block);
	}

	/** Whether nothing more may come of the request. */
	isOver(window: Window): boolean {
		if (window.whole || window.crowded) {
			return window.crowded || window.reached >= window.to;
		}
		const blockBytes = this.blocks.blockBytes;
		for (let block = window.firstBlock; block * blockBytes < window.to; block++) {
			if (!window.isSettled(block) && !this.isDone(window.part, block) && this.lacks(window, block)) {
				return false;
			}
		}
		return true;
	}

	/** Whether a byte of the block that the window asked for is still missing. */
	lacks(window: Window, block: number): boolean {
		const base = block * this.blocks.blockBytes;
		const from = Math.max(window.from - base, 0);
		const to = Math.min(window.to - base, this.lengthOf(window.part, block));
		return this.assembly.block !== block || this.assembly.gapFrom(from) < to;
	}

	/** Takes an answer that lies within the window. The refusal is that of the last piece which was not good. */
	take(window: Window, offset: number, bytes: Uint8Array): OtaRefusal | null {
		const blockBytes = this.blocks.blockBytes;
		const end = offset + bytes.length;
		let worst: OtaRefusal | null = null;
		window.reached = Math.max(window.reached, end);
		for (let at = offset; at < end && this.failed === null; ) {
			const block = Math.floor(at / blockBytes);
			const to = Math.min((block + 1) * blockBytes, end);
			const piece = bytes.subarray(at - offset, to - offset);
			worst = this.takePiece(window, block, at - block * blockBytes, piece) ?? worst;
			at = to;
		}
		return this.failed ?? worst;
	}

	takePiece(window: Window, block: number, at: number, piece: Uint8Array): OtaRefusal | null {
		const length = this.lengthOf(window.part, block);
		if (this.isDone(window.part, block)) {
			return window.whole ? null : this.takeAgain(window, block, piece, length);
		}
		if (piece.length === length && this.assembly.block !== block) {
			return this.takeBlock(window, block, piece);
		}
		return this.assemble(window, block, at, piece, length);
	}

	/** A second copy of what is done: nothing is written, and a copy that differs is told of. */
	takeAgain(window: Window, block: number, piece: Uint8Array, length: number): OtaRefusal | null {
		this.counts.duplicates += 1;
		if (window.part === partTable || piece.length < length || this.isWhatWasWritten(block, piece)) {
			return null;
		}
		this.counts.differing += 1;
		return this.contradiction(block);
	}

	isWhatWasWritten(block: number, bytes: Uint8Array): boolean {
		if (this.chunks !== null) {
			const bad: number[] = [];
			return this.blocks.findBad(block, bytes, bad) !== null || bad.length === 0;
		}
		const digest = this.recent.digestOf(block);
		return digest === null || sameBytes(digest, this.blocks.digestOf(bytes));
	}

	contradiction(block: number): OtaRefusal {
		return refusal('E_OTA_CHUNK_DUP_DIFF', `block ${block} came twice with different bytes`);
	}

	assemble(window: Window, block: number, at: number, piece: Uint8Array, length: number): OtaRefusal | null {
		if (this.assembly.block !== block) {
			if (!this.assembly.isEmpty() && !window.whole) {
				this.counts.early += 1;
				window.crowded = true;
				return null;
			}
			this.assembly.open(block, length);
		}
		const became = this.assembly.put(at, piece);
		if (became === pieceDiffers) {
			return this.dropContradicted(window, block, at, piece.length);
		}
		if (became !== pieceNew) {
			this.counts.duplicates += became === pieceNoRoom ? 0 : 1;
			this.counts.early += became === pieceNoRoom ? 1 : 0;
			return null;
		}
		window.pieces = true;
		return this.assembly.isWhole() ? this.takeBlock(window, block, this.assembly.bytes.subarray(0, length)) : null;
	}

	/** Nobody can tell which of two copies is right: what both touch is asked for again, chunk by chunk. */
	dropContradicted(window: Window, block: number, at: number, length: number): OtaRefusal {
		const unit = this.chunks === null || window.part === partTable ? this.blocks.blockBytes : this.blocks.chunkBytes;
		this.assembly.drop(Math.floor(at / unit) * unit, Math.ceil((at + length) / unit) * unit);
		this.counts.differing += 1;
		window.settle(block);
		return this.contradiction(block);
	}

	/** A whole block: proven, written, done. */
	takeBlock(window: Window, block: number, bytes: Uint8Array): OtaRefusal | null {
		if (window.part === partTable) {
			return this.takeTable(window, block, bytes);
		}
		const bad: number[] = [];
		this.failed = this.blocks.findBad(block, bytes, bad);
		if (this.failed !== null || bad.length > 0) {
			return this.failed ?? this.refuseChunks(window, block, bytes, bad);
		}
		this.failed = this.blocks.write(block, bytes);
		if (this.failed === null) {
			this.gain(window, block, bytes);
		}
		return this.failed;
	}

	gain(window: Window, block: number, bytes: Uint8Array): void {
		if (this.chunks === null) {
			this.recent.add(block, this.blocks.digestOf(bytes));
		}
		if (this.assembly.block === block) {
			this.assembly.close();
		}
		this.gainedBytes += bytes.length;
		window.proven = true;
	}

	/** The good chunks of a block are kept where there is room; the bad ones are asked for again. */
	refuseChunks(window: Window, block: number, bytes: Uint8Array, bad: readonly number[]): OtaRefusal {
		const chunkBytes = this.blocks.chunkBytes;
		if (this.assembly.isEmpty()) {
			this.assembly.open(block, bytes.length);
			this.assembly.put(0, bytes);
		}
		for (let i = 0; i < bad.length && this.assembly.block === block; i++) {
			this.assembly.drop(bad[i], bad[i] + chunkBytes);
		}
		this.counts.bad += bad.length;
		window.settle(block);
		const chunk = (block * this.blocks.blockBytes + bad[0]) / chunkBytes;
		return refusal('E_OTA_CHUNK_HASH', `chunk ${chunk} is not what the chunk table of the manifest says`);
	}

	takeTable(window: Window, block: number, bytes: Uint8Array): OtaRefusal | null {
		const problem = this.blocks.sink.putTable(block * this.blocks.blockBytes, bytes);
		this.assembly.close();
		if (problem === null) {
			this.tableNext += bytes.length;
			this.gainedBytes += bytes.length;
			window.proven = true;
			return null;
		}
		if (badBytes.indexOf(problem.code) < 0) {
			this.failed = problem;
			return problem;
		}
		this.gainedBytes -= this.tableNext;
		this.counts.bad += 1;
		this.tableFailures += 1;
		this.beginTable();
		window.settle(block);
		return problem;
	}
}
