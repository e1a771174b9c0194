// An SNMPv3 engine that answers every request with its own varbinds, values and all replaced by one text; and messages for it.

import {BerReader, INTEGER, NULL, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE} from '../../../../src/codec/ber.ts';
import {BerWriter} from '../../../../src/codec/ber-writer.ts';
import {answerV3} from '../../../../src/protocols/snmp/usm/answer.ts';
import type {V3Service} from '../../../../src/protocols/snmp/usm/answer.ts';
import {UsmEngine} from '../../../../src/protocols/snmp/usm/engine.ts';
import type {UsmRefusal} from '../../../../src/protocols/snmp/usm/engine.ts';
import {parseUsmUser} from '../../../../src/protocols/snmp/usm/users.ts';
import type {UsmUser} from '../../../../src/protocols/snmp/usm/users.ts';
import {ManualClock} from '../../../helpers/manual-clock.ts';

export const ENGINE_ID = Buffer.from('8000013e0300c0b7123456', 'hex');
export const GET = 0xa0;
export const RESPONSE = 0xa2;

export function userOf(text: string): UsmUser {
	return parseUsmUser(text, 'write+');
}

/** A PDU with one varbind of NULL, or with none where `oid` is ''. */
export function pduOf(tag: number, requestId: number, oid: string): Uint8Array {
	const writer = new BerWriter(512);
	const end = writer.mark();
	if (oid !== '') {
		writer.empty(NULL);
		writer.oid(oid);
		writer.wrap(SEQUENCE, end);
	}
	writer.wrap(SEQUENCE, end);
	writer.integer(INTEGER, 0);
	writer.integer(INTEGER, 0);
	writer.integer(INTEGER, requestId);
	writer.wrap(tag, end);
	return writer.view();
}

/** The response to a GET of one object: its value is `text`. */
export function respond(pdu: Uint8Array, text: string): Uint8Array {
	const reader = new BerReader().load(pdu, 0, pdu.length);
	reader.next();
	reader.load(pdu, reader.from, reader.to);
	const requestId = reader.integer();
	reader.integer();
	reader.integer();
	reader.enter(SEQUENCE);
	reader.enter(SEQUENCE);
	reader.read(OBJECT_IDENTIFIER);
	const writer = new BerWriter(1024);
	const end = writer.mark();
	writer.text(OCTET_STRING, text);
	writer.octets(OBJECT_IDENTIFIER, reader.bytes, reader.from, reader.to);
	writer.wrap(SEQUENCE, end);
	writer.wrap(SEQUENCE, end);
	writer.integer(INTEGER, 0);
	writer.integer(INTEGER, 0);
	writer.integer(INTEGER, requestId);
	writer.wrap(RESPONSE, end);
	return writer.view();
}

export interface Rig {
	readonly clock: ManualClock;
	readonly engine: UsmEngine;
	readonly refusals: UsmRefusal[];
	readonly service: V3Service;
	/** What comes back for a message from 192.0.2.1. */
	exchange(message: Uint8Array): Uint8Array | null;
}

export interface RigOptions {
	readonly users: readonly string[];
	readonly boots?: number;
}

/** An engine with these users whose objects all read `text of CARD`; the cards are 0, and 1 and 2 by context c1 and c2. */
export function rigOf(options: RigOptions): Rig {
	const clock = new ManualClock();
	const refusals: UsmRefusal[] = [];
	const engine = new UsmEngine({
		engineId: ENGINE_ID,
		users: options.users.map(userOf),
		clock,
		boots: options.boots ?? 1,
		maxBytes: 1472,
		onRefused: refusal => refusals.push(refusal),
	});
	const service: V3Service = {
		engine,
		card: 0,
		find: name => ['', 'c1', 'c2'].indexOf(name),
		answer: (request, card) => respond(request.pdu, `text of ${card}`),
	};
	return {clock, engine, refusals, service, exchange: message => answerV3(service, message, '192.0.2.1')};
}
