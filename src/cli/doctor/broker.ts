// Checks of a broker, by short sessions with it: versions of MQTT, what it grants, its certificate.

import {readFileSync} from 'node:fs';
import {connect as connectTls} from 'node:tls';
import type {PeerCertificate, TLSSocket} from 'node:tls';
import {connect} from 'mqtt';
import type {ErrorWithReasonCode, IClientOptions, IConnackPacket, MqttClient} from 'mqtt';
import {parseBrokerUrl} from '../../protocols/mqtt/broker-url.ts';
import {topicFor, userNameFor} from '../../protocols/mqtt/topics.ts';
import {reasonFrom, refusedWith} from '../../protocols/mqtt/wire.ts';
import {failed, ok, skipped, warning} from './finding.ts';
import type {Finding} from './finding.ts';

const TIMEOUT_MS = 5000;
const SOON_DAYS = 30;
const DAY_MS = 86_400_000;
const REFUSED_FROM = 0x80;
/** Who asks where the user name is no card's, and whom it tries to pass for. */
const PROBE_CARD = 'doctor';
const FOREIGN_CARD = 'doctor-foreign';

export interface BrokerGiven {
	readonly url: string;
	/** File with the certificates that are trusted; undefined: those of the system. */
	readonly ca?: string;
}

interface Session {
	readonly client: MqttClient;
	readonly connack: IConnackPacket;
}

type Opened = Session | {readonly refused: string};

async function open(url: string, options: IClientOptions): Promise<Opened> {
	const client = connect(url, {...options, clean: true, reconnectPeriod: 0, connectTimeout: TIMEOUT_MS});
	return new Promise(resolve => {
		client.once('connect', connack => resolve({client, connack}));
		client.once('error', error => {
			const {code} = error as ErrorWithReasonCode;
			client.end(true);
			resolve({refused: typeof code === 'number' ? refusedWith(code).reason : reasonFrom(error)});
		});
		client.once('close', () => resolve({refused: 'the connection was closed'}));
	});
}

/** All that can be seen of the broker from here. Throws E_USAGE. */
export async function brokerFindings({url, ca}: BrokerGiven): Promise<Finding[]> {
	const {address, user, password} = parseBrokerUrl(url);
	const options: IClientOptions = {
		...(user === null ? {} : {username: user}),
		...(password === null ? {} : {password}),
		...(ca === undefined ? {} : {ca: readFileSync(ca)}),
	};
	const tls = address.startsWith('mqtts:') ? [await certificateFinding(address, ca)] : [];
	const old = await open(address, {...options, protocolVersion: 4});
	const recent = await open(address, {...options, protocolVersion: 5});
	try {
		return [...tls, ...versionFindings(address, old, recent), ...(await grantFindings(recent, user))];
	} finally {
		for (const session of [old, recent]) {
			if ('client' in session) {
				session.client.end(true);
			}
		}
	}
}

function versionFindings(address: string, old: Opened, recent: Opened): Finding[] {
	if ('refused' in old && 'refused' in recent) {
		const change = 'Check that a broker runs there, the port, the user name and the password.';
		return [failed('broker', `${address}: ${old.refused}`, change)];
	}
	const spoken = [['3.1.1', old] as const, ['5', recent] as const].flatMap(([version, session]) =>
		'client' in session ? [version] : [],
	);
	return [
		ok('broker', `${address} answers`),
		spoken.includes('3.1.1')
			? ok('broker-versions', `MQTT ${spoken.join(' and ')}`)
			: warning('broker-versions', 'MQTT 5 only', 'Give the agent --mqtt-version 5.'),
		...('connack' in recent ? [retainedFinding(recent.connack)] : []),
	];
}

function retainedFinding({properties}: IConnackPacket): Finding {
	return properties?.retainAvailable === false
		? failed('broker-retained', 'the broker keeps no retained messages', 'Allow them: births and deaths are retained.')
		: ok('broker-retained', 'retained messages are kept');
}

/** The card whose user name it is; the probe otherwise. */
function cardOf(user: string | null): string {
	const card = user?.split('/')[1] ?? PROBE_CARD;
	return /^[a-z0-9-]{1,32}$/.test(card) && userNameFor(card) === user ? card : PROBE_CARD;
}

/** MQTT 5 alone says what it did with a message. */
async function grantFindings(opened: Opened, user: string | null): Promise<Finding[]> {
	if ('refused' in opened) {
		return [skipped('broker-grants', 'only a broker with MQTT 5 says what it lets a card do')];
	}
	const {client} = opened;
	const card = cardOf(user);
	const heard = await mayHear(client, topicFor(card, 'command'));
	const own = await maySay(client, topicFor(card, 'sample'));
	const foreign = await maySay(client, topicFor(FOREIGN_CARD, 'sample'));
	const grant = `Let user ${userNameFor(card)} publish and subscribe below ridethrough/v1/${userNameFor(card)}/.`;
	return [
		heard
			? ok('broker-subscribe', `${card} may hear its commands`)
			: failed('broker-subscribe', `${card} may not hear its commands`, grant),
		own ? ok('broker-publish', `${card} may publish`) : failed('broker-publish', `${card} may not publish`, grant),
		foreign
			? warning(
					'broker-foreign',
					`${card} may publish as another card`,
					'Hold each card to its own topics by access rules (mosquitto: pattern with %u).',
				)
			: ok('broker-foreign', `${card} may not publish as another card`),
	];
}

async function mayHear(client: MqttClient, topic: string): Promise<boolean> {
	try {
		const [granted] = await limited(client.subscribeAsync(topic, {qos: 1}));
		return granted.qos < REFUSED_FROM;
	} catch {
		return false;
	}
}

/** An empty message, which every consumer takes for one that says nothing. */
async function maySay(client: MqttClient, topic: string): Promise<boolean> {
	try {
		await limited(client.publishAsync(topic, '', {qos: 1}));
		return true;
	} catch {
		return false;
	}
}

/** A broker that refuses by silence or by closing. */
async function limited<T>(asked: Promise<T>): Promise<T> {
	const timer = new AbortController();
	const late = new Promise<never>((_, reject) => {
		const handle = setTimeout(() => reject(new Error('no answer')), TIMEOUT_MS);
		timer.signal.addEventListener('abort', () => clearTimeout(handle));
	});
	try {
		return await Promise.race([asked, late]);
	} finally {
		timer.abort();
	}
}

async function certificateFinding(address: string, ca: string | undefined): Promise<Finding> {
	const {hostname, port} = new URL(address);
	const host = hostname.replace(/^\[|\]$/g, '');
	const authorities = ca === undefined ? {} : {ca: readFileSync(ca)};
	return new Promise(resolve => {
		const socket = connectTls({
			host,
			port: Number(port),
			rejectUnauthorized: false,
			timeout: TIMEOUT_MS,
			...authorities,
		});
		socket.once('secureConnect', () => {
			resolve(judged(socket, socket.getPeerCertificate()));
			socket.destroy();
		});
		const fail = (reason: string): void => {
			socket.destroy();
			resolve(failed('broker-tls', reason, 'Check that the port speaks TLS (8883); plain MQTT is mqtt:// on 1883.'));
		};
		socket.once('timeout', () => fail('no answer'));
		socket.once('error', error => fail(error.message));
	});
}

function judged(socket: TLSSocket, {valid_to: until, subjectaltname: names}: PeerCertificate): Finding {
	const left = (Date.parse(until) - Date.now()) / DAY_MS;
	const seen = `valid until ${until}, for ${names ?? 'no name'}`;
	if (!socket.authorized) {
		const reason = String(socket.authorizationError);
		return failed(
			'broker-tls',
			`${reason}; ${seen}`,
			'Give --mqtt-ca the authority that signed it, or the broker a certificate for this host that is valid now.',
		);
	}
	return left > SOON_DAYS
		? ok('broker-tls', seen)
		: warning('broker-tls', `${seen}: ${Math.floor(left)} days`, 'Renew the certificate of the broker.');
}
