// What the agent says of itself: the snmp group of MIB-II and RFC 3418, snmpEngine (RFC 3411), usmStats (RFC 3414) and snmpMPDStats
// (RFC 3412), all counted by the engine.

import {COUNTER32, INTEGER, OCTET_STRING} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {under} from '../objects/lines.ts';
import type {Access, Line, Read} from '../objects/lines.ts';
import {macBytes, macOf} from './interfaces.ts';
import {MIB2} from './prefix.ts';

const AUTHEN_TRAPS = 'snmpEnableAuthenTraps';
const ENABLED = 1;
const DISABLED = 2;
const FRAMEWORK = '1.3.6.1.6.3';
const TICKS_A_SECOND = 100;
/** Bit 0 set, enterprise 318, format 3: a hardware address follows (RFC 3411, snmp.md (e)). */
const ENGINE_ID_HEAD = '\u0080\0\u0001>\u0003';
/** Name under which whoever runs the agent keeps an engine ID of its own, as bytes. */
export const ENGINE_ID = 'snmpEngineID';

/** 1 enabled, 2 disabled: the engine goes by it. */
const authenTraps: Access = {
	read: (card, place) => place.kept(card.card, AUTHEN_TRAPS) ?? ENABLED,
	write: (card, value, place) => {
		const at = card.card;
		const isOne = value === ENABLED || value === DISABLED;
		return isOne ? {act: () => place.keep(at, AUTHEN_TRAPS, value)} : 'wrongValue';
	},
};

function counted(name: string): Read {
	return (_card, place) => place.counter(name);
}

function counters(names: Readonly<Record<number, string>>): Line[] {
	return Object.entries(names).map(([arc, name]) => [`${arc}.0`, name, COUNTER32, counted(name)]);
}

const group = counters({
	1: 'snmpInPkts',
	2: 'snmpOutPkts',
	3: 'snmpInBadVersions',
	4: 'snmpInBadCommunityNames',
	5: 'snmpInBadCommunityUses',
	6: 'snmpInASNParseErrs',
	8: 'snmpInTooBigs',
	9: 'snmpInNoSuchNames',
	10: 'snmpInBadValues',
	11: 'snmpInReadOnlys',
	12: 'snmpInGenErrs',
	13: 'snmpInTotalReqVars',
	14: 'snmpInTotalSetVars',
	15: 'snmpInGetRequests',
	16: 'snmpInGetNexts',
	17: 'snmpInSetRequests',
	18: 'snmpInGetResponses',
	19: 'snmpInTraps',
	20: 'snmpOutTooBigs',
	21: 'snmpOutNoSuchNames',
	22: 'snmpOutBadValues',
	24: 'snmpOutGenErrs',
	25: 'snmpOutGetRequests',
	26: 'snmpOutGetNexts',
	27: 'snmpOutSetRequests',
	28: 'snmpOutGetResponses',
	29: 'snmpOutTraps',
	31: 'snmpSilentDrops',
	32: 'snmpProxyDrops',
});

/** The usual choice: the enterprise and the hardware address of the card, as bytes (snmp.md (e)). */
export function engineIdOf(macAddress: string): string {
	return ENGINE_ID_HEAD + macBytes(macAddress);
}

const engine: readonly Line[] = [
	['1.0', ENGINE_ID, OCTET_STRING, (card, place) => place.kept(card.card, ENGINE_ID) ?? ENGINE_ID_HEAD + macOf(card)],
	['2.0', 'snmpEngineBoots', INTEGER, counted('snmpEngineBoots')],
	// Time is sysUpTime in seconds (recorded).
	['3.0', 'snmpEngineTime', INTEGER, (_card, place) => Math.floor(place.upTimeTicks / TICKS_A_SECOND)],
	['4.0', 'snmpEngineMaxMessageSize', INTEGER, counted('snmpEngineMaxMessageSize')],
];

export const snmpRows: readonly MibRow[] = [
	...under(`${MIB2}.11`, [...group, ['30.0', AUTHEN_TRAPS, INTEGER, authenTraps]]),
	...under(`${FRAMEWORK}.10.2.1`, engine),
	...under(
		`${FRAMEWORK}.11.2.1`,
		counters({1: 'snmpUnknownSecurityModels', 2: 'snmpInvalidMsgs', 3: 'snmpUnknownPDUHandlers'}),
	),
	...under(
		`${FRAMEWORK}.15.1.1`,
		counters({
			1: 'usmStatsUnsupportedSecLevels',
			2: 'usmStatsNotInTimeWindows',
			3: 'usmStatsUnknownUserNames',
			4: 'usmStatsUnknownEngineIDs',
			5: 'usmStatsWrongDigests',
			6: 'usmStatsDecryptionErrors',
		}),
	),
];
