// UTF-8 (RFC 3629) by hand: the subset has no TextDecoder. One walk finds what is no UTF-8: surrogates, long forms, what is cut.

const TWO_10 = 1024;
const LEAD_SURROGATE = 0xd800;
const TRAIL_SURROGATE = 0xdc00;
const LAST_SURROGATE = 0xdfff;
const LAST_POINT = 0x10ffff;
const FIRST_PAIR = 0x10000;
/** By number of bytes: the lowest code point that needs so many. */
const lowest: readonly number[] = [0, 0, 0x80, 0x800, 0x10000];

/** Bytes of the character that a byte begins; 0 when it begins none. */
function lengthFrom(lead: number): number {
	if (lead < 0x80) {
		return 1;
	}
	if (lead < 0xc2 || lead > 0xf4) {
		return 0;
	}
	return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** Code point of the `length` bytes at `at`; -1 when they are none. */
function pointAt(bytes: Uint8Array, at: number, length: number): number {
	let point = length === 1 ? bytes[at] : bytes[at] & (0x7f >> length);
	for (let i = 1; i < length; i++) {
		if ((bytes[at + i] & 0xc0) !== 0x80) {
			return -1;
		}
		point = (point << 6) | (bytes[at + i] & 0x3f);
	}
	const isSurrogate = point >= LEAD_SURROGATE && point <= LAST_SURROGATE;
	return point < lowest[length] || point > LAST_POINT || isSurrogate ? -1 : point;
}

export function isUtf8(bytes: Uint8Array, from: number, to: number): boolean {
	for (let at = from; at < to; ) {
		const length = lengthFrom(bytes[at]);
		if (length === 0 || at + length > to || pointAt(bytes, at, length) < 0) {
			return false;
		}
		at += length;
	}
	return true;
}

/** The text of bytes that `isUtf8` holds for. */
export function utf8Text(bytes: Uint8Array, from: number, to: number): string {
	let text = '';
	for (let at = from; at < to; ) {
		const length = lengthFrom(bytes[at]);
		const point = pointAt(bytes, at, length);
		at += length;
		if (point < FIRST_PAIR) {
			text += String.fromCharCode(point);
		} else {
			const rest = point - FIRST_PAIR;
			text += String.fromCharCode(LEAD_SURROGATE + (rest >>> 10), TRAIL_SURROGATE + (rest % TWO_10));
		}
	}
	return text;
}

/** UTF-8 of a text, or null when it holds half of a surrogate pair. */
export function utf8Bytes(text: string): Uint8Array | null {
	const bytes: number[] = [];
	for (let i = 0; i < text.length; i++) {
		let point = text.charCodeAt(i);
		if (point >= LEAD_SURROGATE && point <= LAST_SURROGATE) {
			const next = i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
			if (point >= TRAIL_SURROGATE || next < TRAIL_SURROGATE || next > LAST_SURROGATE) {
				return null;
			}
			point = FIRST_PAIR + (point - LEAD_SURROGATE) * TWO_10 + (next - TRAIL_SURROGATE);
			i += 1;
		}
		putPoint(bytes, point);
	}
	return new Uint8Array(bytes);
}

function putPoint(bytes: number[], point: number): void {
	const length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < FIRST_PAIR ? 3 : 4;
	if (length === 1) {
		bytes.push(point);
		return;
	}
	bytes.push(((0xf00 >> length) & 0xff) | (point >>> (6 * (length - 1))));
	for (let i = length - 2; i >= 0; i--) {
		bytes.push(0x80 | ((point >>> (6 * i)) & 0x3f));
	}
}
