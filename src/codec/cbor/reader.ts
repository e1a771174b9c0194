// Reads what the scanner let pass, one item after another. It never throws and never reads past the end, and so may be given
// bytes that were not scanned; only what has more than one encoding is told apart by the scanner alone.

import {ARRAY, BYTES, CborHead, FALSE, MAP, NINT, NULL, SIMPLE, TAG, TEXT, TOO_WIDE, TRUE, UINT} from './head.ts';
import {isUtf8, utf8Text} from './utf8.ts';

/** What `major` is at the end of the bytes, or after something was read as what it is not. */
export const NOTHING = -1;

const EMPTY = new Uint8Array(0);

/**
 * Call what fits the item that comes. An item that is read as what it is not, and bytes that are cut off, set `bad`; from then on
 * every value is 0, empty or false.
 */
export class CborReader {
	bytes: Uint8Array;
	/** Where the next item begins. */
	at: number;
	end: number;
	bad: boolean;
	/** Head of the item last read: `high` and `low` hold its argument exactly. */
	head: CborHead;

	constructor(bytes: Uint8Array) {
		this.bytes = bytes;
		this.at = 0;
		this.end = bytes.length;
		this.bad = false;
		this.head = new CborHead();
	}

	/** Begins with other bytes, as a new reader would. */
	load(bytes: Uint8Array): CborReader {
		this.bytes = bytes;
		this.at = 0;
		this.end = bytes.length;
		this.bad = false;
		return this;
	}

	more(): boolean {
		return this.at < this.end && !this.bad;
	}

	/** Whether everything was read, and as what it is. */
	done(): boolean {
		return this.at === this.end && !this.bad;
	}

	/** Major type of the next item (head.ts), which stays the next; NOTHING when there is none. */
	major(): number {
		return this.more() ? this.bytes[this.at] >>> 5 : NOTHING;
	}

	/** Whether the next item is null, which stays the next. */
	isNull(): boolean {
		return this.more() && this.bytes[this.at] === SIMPLE * 32 + NULL;
	}

	/** A whole number from 0 on. Above 2^53 - 1 it is TOO_WIDE (head.ts): exact in `head.high` and `head.low` then. */
	uint(): number {
		return this.take(UINT) ? this.head.value : 0;
	}

	/** A whole number of either sign; TOO_WIDE where it is above 2^53 - 1, twice that below 0 where it is below -2^53. */
	int(): number {
		if (this.major() !== NINT) {
			return this.uint();
		}
		const argument = this.take(NINT) ? this.head.value : -1;
		return argument === TOO_WIDE ? -2 * TOO_WIDE : -1 - argument;
	}

	/** A byte string: a view into what is read. */
	blob(): Uint8Array {
		return this.string(BYTES);
	}

	/** A byte string in memory of its own, for what is kept longer than the bytes that are read. */
	blobCopy(): Uint8Array {
		return new Uint8Array(this.blob());
	}

	text(): string {
		const view = this.string(TEXT);
		if (!isUtf8(view, 0, view.length)) {
			this.fail();
			return '';
		}
		return utf8Text(view, 0, view.length);
	}

	/** Goes into an array; returns how many items it has. */
	array(): number {
		return this.take(ARRAY) ? this.head.value : 0;
	}

	/** Goes into a map; returns how many pairs it has: key, value, key, value follow. */
	map(): number {
		return this.take(MAP) ? this.head.value : 0;
	}

	/** Goes into a tag; returns its number. */
	tag(): number {
		return this.take(TAG) ? this.head.value : 0;
	}

	bool(): boolean {
		if (this.take(SIMPLE) && this.head.info !== TRUE && this.head.info !== FALSE) {
			this.fail();
		}
		return !this.bad && this.head.info === TRUE;
	}

	nil(): void {
		if (this.take(SIMPLE) && this.head.info !== NULL) {
			this.fail();
		}
	}

	/** Passes over the next item, whatever it is, with all that is in it. */
	skip(): void {
		for (let left = 1; left > 0 && !this.bad; left--) {
			if (!this.next()) {
				return;
			}
			const head = this.head;
			if (head.major === BYTES || head.major === TEXT) {
				this.pass(head.value);
			} else if (head.major === ARRAY || head.major === MAP) {
				left += head.major === MAP ? 2 * head.value : head.value;
			} else if (head.major === TAG) {
				left += 1;
			}
		}
	}

	/** The bytes of the next item, head and all, as a view: what digests are made of. Passes over it. */
	rawItem(): Uint8Array {
		const from = this.at;
		this.skip();
		return this.bad ? EMPTY : this.bytes.subarray(from, this.at);
	}

	/** Reads the next head, whatever it is. */
	next(): boolean {
		if (this.bad || !this.head.read(this.bytes, this.at, this.end) || this.head.info > 27) {
			return this.fail();
		}
		this.at += this.head.size;
		return true;
	}

	take(major: number): boolean {
		return this.major() === major ? this.next() : this.fail();
	}

	string(major: number): Uint8Array {
		const length = this.take(major) ? this.head.value : 0;
		const from = this.at;
		this.pass(length);
		return this.bad ? EMPTY : this.bytes.subarray(from, this.at);
	}

	pass(length: number): void {
		if (length > this.end - this.at) {
			this.fail();
		} else {
			this.at += length;
		}
	}

	/** Says that what was read is not what it should be. */
	fail(): boolean {
		this.bad = true;
		return false;
	}
}
