// MIB-II interfaces: the loopback and the network, with the columns that real cards have (recorded). What is counted is SNMP.

import type {CardIdentity, CardView} from '../../../agent/card-view.ts';
import {COUNTER32, GAUGE32, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, TIME_TICKS} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {always, fixed, under} from '../objects/lines.ts';
import type {Line, Read} from '../objects/lines.ts';
import {MIB2} from './prefix.ts';

export interface NetworkFacts {
	readonly name: string;
	/** Bits a second. */
	readonly speed: number;
}

/** NMC 1 and early NMC 2 firmware (snmp.md (c)). */
const lance: NetworkFacts = {name: 'lance', speed: 10000000};

const INTERFACES = 2;
const LOOPBACK_TYPE = 24;
const ETHERNET_TYPE = 6;
const MTU = 1500;
const UP = 1;
const NO_SPECIFICS = '0.0';

/** 00:c0:b7:12:34:56 as six bytes. */
export function macBytes(address: string): string {
	return String.fromCharCode(...address.split(':').map(byte => Number.parseInt(byte, 16)));
}

const bytesByIdentity = new WeakMap<CardIdentity, string>();

/** The hardware address of a card as bytes. */
export function macOf({identity}: CardView): string {
	const known = bytesByIdentity.get(identity);
	if (known !== undefined) {
		return known;
	}
	const bytes = macBytes(identity.macAddress);
	bytesByIdentity.set(identity, bytes);
	return bytes;
}

interface Interface {
	readonly index: number;
	readonly type: number;
	readonly name: Read;
	readonly speed: Read;
	readonly address: Read;
	readonly received: Read;
	readonly sent: Read;
}

const nothing: Read = () => 0;

const loopback: Interface = {
	index: 1,
	type: LOOPBACK_TYPE,
	name: () => 'LOOPBACK',
	speed: nothing,
	address: () => '',
	received: nothing,
	sent: nothing,
};

function network(facts: NetworkFacts): Interface {
	return {
		index: 2,
		type: ETHERNET_TYPE,
		name: (_card, place) => (place.quirk('lanceInterface') ? lance.name : facts.name),
		speed: (_card, place) => (place.quirk('lanceInterface') ? lance.speed : facts.speed),
		address: macOf,
		received: (_card, place) => place.counter('snmpInPkts'),
		sent: (_card, place) => place.counter('snmpOutPkts'),
	};
}

function linesOf({index, type, name, speed, address, received, sent}: Interface): Line[] {
	const at = (column: number): string => `2.1.${column}.${index}`;
	return [
		[at(1), 'ifIndex', INTEGER, always(index)],
		[at(2), 'ifDescr', OCTET_STRING, name],
		[at(3), 'ifType', INTEGER, fixed(type)],
		[at(4), 'ifMtu', INTEGER, fixed(MTU)],
		[at(5), 'ifSpeed', GAUGE32, speed],
		[at(6), 'ifPhysAddress', OCTET_STRING, address],
		[at(7), 'ifAdminStatus', INTEGER, fixed(UP)],
		[at(8), 'ifOperStatus', INTEGER, fixed(UP)],
		[at(9), 'ifLastChange', TIME_TICKS, fixed(0)],
		[at(10), 'ifInOctets', COUNTER32, fixed(0)],
		[at(11), 'ifInUcastPkts', COUNTER32, received],
		[at(12), 'ifInNUcastPkts', COUNTER32, fixed(0)],
		[at(13), 'ifInDiscards', COUNTER32, fixed(0)],
		[at(14), 'ifInErrors', COUNTER32, fixed(0)],
		[at(15), 'ifInUnknownProtos', COUNTER32, fixed(0)],
		[at(16), 'ifOutOctets', COUNTER32, fixed(0)],
		[at(17), 'ifOutUcastPkts', COUNTER32, sent],
		[at(18), 'ifOutNUcastPkts', COUNTER32, fixed(0)],
		[at(19), 'ifOutDiscards', COUNTER32, fixed(0)],
		[at(20), 'ifOutErrors', COUNTER32, fixed(0)],
		[at(21), 'ifOutQLen', GAUGE32, fixed(0)],
		[at(22), 'ifSpecific', OBJECT_IDENTIFIER, fixed(NO_SPECIFICS)],
	];
}

export function interfaceRows(facts: NetworkFacts): MibRow[] {
	return under(`${MIB2}.2`, [
		['1.0', 'ifNumber', INTEGER, always(INTERFACES)],
		...linesOf(loopback),
		...linesOf(network(facts)),
	]);
}
