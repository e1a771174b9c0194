// Protocol Buffers on the wire (protobuf.dev, "Encoding"): a writer into one buffer that it keeps. It is bounded, does not throw
// and allocates nothing. Text is 8-bit, one byte a character; whoever has other text turns it into UTF-8 bytes before.

const DELIMITED = 2;
const FIXED32 = 5;

const TWO_7 = 128;
const TWO_28 = 268435456;
const QUESTION_MARK = 63;

/** Writes fields one after another, in the order of the calls. */
export class ProtobufWriter {
	bytes: Uint8Array;
	/** Bytes written so far. */
	at: number;
	/** Something did not fit: what was written is no message. */
	overflowed: boolean;

	/** A writer of messages of at most `size` bytes. */
	constructor(size: number) {
		this.bytes = new Uint8Array(size);
		this.at = 0;
		this.overflowed = false;
	}

	/** Begins a new message. */
	reset(): void {
		this.at = 0;
		this.overflowed = false;
	}

	/** The message so far, in the writer's own memory: valid until the next `reset`. */
	view(): Uint8Array {
		return this.bytes.subarray(0, this.at);
	}

	/** Writes an unsigned field or an enum. `value` is whole, from 0 to 2^53 - 1. */
	unsigned(field: number, value: number): void {
		this.varint(field << 3);
		this.varint(value);
	}

	/** Writes a sint32 field: zig-zag, so that small numbers of either sign are short. */
	signed(field: number, value: number): void {
		this.varint(field << 3);
		this.varint(((value << 1) ^ (value >> 31)) >>> 0);
	}

	bool(field: number, value: boolean): void {
		this.varint(field << 3);
		this.put(value ? 1 : 0);
	}

	/** Writes a fixed32 field: four bytes, the low one first. For numbers that are random, and so seldom short. */
	fixed32(field: number, value: number): void {
		this.varint((field << 3) | FIXED32);
		this.put(value & 255);
		this.put((value >>> 8) & 255);
		this.put((value >>> 16) & 255);
		this.put(value >>> 24);
	}

	blob(field: number, value: Uint8Array): void {
		this.varint((field << 3) | DELIMITED);
		this.varint(value.length);
		for (let i = 0; i < value.length; i++) {
			this.put(value[i]);
		}
	}

	/** Writes a string field, one byte a character; a character above 255 becomes a question mark. */
	text(field: number, value: string): void {
		this.varint((field << 3) | DELIMITED);
		this.varint(value.length);
		for (let i = 0; i < value.length; i++) {
			const character = value.charCodeAt(i);
			this.put(character > 255 ? QUESTION_MARK : character);
		}
	}

	/** Begins a nested message or a packed list; returns the place to give to `close`. */
	open(field: number): number {
		this.varint((field << 3) | DELIMITED);
		this.put(0);
		return this.at;
	}

	/** Ends what `open` began at `start`. A length from 128 on takes more than the byte kept for it: the content moves up. */
	close(start: number): void {
		const length = this.at - start;
		for (let rest = length; rest >= TWO_7; rest = rest >>> 7) {
			this.put(0);
		}
		if (this.overflowed) {
			return;
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

	/** Writes a bare varint, as for a packed list. `value` is whole, from 0 to 2^53 - 1. */
	varint(value: number): void {
		let rest = value;
		// Bit operators see 32 bits only, and are many times faster where they suffice.
		while (rest >= TWO_28) {
			const low = rest % TWO_7;
			this.put(low | TWO_7);
			rest = (rest - low) / TWO_7;
		}
		while (rest >= TWO_7) {
			this.put((rest & 127) | TWO_7);
			rest = rest >>> 7;
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
