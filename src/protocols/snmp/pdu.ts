// A request PDU taken apart (RFC 3416 section 3): where its parts stand in the bytes it came in. One object is used again and
// again.

import {BerReader, SEQUENCE} from '../../codec/ber.ts';

export const GET = 0xa0;
export const GET_NEXT = 0xa1;
export const RESPONSE = 0xa2;
export const SET = 0xa3;
export const TRAP_V1 = 0xa4;
export const GET_BULK = 0xa5;
export const TRAP_V2 = 0xa7;

const MOST_BINDINGS = 2048;

/** Whether a PDU of this type asks for something that an agent of this version answers. */
export function isRequest(type: number, version: number): boolean {
	return type === GET || type === GET_NEXT || type === SET || (type === GET_BULK && version > 0);
}

export class Pdu {
	/** The request id, with tag and length. */
	idFrom = 0;
	idTo = 0;
	/** What else is numbered: of GETBULK non-repeaters and max-repetitions. */
	second = 0;
	third = 0;
	/** The list of bindings, without its header, and how many there are. */
	listFrom = 0;
	listTo = 0;
	bindings = 0;
	readonly #list = new BerReader();

	/** Takes apart the PDU whose header `reader` has read. False where something in it is not as it must be. */
	parse(reader: BerReader): boolean {
		reader.at = reader.from;
		reader.end = reader.to;
		reader.integer();
		this.idFrom = reader.start;
		this.idTo = reader.to;
		this.second = reader.integer();
		this.third = reader.integer();
		reader.read(SEQUENCE);
		this.listFrom = reader.from;
		this.listTo = reader.to;
		return !reader.bad && !reader.more() && this.#checkList(reader.bytes);
	}

	/** Every binding is a name and a value. */
	#checkList(bytes: Uint8Array): boolean {
		const list = this.#list.load(bytes, this.listFrom, this.listTo);
		this.bindings = 0;
		while (list.more()) {
			const outer = list.enter(SEQUENCE);
			list.next();
			list.oid();
			list.next();
			list.leave(outer);
			this.bindings++;
		}
		return !list.bad && this.bindings <= MOST_BINDINGS;
	}

	/** A reader of the bindings of a PDU that was parsed from `bytes`. */
	list(bytes: Uint8Array): BerReader {
		return this.#list.load(bytes, this.listFrom, this.listTo);
	}
}

/** Goes to the name of the next binding of a list that was checked, and past the whole binding; false at the end. */
export function nextName(list: BerReader): boolean {
	if (!list.more()) {
		return false;
	}
	const end = list.enter(SEQUENCE);
	list.next();
	list.at = list.end;
	list.end = end;
	return true;
}
