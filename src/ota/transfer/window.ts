// The one request that is open (ota.md 5.1): what it asked for, and which of its blocks had an answer.

/** Bits of a number that settled blocks are kept in. */
export const WINDOW_BLOCKS_MAX = 31;

export class Window {
	token: number;
	part: number;
	/** Bytes of the part. */
	from: number;
	to: number;
	firstBlock: number;
	/** Bit per block: answered by something bad, and not awaited any longer. */
	settled: number;
	/** The source serves all of the part in order, whatever was asked. */
	whole: boolean;
	/** A piece found no room: asked again in smaller steps. */
	crowded: boolean;
	/** Brought a block that was taken for good; pieces of one; something bad. */
	proven: boolean;
	pieces: boolean;
	bad: boolean;
	/** End of the newest piece. */
	reached: number;

	constructor(token: number, part: number, from: number, to: number, firstBlock: number) {
		this.token = token;
		this.part = part;
		this.from = from;
		this.to = to;
		this.firstBlock = firstBlock;
		this.settled = 0;
		this.whole = false;
		this.crowded = false;
		this.proven = false;
		this.pieces = false;
		this.bad = false;
		this.reached = from;
	}

	/** Whether bytes that begin at `offset` are among those asked for; `most` is the longest answer. */
	holds(offset: number, length: number, most: number): boolean {
		const whole = offset === Math.floor(offset);
		return whole && length > 0 && length <= most && offset >= this.from && offset + length <= this.to;
	}

	isFruitful(): boolean {
		return this.proven || (this.pieces && !this.bad);
	}

	/** The block had a bad answer: it is asked for again when the others are through. */
	settle(block: number): void {
		this.bad = true;
		if (!this.whole) {
			this.settled |= 1 << (block - this.firstBlock);
		}
	}

	isSettled(block: number): boolean {
		return (this.settled & (1 << (block - this.firstBlock))) !== 0;
	}
}
