// The ids that a manifest binds to (ota.md 2.2): UUIDs of version 5, each in the name space of the one above it.

import {createHash} from 'node:crypto';

/** RFC 9562, 6.6: the name space of DNS names. */
const DNS_NAME_SPACE = Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex');
const UUID_BYTES = 16;

/** Whose firmware a card takes unless it is told another: a name that nobody can own. */
export const DEFAULT_VENDOR_DOMAIN = 'ridethrough.example';
/** Hardware classes of our own cards: the simulated one, and the one of the board with LMS keys. */
export const CARD_CLASS = 'nmc-1';
export const BOARD_CLASS = 'nmc-board-1';

export interface FirmwareIds {
	/** 16 bytes each. */
	readonly vendorId: Uint8Array;
	readonly classId: Uint8Array;
	readonly deviceId: Uint8Array;
}

/** UUID of version 5 (RFC 9562, 5.5): SHA-1 over the name space and the name, with version and variant set. */
export function uuid5(nameSpace: Uint8Array, name: string): Uint8Array {
	const bytes = new Uint8Array(
		createHash('sha1').update(nameSpace).update(name, 'utf8').digest().subarray(0, UUID_BYTES),
	);
	bytes[6] = (bytes[6] & 0x0f) | 0x50;
	bytes[8] = (bytes[8] & 0x3f) | 0x80;
	return bytes;
}

/** Vendor id of a DNS name, class id of a hardware class of that vendor, device id of a serial in that class. */
export function firmwareIds(vendorDomain: string, cardClass: string, serial: string): FirmwareIds {
	const vendorId = uuid5(DNS_NAME_SPACE, vendorDomain);
	const classId = uuid5(vendorId, cardClass);
	return {vendorId, classId, deviceId: uuid5(classId, `serial:${serial}`)};
}
