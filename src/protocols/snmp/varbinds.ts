// The list of variable bindings of an answer, written in the order of a walk, so that a long one can be cut where it is full.

import {OBJECT_IDENTIFIER, SEQUENCE} from '../../codec/ber.ts';
import {oidBytes} from '../../codec/ber-oid.ts';
import {COUNTER64, INTEGER, IP_ADDRESS, OCTET_STRING} from './mib.ts';
import type {MibValue} from './mib.ts';

const LONG_FORM = 0x80;
const BYTE = 256;
const TWO_32 = 4294967296;
/** Headers of a binding and of its value, at the longest. */
const LONGEST_HEADERS = 8;
/** Values that are OBJECT IDENTIFIERs come from tables: few, but for what a SET has written. */
const MOST_KNOWN_OIDS = 1000;

/** Octets of a signed number of 32 bits. */
function signedSize(value: number): number {
	const bits = value < 0 ? ~value : value;
	return bits < 0x80 ? 1 : bits < 0x8000 ? 2 : bits < 0x800000 ? 3 : 4;
}

/** Octets of an unsigned number of up to 53 bits, with the zero that keeps the sign away. */
function unsignedSize(value: number): number {
	let size = 1;
	for (let top = LONG_FORM; value >= top; top *= BYTE) {
		size++;
	}
	return size;
}

function lengthSize(length: number): number {
	return length < LONG_FORM ? 1 : length < BYTE ? 2 : 3;
}

/** Shorter texts are copied faster here than by Buffer. */
const FEW = 24;

export class Varbinds {
	readonly bytes: Buffer;
	at = 0;
	/** How many bytes the list may have. */
	limit: number;
	count = 0;
	/** Where the name of the last binding stands, with tag and length. */
	nameFrom = 0;
	nameTo = 0;
	readonly #oids = new Map<string, Uint8Array>();

	constructor(size: number) {
		this.bytes = Buffer.alloc(size);
		this.limit = size;
	}

	/** Begins a list of at most `limit` bytes. */
	begin(limit: number): void {
		this.at = 0;
		this.count = 0;
		this.limit = Math.min(limit, this.bytes.length);
	}

	/** Adds a value by its type, named by the octets from `from` up to `to` with tag and length. False where there is no room. */
	add(name: Uint8Array, from: number, to: number, type: number, value: MibValue): boolean {
		if (typeof value === 'number') {
			return this.#addNumber(name, from, to, type, value);
		}
		if (type === OBJECT_IDENTIFIER) {
			return this.#addOid(name, from, to, value);
		}
		if (!this.#open(name, from, to, value.length)) {
			return false;
		}
		this.#head(type, value.length);
		this.#text(value);
		return true;
	}

	/** Adds what stands in the place of a value: an exception, or NULL. */
	addEmpty(name: Uint8Array, from: number, to: number, tag: number): boolean {
		if (!this.#open(name, from, to, 0)) {
			return false;
		}
		this.#head(tag, 0);
		return true;
	}

	#addNumber(name: Uint8Array, from: number, to: number, type: number, value: number): boolean {
		if (type === OCTET_STRING || type === IP_ADDRESS || type === OBJECT_IDENTIFIER) {
			throw new TypeError(`An object of type ${type} reads as the number ${value}; it must read as text.`);
		}
		const isSigned = type === INTEGER;
		const whole = isSigned ? value | 0 : type === COUNTER64 ? value : value >>> 0;
		const size = isSigned ? signedSize(whole) : unsignedSize(whole);
		if (!this.#open(name, from, to, size)) {
			return false;
		}
		const bytes = this.bytes;
		bytes[this.at] = type;
		bytes[this.at + 1] = size;
		this.at += 2 + size;
		let rest = whole | 0;
		for (let i = 1; i <= size; i++) {
			if (i === 5) {
				rest = Math.floor(whole / TWO_32);
			}
			bytes[this.at - i] = rest;
			rest >>= 8;
		}
		return true;
	}

	#addOid(name: Uint8Array, from: number, to: number, value: string): boolean {
		let octets = this.#oids.get(value);
		if (octets === undefined) {
			octets = oidBytes(value) ?? new Uint8Array(1);
			if (this.#oids.size >= MOST_KNOWN_OIDS) {
				this.#oids.clear();
			}
			this.#oids.set(value, octets);
		}
		if (!this.#open(name, from, to, octets.length)) {
			return false;
		}
		this.#head(OBJECT_IDENTIFIER, octets.length);
		this.bytes.set(octets, this.at);
		this.at += octets.length;
		return true;
	}

	#text(text: string): void {
		if (text.length > FEW) {
			this.bytes.write(text, this.at, 'latin1');
		} else {
			for (let i = 0; i < text.length; i++) {
				this.bytes[this.at + i] = text.charCodeAt(i);
			}
		}
		this.at += text.length;
	}

	/** Begins a binding whose value has `size` octets of content. */
	#open(name: Uint8Array, from: number, to: number, size: number): boolean {
		const content = to - from + 1 + lengthSize(size) + size;
		if (this.at + content + LONGEST_HEADERS > this.limit && this.at + content + 1 + lengthSize(content) > this.limit) {
			return false;
		}
		this.#head(SEQUENCE, content);
		const bytes = this.bytes;
		let at = this.at;
		this.nameFrom = at;
		for (let i = from; i < to; i++) {
			bytes[at++] = name[i];
		}
		this.nameTo = at;
		this.at = at;
		this.count++;
		return true;
	}

	#head(tag: number, length: number): void {
		const bytes = this.bytes;
		bytes[this.at++] = tag;
		if (length >= LONG_FORM) {
			bytes[this.at++] = length < BYTE ? LONG_FORM + 1 : LONG_FORM + 2;
			if (length >= BYTE) {
				bytes[this.at++] = length >>> 8;
			}
		}
		bytes[this.at++] = length;
	}
}
