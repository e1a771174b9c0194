// Protocol Buffers on the wire, the other way: a bounded reader for bytes that anybody may have sent. It never throws, never
// reads past the end, and allocates only what `blob` and `text` return.

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

const TWO_7 = 128;
const TWO_32 = 4294967296;
/** A varint of 64 bits has at most ten bytes. */
const LONGEST_VARINT = 10;
const LARGEST_WHOLE = 9007199254740991;
const LARGEST_FIELD = 536870911;

/**
 * Reads fields one after another: `next`, then what `field` calls for, or `skip`. Bytes that are no message, and a field that is
 * read as what it is not, set `malformed`; from then on `next` is false and every value is 0 or empty.
 */
export class ProtobufReader {
	bytes: Uint8Array;
	at: number;
	/** Where the message, or the nested one that was entered, ends. */
	end: number;
	/** Number of the field that `next` found. */
	field: number;
	/** Wire type of the field: 0 varint, 1 fixed64, 2 delimited, 5 fixed32. */
	wire: number;
	malformed: boolean;

	constructor(bytes: Uint8Array) {
		this.bytes = bytes;
		this.at = 0;
		this.end = bytes.length;
		this.field = 0;
		this.wire = 0;
		this.malformed = false;
	}

	/** Begins with other bytes, as a new reader would. */
	load(bytes: Uint8Array): ProtobufReader {
		this.bytes = bytes;
		this.at = 0;
		this.end = bytes.length;
		this.field = 0;
		this.wire = 0;
		this.malformed = false;
		return this;
	}

	/** Goes to the next field; false at the end, or when the bytes are no message. */
	next(): boolean {
		if (!this.more()) {
			return false;
		}
		const tag = this.varint();
		this.wire = tag % 8;
		this.field = (tag - this.wire) / 8;
		if (this.field < 1 || this.field > LARGEST_FIELD) {
			this.fail();
		}
		return !this.malformed;
	}

	/** Whether bytes are left: for the numbers of a packed list that was entered. */
	more(): boolean {
		return this.at < this.end && !this.malformed;
	}

	/** Value of an unsigned field, to 2^53 - 1: beyond that a number is not exact, and the message counts as malformed. */
	unsigned(): number {
		return this.expect(VARINT) ? this.varint() : 0;
	}

	/** Value of a sint32 field. */
	signed(): number {
		const raw = this.unsigned();
		if (raw >= TWO_32) {
			return this.fail();
		}
		return (raw >>> 1) ^ -(raw & 1);
	}

	bool(): boolean {
		return this.unsigned() !== 0;
	}

	/** Value of a fixed32 field, unsigned. */
	fixed32(): number {
		if (!this.expect(FIXED32) || !this.has(4)) {
			return 0;
		}
		const b = this.bytes;
		const at = this.at;
		this.at += 4;
		return (b[at] | (b[at + 1] << 8) | (b[at + 2] << 16) | (b[at + 3] << 24)) >>> 0;
	}

	/** Value of a bytes field: a view into what is read. */
	blob(): Uint8Array {
		const length = this.expect(DELIMITED) ? this.varint() : 0;
		const start = this.at;
		this.pass(length);
		return this.bytes.subarray(start, this.at);
	}

	/** Value of a string field, one character a byte. */
	text(): string {
		const bytes = this.blob();
		let text = '';
		for (let i = 0; i < bytes.length; i++) {
			text += String.fromCharCode(bytes[i]);
		}
		return text;
	}

	/** Goes into a nested message or a packed list; returns what `leave` needs. */
	enter(): number {
		const outer = this.end;
		const length = this.expect(DELIMITED) ? this.varint() : 0;
		if (this.has(length)) {
			this.end = this.at + length;
		}
		return outer;
	}

	/** Goes on behind what was entered, whether or not it was read to its end. */
	leave(outer: number): void {
		if (!this.malformed) {
			this.at = this.end;
		}
		this.end = outer;
	}

	/** Passes over the value of the field: how a field that is not known is read. Groups count as malformed. */
	skip(): void {
		if (this.wire === VARINT) {
			this.skipVarint();
		} else if (this.wire === DELIMITED) {
			this.pass(this.varint());
		} else if (this.wire === FIXED32 || this.wire === FIXED64) {
			this.pass(this.wire === FIXED32 ? 4 : 8);
		} else {
			this.fail();
		}
	}

	/** A bare varint, as of a packed list that was entered. */
	varint(): number {
		let value = 0;
		let scale = 1;
		for (let i = 0; i < LONGEST_VARINT && this.has(1); i++) {
			const byte = this.bytes[this.at];
			this.at += 1;
			value += (byte % TWO_7) * scale;
			if (byte < TWO_7) {
				return value > LARGEST_WHOLE ? this.fail() : value;
			}
			scale *= TWO_7;
		}
		return this.fail();
	}

	/** A field that is skipped may hold what a number cannot. */
	skipVarint(): void {
		for (let i = 0; i < LONGEST_VARINT && this.has(1); i++) {
			this.at += 1;
			if (this.bytes[this.at - 1] < TWO_7) {
				return;
			}
		}
		this.fail();
	}

	pass(length: number): void {
		if (this.has(length)) {
			this.at += length;
		}
	}

	expect(wire: number): boolean {
		if (this.wire !== wire) {
			this.fail();
		}
		return !this.malformed;
	}

	/** Whether `length` more bytes are there; where they are not, the message is malformed. */
	has(length: number): boolean {
		if (length > this.end - this.at) {
			this.fail();
		}
		return !this.malformed;
	}

	fail(): number {
		this.malformed = true;
		return 0;
	}
}
