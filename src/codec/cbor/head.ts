// Heads of CBOR items (RFC 8949 3): major type, additional information, argument. Shared by the scanner and the reader.

export const UINT = 0;
export const NINT = 1;
export const BYTES = 2;
export const TEXT = 3;
export const ARRAY = 4;
export const MAP = 5;
export const TAG = 6;
export const SIMPLE = 7;

/** Additional information: one argument byte follows, no argument is known, or the length is open. */
export const ONE_BYTE = 24;
export const EIGHT_BYTES = 27;
export const OPEN = 31;

export const FALSE = 20;
export const TRUE = 21;
export const NULL = 22;

const TWO_32 = 4294967296;
/** High words from here on make a number that is not exact. */
const TWO_21 = 2097152;
/** What `value` is for all arguments above 2^53 - 1: more than any whole number that a field may hold. */
export const TOO_WIDE = 9007199254740992;
/** The smallest argument that needs 1, 2, 4 bytes; of 8 bytes the high word must not be 0. */
const smallest: readonly number[] = [24, 256, 65536];

export class CborHead {
	major: number;
	/** Additional information, 0 to 31. */
	info: number;
	/** The argument; TOO_WIDE where it is above 2^53 - 1. Exact in `high` and `low`, 32 bits each. */
	value: number;
	high: number;
	low: number;
	/** Bytes of the head. */
	size: number;

	constructor() {
		this.major = 0;
		this.info = 0;
		this.value = 0;
		this.high = 0;
		this.low = 0;
		this.size = 0;
	}

	/** Reads the head at `at`; false when it is cut off by `end`. Infos from 28 on have no argument. */
	read(bytes: Uint8Array, at: number, end: number): boolean {
		if (at >= end) {
			return false;
		}
		const first = bytes[at];
		this.major = first >>> 5;
		this.info = first & 31;
		const follow = this.info < ONE_BYTE || this.info > EIGHT_BYTES ? 0 : 1 << (this.info - ONE_BYTE);
		this.size = 1 + follow;
		if (at + this.size > end) {
			return false;
		}
		this.argument(bytes, at + 1, follow);
		return true;
	}

	argument(bytes: Uint8Array, from: number, follow: number): void {
		let high = 0;
		let low = follow === 0 ? this.info : 0;
		for (let i = 0; i < follow; i++) {
			high = ((high << 8) | (low >>> 24)) >>> 0;
			low = ((low << 8) | bytes[from + i]) >>> 0;
		}
		this.high = high;
		this.low = low;
		this.value = high < TWO_21 ? high * TWO_32 + low : TOO_WIDE;
	}

	/** Whether the argument has the shortest of its forms. */
	isShortest(): boolean {
		if (this.info < ONE_BYTE) {
			return true;
		}
		return this.info === EIGHT_BYTES ? this.high !== 0 : this.value >= smallest[this.info - ONE_BYTE];
	}
}
