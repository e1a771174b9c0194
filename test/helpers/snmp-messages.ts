// Messages of SNMPv1 and v2c for tests, made and read with nothing of the agent but its BER codec.

import {BerReader, INTEGER, NULL, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE} from '../../src/codec/ber.ts';
import {BerWriter} from '../../src/codec/ber-writer.ts';

export const GET = 0xa0;
export const GET_NEXT = 0xa1;
export const SET = 0xa3;
export const GET_BULK = 0xa5;

export interface Binding {
	readonly oid: string;
	readonly type: number;
	/** Text of a byte a character, a number or a dotted OBJECT IDENTIFIER by type; null without content. */
	readonly value: number | string | null;
}

export interface Message {
	readonly version: number;
	readonly community: string;
	readonly type: number;
	readonly id: number;
	readonly second: number;
	readonly third: number;
	readonly bindings: readonly Binding[];
}

export function names(...oids: readonly string[]): Binding[] {
	return oids.map(oid => ({oid, type: NULL, value: null}));
}

export function messageBytes(message: Message): Uint8Array {
	const w = new BerWriter(65_000);
	const end = w.mark();
	for (const {oid, type, value} of message.bindings.toReversed()) {
		const binding = w.mark();
		writeValue(w, type, value);
		w.oid(oid);
		w.wrap(SEQUENCE, binding);
	}
	w.wrap(SEQUENCE, end);
	w.integer(INTEGER, message.third);
	w.integer(INTEGER, message.second);
	w.integer(INTEGER, message.id);
	w.wrap(message.type, end);
	w.text(OCTET_STRING, message.community);
	w.integer(INTEGER, message.version);
	w.wrap(SEQUENCE, end);
	return w.view().slice();
}

function writeValue(w: BerWriter, type: number, value: number | string | null): void {
	if (value === null) {
		w.empty(type);
	} else if (type === INTEGER) {
		w.integer(type, Number(value));
	} else if (typeof value === 'number') {
		w.counter64(type, value);
	} else if (type === OBJECT_IDENTIFIER) {
		w.oid(value);
	} else {
		w.text(type, value);
	}
}

/** A message without its bindings, before which it leaves the reader; throws where it is none. */
export function headFrom(bytes: Uint8Array, r: BerReader = new BerReader()): Omit<Message, 'bindings'> {
	r.load(bytes, 0, bytes.length);
	r.enter(SEQUENCE);
	const version = r.integer();
	r.read(OCTET_STRING);
	const community = r.text();
	r.next();
	const type = r.tag;
	r.at = r.from;
	r.end = r.to;
	const [id, second, third] = [r.integer(), r.integer(), r.integer()];
	checkRead(r);
	return {version, community, type, id, second, third};
}

function checkRead(r: BerReader): void {
	if (r.bad) {
		throw new Error(`This is no message: ${Buffer.from(r.bytes).toString('hex')}`);
	}
}

export function messageFrom(bytes: Uint8Array): Message {
	const r = new BerReader();
	const head = headFrom(bytes, r);
	const list = r.enter(SEQUENCE);
	const bindings: Binding[] = [];
	while (r.more()) {
		const outer = r.enter(SEQUENCE);
		r.next();
		const oid = r.oidText();
		r.next();
		bindings.push({oid, type: r.tag, value: readValue(r)});
		r.leave(outer);
	}
	r.leave(list);
	checkRead(r);
	return {...head, bindings};
}

function readValue(r: BerReader): number | string | null {
	if (r.from === r.to && r.tag !== OCTET_STRING) {
		return null;
	}
	switch (r.tag) {
		case INTEGER:
			return r.signed();
		case OBJECT_IDENTIFIER:
			return r.oidText();
		case OCTET_STRING:
		case 0x40:
			return r.text();
		default:
			return r.counter64();
	}
}
