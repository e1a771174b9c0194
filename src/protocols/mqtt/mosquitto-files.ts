// The texts of mosquitto's files that hold each card below its own id (mqtt.md d.2, tried). The common name of a
// certificate, or the user name, is `{partition}/{card}`, so that `%u` pins the partition too.

import {ROOT, kinds, userNameFor} from './topics.ts';
import type {Kind} from './topics.ts';

/** A whole packet: the 64 KiB of the largest payload and what goes around it. Larger ones end the session. */
const PACKET_BYTES_MAX = 65_600;
/** The device that a Sparkplug card announces (mqtt.md a.4). */
const SPARKPLUG_DEVICE = 'ups';

export interface AclOptions {
	/** User name of the service; its rights mirror those of the cards. */
	readonly service: string;
	/** Group of the cards that speak Sparkplug B; null: none does. */
	readonly sparkplugGroup: string | null;
	/** Whether cards may announce themselves to Home Assistant. */
	readonly homeAssistant: boolean;
	/** Ids of the cards; only Sparkplug needs them, since its topics do not begin with the user's name. */
	readonly cards: readonly string[];
}

const kindNames = Object.keys(kinds) as Kind[];

const homeAssistantPatterns: readonly string[] = [
	`pattern write ${ROOT}/v1/%u/state`,
	`pattern write ${ROOT}/v1/%u/availability`,
	`pattern read ${ROOT}/v1/%u/set`,
	'pattern write homeassistant/device/%u/config',
	// mosquitto gives a pattern without %u to everybody, and warns of it (mqtt.md d.2): the status is for everybody.
	'pattern read homeassistant/status',
];

function cardPattern(kind: Kind): string {
	return `pattern ${kinds[kind].direction === 'out' ? 'write' : 'read'} ${ROOT}/v1/%u/${kind}`;
}

function serviceTopic(kind: Kind): string {
	return `topic ${kinds[kind].direction === 'out' ? 'read' : 'write'} ${ROOT}/v1/+/+/${kind}`;
}

/** Sparkplug puts the verb before the card, which no pattern can say (mqtt.md (e) 7): a section for each card. */
function sparkplugSection(group: string, card: string): string[] {
	const below = `spBv1.0/${group}`;
	return [
		'',
		`user ${userNameFor(card)}`,
		...['NBIRTH', 'NDATA', 'NDEATH'].map(verb => `topic write ${below}/${verb}/${card}`),
		...['DBIRTH', 'DDATA', 'DDEATH'].map(verb => `topic write ${below}/${verb}/${card}/${SPARKPLUG_DEVICE}`),
		`topic read ${below}/NCMD/${card}`,
		`topic read ${below}/DCMD/${card}/${SPARKPLUG_DEVICE}`,
		'topic read spBv1.0/STATE/+',
	];
}

/** The text of `acl_file`. Throws E_CARD_ID_INVALID. */
export function aclFile({service, sparkplugGroup, homeAssistant, cards}: AclOptions): string {
	const lines = [
		...kindNames.map(cardPattern),
		...(homeAssistant ? homeAssistantPatterns : []),
		'',
		`user ${service}`,
		...kindNames.map(serviceTopic),
		...(sparkplugGroup === null ? [] : cards.flatMap(card => sparkplugSection(sparkplugGroup, card))),
	];
	return `${lines.join('\n')}\n`;
}

export interface MosquittoOptions {
	readonly port: number;
	/** Address to listen on; null: all. */
	readonly host: string | null;
	/** Paths of PEM files, and every client needs a certificate; null: no TLS. */
	readonly tls: {readonly ca: string; readonly cert: string; readonly key: string} | null;
	/** Path of the password file, for a listener without client certificates. */
	readonly passwordFile: string | null;
	readonly aclFile: string;
}

function tlsLines(tls: NonNullable<MosquittoOptions['tls']>): string[] {
	return [
		`cafile ${tls.ca}`,
		`certfile ${tls.cert}`,
		`keyfile ${tls.key}`,
		'require_certificate true',
		'use_identity_as_username true',
	];
}

/** The text of `mosquitto.conf`. An acknowledged event survives a kill: written at every change (mqtt.md d.2). */
export function mosquittoConf({port, host, tls, passwordFile, aclFile: acl}: MosquittoOptions): string {
	const lines = [
		'persistence true',
		'persistence_location /var/lib/mosquitto/',
		'autosave_on_changes true',
		'autosave_interval 1',
		`max_packet_size ${PACKET_BYTES_MAX}`,
		`listener ${port}${host === null ? '' : ` ${host}`}`,
		...(tls === null ? [] : tlsLines(tls)),
		'allow_anonymous false',
		...(passwordFile === null ? [] : [`password_file ${passwordFile}`]),
		`acl_file ${acl}`,
	];
	return `${lines.join('\n')}\n`;
}
