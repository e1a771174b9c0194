// Function 43/14, the identification of the device (Modbus Application Protocol 1.1b3, 6.21): basic and regular objects of the card and
// the UPS behind it, as a stream or one by one.

import type {CardView} from '../../agent/card-view.ts';
import {deviceIdentification, encapsulated, illegalAddress, putException} from '../../codec/modbus-pdu.ts';
import type {Request} from '../../codec/modbus-pdu.ts';

/** Each text is cut here, so that all of them fit into one answer. */
const LONGEST_TEXT = 32;
const ONE_OBJECT = 4;
/** Regular identification, as a stream and by object. */
const CONFORMITY = 0x82;
const HEAD_BYTES = 7;
const BASIC = 1;
const LAST_BASIC = 2;
const BLANK = 32;
const LAST_PRINTABLE = 126;
const QUESTION_MARK = 63;

/** Objects by id: vendor, product code and revision are basic; 3, an address on the web, the card has not. */
const objects: readonly (readonly [id: number, read: (card: CardView) => string])[] = [
	[0, ({identity}) => identity.vendor],
	[1, ({identity}) => identity.cardModel],
	[2, ({identity}) => identity.cardFirmware],
	[4, ({identity}) => identity.modelName],
	[5, ({identity}) => identity.sku],
	[6, card => card.text('ups.name')],
];

function putText(text: string, out: Uint8Array, at: number): number {
	const length = Math.min(text.length, LONGEST_TEXT);
	for (let i = 0; i < length; i++) {
		const character = text.charCodeAt(i);
		out[at + i] = character >= BLANK && character <= LAST_PRINTABLE ? character : QUESTION_MARK;
	}
	return at + length;
}

/** A stream begins at the object that is asked for, or anew where there is none of it. */
function wanted({category, object}: Request): typeof objects {
	if (category === ONE_OBJECT) {
		return objects.filter(([id]) => id === object);
	}
	const all = objects.filter(([id]) => category !== BASIC || id <= LAST_BASIC);
	const rest = all.filter(([id]) => id >= object);
	return rest[0]?.[0] === object ? rest : all;
}

/** Puts the answer; returns where it ends. */
export function putIdentification(card: CardView, request: Request, out: Uint8Array, at: number): number {
	const list = wanted(request);
	if (list.length === 0) {
		return putException(out, at, encapsulated, illegalAddress);
	}
	// Nothing follows, and so there is no next object.
	out.set([encapsulated, deviceIdentification, request.category, CONFORMITY, 0, 0, list.length], at);
	let end = at + HEAD_BYTES;
	for (const [id, read] of list) {
		const textAt = end + 2;
		end = putText(read(card), out, textAt);
		out[textAt - 2] = id;
		out[textAt - 1] = end - textAt;
	}
	return end;
}
