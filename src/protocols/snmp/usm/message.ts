// SNMPv3 messages with the user-based security model on the wire (RFC 3412 6, RFC 3414 2.4).

import {BerReader, OCTET_STRING, SEQUENCE} from '../../../codec/ber.ts';
import {BerWriter} from '../../../codec/ber-writer.ts';
import type {AuthProtocol} from './auth.ts';
import {encrypt, SALT_BYTES} from './privacy.ts';
import {authPriv, GREATEST_NAME_BYTES} from './users.ts';
import type {UserKeys, UsmUserSpec} from './users.ts';

export const SNMP_VERSION_3 = 3;
export const USM_MODEL = 3;
/** Bits of msgFlags beside those of the level. */
export const REPORTABLE = 4;
export const LEVEL_BITS = 3;
/** RFC 3412 6: no engine may take less. */
export const LEAST_MAX_SIZE = 484;
export const GREATEST_INTEGER = 2_147_483_647;
const GREATEST_ENGINE_ID_BYTES = 32;
const NO_BYTES = new Uint8Array(0);
/** As many zeros as the longest digest has bytes. */
const ZEROS = new Uint8Array(48);
/** All but the scoped PDU at its longest: headers, engine id, name, digest, salt, and padding of DES. */
export const OVERHEAD_BYTES = 192;

export interface UsmHeader {
	readonly messageId: number;
	/** The largest answer that the sender takes. */
	readonly maxSize: number;
	readonly flags: number;
	readonly model: number;
	readonly engineId: Uint8Array;
	readonly boots: number;
	readonly time: number;
	/** A character a byte. */
	readonly userName: string;
	/** Where the digest lies in the message. */
	readonly digestFrom: number;
	readonly digestTo: number;
	readonly salt: Uint8Array;
	/** The scoped PDU, or what it was enciphered to. */
	readonly payload: Uint8Array;
	readonly isEnciphered: boolean;
}

/** What `sealMessage` puts around a scoped PDU. */
export interface Envelope {
	readonly messageId: number;
	readonly maxSize: number;
	/** The level, with REPORTABLE where an answer is wanted. */
	readonly flags: number;
	readonly engineId: Uint8Array;
	readonly boots: number;
	readonly time: number;
	/** A character a byte. */
	readonly userName: string;
	/** Null at the level noAuthNoPriv. */
	readonly spec: UsmUserSpec | null;
	readonly keys: UserKeys | null;
	readonly salt: Uint8Array;
}

/** The version of a message of SNMP; -1 where it has none. */
export function versionOf(message: Uint8Array): number {
	const reader = new BerReader().load(message, 0, message.length);
	reader.enter(SEQUENCE);
	const version = reader.integer();
	return reader.bad ? -1 : version;
}

/** An INTEGER of at least `least`. */
function numberFrom(reader: BerReader, least: number): number {
	const value = reader.integer();
	return value >= least ? value : reader.none();
}

/** An OCTET STRING of at most `most` bytes, in the memory of the message. */
function octetsFrom(reader: BerReader, most: number): Uint8Array {
	if (!reader.read(OCTET_STRING) || reader.to - reader.from > most) {
		reader.fail();
		return NO_BYTES;
	}
	return reader.bytes.subarray(reader.from, reader.to);
}

type Global = Pick<UsmHeader, 'messageId' | 'maxSize' | 'flags' | 'model'>;

function globalFrom(reader: BerReader): Global {
	const outer = reader.enter(SEQUENCE);
	const messageId = numberFrom(reader, 0);
	const maxSize = numberFrom(reader, LEAST_MAX_SIZE);
	const flags = octetsFrom(reader, 1);
	const model = numberFrom(reader, 1);
	reader.leave(outer);
	if (flags.length !== 1) {
		reader.fail();
	}
	return {messageId, maxSize, flags: flags[0] ?? 0, model};
}

type Security = Pick<UsmHeader, 'engineId' | 'boots' | 'time' | 'userName' | 'digestFrom' | 'digestTo' | 'salt'>;

function securityFrom(reader: BerReader): Security {
	const outer = reader.enter(OCTET_STRING);
	const inner = reader.enter(SEQUENCE);
	const engineId = octetsFrom(reader, GREATEST_ENGINE_ID_BYTES);
	const boots = numberFrom(reader, 0);
	const time = numberFrom(reader, 0);
	octetsFrom(reader, GREATEST_NAME_BYTES);
	const userName = reader.text();
	octetsFrom(reader, ZEROS.length);
	const digestFrom = reader.from;
	const digestTo = reader.to;
	const salt = octetsFrom(reader, SALT_BYTES);
	reader.leave(inner);
	reader.leave(outer);
	return {engineId, boots, time, userName, digestFrom, digestTo, salt};
}

/** Named one by one: a spread costs more than reading the message. */
function headerOf(global: Global, security: Security, payload: Uint8Array, isEnciphered: boolean): UsmHeader {
	return {
		messageId: global.messageId,
		maxSize: global.maxSize,
		flags: global.flags,
		model: global.model,
		engineId: security.engineId,
		boots: security.boots,
		time: security.time,
		userName: security.userName,
		digestFrom: security.digestFrom,
		digestTo: security.digestTo,
		salt: security.salt,
		payload,
		isEnciphered,
	};
}

const otherModel: Security = {
	engineId: NO_BYTES,
	boots: 0,
	time: 0,
	userName: '',
	digestFrom: 0,
	digestTo: 0,
	salt: NO_BYTES,
};

const messageReader = new BerReader();

/**
 * Takes a message of version 3 apart, without trusting any of it; null where it is none. With another security model than the
 * user-based one the security parameters are of that model, and only the global part is right.
 */
export function parseMessage(message: Uint8Array): UsmHeader | null {
	const reader = messageReader.load(message, 0, message.length);
	const outer = reader.enter(SEQUENCE);
	if (reader.integer() !== SNMP_VERSION_3) {
		return null;
	}
	const global = globalFrom(reader);
	if (reader.bad) {
		return null;
	}
	if (global.model !== USM_MODEL) {
		return headerOf(global, otherModel, NO_BYTES, false);
	}
	const security = securityFrom(reader);
	reader.next();
	const isEnciphered = reader.tag === OCTET_STRING;
	const payload = message.subarray(isEnciphered ? reader.from : reader.start, reader.to);
	if (!isEnciphered && reader.tag !== SEQUENCE) {
		reader.fail();
	}
	reader.leave(outer);
	return reader.bad || reader.at !== message.length ? null : headerOf(global, security, payload, isEnciphered);
}

/** Writers of messages that are being made: one for each size in use. */
const writers = new Map<number, BerWriter>();

function writerFor(bytes: number): BerWriter {
	const size = 1024 * Math.ceil((bytes + OVERHEAD_BYTES) / 1024);
	const writer = writers.get(size) ?? new BerWriter(size);
	writers.set(size, writer);
	writer.reset();
	return writer;
}

/** The security parameters; returns where the digest is to be put. */
function writeSecurity(writer: BerWriter, envelope: Envelope, digestBytes: number): number {
	const end = writer.mark();
	writer.octets(OCTET_STRING, envelope.salt, 0, envelope.salt.length);
	writer.raw(ZEROS, 0, digestBytes);
	const digestAt = writer.mark();
	writer.wrap(OCTET_STRING, digestAt + digestBytes);
	writer.text(OCTET_STRING, envelope.userName);
	writer.integer(0x02, envelope.time);
	writer.integer(0x02, envelope.boots);
	writer.octets(OCTET_STRING, envelope.engineId, 0, envelope.engineId.length);
	writer.wrap(SEQUENCE, end);
	writer.wrap(OCTET_STRING, end);
	return digestAt;
}

function writeGlobal(writer: BerWriter, envelope: Envelope): void {
	const end = writer.mark();
	writer.integer(0x02, USM_MODEL);
	writer.text(OCTET_STRING, String.fromCharCode(envelope.flags));
	writer.integer(0x02, envelope.maxSize);
	writer.integer(0x02, envelope.messageId);
	writer.wrap(SEQUENCE, end);
}

/** The authentication protocol of the envelope's level; null where it has none. */
function authOf(envelope: Envelope): AuthProtocol | null {
	return (envelope.flags & LEVEL_BITS) === 0 ? null : (envelope.spec?.auth ?? null);
}

/** The message of a scoped PDU: enciphered and authenticated as the level of the envelope says. */
export function sealMessage(envelope: Envelope, scoped: Uint8Array): Uint8Array {
	const auth = authOf(envelope);
	const writer = writerFor(scoped.length);
	const end = writer.mark();
	const priv = envelope.spec?.priv ?? null;
	const privKey = envelope.keys?.priv ?? null;
	if ((envelope.flags & LEVEL_BITS) === authPriv && priv !== null && privKey !== null) {
		const secret = encrypt(priv, privKey, envelope, scoped);
		writer.octets(OCTET_STRING, secret, 0, secret.length);
	} else {
		writer.raw(scoped, 0, scoped.length);
	}
	const digestAt = writeSecurity(writer, envelope, auth?.digestBytes ?? 0);
	writeGlobal(writer, envelope);
	writer.integer(0x02, SNMP_VERSION_3);
	writer.wrap(SEQUENCE, end);
	const key = envelope.keys?.auth ?? null;
	if (auth !== null && key !== null) {
		writer.bytes.set(key.digest(writer.view(), 0, 0), digestAt);
	}
	return writer.bytes.slice(writer.at);
}
