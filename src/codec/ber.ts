// The Basic Encoding Rules as SNMP uses them (X.690, RFC 3417 section 8): a bounded reader for bytes that anybody may have sent.
// It never throws, never reads past the end, takes no indefinite length and no tag of more than one octet, and allocates only
// what `text` returns.

import {isOid, oidText} from './ber-oid.ts';

export const INTEGER = 0x02;
export const OCTET_STRING = 0x04;
export const NULL = 0x05;
export const OBJECT_IDENTIFIER = 0x06;
export const SEQUENCE = 0x30;
/** What stands in the place of a value in the answers of SNMPv2 (RFC 3416). */
export const NO_SUCH_OBJECT = 0x80;
export const NO_SUCH_INSTANCE = 0x81;
export const END_OF_MIB_VIEW = 0x82;

const LONG_FORM = 0x80;
const LONGEST_LENGTH = 4;
const TAG_NUMBER = 0x1f;
const SIGN = 0x80;
const BYTE = 256;
const TWO_31 = 2147483648;
const TWO_32 = 4294967296;
/** Content octets of 32 and of 64 bits: one more where a zero keeps the sign away. */
const BITS_32 = 4;
const BITS_64 = 8;
const NO_BYTES = new Uint8Array(0);

/**
 * Reads values one after another: `next` or `read`, then what the tag calls for. What is no BER, or not what was asked for, sets
 * `bad`; from then on `next` is false and every value is 0 or empty.
 */
export class BerReader {
	bytes: Uint8Array;
	/** Where the next value begins, and where the values of this sequence end. */
	at: number;
	end: number;
	/** The last value: its tag, where its header begins, and its content from `from` up to `to`. */
	tag: number;
	start: number;
	from: number;
	to: number;
	/** The halves of what `counter64` read. */
	high: number;
	low: number;
	bad: boolean;

	constructor() {
		this.bytes = NO_BYTES;
		this.at = 0;
		this.end = 0;
		this.tag = 0;
		this.start = 0;
		this.from = 0;
		this.to = 0;
		this.high = 0;
		this.low = 0;
		this.bad = false;
	}

	/** Begins with the bytes from `from` up to `end`, as a new reader would. */
	load(bytes: Uint8Array, from: number, end: number): BerReader {
		this.bytes = bytes;
		this.at = from;
		this.end = end;
		this.tag = 0;
		this.start = from;
		this.from = from;
		this.to = from;
		this.bad = false;
		return this;
	}

	/** Whether values are left. */
	more(): boolean {
		return this.at < this.end && !this.bad;
	}

	/** Goes to the next value and past it; false when the bytes are no value. */
	next(): boolean {
		const bytes = this.bytes;
		let at = this.at;
		if (this.bad || this.end - at < 2) {
			return this.fail();
		}
		this.start = at;
		const tag = bytes[at];
		let length = bytes[at + 1];
		at += 2;
		if (length >= LONG_FORM) {
			const octets = length - LONG_FORM;
			if (octets === 0 || octets > LONGEST_LENGTH || octets > this.end - at) {
				return this.fail();
			}
			length = 0;
			for (let i = 0; i < octets; i++) {
				length = length * BYTE + bytes[at++];
			}
		}
		if (length > this.end - at || (tag & TAG_NUMBER) === TAG_NUMBER) {
			return this.fail();
		}
		this.tag = tag;
		this.from = at;
		this.to = at + length;
		this.at = this.to;
		return true;
	}

	/** Goes to the next value, which must have this tag. */
	read(tag: number): boolean {
		return this.next() && (this.tag === tag || this.fail());
	}

	/** Goes into the next value, which must have this tag. Returns what `leave` wants. */
	enter(tag: number): number {
		const outer = this.end;
		if (this.read(tag)) {
			this.at = this.from;
			this.end = this.to;
		}
		return outer;
	}

	/** Leaves a value that was read to its end. `outer` is what `enter` returned. */
	leave(outer: number): void {
		if (this.at !== this.end) {
			this.fail();
		}
		this.end = outer;
	}

	/** The next value as an INTEGER of 32 bits. */
	integer(): number {
		return this.read(INTEGER) ? this.signed() : 0;
	}

	/** The last value as a signed number of 32 bits. */
	signed(): number {
		const bytes = this.bytes;
		const octets = this.to - this.from;
		if (this.bad || octets < 1 || octets > BITS_32 + 1) {
			return this.none();
		}
		let value = (bytes[this.from] << 24) >> 24;
		for (let i = this.from + 1; i < this.to; i++) {
			value = value * BYTE + bytes[i];
		}
		return value >= -TWO_31 && value < TWO_31 ? value : this.none();
	}

	/** The last value as an unsigned number of 32 bits. Four octets may lack the zero before them, as some managers write them. */
	unsigned(): number {
		const bytes = this.bytes;
		const octets = this.to - this.from;
		if (this.bad || octets < 1 || octets > BITS_32 + 1 || (octets < BITS_32 && bytes[this.from] >= SIGN)) {
			return this.none();
		}
		let value = 0;
		for (let i = this.from; i < this.to; i++) {
			value = value * BYTE + bytes[i];
		}
		return value < TWO_32 ? value : this.none();
	}

	/** The last value as an unsigned number of 64 bits, exact to 2^53; `high` and `low` are its halves. */
	counter64(): number {
		const bytes = this.bytes;
		const octets = this.to - this.from;
		this.high = 0;
		this.low = 0;
		if (this.bad || octets < 1 || octets > BITS_64 + 1 || (octets < BITS_64 && bytes[this.from] >= SIGN)) {
			return this.none();
		}
		for (let i = this.from; i < this.to; i++) {
			this.high = this.high * BYTE + (this.low >>> 24);
			this.low = ((this.low << 8) | bytes[i]) >>> 0;
		}
		return this.high < TWO_32 ? this.high * TWO_32 + this.low : this.none();
	}

	/** The last value as text, a character a byte. */
	text(): string {
		let text = '';
		for (let i = this.from; i < this.to; i++) {
			text += String.fromCharCode(this.bytes[i]);
		}
		return text;
	}

	/** Whether the last value is an OBJECT IDENTIFIER of at most 128 arcs of 32 bits, each written as short as can be. */
	oid(): boolean {
		return !this.bad && this.tag === OBJECT_IDENTIFIER && isOid(this.bytes, this.from, this.to) ? true : this.fail();
	}

	/** The last value as a dotted OBJECT IDENTIFIER. */
	oidText(): string {
		return this.oid() ? oidText(this.bytes, this.from, this.to) : '';
	}

	fail(): boolean {
		this.bad = true;
		return false;
	}

	none(): number {
		this.bad = true;
		return 0;
	}
}
