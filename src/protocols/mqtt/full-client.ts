// The wire of one card in real time: MQTT.js, with TLS and MQTT 5. Each connection is a new MqttClient that never
// connects again by itself: back-off, queue and order are those of client.ts, as for the thin wire.

import type {Duplex} from 'node:stream';
import {connect, MqttClient} from 'mqtt';
import type {ErrorWithReasonCode, IClientOptions} from 'mqtt';
import {codedError} from '../../core/errors.ts';
import {BACKLOG_BYTES_MAX, reasonFrom, refusedWith} from './wire.ts';
import type {Closed, ConnectOptions, Message, OpenWire, Wire, WireEvents} from './wire.ts';

/** Where a broker is, taken from a URL; the address never holds the password. */
export interface BrokerUrl {
	/** `mqtt://host:port` or `mqtts://host:port`, fit to be shown. */
	readonly address: string;
	readonly user: string | null;
	readonly password: string | null;
}

export interface FullWireOptions {
	/** A URL without user and password, or a way to get a stream (tests, tunnels). */
	readonly broker: string | (() => Duplex);
	readonly protocolVersion: 4 | 5;
	/** For mqtts: PEM texts. */
	readonly tls?: {readonly ca?: string; readonly cert?: string; readonly key?: string};
}

const portByProtocol: Readonly<Record<string, string>> = {'mqtt:': '1883', 'mqtts:': '8883'};

/** Undoes the URL's escapes; null when they are none. */
function unescaped(text: string): string | null {
	try {
		return decodeURIComponent(text);
	} catch {
		return null;
	}
}

/** Takes a broker's URL apart. Throws E_USAGE, without what the text held: it may be a password. */
export function parseBrokerUrl(text: string): BrokerUrl {
	const url = URL.canParse(text) ? new URL(text) : null;
	const port = portByProtocol[url?.protocol ?? ''];
	const user = unescaped(url?.username ?? '');
	const password = unescaped(url?.password ?? '');
	if (url === null || port === undefined || url.hostname === '' || user === null || password === null) {
		const right = 'mqtt://host, mqtts://host, with :port and user:password@ where needed (% in them as %25)';
		throw codedError('E_USAGE', `The URL of the broker is not one of MQTT: write ${right}.`, {option: 'mqtt'});
	}
	const address = `${url.protocol}//${url.hostname}:${url.port || port}`;
	return {address, user: user === '' ? null : user, password: password === '' ? null : password};
}

function clientOptions(options: ConnectOptions, wire: FullWireOptions): IClientOptions {
	const {clientId, keepaliveSeconds, will, user, password} = options;
	return {
		clientId,
		keepalive: keepaliveSeconds,
		protocolVersion: wire.protocolVersion,
		clean: true,
		reconnectPeriod: 0,
		queueQoSZero: false,
		resubscribe: false,
		will: {topic: will.topic, payload: Buffer.from(will.payload), qos: will.qos, retain: will.retain},
		...(user === null ? {} : {username: user}),
		...(password === null ? {} : {password}),
		...wire.tls,
	};
}

class FullWire implements Wire {
	readonly client: MqttClient;
	readonly events: WireEvents;
	up: boolean;
	fault: Closed | null;

	constructor(client: MqttClient, events: WireEvents) {
		this.client = client;
		this.events = events;
		this.up = false;
		this.fault = null;
		client.on('connect', () => {
			this.up = true;
			events.connected();
		});
		client.on('message', (topic, payload, packet) => events.message(topic, payload, packet.retain));
		client.on('disconnect', packet =>
			this.note({how: 'lost', reason: `the broker said code ${packet.reasonCode}`, lasting: false}),
		);
		client.on('error', error => this.note(this.closedBy(error)));
		client.once('close', () => this.close());
		client.stream.on('drain', () => events.drained());
	}

	get isFull(): boolean {
		return this.client.stream.writableLength > BACKLOG_BYTES_MAX;
	}

	send(message: Message): void {
		const {topic, payload, qos, retain} = message;
		const bytes = Buffer.from(payload);
		this.client.publish(topic, bytes, {qos, retain}, error => {
			const code = (error as ErrorWithReasonCode | null | undefined)?.code;
			// Without a number it is the end of the connection, of which `close` tells.
			if (qos === 1 && (!error || typeof code === 'number')) {
				this.events.acknowledged(message, error ? error.message : null);
			}
		});
	}

	subscribe(filters: readonly string[]): void {
		this.client.subscribe([...filters], {qos: 1});
	}

	end(): void {
		this.note({how: 'stopped', reason: 'asked for', lasting: false});
		this.client.end(!this.up);
	}

	destroy(): void {
		this.note({how: 'stopped', reason: 'asked for', lasting: false});
		this.client.end(true);
	}

	/** The first reason given is the one that counts. */
	note(closed: Closed): void {
		this.fault ??= closed;
	}

	closedBy(error: Error | ErrorWithReasonCode): Closed {
		const {code} = error as ErrorWithReasonCode;
		if (typeof code === 'number' && !this.up) {
			return refusedWith(code);
		}
		return {how: this.up ? 'lost' : 'unreachable', reason: reasonFrom(error), lasting: false};
	}

	close(): void {
		this.note({how: this.up ? 'lost' : 'unreachable', reason: 'the connection was closed', lasting: false});
		this.events.closed(this.fault as Closed);
	}
}

/** Wires by MQTT.js. */
export function fullWires(options: FullWireOptions): OpenWire {
	const {broker} = options;
	return (session, events) => {
		const settings = clientOptions(session, options);
		const client = typeof broker === 'string' ? connect(broker, settings) : new MqttClient(() => broker(), settings);
		return new FullWire(client, events);
	};
}
