// MIB-II system with sysORTable, and the up time of HOST-RESOURCES-MIB (snmp.md (c)).

import {INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, TIME_TICKS} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {fixed, under} from '../objects/lines.ts';
import type {Access, Line, Read} from '../objects/lines.ts';
import {words} from '../objects/settings.ts';
import {MIB2} from './prefix.ts';

const TEXT_CHARACTERS = 40;
/** Internet and end-to-end: a host (recorded). */
const HOST_SERVICES = 72;

/** What a flavour says of itself. */
export interface SystemFacts {
	readonly description: Read;
	readonly objectId: Read;
}

const contact = words('card.contact', TEXT_CHARACTERS);
const name = words('card.name', TEXT_CHARACTERS);
const location = words('card.location', TEXT_CHARACTERS);

/** A card without a name is called as it is known to its fleet. */
const nameOrId: Access = {
	read: card => card.text('card.name') || card.identity.cardId,
	write: name.write,
};

/** Capabilities as a real card lists them (recorded). */
const capabilities: ReadonlyArray<readonly [id: string, description: string]> = [
	['1.3.6.1.6.3.1', 'The MIB Module from SNMPv2 entities'],
	['1.3.6.1.6.3.10.3.1.1', 'SNMP Management Architecture MIB'],
	['1.3.6.1.6.3.11.3.1.1', 'Message Processing and Dispatching MIB'],
	['1.3.6.1.6.3.15.2.1.1', 'USM User MIB'],
	['1.3.6.1.6.3.16.2.1.1', 'VACM MIB'],
];

function capabilityLines([id, description]: readonly [string, string], at: number): Line[] {
	const index = at + 1;
	return [
		[`9.1.2.${index}`, 'sysORID', OBJECT_IDENTIFIER, fixed(id)],
		[`9.1.3.${index}`, 'sysORDescr', OCTET_STRING, fixed(description)],
		[`9.1.4.${index}`, 'sysORUpTime', TIME_TICKS, fixed(0)],
	];
}

const upTime: Read = (_card, place) => place.upTimeTicks;

export function systemRows({description, objectId}: SystemFacts): MibRow[] {
	return [
		...under(`${MIB2}.1`, [
			['1.0', 'sysDescr', OCTET_STRING, description],
			['2.0', 'sysObjectID', OBJECT_IDENTIFIER, objectId],
			['3.0', 'sysUpTime', TIME_TICKS, upTime],
			['4.0', 'sysContact', OCTET_STRING, contact],
			['5.0', 'sysName', OCTET_STRING, nameOrId],
			['6.0', 'sysLocation', OCTET_STRING, location],
			['7.0', 'sysServices', INTEGER, fixed(HOST_SERVICES)],
			['8.0', 'sysORLastChange', TIME_TICKS, fixed(0)],
			...capabilities.flatMap(capabilityLines),
		]),
		...under(`${MIB2}.25.1.1`, [['0', 'hrSystemUptime', TIME_TICKS, upTime]]),
	];
}
