// The IP statistics of RFC 4293 by version, which APC's cards serve since NMC 2 and managers poll there (recorded). A card in a
// process of ours counts what SNMP takes over IPv4 and nothing else.

import {COUNTER32, COUNTER64, GAUGE32, TIME_TICKS} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {fixed, under} from '../objects/lines.ts';
import type {Fixed, Line, Read} from '../objects/lines.ts';
import {MIB2} from './prefix.ts';

const IPV4 = 1;
const versions: readonly number[] = [IPV4, 2];

const received: Read = (_card, place) => place.counter('snmpInPkts');
const sent: Read = (_card, place) => place.counter('snmpOutPkts');
const zero: Fixed = fixed(0);

type Column = readonly [column: number, name: string, type: number, ipv4?: Read];

/** Columns of ipSystemStatsTable. */
const columns: readonly Column[] = [
	[3, 'InReceives', COUNTER32, received],
	[4, 'HCInReceives', COUNTER64, received],
	[5, 'InOctets', COUNTER32],
	[6, 'HCInOctets', COUNTER64],
	[7, 'InHdrErrors', COUNTER32],
	[8, 'InNoRoutes', COUNTER32],
	[9, 'InAddrErrors', COUNTER32],
	[10, 'InUnknownProtos', COUNTER32],
	[11, 'InTruncatedPkts', COUNTER32],
	[12, 'InForwDatagrams', COUNTER32],
	[13, 'HCInForwDatagrams', COUNTER64],
	[14, 'ReasmReqds', COUNTER32],
	[15, 'ReasmOKs', COUNTER32],
	[16, 'ReasmFails', COUNTER32],
	[17, 'InDiscards', COUNTER32],
	[18, 'InDelivers', COUNTER32, received],
	[19, 'HCInDelivers', COUNTER64, received],
	[20, 'OutRequests', COUNTER32, sent],
	[21, 'HCOutRequests', COUNTER64, sent],
	[22, 'OutNoRoutes', COUNTER32],
	[23, 'OutForwDatagrams', COUNTER32],
	[24, 'HCOutForwDatagrams', COUNTER64],
	[25, 'OutDiscards', COUNTER32],
	[26, 'OutFragReqds', COUNTER32],
	[27, 'OutFragOKs', COUNTER32],
	[28, 'OutFragFails', COUNTER32],
	[29, 'OutFragCreates', COUNTER32],
	[30, 'OutTransmits', COUNTER32, sent],
	[31, 'HCOutTransmits', COUNTER64, sent],
	[32, 'OutOctets', COUNTER32],
	[33, 'HCOutOctets', COUNTER64],
	[34, 'InMcastPkts', COUNTER32],
	[35, 'HCInMcastPkts', COUNTER64],
	[36, 'InMcastOctets', COUNTER32],
	[37, 'HCInMcastOctets', COUNTER64],
	[38, 'OutMcastPkts', COUNTER32],
	[39, 'HCOutMcastPkts', COUNTER64],
	[40, 'OutMcastOctets', COUNTER32],
	[41, 'HCOutMcastOctets', COUNTER64],
	[42, 'InBcastPkts', COUNTER32],
	[43, 'HCInBcastPkts', COUNTER64],
	[44, 'OutBcastPkts', COUNTER32],
	[45, 'HCOutBcastPkts', COUNTER64],
	[46, 'DiscontinuityTime', TIME_TICKS],
	[47, 'RefreshRate', GAUGE32],
];

function linesOf([column, name, type, ipv4]: Column): Line[] {
	return versions.map(
		(version): Line => [
			`31.1.1.${column}.${version}`,
			`ipSystemStats${name}`,
			type,
			version === IPV4 && ipv4 !== undefined ? ipv4 : zero,
		],
	);
}

export const ipStatistics: readonly MibRow[] = under(`${MIB2}.4`, columns.flatMap(linesOf));
