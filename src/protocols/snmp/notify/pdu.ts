// Notifications on the wire: the Trap-PDU of SNMPv1 (RFC 1157 4.1.6), and trap and inform of SNMPv2 (RFC 3416 4.2.6, RFC 3584 3).

import {BerReader, SEQUENCE} from '../../../codec/ber.ts';
import {BerWriter} from '../../../codec/ber-writer.ts';
import {COUNTER64, INTEGER, IP_ADDRESS, OBJECT_IDENTIFIER, OCTET_STRING, TIME_TICKS} from '../mib.ts';
import type {Notification, VarBind} from './notification.ts';

export const VERSION_1 = 0;
export const VERSION_2C = 1;
export const RESPONSE_PDU = 0xa2;
const TRAP_1_PDU = 0xa4;
export const INFORM_PDU = 0xa6;
export const TRAP_PDU = 0xa7;

const SYS_UP_TIME = '1.3.6.1.2.1.1.3.0';
const TRAP_OID = '1.3.6.1.6.3.1.1.4.1.0';
const TRAP_ENTERPRISE = '1.3.6.1.6.3.1.1.4.3.0';
const TRAP_ADDRESS = '1.3.6.1.6.3.18.1.3.0';
/** Seven objects of at most 255 characters each. */
const LARGEST_BYTES = 4096;
const writer = new BerWriter(LARGEST_BYTES);

/** Of whom and when a notification is. */
export interface Sender {
	readonly upTimeTicks: number;
	/** The card's own address, four characters of a byte each; '' where it is not to be told. */
	readonly address: string;
}

/** The four bytes of an IPv4 address; 0.0.0.0 for another. */
export function addressBytes(address: string): string {
	const octets = address.split('.').map(Number);
	const isV4 = octets.length === 4 && octets.every(octet => Number.isInteger(octet) && octet >= 0 && octet <= 255);
	return String.fromCharCode(...(isV4 ? octets : [0, 0, 0, 0]));
}

function writeValue({type, value}: VarBind): void {
	if (type === OBJECT_IDENTIFIER) {
		writer.oid(String(value));
	} else if (type === OCTET_STRING || type === IP_ADDRESS) {
		writer.text(type, String(value));
	} else if (type === INTEGER) {
		writer.integer(type, Number(value));
	} else if (type === COUNTER64) {
		writer.counter64(type, Number(value));
	} else {
		writer.unsigned(type, Number(value));
	}
}

function writeVarBinds(objects: readonly VarBind[]): void {
	const end = writer.mark();
	for (const object of objects.toReversed()) {
		const objectEnd = writer.mark();
		writeValue(object);
		writer.oid(object.oid);
		writer.wrap(SEQUENCE, objectEnd);
	}
	writer.wrap(SEQUENCE, end);
}

/** The objects of a notification of SNMPv2, in the order in which the field's managers look for them (snmp.md (b)). */
function objectsOf(notification: Notification, sender: Sender): VarBind[] {
	const address = {oid: TRAP_ADDRESS, type: IP_ADDRESS, value: sender.address};
	return [
		{oid: SYS_UP_TIME, type: TIME_TICKS, value: sender.upTimeTicks},
		{oid: TRAP_OID, type: OBJECT_IDENTIFIER, value: notification.oid},
		...notification.objects,
		...(sender.address === '' ? [] : [address]),
		{oid: TRAP_ENTERPRISE, type: OBJECT_IDENTIFIER, value: notification.enterprise},
	];
}

/** A trap (TRAP_PDU) or inform (INFORM_PDU) of SNMPv2, without a message around it. */
export function notificationPdu(
	tag: number,
	requestId: number,
	notification: Notification,
	sender: Sender,
): Uint8Array {
	writer.reset();
	const end = writer.mark();
	writeVarBinds(objectsOf(notification, sender));
	writer.integer(INTEGER, 0);
	writer.integer(INTEGER, 0);
	writer.integer(INTEGER, requestId);
	writer.wrap(tag, end);
	return Uint8Array.from(writer.view());
}

/** The Trap-PDU of SNMPv1, without a message around it. */
export function trapPdu1(notification: Notification, sender: Sender): Uint8Array {
	writer.reset();
	const end = writer.mark();
	writeVarBinds(notification.objects);
	writer.unsigned(TIME_TICKS, sender.upTimeTicks);
	writer.integer(INTEGER, notification.specific);
	writer.integer(INTEGER, notification.generic);
	writer.text(IP_ADDRESS, sender.address === '' ? addressBytes('') : sender.address);
	writer.oid(notification.enterprise);
	writer.wrap(TRAP_1_PDU, end);
	return Uint8Array.from(writer.view());
}

/** The message of a community around a PDU. */
export function communityMessage(version: number, community: string, pdu: Uint8Array): Uint8Array {
	writer.reset();
	const end = writer.mark();
	writer.raw(pdu, 0, pdu.length);
	writer.text(OCTET_STRING, community);
	writer.integer(INTEGER, version);
	writer.wrap(SEQUENCE, end);
	return Uint8Array.from(writer.view());
}

/** The request id that a response of SNMPv2 answers; -1 where the PDU is no response. */
export function answeredId(pdu: Uint8Array): number {
	const reader = new BerReader().load(pdu, 0, pdu.length);
	reader.enter(RESPONSE_PDU);
	const requestId = reader.integer();
	return reader.bad ? -1 : requestId;
}

/** The request id that a message of SNMPv2c answers; -1 where it is no response of this community. */
export function answeredByMessage(message: Uint8Array, community: string): number {
	const reader = new BerReader().load(message, 0, message.length);
	reader.enter(SEQUENCE);
	const version = reader.integer();
	reader.read(OCTET_STRING);
	const isOurs = version === VERSION_2C && reader.text() === community;
	reader.next();
	return reader.bad || !isOurs ? -1 : answeredId(message.subarray(reader.start, reader.to));
}
