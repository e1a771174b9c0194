// The options of the faces, for `agent` and `sim` alike.

import {Option} from 'commander';
import {parseCommunity, parseNutUser, parseReceiver, parseSnmpUser} from './face-values.ts';
import type {CommunitySpec} from '../protocols/snmp/communities.ts';
import type {NutUserValue, ReceiverValue, SnmpUserValue} from './face-values.ts';

export interface FaceOptions {
	readonly card: 'nmc2' | 'nmc3' | 'rfc1628';
	readonly quirk: readonly string[];
	readonly recording?: string;
	readonly snmp?: string;
	readonly snmpCommunity: readonly CommunitySpec[];
	readonly snmpUser: readonly SnmpUserValue[];
	readonly trapTo: readonly ReceiverValue[];
	readonly traps: 'powernet' | 'ietf' | 'both';
	readonly modbus?: string;
	readonly modbusSerial?: string;
	readonly modbusAccess: 'disabled' | 'readOnly' | 'readWrite';
	readonly modbusFrom: readonly string[];
	readonly nut?: string;
	readonly nutName?: string;
	readonly nutUser: readonly NutUserValue[];
	readonly nutCert?: string;
	readonly nutKey?: string;
	readonly http?: string;
	readonly httpHost: readonly string[];
	readonly httpCert?: string;
	readonly httpKey?: string;
	readonly metrics?: string;
	readonly syslog: readonly string[];
	readonly mail?: string;
	readonly mailTo: readonly string[];
	readonly mailFrom: string;
	readonly mailPassword?: string;
	readonly control?: string;
	readonly controlToken?: string;
	readonly readyFile?: string;
}

/** Options of an agent only: a fleet in virtual time has no use for another clock. */
export interface AgentFaceOptions extends FaceOptions {
	readonly ntp: readonly string[];
}

type Parse<T> = (text: string) => T;

/** An option that may be given several times; `before` is what was given so far. */
function repeated<T>(flags: string, description: string, parse: Parse<T>): Option {
	return new Option(flags, `${description}; may be repeated`)
		.default([], 'none')
		.argParser((text: string, before: readonly T[]) => [...before, parse(text)]);
}

const asIs: Parse<string> = text => text;

function cardOptions(): Option[] {
	return [
		new Option('--card <FLAVOUR>', 'how SNMP behaves: as an APC card of the second or third kind, or by RFC 1628 alone')
			.choices(['nmc2', 'nmc3', 'rfc1628'])
			.default('nmc3'),
		repeated('--quirk <NAME>', 'a quirk of real cards to imitate', asIs),
		new Option('--recording <FILE>', 'take identity, ratings and settings from a .snmprec, a walk or a .dev file'),
	];
}

const cardPlaces = 'port 0 takes a free one; ADDR:PORT+ is a port a card, ADDR+:PORT an IPv4 address a card';

function protocolOptions(): Option[] {
	return [
		new Option('--snmp <ADDR:PORT>', `answer SNMP there; ${cardPlaces}`),
		repeated(
			'--snmp-community <NAME[:ro|rw[:HOST]]>',
			'community of SNMPv1 and v2c, and from where, 255 for any number (default: public, read-only)',
			parseCommunity,
		),
		repeated(
			'--snmp-user <NAME[:AUTH:PASS[:PRIV:PASS]]>',
			'SNMPv3 user; AUTH is MD5, SHA, SHA224 to SHA512, PRIV is DES, AES or AES256, PASS may be @FILE or env:NAME',
			parseSnmpUser,
		),
		repeated(
			'--trap-to <ADDR:PORT[:FORM]>',
			'send traps there: v1, v2c, v3, inform or v3-inform (default v2c; port 162)',
			parseReceiver,
		),
		new Option('--traps <VOCABULARY>', 'of the traps: powernet, ietf (RFC 1628) or both')
			.choices(['powernet', 'ietf', 'both'])
			.default('powernet'),
		new Option('--modbus <ADDR:PORT>', `answer Modbus/TCP there; ${cardPlaces}`),
		new Option('--modbus-serial <PATH[?baud=9600]>', 'answer Modbus RTU on a serial line or pty'),
		new Option('--modbus-access <ACCESS>', 'of Modbus masters')
			.choices(['disabled', 'readOnly', 'readWrite'])
			.default('readWrite'),
		repeated('--modbus-from <ADDRESS[/BITS]>', 'masters that may connect (default: any)', asIs),
		new Option('--nut <ADDR:PORT>', "answer NUT clients there; port 0 takes a free one, 3493 is NUT's own"),
		new Option('--nut-name <UPS>', 'what NUT clients call a lone card (default: its id; ups always works)'),
		repeated('--nut-user <NAME:PASS>', 'who may command and set by NUT; PASS may be @FILE or env:NAME', parseNutUser),
		new Option('--nut-cert <FILE>', 'certificate for STARTTLS, PEM'),
		new Option('--nut-key <FILE>', 'private key of that certificate, PEM'),
		new Option('--http <ADDR:PORT>', "serve the card's web page there; port 0 takes a free one"),
		repeated('--http-host <NAME>', 'name by which browsers may call the card, beside addresses and this machine', asIs),
		new Option('--http-cert <FILE>', 'certificate for HTTPS, PEM'),
		new Option('--http-key <FILE>', 'private key of that certificate, PEM'),
		new Option('--metrics <ADDR:PORT>', 'serve /metrics for Prometheus there; port 0 takes a free one'),
	];
}

function senderOptions(): Option[] {
	return [
		repeated('--syslog <URL>', 'send events to syslog://, syslog+tcp:// or syslog+tls://HOST[:PORT]', asIs),
		new Option('--mail <URL>', 'send events by smtp:// or smtps://[USER:PASS@]HOST[:PORT]'),
		repeated('--mail-to <ADDRESS>', 'who gets the mail', asIs),
		new Option('--mail-password <@FILE|env:NAME>', 'where the password of the mail account stands'),
		new Option('--mail-from <ADDRESS>', 'who sends it').default('ups@localhost'),
		new Option('--control <ADDR:PORT>', 'serve the API for state and faults there; port 0 takes a free one'),
		new Option('--control-token <@FILE>', 'where the token of that API stands; needed off loopback'),
		new Option('--ready-file <FILE>', 'write the addresses that were picked there, as JSON'),
	];
}

/** Made anew for each command: what is parsed is kept in an option. */
export function faceOptions(): Option[] {
	return [...cardOptions(), ...protocolOptions(), ...senderOptions()];
}

/** For an agent: the clock of a fleet is its own. */
export function ntpOption(): Option {
	return repeated('--ntp <HOST[:PORT]>', 'set the wall clock of the card by this server', asIs);
}
