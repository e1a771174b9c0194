// The strict scanner (ota.md 4.2): walks the bytes of one CBOR item before anything is made of them, without recursion and
// without memory that grows. What it lets pass has one meaning only, and one encoding of it.

import {ARRAY, BYTES, CborHead, FALSE, MAP, NINT, NULL, ONE_BYTE, OPEN, SIMPLE, TAG, TEXT, UINT} from './head.ts';
import {isUtf8} from './utf8.ts';

/** Names of refusals, as src/ota/codes.ts has them: a CborProblem can be used where an OtaRefusal is wanted. */
export type CborCode = 'E_OTA_CBOR_MALFORMED' | 'E_OTA_CBOR_NONCANON' | 'E_OTA_CBOR_LIMIT' | 'E_OTA_CBOR_TYPE';

export interface CborProblem {
	readonly code: CborCode;
	/** What is wrong and what would be right, with the place. */
	readonly detail: string;
	/** Byte where it is. */
	readonly at: number;
}

export interface CborRules {
	/** Tags that may stand. */
	readonly tags: readonly number[];
	/** Whether keys of maps may be byte strings. */
	readonly byteKeys: boolean;
	/** Arrays, maps and tags within each other. */
	readonly depthMax: number;
	/** Items of every kind, keys included. */
	readonly itemsMax: number;
	readonly textBytesMax: number;
}

type Fault = readonly [code: CborCode, detail: string];

const cut: Fault = ['E_OTA_CBOR_MALFORMED', 'cut off: an item must be whole'];

/** What the head of an item alone gives away, in the order of ota.md 4.2; null when it may stand. */
function headFault(head: CborHead, rules: CborRules): Fault | null {
	if (head.info > 27) {
		return head.info === OPEN && head.major >= BYTES && head.major <= MAP
			? ['E_OTA_CBOR_NONCANON', 'an open length: lengths must be stated']
			: ['E_OTA_CBOR_MALFORMED', 'a reserved value'];
	}
	if (head.major === SIMPLE) {
		return simpleFault(head);
	}
	if (!head.isShortest()) {
		return ['E_OTA_CBOR_NONCANON', 'a number in a long form: the shortest must be used'];
	}
	return head.major === TAG && rules.tags.indexOf(head.value) < 0
		? ['E_OTA_CBOR_TYPE', `tag ${head.value}: tags must be of ${rules.tags.join(', ')}`]
		: null;
}

function simpleFault(head: CborHead): Fault | null {
	if (head.info >= FALSE && head.info <= NULL) {
		return null;
	}
	return head.info === ONE_BYTE && head.value < 32
		? ['E_OTA_CBOR_MALFORMED', 'a simple value of two bytes below 32']
		: ['E_OTA_CBOR_TYPE', 'a float or simple value: only false, true and null may stand'];
}

/** Below 0, 0 or above 0, as the first key is before, the same as or after the second. */
function compareKeys(bytes: Uint8Array, from: number, to: number, from2: number, to2: number): number {
	for (let i = 0; from + i < to && from2 + i < to2; i++) {
		if (bytes[from + i] !== bytes[from2 + i]) {
			return bytes[from + i] - bytes[from2 + i];
		}
	}
	return to - from - (to2 - from2);
}

class CborScanner {
	bytes: Uint8Array;
	rules: CborRules;
	/** Where the item must end. */
	end: number;
	/** Where the bytes that are here end. */
	readable: number;
	at: number;
	items: number;
	depth: number;
	/** Of each open array, map and tag: items to come, whether it is a map, and where its last key lies. */
	left: number[];
	maps: boolean[];
	keyFrom: number[];
	keyTo: number[];
	head: CborHead;
	problem: CborProblem | null;

	constructor(bytes: Uint8Array, totalBytes: number, rules: CborRules) {
		this.bytes = bytes;
		this.rules = rules;
		this.end = totalBytes;
		this.readable = bytes.length < totalBytes ? bytes.length : totalBytes;
		this.at = 0;
		this.items = 0;
		this.depth = 0;
		this.left = [];
		this.maps = [];
		this.keyFrom = [];
		this.keyTo = [];
		this.head = new CborHead();
		this.problem = null;
	}

	scan(): CborProblem | null {
		let more = true;
		while (more && this.problem === null) {
			more = this.item();
		}
		if (this.problem === null && this.at !== this.end) {
			this.fail(['E_OTA_CBOR_MALFORMED', 'bytes after the item'], this.at);
		}
		return this.problem;
	}

	/** Passes one head and what belongs to it alone; whether more items must come. */
	item(): boolean {
		if (!this.head.read(this.bytes, this.at, this.readable)) {
			return this.fail(cut, this.at);
		}
		const isKey = this.takesKey();
		const fault = headFault(this.head, this.rules) || (isKey ? this.keyFault() : null);
		if (fault !== null) {
			return this.fail(fault, this.at);
		}
		this.items += 1;
		if (this.items > this.rules.itemsMax) {
			return this.fail(['E_OTA_CBOR_LIMIT', `more than ${this.rules.itemsMax} items`], this.at);
		}
		const from = this.at;
		if (this.depth > 0) {
			this.left[this.depth - 1] -= 1;
		}
		this.content(isKey);
		if (isKey && this.problem === null) {
			this.key(from);
		}
		while (this.depth > 0 && this.left[this.depth - 1] === 0) {
			this.depth -= 1;
		}
		return this.depth > 0;
	}

	takesKey(): boolean {
		return this.depth > 0 && this.maps[this.depth - 1] && this.left[this.depth - 1] % 2 === 0;
	}

	keyFault(): Fault | null {
		const major = this.head.major;
		return major === UINT || major === NINT || major === TEXT || (major === BYTES && this.rules.byteKeys)
			? null
			: ['E_OTA_CBOR_TYPE', `a key must be a whole number or text${this.rules.byteKeys ? ' or bytes' : ''}`];
	}

	content(isKey: boolean): void {
		const major = this.head.major;
		const at = this.at;
		this.at += this.head.size;
		if (major === BYTES) {
			this.pass(at, isKey ? this.readable : this.end);
		} else if (major === TEXT) {
			this.text(at);
		} else if (major === ARRAY) {
			this.open(at, this.head.value, false);
		} else if (major === MAP) {
			this.open(at, 2 * this.head.value, true);
		} else if (major === TAG) {
			this.open(at, 1, false);
		}
	}

	/** Passes as many bytes as the head says. */
	pass(at: number, end: number): void {
		if (this.head.value > end - this.at) {
			this.fail(['E_OTA_CBOR_MALFORMED', `${this.lengthText()} bytes where ${end - this.at} are left`], at);
		} else {
			this.at += this.head.value;
		}
	}

	text(at: number): void {
		const from = this.at;
		this.pass(at, this.readable);
		if (this.problem !== null) {
			return;
		}
		if (this.head.value > this.rules.textBytesMax) {
			this.fail(['E_OTA_CBOR_LIMIT', `text of ${this.lengthText()} bytes: at most ${this.rules.textBytesMax}`], at);
		} else if (!isUtf8(this.bytes, from, this.at)) {
			this.fail(['E_OTA_CBOR_MALFORMED', 'text that is not UTF-8'], at);
		}
	}

	/** Goes into an array, a map or a tag of so many items. */
	open(at: number, count: number, isMap: boolean): void {
		if (count > this.end - this.at) {
			this.fail(
				['E_OTA_CBOR_MALFORMED', `${this.lengthText()} entries where ${this.end - this.at} bytes are left`],
				at,
			);
		} else if (this.items + count > this.rules.itemsMax) {
			this.fail(['E_OTA_CBOR_LIMIT', `more than ${this.rules.itemsMax} items`], at);
		} else if (this.depth >= this.rules.depthMax) {
			this.fail(['E_OTA_CBOR_LIMIT', `more than ${this.rules.depthMax} levels`], at);
		} else {
			this.left[this.depth] = count;
			this.maps[this.depth] = isMap;
			this.keyFrom[this.depth] = -1;
			this.depth += 1;
		}
	}

	/** Holds the key that ends here to the order of keys. */
	key(from: number): void {
		const top = this.depth - 1;
		const before = this.keyFrom[top];
		if (before >= 0 && compareKeys(this.bytes, before, this.keyTo[top], from, this.at) >= 0) {
			this.fail(['E_OTA_CBOR_NONCANON', 'a key out of order: keys must rise, each once'], from);
		}
		this.keyFrom[top] = from;
		this.keyTo[top] = this.at;
	}

	lengthText(): string {
		return this.head.high === 0 ? `${this.head.value}` : 'more than 4294967295';
	}

	fail(fault: Fault, at: number): boolean {
		this.problem = {code: fault[0], detail: `byte ${at}: ${fault[1]}`, at};
		return false;
	}
}

/** What is wrong with the bytes of one item; null when nothing is. */
export function scanCbor(bytes: Uint8Array, rules: CborRules): CborProblem | null {
	return new CborScanner(bytes, bytes.length, rules).scan();
}

/**
 * As scanCbor, of an item of `totalBytes` of which only the beginning is here: all but the content of a byte string at the
 * end of the item, such as a payload that is to be streamed.
 */
export function scanCborHead(bytes: Uint8Array, totalBytes: number, rules: CborRules): CborProblem | null {
	return new CborScanner(bytes, totalBytes, rules).scan();
}
