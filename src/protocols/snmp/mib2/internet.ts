// MIB-II ip, icmp, tcp and udp (RFC 1213). A card in a process of ours has no stack of its own: what is not SNMP over UDP counts
// nothing, and the loopback is the only address that it knows.

import {COUNTER32, GAUGE32, INTEGER, IP_ADDRESS, OBJECT_IDENTIFIER} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {fixed, under} from '../objects/lines.ts';
import type {Line, Read} from '../objects/lines.ts';
import {MIB2} from './prefix.ts';

/** As bytes, a character each. */
const LOOPBACK = '\u007f\0\0\u0001';
const LOOPBACK_INDEX = '127.0.0.1';
const ANY = '\0\0\0\0';
const ANY_INDEX = '0.0.0.0';
const LOOPBACK_MASK = '\u00ff\0\0\0';
const NOT_FORWARDING = 2;
const TIME_TO_LIVE = 64;
const REASSEMBLY_SECONDS = 64;
const LARGEST_REASSEMBLED = 1500;
const NO_METRIC = 65535;
const SNMP_PORT = 161;

const received: Read = (_card, place) => place.counter('snmpInPkts');
const sent: Read = (_card, place) => place.counter('snmpOutPkts');
const zero = fixed(0);

/** Counters that stay at nothing, by arc. */
function zeroes(names: Readonly<Record<number, string>>): Line[] {
	return Object.entries(names).map(([arc, name]) => [`${arc}.0`, name, COUNTER32, zero]);
}

const ip: readonly Line[] = [
	['1.0', 'ipForwarding', INTEGER, fixed(NOT_FORWARDING)],
	['2.0', 'ipDefaultTTL', INTEGER, fixed(TIME_TO_LIVE)],
	['3.0', 'ipInReceives', COUNTER32, received],
	['9.0', 'ipInDelivers', COUNTER32, received],
	['10.0', 'ipOutRequests', COUNTER32, sent],
	['13.0', 'ipReasmTimeout', INTEGER, fixed(REASSEMBLY_SECONDS)],
	...zeroes({
		4: 'ipInHdrErrors',
		5: 'ipInAddrErrors',
		6: 'ipForwDatagrams',
		7: 'ipInUnknownProtos',
		8: 'ipInDiscards',
		11: 'ipOutDiscards',
		12: 'ipOutNoRoutes',
		14: 'ipReasmReqds',
		15: 'ipReasmOKs',
		16: 'ipReasmFails',
		17: 'ipFragOKs',
		18: 'ipFragFails',
		19: 'ipFragCreates',
		23: 'ipRoutingDiscards',
	}),
	[`20.1.1.${LOOPBACK_INDEX}`, 'ipAdEntAddr', IP_ADDRESS, fixed(LOOPBACK)],
	[`20.1.2.${LOOPBACK_INDEX}`, 'ipAdEntIfIndex', INTEGER, fixed(1)],
	[`20.1.3.${LOOPBACK_INDEX}`, 'ipAdEntNetMask', IP_ADDRESS, fixed(LOOPBACK_MASK)],
	[`20.1.4.${LOOPBACK_INDEX}`, 'ipAdEntBcastAddr', INTEGER, fixed(1)],
	[`20.1.5.${LOOPBACK_INDEX}`, 'ipAdEntReasmMaxSize', INTEGER, fixed(LARGEST_REASSEMBLED)],
	...routeLines(),
];

/** The route to itself: direct, local (recorded). */
function routeLines(): Line[] {
	const at = (column: number): string => `21.1.${column}.${LOOPBACK_INDEX}`;
	const direct = fixed(3);
	const local = fixed(2);
	const metric = fixed(NO_METRIC);
	return [
		[at(1), 'ipRouteDest', IP_ADDRESS, fixed(LOOPBACK)],
		[at(2), 'ipRouteIfIndex', INTEGER, fixed(1)],
		[at(3), 'ipRouteMetric1', INTEGER, zero],
		[at(4), 'ipRouteMetric2', INTEGER, metric],
		[at(5), 'ipRouteMetric3', INTEGER, metric],
		[at(6), 'ipRouteMetric4', INTEGER, metric],
		[at(7), 'ipRouteNextHop', IP_ADDRESS, fixed(ANY)],
		[at(8), 'ipRouteType', INTEGER, direct],
		[at(9), 'ipRouteProto', INTEGER, local],
		[at(10), 'ipRouteAge', INTEGER, metric],
		[at(11), 'ipRouteMask', IP_ADDRESS, fixed('\u00ff\u00ff\u00ff\u00ff')],
		[at(12), 'ipRouteMetric5', INTEGER, metric],
		[at(13), 'ipRouteInfo', OBJECT_IDENTIFIER, fixed('0.0')],
	];
}

const icmpMessages = [
	'Msgs',
	'Errors',
	'DestUnreachs',
	'TimeExcds',
	'ParmProbs',
	'SrcQuenchs',
	'Redirects',
	'Echos',
	'EchoReps',
	'Timestamps',
	'TimestampReps',
	'AddrMasks',
	'AddrMaskReps',
];

function icmpLines(): Line[] {
	return ['icmpIn', 'icmpOut'].flatMap((direction, half) =>
		icmpMessages.map(
			(message, at): Line => [`${half * icmpMessages.length + at + 1}.0`, `${direction}${message}`, COUNTER32, zero],
		),
	);
}

/** Van Jacobson, with the limits of a real card's stack (recorded). */
const tcp: readonly Line[] = [
	['1.0', 'tcpRtoAlgorithm', INTEGER, fixed(4)],
	['2.0', 'tcpRtoMin', INTEGER, fixed(1000)],
	['3.0', 'tcpRtoMax', INTEGER, fixed(60000)],
	['4.0', 'tcpMaxConn', INTEGER, fixed(64)],
	['9.0', 'tcpCurrEstab', GAUGE32, zero],
	...zeroes({
		5: 'tcpActiveOpens',
		6: 'tcpPassiveOpens',
		7: 'tcpAttemptFails',
		8: 'tcpEstabResets',
		10: 'tcpInSegs',
		11: 'tcpOutSegs',
		12: 'tcpRetransSegs',
		14: 'tcpInErrs',
		15: 'tcpOutRsts',
	}),
];

const udp: readonly Line[] = [
	['1.0', 'udpInDatagrams', COUNTER32, received],
	['4.0', 'udpOutDatagrams', COUNTER32, sent],
	...zeroes({2: 'udpNoPorts', 3: 'udpInErrors'}),
	[`5.1.1.${ANY_INDEX}.${SNMP_PORT}`, 'udpLocalAddress', IP_ADDRESS, fixed(ANY)],
	[`5.1.2.${ANY_INDEX}.${SNMP_PORT}`, 'udpLocalPort', INTEGER, fixed(SNMP_PORT)],
];

export const internetRows: readonly MibRow[] = [
	...under(`${MIB2}.4`, ip),
	...under(`${MIB2}.5`, icmpLines()),
	...under(`${MIB2}.6`, tcp),
	...under(`${MIB2}.7`, udp),
];
