// The faces of a card under test in a board map: where it is asked, and as whom.

import type {Field, Fields, Reader} from '../../sim/scenario/reader.ts';
import {nameOf, required, textOf} from '../../sim/scenario/values.ts';
import {noFaces, snmpAuth, snmpPrivacy} from './board.ts';
import type {Faces, MqttFace, NutFace, SecretPlace, SnmpFace, SnmpUser} from './board.ts';
import {hostOf, LONGEST_NAME, LONGEST_TEXT, modbusOf, portOf, secretOf, unwanted} from './fields.ts';

export const faceKeys = ['snmp', 'nut', 'mqtt', 'modbus'] as const;
export const snmpKeys = ['host', 'port', 'version', 'community', 'user', 'auth', 'privacy'] as const;
export const nutKeys = ['host', 'port', 'ups', 'user', 'password'] as const;
export const mqttKeys = ['url', 'card', 'user', 'password'] as const;
export const secretKeys = ['by', 'key'] as const;
export const snmpVersions = ['1', '2c', '3'] as const;
export const mqttUrl = /^mqtts?:\/\/(\[[0-9a-fA-F:]+\]|[^\s:/@?#[\]]+)(:[0-9]{1,5})?\/?$/;

const SNMP_PORT = 161;
const NUT_PORT = 3493;

export function facesOf(reader: Reader, field: Field | undefined): Faces {
	if (field === undefined) {
		return noFaces;
	}
	const fields = reader.map(field, faceKeys);
	const modbus = fields.get('modbus');
	return {
		snmp: faceOf(fields.get('snmp'), each => snmpOf(reader, each)),
		nut: faceOf(fields.get('nut'), each => nutOf(reader, each)),
		mqtt: faceOf(fields.get('mqtt'), each => mqttOf(reader, each)),
		modbus: modbus === undefined ? null : modbusOf(reader, modbus),
	};
}

function faceOf<Face>(field: Field | undefined, read: (field: Field) => Face): Face | null {
	return field === undefined ? null : read(field);
}

function snmpOf(reader: Reader, field: Field): SnmpFace {
	const fields = reader.map(field, snmpKeys);
	const versionField = fields.get('version');
	// YAML reads 1 and 3 as numbers.
	const told = versionField === undefined ? '2c' : String(reader.value(versionField));
	const version = snmpVersions.find(each => each === told);
	if (version === undefined) {
		reader.refuse(versionField as Field, `must be 1, 2c or 3, not ${reader.shown(versionField as Field)}`);
	}
	const where = {
		host: hostOf(reader, required(reader, field, fields, 'host', 'where the SNMP agent is')),
		port: portOf(reader, fields.get('port'), SNMP_PORT),
		version: version ?? '2c',
	};
	return version === '3'
		? {...where, community: null, user: snmpUserOf(reader, field, fields)}
		: {...where, community: communityOf(reader, field, fields), user: null};
}

function communityOf(reader: Reader, field: Field, fields: Fields): SecretPlace | null {
	for (const key of ['user', 'auth', 'privacy']) {
		unwanted(reader, fields, key, 'belongs to version 3; versions 1 and 2c have a community');
	}
	return secretOf(reader, required(reader, field, fields, 'community', '@FILE or env:NAME'));
}

function snmpUserOf(reader: Reader, field: Field, fields: Fields): SnmpUser {
	unwanted(reader, fields, 'community', 'belongs to versions 1 and 2c; version 3 has a user');
	const name = textOf(reader, required(reader, field, fields, 'user', 'the name of the SNMPv3 user'), 32, '');
	const auth = keyOf(reader, fields.get('auth'), snmpAuth, 'way to authenticate');
	const privacy = keyOf(reader, fields.get('privacy'), snmpPrivacy, 'way to encrypt');
	if (privacy !== null && auth === null) {
		// RFC 3414, 1.4.3: there is no level with privacy and without authentication.
		reader.refuse(
			fields.get('privacy') as Field,
			'needs auth too: SNMPv3 never encrypts what it does not authenticate',
		);
	}
	return {name, auth, privacy};
}

function keyOf<Name extends string>(
	reader: Reader,
	field: Field | undefined,
	names: readonly Name[],
	what: string,
): {by: Name; key: SecretPlace} | null {
	if (field === undefined) {
		return null;
	}
	const fields = reader.map(field, secretKeys);
	const byField = required(reader, field, fields, 'by', names.join(', '));
	const key = secretOf(reader, required(reader, field, fields, 'key', '@FILE or env:NAME'));
	const by = byField === undefined ? undefined : nameOf(reader, byField, names, what);
	return by === undefined || key === null ? null : {by, key};
}

function nutOf(reader: Reader, field: Field): NutFace {
	const fields = reader.map(field, nutKeys);
	return {
		host: hostOf(reader, required(reader, field, fields, 'host', 'where upsd listens')),
		port: portOf(reader, fields.get('port'), NUT_PORT),
		ups: textOf(reader, required(reader, field, fields, 'ups', 'the name of the UPS at upsd'), LONGEST_NAME, ''),
		...accountOf(reader, fields),
	};
}

function mqttOf(reader: Reader, field: Field): MqttFace {
	const fields = reader.map(field, mqttKeys);
	const urlField = required(reader, field, fields, 'url', 'mqtt://HOST[:PORT] of the broker');
	const url = textOf(reader, urlField, LONGEST_TEXT, '');
	if (urlField !== undefined && url !== '' && !mqttUrl.test(url)) {
		reader.refuse(
			urlField,
			'must be mqtt://HOST[:PORT] or mqtts://HOST[:PORT]; user and password have keys of their own',
		);
	}
	const cardField = required(reader, field, fields, 'card', 'the id under which the card publishes');
	const card = textOf(reader, cardField, 32, '');
	if (cardField !== undefined && card !== '' && !/^[a-z0-9-]+$/.test(card)) {
		reader.refuse(cardField, `must be 1 to 32 characters of a-z, 0-9 and -, not ${reader.shown(cardField)}`);
	}
	return {url, card, ...accountOf(reader, fields)};
}

/** A user with a password, or neither. */
function accountOf(reader: Reader, fields: Fields): {user: string; password: SecretPlace | null} {
	const user = textOf(reader, fields.get('user'), LONGEST_NAME, '');
	if (user === '') {
		unwanted(reader, fields, 'password', 'needs user too');
	}
	return {user, password: secretOf(reader, fields.get('password'))};
}
