// Protocol Buffers on the wire (protobuf.dev, "Encoding"): a writer into one buffer that it keeps. It is bounded, does not throw
// and allocates nothing. Text is 8-bit, one byte a character; whoever has other text turns it into UTF-8 bytes before.

const DELIMITED = 2;
const FIXED32 = 5;

const TWO_7 = 128;
const TWO_28 = 268435456;
const TWO_31 = 2147483648;
/** All bits of a number but its low seven. */
const ABOVE_7 = -128;
const ABOVE_14 = -16384;
const NO_ENTRIES = new Int32Array(0);
/** Entries up to this have a tag of one byte. */
const LONGEST_SHORT_TAG = 65535;
/** Bytes of a tag and a value of 32 bits, or of any varint. */
const LONGEST_FIELD = 10;
const QUESTION_MARK = 63;
/** Bytes from which on a message is long: samples of what changed, which come by the million, are shorter. */
const SHORT_MESSAGE = 48;

/** Puts the 32 bits of a number at `at`, where there is room for five bytes, as a varint; returns where it ends. */
function put32(bytes: Uint8Array, at: number, bits: number): number {
	let end = at;
	let rest = bits;
	while ((rest & ABOVE_7) !== 0) {
		bytes[end++] = rest | TWO_7;
		rest = rest >>> 7;
	}
	bytes[end++] = rest;
	return end;
}

/** Writes fields one after another, in the order of the calls. */
export class ProtobufWriter {
	bytes: Uint8Array;
	/** Bytes written so far. */
	at: number;
	/** Something did not fit: what was written is no message. */
	overflowed: boolean;
	/** The fields of the last `signedFields`, and of each the place of its value and, from bit 8 on, the bytes of its tag. */
	planned: Uint8Array;
	entries: Int32Array;
	/** Views of the shortest messages by their length, each made once. */
	views: Uint8Array[];

	/** A writer of messages of at most `size` bytes. */
	constructor(size: number) {
		this.bytes = new Uint8Array(size);
		this.at = 0;
		this.overflowed = false;
		this.planned = this.bytes;
		this.entries = NO_ENTRIES;
		this.views = [];
	}

	/** Begins a new message. */
	reset(): void {
		this.at = 0;
		this.overflowed = false;
	}

	/** The message so far, in the writer's own memory: valid until the next `reset`. */
	view(): Uint8Array {
		const length = this.at;
		if (length >= SHORT_MESSAGE) {
			return this.bytes.subarray(0, length);
		}
		while (this.views.length <= length) {
			this.views.push(this.bytes.subarray(0, this.views.length));
		}
		return this.views[length];
	}

	/** Writes an unsigned field or an enum. `value` is whole, from 0 to 2^53 - 1. */
	unsigned(field: number, value: number): void {
		if (value < TWO_31) {
			this.two(field << 3, value);
		} else {
			this.varint((field << 3) >>> 0);
			this.varint(value);
		}
	}

	/** Writes a sint32 field: zig-zag, so that small numbers of either sign are short. */
	signed(field: number, value: number): void {
		this.two(field << 3, (value << 1) ^ (value >> 31));
	}

	/**
	 * Writes sint32 fields, twice as fast as `signed` one by one where there is room for any: field `fields[i]` with the value at
	 * `from + places[i]` of `values`, but for values of `nothing`. Returns how many it wrote. The two lists belong together and do not
	 * change.
	 */
	signedFields(fields: Uint8Array, places: Uint8Array, values: Int32Array, from: number, nothing: number): number {
		if (this.at + fields.length * LONGEST_FIELD > this.bytes.length) {
			return this.slowFields(fields, places, values, from, nothing);
		}
		if (fields !== this.planned) {
			this.plan(fields, places);
		}
		const entries = this.entries;
		const bytes = this.bytes;
		let at = this.at;
		let count = 0;
		for (let i = 0; i < entries.length; i++) {
			const entry = entries[i];
			const value = values[from + (entry & 255)];
			if (value === nothing) {
				continue;
			}
			const zigZag = (value << 1) ^ (value >> 31);
			bytes[at] = entry >>> 8;
			bytes[at + 1] = entry >>> 16;
			at += entry > LONGEST_SHORT_TAG ? 2 : 1;
			if ((zigZag & ABOVE_7) === 0) {
				bytes[at] = zigZag;
				at += 1;
			} else if ((zigZag & ABOVE_14) === 0) {
				bytes[at] = zigZag | TWO_7;
				bytes[at + 1] = zigZag >>> 7;
				at += 2;
			} else {
				at = put32(bytes, at, zigZag);
			}
			count += 1;
		}
		this.at = at;
		return count;
	}

	/** Puts tags and places together, once for the fields that are written again and again. */
	plan(fields: Uint8Array, places: Uint8Array): void {
		this.planned = fields;
		this.entries = new Int32Array(fields.length);
		for (let i = 0; i < fields.length; i++) {
			const tag = fields[i] << 3;
			const bytes = tag < TWO_7 ? tag : (tag & 127) | TWO_7 | ((tag >>> 7) << 8);
			this.entries[i] = places[i] | (bytes << 8);
		}
	}

	slowFields(fields: Uint8Array, places: Uint8Array, values: Int32Array, from: number, nothing: number): number {
		let count = 0;
		for (let i = 0; i < fields.length; i++) {
			if (values[from + places[i]] !== nothing) {
				this.signed(fields[i], values[from + places[i]]);
				count += 1;
			}
		}
		return count;
	}

	bool(field: number, value: boolean): void {
		this.two(field << 3, value ? 1 : 0);
	}

	/** Writes a fixed32 field: four bytes, the low one first. For numbers that are random, and so seldom short. */
	fixed32(field: number, value: number): void {
		this.varint(((field << 3) | FIXED32) >>> 0);
		this.put(value & 255);
		this.put((value >>> 8) & 255);
		this.put((value >>> 16) & 255);
		this.put(value >>> 24);
	}

	blob(field: number, value: Uint8Array): void {
		this.two((field << 3) | DELIMITED, value.length);
		for (let i = 0; i < value.length; i++) {
			this.put(value[i]);
		}
	}

	/** Writes a string field, one byte a character; a character above 255 becomes a question mark. */
	text(field: number, value: string): void {
		this.two((field << 3) | DELIMITED, value.length);
		for (let i = 0; i < value.length; i++) {
			const character = value.charCodeAt(i);
			this.put(character > 255 ? QUESTION_MARK : character);
		}
	}

	/** Writes a nested message without fields, or an empty bytes or string field. */
	empty(field: number): void {
		this.two((field << 3) | DELIMITED, 0);
	}

	/** Begins a nested message or a packed list; returns the place to give to `close`. */
	open(field: number): number {
		this.empty(field);
		return this.at;
	}

	/** Ends what `open` began at `start`. A length from 128 on takes more than the byte kept for it: the content moves up. */
	close(start: number): void {
		const length = this.at - start;
		for (let rest = length; rest >= TWO_7; rest = rest >>> 7) {
			this.put(0);
		}
		if (this.overflowed) {
			return; // Where `open` did not fit, there is no byte for the length.
		}
		const end = this.at;
		const shift = end - start - length;
		for (let i = shift > 0 ? end - 1 : 0; i >= start + shift; i--) {
			this.bytes[i] = this.bytes[i - shift];
		}
		this.at = start - 1;
		this.varint(length);
		this.at = end;
	}

	/** Writes the first `count` of `values` as a packed list of unsigned numbers; nothing when there are none. */
	packed(field: number, values: ArrayLike<number>, count: number): void {
		if (count === 0) {
			return;
		}
		const start = this.open(field);
		for (let i = 0; i < count; i++) {
			this.varint(values[i]);
		}
		this.close(start);
	}

	/** Writes two varints, of the 32 bits of each. */
	two(first: number, second: number): void {
		if (this.at + LONGEST_FIELD <= this.bytes.length) {
			this.at = put32(this.bytes, put32(this.bytes, this.at, first), second);
		} else {
			this.slowVarint(first >>> 0);
			this.slowVarint(second >>> 0);
		}
	}

	/** Writes a bare varint, as for a packed list. `value` is whole, from 0 to 2^53 - 1. */
	varint(value: number): void {
		const bytes = this.bytes;
		let at = this.at;
		if (at + LONGEST_FIELD > bytes.length) {
			this.slowVarint(value);
			return;
		}
		let rest = value;
		// Bit operators see 32 bits only: what is longer gives its low 28 first.
		if (value >= TWO_28) {
			rest = Math.floor(value / TWO_28);
			for (let low = value - rest * TWO_28 + TWO_28; low > 1; low = low >>> 7) {
				bytes[at++] = low | TWO_7;
			}
		}
		while (rest >= TWO_7) {
			bytes[at++] = rest | TWO_7;
			rest = rest >>> 7;
		}
		bytes[at] = rest;
		this.at = at + 1;
	}

	/** As `varint`, near the end of the buffer, where each byte asks whether it fits. */
	slowVarint(value: number): void {
		let rest = value;
		while (rest >= TWO_7) {
			const low = rest % TWO_7;
			this.put(low | TWO_7);
			rest = (rest - low) / TWO_7;
		}
		this.put(rest);
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
