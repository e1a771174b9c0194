// Scoped PDUs (RFC 3412 6.8): whose objects, and the PDU.

import {BerReader, OCTET_STRING, SEQUENCE} from '../../../codec/ber.ts';
import {BerWriter} from '../../../codec/ber-writer.ts';
import {COUNTER32, INTEGER} from '../mib.ts';

export const REPORT_PDU = 0xa8;

export interface ScopedPdu {
	readonly contextEngineId: Uint8Array;
	/** A character a byte. */
	readonly contextName: string;
	/** The PDU with its tag, in the memory of what was read. */
	readonly pdu: Uint8Array;
	/** 0 where the PDU has none that can be read. */
	readonly requestId: number;
}

const scopedReader = new BerReader();

/** Takes a scoped PDU apart; padding after it is left aside. Null where it is none. */
export function parseScoped(bytes: Uint8Array): ScopedPdu | null {
	const reader = scopedReader.load(bytes, 0, bytes.length);
	reader.enter(SEQUENCE);
	reader.read(OCTET_STRING);
	const contextEngineId = bytes.subarray(reader.from, reader.to);
	reader.read(OCTET_STRING);
	const contextName = reader.text();
	reader.next();
	const {tag, start, from, to} = reader;
	if (reader.bad || reader.more() || (tag & 0xe0) !== 0xa0) {
		return null;
	}
	const requestId = scopedReader.load(bytes, from, to).integer();
	return {contextEngineId, contextName, pdu: bytes.subarray(start, to), requestId};
}

/** A scoped PDU around a PDU that is already written. */
export function scopedFrom(contextEngineId: Uint8Array, contextName: string, pdu: Uint8Array): Uint8Array {
	const writer = new BerWriter(pdu.length + contextEngineId.length + contextName.length + 32);
	const end = writer.mark();
	writer.raw(pdu, 0, pdu.length);
	writer.text(OCTET_STRING, contextName);
	writer.octets(OCTET_STRING, contextEngineId, 0, contextEngineId.length);
	writer.wrap(SEQUENCE, end);
	return writer.view();
}

/** A Report-PDU that tells one counter. */
export function reportPdu(requestId: number, oid: string, count: number): Uint8Array {
	const writer = new BerWriter(64);
	const end = writer.mark();
	writer.unsigned(COUNTER32, count);
	writer.oid(oid);
	writer.wrap(SEQUENCE, end);
	writer.wrap(SEQUENCE, end);
	writer.integer(INTEGER, 0);
	writer.integer(INTEGER, 0);
	writer.integer(INTEGER, requestId);
	writer.wrap(REPORT_PDU, end);
	return writer.view();
}

/** The object of the first varbind of a PDU; '' where it has none. */
export function firstObject(pdu: Uint8Array): string {
	const reader = new BerReader().load(pdu, 0, pdu.length);
	reader.next();
	reader.load(pdu, reader.from, reader.to);
	reader.integer();
	reader.integer();
	reader.integer();
	reader.enter(SEQUENCE);
	reader.enter(SEQUENCE);
	reader.next();
	return reader.bad ? '' : reader.oidText();
}
