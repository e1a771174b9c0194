// Writes CBOR with the shortest heads, into one buffer that it keeps: bounded, without exceptions. Whoever writes a map gives its
// keys in the order of their bytes (RFC 8949 4.2.1), which for whole numbers is 0, 1, 2 … and then -1, -2 …

import {ARRAY, BYTES, FALSE, MAP, NINT, NULL, ONE_BYTE, SIMPLE, TAG, TEXT, TRUE, UINT} from './head.ts';
import {utf8Bytes} from './utf8.ts';

const TWO_8 = 256;
const TWO_16 = 65536;
const TWO_32 = 4294967296;

export class CborWriter {
	bytes: Uint8Array;
	/** Bytes written so far. */
	at: number;
	/** Something did not fit, or was no text: what was written is no item. */
	overflowed: boolean;

	/** A writer of items of at most `size` bytes. */
	constructor(size: number) {
		this.bytes = new Uint8Array(size);
		this.at = 0;
		this.overflowed = false;
	}

	/** Begins again in the same memory. */
	reset(): void {
		this.at = 0;
		this.overflowed = false;
	}

	/** What was written, in the writer's own memory: valid until the next `reset`. */
	view(): Uint8Array {
		return this.bytes.subarray(0, this.at);
	}

	/** What was written, in memory of its own. */
	copy(): Uint8Array {
		return new Uint8Array(this.view());
	}

	/** `value` is whole, from 0 to 2^53 - 1. */
	uint(value: number): CborWriter {
		return this.head(UINT, value);
	}

	/** `value` is whole, its size at most 2^53 - 1. */
	int(value: number): CborWriter {
		return value < 0 ? this.head(NINT, -1 - value) : this.head(UINT, value);
	}

	blob(value: Uint8Array): CborWriter {
		return this.head(BYTES, value.length).raw(value);
	}

	text(value: string): CborWriter {
		const bytes = utf8Bytes(value);
		if (bytes === null) {
			this.overflowed = true;
			return this;
		}
		return this.head(TEXT, bytes.length).raw(bytes);
	}

	/** Begins an array of as many items as follow. */
	array(count: number): CborWriter {
		return this.head(ARRAY, count);
	}

	/** Begins a map of as many pairs as follow. */
	map(pairs: number): CborWriter {
		return this.head(MAP, pairs);
	}

	tag(number: number): CborWriter {
		return this.head(TAG, number);
	}

	bool(value: boolean): CborWriter {
		return this.head(SIMPLE, value ? TRUE : FALSE);
	}

	nil(): CborWriter {
		return this.head(SIMPLE, NULL);
	}

	/** Bytes as they are: an item that was encoded before, or a part of one. */
	raw(value: Uint8Array): CborWriter {
		if (value.length > this.bytes.length - this.at) {
			this.overflowed = true;
			return this;
		}
		this.bytes.set(value, this.at);
		this.at += value.length;
		return this;
	}

	head(major: number, argument: number): CborWriter {
		const first = major * 32;
		if (argument < ONE_BYTE) {
			this.put(first + argument);
		} else if (argument < TWO_8) {
			this.put(first + ONE_BYTE);
			this.put(argument);
		} else if (argument < TWO_16) {
			this.put(first + ONE_BYTE + 1);
			this.words(argument, 2);
		} else if (argument < TWO_32) {
			this.put(first + ONE_BYTE + 2);
			this.words(argument, 4);
		} else {
			this.put(first + ONE_BYTE + 3);
			const high = Math.floor(argument / TWO_32);
			this.words(high, 4);
			this.words(argument - high * TWO_32, 4);
		}
		return this;
	}

	words(value: number, count: number): void {
		for (let i = count - 1; i >= 0; i--) {
			this.put((value >>> (8 * i)) & 255);
		}
	}

	/** Writes one byte, unless that would be past the end. */
	put(byte: number): void {
		if (this.at < this.bytes.length) {
			this.bytes[this.at] = byte;
			this.at += 1;
		} else {
			this.overflowed = true;
		}
	}
}
