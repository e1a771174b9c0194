// OBJECT IDENTIFIERs as they are on the wire (X.690 8.19): the octets, without tag and length, are what is kept, compared and
// looked up; dotted text is for people and tables.

const CONTINUED = 0x80;
const LOW_7 = 0x7f;
const TWO_7 = 128;
/** An arc of 32 bits has at most five octets, the first of which holds the top four bits. */
const LONGEST_ARC = 5;
const LARGEST_TOP = 0x8f;
const LARGEST_ARC = 4294967295;
/** RFC 3416 section 4.1. The first two arcs share a number. */
const MOST_ARCS = 128;
const ARCS_OF_ROOT = 40;
const DOT = 46;
const ZERO = 48;

/**
 * Whether these octets are an OBJECT IDENTIFIER of at most 128 arcs of 32 bits, each written as short as can be. None at all count
 * as 0.0, since managers ask so for the very beginning.
 */
export function isOid(bytes: Uint8Array, from: number, to: number): boolean {
	let arcs = 1;
	let at = from;
	while (at < to) {
		const first = at;
		while (at < to && bytes[at] >= CONTINUED) {
			at++;
		}
		if (at === to || bytes[first] === CONTINUED || at - first >= LONGEST_ARC) {
			return false;
		}
		if (at - first === LONGEST_ARC - 1 && bytes[first] > LARGEST_TOP) {
			return false;
		}
		at++;
		arcs++;
	}
	return arcs <= MOST_ARCS;
}

/** Puts octets that `isOid` holds for in the order of their arcs: below 0 where the first come before the second, 0 where they are equal. */
export function compareOids(
	a: Uint8Array,
	aFrom: number,
	aTo: number,
	b: Uint8Array,
	bFrom: number,
	bTo: number,
): number {
	const shared = Math.min(aTo - aFrom, bTo - bFrom);
	let i = 0;
	while (i < shared && a[aFrom + i] === b[bFrom + i]) {
		i++;
	}
	if (i === shared) {
		return aTo - aFrom - (bTo - bFrom);
	}
	// They part within an arc: the longer one is the greater, since none begins with zeros.
	const longer = arcEnd(a, aFrom + i) - aFrom - (arcEnd(b, bFrom + i) - bFrom);
	return longer === 0 ? a[aFrom + i] - b[bFrom + i] : longer;
}

/** Whether the octets of `a` begin with all those of `prefix`, and so lie in its subtree. */
export function isUnder(a: Uint8Array, aFrom: number, aTo: number, prefix: Uint8Array): boolean {
	if (aTo - aFrom < prefix.length) {
		return false;
	}
	for (let i = 0; i < prefix.length; i++) {
		if (a[aFrom + i] !== prefix[i]) {
			return false;
		}
	}
	return true;
}

function arcEnd(bytes: Uint8Array, from: number): number {
	let at = from;
	while (bytes[at] >= CONTINUED) {
		at++;
	}
	return at;
}

/** The octets of a dotted OBJECT IDENTIFIER, a leading dot allowed; null where the text is none. One arc stands for N.0. */
export function oidBytes(text: string): Uint8Array | null {
	const arcs = arcsOf(text);
	if (arcs === null || arcs[0] > 2 || (arcs[0] < 2 && arcs.length > 1 && arcs[1] >= ARCS_OF_ROOT)) {
		return null;
	}
	const bytes: number[] = [];
	const second = arcs.length > 1 ? arcs[1] : 0;
	if (arcs[0] * ARCS_OF_ROOT + second > LARGEST_ARC) {
		return null;
	}
	pushArc(bytes, arcs[0] * ARCS_OF_ROOT + second);
	for (let i = 2; i < arcs.length; i++) {
		pushArc(bytes, arcs[i]);
	}
	return new Uint8Array(bytes);
}

/** Adds an arc of 32 bits to octets. */
export function pushArc(bytes: number[], arc: number): void {
	let size = 1;
	let above = Math.floor(arc / TWO_7);
	while (above > 0) {
		size++;
		above = Math.floor(above / TWO_7);
	}
	const from = bytes.length;
	let rest = arc;
	for (let i = size - 1; i >= 0; i--) {
		bytes[from + i] = (rest % TWO_7) + (i === size - 1 ? 0 : CONTINUED);
		rest = Math.floor(rest / TWO_7);
	}
}

function arcsOf(text: string): number[] | null {
	const arcs: number[] = [];
	let arc = -1;
	for (let i = text.charCodeAt(0) === DOT ? 1 : 0; i <= text.length; i++) {
		const digit = i === text.length ? DOT - ZERO : text.charCodeAt(i) - ZERO;
		if (digit === DOT - ZERO && arc >= 0) {
			arcs.push(arc);
			arc = -1;
		} else if (digit >= 0 && digit <= 9) {
			arc = Math.max(arc, 0) * 10 + digit;
		} else {
			return null;
		}
		if (arc > LARGEST_ARC) {
			return null;
		}
	}
	return arcs.length <= MOST_ARCS ? arcs : null;
}

/** Dotted text, without a leading dot, of octets that `isOid` holds for. */
export function oidText(bytes: Uint8Array, from: number, to: number): string {
	let text = '';
	let arc = 0;
	for (let i = from; i < to; i++) {
		arc = arc * TWO_7 + (bytes[i] & LOW_7);
		if (bytes[i] < CONTINUED) {
			text += text === '' ? rootText(arc) : `.${arc}`;
			arc = 0;
		}
	}
	return text === '' ? '0.0' : text;
}

function rootText(arc: number): string {
	const root = Math.min(2, Math.floor(arc / ARCS_OF_ROOT));
	return `${root}.${arc - root * ARCS_OF_ROOT}`;
}
