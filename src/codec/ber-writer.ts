// The Basic Encoding Rules the other way: a writer that fills a buffer from its end backwards, so that the length of everything
// is known when its header is written. Write what comes last first. It is bounded, does not throw and allocates nothing.

import {NULL, OBJECT_IDENTIFIER} from './ber.ts';
import {oidBytes} from './ber-oid.ts';

const LONG_FORM = 0x80;
const SIGN = 0x80;
const BYTE = 256;
const TWO_32 = 4294967296;
/** Tag, length and content of the longest number, and the longest header. */
const LONGEST_NUMBER = 11;
const LONGEST_HEADER = 6;
/** Up to so many bytes are copied one by one, which is faster than a view of them. */
const FEW = 48;

/**
 * A message is written from its last value to its first: `const end = w.mark(); w.text(…); w.integer(…); w.wrap(SEQUENCE, end)`
 * writes a sequence of the integer and the text.
 */
export class BerWriter {
	bytes: Uint8Array;
	/** Where what was written begins; it ends with the buffer. */
	at: number;
	/** Something did not fit: what was written is no message. */
	overflowed: boolean;

	/** A writer of messages of at most `size` bytes. */
	constructor(size: number) {
		this.bytes = new Uint8Array(size);
		this.at = size;
		this.overflowed = false;
	}

	/** Begins a new message in the same memory. */
	reset(): void {
		this.at = this.bytes.length;
		this.overflowed = false;
	}

	/** Begins a new message in other memory. */
	use(bytes: Uint8Array): void {
		this.bytes = bytes;
		this.reset();
	}

	/** Bytes written so far. */
	size(): number {
		return this.bytes.length - this.at;
	}

	/** The message so far, in the writer's own memory: valid until the next `reset`. */
	view(): Uint8Array {
		return this.bytes.subarray(this.at);
	}

	/** Where something ends that `wrap` will put a header before. Also a place to go `back` to. */
	mark(): number {
		return this.at;
	}

	/** Forgets what was written since `mark`. */
	back(mark: number): void {
		this.at = mark;
		this.overflowed = false;
	}

	/** Puts tag and length before what was written since `mark` returned `end`. */
	wrap(tag: number, end: number): void {
		if (!this.room(LONGEST_HEADER)) {
			return;
		}
		this.length(end - this.at);
		this.bytes[--this.at] = tag;
	}

	/** A signed number of 32 bits. */
	integer(tag: number, value: number): void {
		if (!this.room(LONGEST_NUMBER)) {
			return;
		}
		const bytes = this.bytes;
		const end = this.at;
		let at = end;
		let rest = value | 0;
		do {
			bytes[--at] = rest & 255;
			rest = rest >> 8;
		} while (rest !== (bytes[at] >= SIGN ? -1 : 0));
		this.at = at;
		this.head(tag, end - at);
	}

	/** An unsigned number of 32 bits; more than that wraps, as a counter does. */
	unsigned(tag: number, value: number): void {
		this.halves(tag, 0, value >>> 0);
	}

	/** An unsigned number of up to 53 bits, for a Counter64. */
	counter64(tag: number, value: number): void {
		this.halves(tag, Math.floor(value / TWO_32), value % TWO_32);
	}

	/** An unsigned number of 64 bits by its halves. */
	halves(tag: number, high: number, low: number): void {
		if (!this.room(LONGEST_NUMBER)) {
			return;
		}
		const bytes = this.bytes;
		const end = this.at;
		let at = end;
		let rest = low;
		let above = high;
		do {
			bytes[--at] = rest & 255;
			rest = (rest >>> 8) + (above % BYTE) * 16777216;
			above = Math.floor(above / BYTE);
		} while (rest !== 0 || above !== 0);
		if (bytes[at] >= SIGN) {
			bytes[--at] = 0;
		}
		this.at = at;
		this.head(tag, end - at);
	}

	/** A value without content: NULL, or one of the exceptions of SNMPv2. */
	empty(tag: number): void {
		if (this.room(2)) {
			this.head(tag, 0);
		}
	}

	nothing(): void {
		this.empty(NULL);
	}

	/** Text of a byte a character. */
	text(tag: number, text: string): void {
		if (!this.room(text.length + LONGEST_HEADER)) {
			return;
		}
		const at = this.at - text.length;
		for (let i = 0; i < text.length; i++) {
			this.bytes[at + i] = text.charCodeAt(i);
		}
		this.at = at;
		this.length(text.length);
		this.bytes[--this.at] = tag;
	}

	/** The bytes from `from` up to `to` as content of a value. */
	octets(tag: number, bytes: Uint8Array, from: number, to: number): void {
		const end = this.at;
		this.raw(bytes, from, to);
		this.wrap(tag, end);
	}

	/** A dotted OBJECT IDENTIFIER; text that is none is written as 0.0, which means nothing. */
	oid(text: string): void {
		const bytes = oidBytes(text);
		if (bytes === null) {
			this.text(OBJECT_IDENTIFIER, '\0');
		} else {
			this.octets(OBJECT_IDENTIFIER, bytes, 0, bytes.length);
		}
	}

	/** The bytes from `from` up to `to` as they are: values that were written elsewhere. */
	raw(bytes: Uint8Array, from: number, to: number): void {
		const size = to - from;
		if (!this.room(size)) {
			return;
		}
		this.at -= size;
		if (size > FEW) {
			this.bytes.set(bytes.subarray(from, to), this.at);
			return;
		}
		for (let i = 0; i < size; i++) {
			this.bytes[this.at + i] = bytes[from + i];
		}
	}

	room(size: number): boolean {
		if (this.at < size) {
			this.overflowed = true;
		}
		return !this.overflowed;
	}

	/** The header of a short value. */
	head(tag: number, size: number): void {
		this.bytes[--this.at] = size;
		this.bytes[--this.at] = tag;
	}

	length(size: number): void {
		const bytes = this.bytes;
		if (size < LONG_FORM) {
			bytes[--this.at] = size;
			return;
		}
		const end = this.at;
		let rest = size;
		while (rest > 0) {
			bytes[--this.at] = rest & 255;
			rest = rest >>> 8;
		}
		const octets = end - this.at;
		bytes[--this.at] = LONG_FORM + octets;
	}
}
