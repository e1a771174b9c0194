// One block under way: pieces that came in any order, until together they are the whole of it.

/** What became of a piece. */
export const pieceNew = 0;
/** All of it was here before, the same. */
export const pieceSame = 1;
/** Part of it was here before, and was different. */
export const pieceDiffers = 2;
/** Too many gaps: it is not kept. */
export const pieceNoRoom = 3;

/** Separate runs of bytes that are kept apart. */
const RUNS_MAX = 16;

export class Assembly {
	bytes: Uint8Array;
	/** Number of the block; -1 while there is none. */
	block: number;
	/** Bytes of the block. */
	bytesWanted: number;
	/** Runs of bytes that came, in order and apart: begin and end of each. */
	runs: number[];

	constructor(blockBytes: number) {
		this.bytes = new Uint8Array(blockBytes);
		this.block = -1;
		this.bytesWanted = 0;
		this.runs = [];
	}

	open(block: number, length: number): void {
		this.block = block;
		this.bytesWanted = length;
		this.runs = [];
	}

	close(): void {
		this.open(-1, 0);
	}

	isWhole(): boolean {
		return this.runs.length === 2 && this.runs[0] === 0 && this.runs[1] === this.bytesWanted;
	}

	isEmpty(): boolean {
		return this.runs.length === 0;
	}

	/** Where the first byte lacks at or after `from`. */
	gapFrom(from: number): number {
		for (let i = 0; i < this.runs.length; i += 2) {
			if (this.runs[i] <= from && from < this.runs[i + 1]) {
				return this.runs[i + 1];
			}
		}
		return from;
	}

	/** Where the gap that begins at `from` ends. */
	gapEnd(from: number): number {
		for (let i = 0; i < this.runs.length; i += 2) {
			if (this.runs[i] > from) {
				return this.runs[i];
			}
		}
		return this.bytesWanted;
	}

	/** Takes a piece, unless it contradicts what came before. */
	put(at: number, piece: Uint8Array): number {
		const end = at + piece.length;
		if (this.gapFrom(at) >= end) {
			return this.agrees(at, piece) ? pieceSame : pieceDiffers;
		}
		if (!this.agrees(at, piece)) {
			return pieceDiffers;
		}
		const merged = this.runsWith(at, end);
		if (merged.length > 2 * RUNS_MAX) {
			return pieceNoRoom;
		}
		this.bytes.set(piece, at);
		this.runs = merged;
		return pieceNew;
	}

	/** Forgets what came between two places. */
	drop(from: number, to: number): void {
		const left: number[] = [];
		for (let i = 0; i < this.runs.length; i += 2) {
			const begin = this.runs[i];
			const end = this.runs[i + 1];
			if (begin < from) {
				left.push(begin, Math.min(end, from));
			}
			if (end > to) {
				left.push(Math.max(begin, to), end);
			}
		}
		this.runs = left;
	}

	agrees(at: number, piece: Uint8Array): boolean {
		const end = at + piece.length;
		for (let i = 0; i < this.runs.length; i += 2) {
			const to = Math.min(this.runs[i + 1], end);
			for (let k = Math.max(this.runs[i], at); k < to; k++) {
				if (this.bytes[k] !== piece[k - at]) {
					return false;
				}
			}
		}
		return true;
	}

	/** The runs with one more; those that touch become one. */
	runsWith(from: number, to: number): number[] {
		const merged: number[] = [];
		let begin = from;
		let end = to;
		let placed = false;
		for (let i = 0; i < this.runs.length; i += 2) {
			if (this.runs[i + 1] < begin) {
				merged.push(this.runs[i], this.runs[i + 1]);
			} else if (this.runs[i] > end) {
				if (!placed) {
					merged.push(begin, end);
					placed = true;
				}
				merged.push(this.runs[i], this.runs[i + 1]);
			} else {
				begin = Math.min(begin, this.runs[i]);
				end = Math.max(end, this.runs[i + 1]);
			}
		}
		if (!placed) {
			merged.push(begin, end);
		}
		return merged;
	}
}
