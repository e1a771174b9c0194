// PowerNet: the card itself (snmp.md (b), card management), with the values recorded where a card has nothing to tell.

import type {CardView} from '../../../agent/card-view.ts';
import {GAUGE32, INTEGER, IP_ADDRESS, OCTET_STRING, TIME_TICKS} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {twoDigits, UNKNOWN} from '../objects/dates.ts';
import {always, fixed, indexLine, keptOneOf, keptSecret, keptText, under} from '../objects/lines.ts';
import type {Access, Kept, Line, Read} from '../objects/lines.ts';
import {APC} from './prefix.ts';

const RECEIVERS = 4;
const NO_ADDRESS = '\0\0\0\0';
const NO_ADDRESS_TEXT = '0.0.0.0';
const COMMUNITY_CHARACTERS = 15;
const FILE_NAME_CHARACTERS = 128;
const USER_CHARACTERS = 32;
const INFORMATION = 1;
const POWERNET_TRAPS = 1;
const NO_BOOTP = 2;
const CONTINUE_AGENT = 2;
const TRANSFERRED = 1;
const NOTHING_TRANSFERRED = 2;
const FAILED_OTHERWISE = 3;
/** Results of a file transfer by the refusal of an update (nmc.md 10). */
const failures: Readonly<Record<string, number>> = {
	E_OTA_TIMEOUT: 4,
	E_OTA_TOO_SLOW: 4,
	E_OTA_SOURCE_CHANGED: 4,
	E_OTA_NOT_ASSIGNED: 5,
	E_OTA_URI: 6,
	E_OTA_VENDOR: 7,
	E_OTA_CLASS: 7,
	E_OTA_ENV_SCHEMA: 7,
	E_OTA_AUTH_SIG: 8,
	E_OTA_AUTH_DIGEST: 8,
	E_OTA_DIGEST: 8,
	E_OTA_CHUNK_HASH: 8,
	E_OTA_SIZE: 8,
};
/** Sequence of the image that a card leaves the factory with. */
const FACTORY_SEQUENCE = 1;

const address: Kept = {kept: NO_ADDRESS, takes: () => null};

function receiverLines(receiver: number): Line[] {
	return [
		indexLine(`1.2.1.1.${receiver}`, 'trapIndex', receiver),
		[`1.2.1.2.${receiver}`, 'receiverAddr', IP_ADDRESS, address],
		[`1.2.1.3.${receiver}`, 'communityString', OCTET_STRING, keptText('public', COMMUNITY_CHARACTERS)],
		[`1.2.1.4.${receiver}`, 'severity', INTEGER, fixed(INFORMATION)],
		[`1.2.1.5.${receiver}`, 'acceptThisReceiver', INTEGER, keptOneOf(1, 2)],
		[`1.2.1.6.${receiver}`, 'receiveTrapType', INTEGER, fixed(POWERNET_TRAPS)],
	];
}

/** The card's clock is set by NTP or its host, never from here. */
const notFromHere: Access['write'] = () => 'resourceUnavailable';

function clockDate({utc}: CardView): string {
	const now = new Date(utc);
	return `${twoDigits(now.getUTCMonth() + 1)}/${twoDigits(now.getUTCDate())}/${now.getUTCFullYear()}`;
}

function clockTime({utc}: CardView): string {
	const now = new Date(utc);
	return [now.getUTCHours(), now.getUTCMinutes(), now.getUTCSeconds()].map(twoDigits).join(':');
}

const settings: readonly Line[] = [
	['1.1.0', 'mconfigNumTrapReceivers', INTEGER, always(RECEIVERS)],
	...[1, 2, 3, 4].flatMap(receiverLines),
	['1.3.0', 'mconfigBOOTPEnabled', INTEGER, fixed(NO_BOOTP)],
	['1.6.1.0', 'mconfigClockDate', OCTET_STRING, {read: clockDate, write: notFromHere}],
	['1.6.2.0', 'mconfigClockTime', OCTET_STRING, {read: clockTime, write: notFromHere}],
	[
		'2.1.0',
		'mcontrolRestartAgent',
		INTEGER,
		{read: () => CONTINUE_AGENT, write: (_card, value) => (value === CONTINUE_AGENT ? {} : 'resourceUnavailable')},
	],
];

const trapArguments: readonly Line[] = [
	['3.1.0', 'mtrapargsInteger', INTEGER, fixed(0)],
	['3.2.0', 'mtrapargsIpAddress', IP_ADDRESS, fixed(NO_ADDRESS)],
	['3.3.0', 'mtrapargsString', OCTET_STRING, (_card, place) => (place.quirk('trailingNul') ? '\0' : '')],
	['3.4.0', 'mtrapargsGauge', GAUGE32, fixed(0)],
	['3.5.0', 'mtrapargsTimeTicks', TIME_TICKS, fixed(0)],
];

/** No transfer is begun here: the card takes files another way. */
const transfer: Access = {
	read: () => 1,
	write: (_card, value) => (value === 1 ? {} : 'resourceUnavailable'),
};

const lastTransfer: Read = ({firmware}) => {
	if (firmware === null || (firmware.lastFailure === null && firmware.installSequence <= FACTORY_SEQUENCE)) {
		return NOTHING_TRANSFERRED;
	}
	return firmware.lastFailure === null ? TRANSFERRED : (failures[firmware.lastFailure.code] ?? FAILED_OTHERWISE);
};

const transfers: readonly Line[] = [
	['4.1.1.0', 'mfiletransferStatusLastTransferResult', INTEGER, lastTransfer],
	['4.2.1.1.0', 'mfiletransferConfigSettingsFilename', OCTET_STRING, keptText(UNKNOWN, FILE_NAME_CHARACTERS)],
	['4.2.2.1.0', 'mfiletransferConfigTFTPServerAddress', OCTET_STRING, keptText(NO_ADDRESS_TEXT, FILE_NAME_CHARACTERS)],
	['4.2.3.1.0', 'mfiletransferConfigFTPServerAddress', OCTET_STRING, keptText(NO_ADDRESS_TEXT, FILE_NAME_CHARACTERS)],
	['4.2.3.2.0', 'mfiletransferConfigFTPServerUser', OCTET_STRING, keptText('apc', USER_CHARACTERS)],
	['4.2.3.3.0', 'mfiletransferConfigFTPServerPassword', OCTET_STRING, keptSecret(USER_CHARACTERS)],
	['4.3.1.0', 'mfiletransferControlInitiateFileTransfer', INTEGER, transfer],
];

const cardVersion: Read = ({identity}) => versionText(identity.cardFirmware);

/** v2.3.1.1: cards write a v before the number. */
export function versionText(firmware: string): string {
	return firmware.startsWith('v') ? firmware : `v${firmware}`;
}

export const management: readonly MibRow[] = [
	// Not in the MIB's text, yet served by every card since NMC 1: versions of operating system and application (snmp.md (b)).
	...under(`${APC}.1.4.2.4.1.4`, [
		['1', 'operatingSystemVersion', OCTET_STRING, cardVersion],
		['2', 'applicationVersion', OCTET_STRING, cardVersion],
	]),
	...under(`${APC}.2`, [...settings, ...trapArguments, ...transfers]),
];
