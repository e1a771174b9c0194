// The wire of one card in real time: MQTT.js, with TLS and MQTT 5. Each connection is a new MqttClient that never
// connects again by itself: back-off, queue and order are those of client.ts, as for the thin wire.

import type {Duplex} from 'node:stream';
import {connect, MqttClient} from 'mqtt';
import type {ErrorWithReasonCode, IClientOptions} from 'mqtt';
import {BACKLOG_BYTES_MAX, reasonFrom, refusedWith} from './wire.ts';
import type {Closed, ConnectOptions, Message, OpenWire, ProtocolVersion, Wire, WireEvents} from './wire.ts';

/** For mqtts: PEM texts, never logged. */
export interface TlsOptions {
	readonly ca?: string;
	readonly cert?: string;
	readonly key?: string;
	/** The name that the broker's certificate must bear, where it is not the one in the URL. */
	readonly servername?: string;
}

export interface FullWireOptions {
	/** URLs of the nodes without user and password, tried in turn, or a way to get a stream (tests, tunnels). */
	readonly broker: string | readonly string[] | (() => Duplex);
	readonly protocolVersion: ProtocolVersion;
	readonly tls?: TlsOptions | null;
	/**
	 * Whether a session without its subscriptions is of no use: one that a broker refuses or leaves unanswered, as a cluster does
	 * while it elects, ends then and is tried anew.
	 */
	readonly needsFilters?: boolean;
}

/** How long a broker may take to grant a subscription that is needed. */
const SUBSCRIBE_TIMEOUT_MS = 10_000;
/** Codes of SUBACK from here on are refusals. */
const REFUSALS_FROM = 0x80;

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
		...(will === null ? {} : {will: willOf(will)}),
		...(user === null ? {} : {username: user}),
		...(password === null ? {} : {password}),
		...wire.tls,
	};
}

function willOf({topic, payload, qos, retain}: Message): NonNullable<IClientOptions['will']> {
	return {topic, payload: Buffer.from(payload), qos, retain};
}

/** DISCONNECT with will message. */
const WITH_WILL = 0x04;

class FullWire implements Wire {
	readonly client: MqttClient;
	readonly willAtEnd: boolean;
	readonly needsFilters: boolean;
	readonly events: WireEvents;
	up: boolean;
	fault: Closed | null;
	inFlightMax: number;

	constructor(client: MqttClient, events: WireEvents, willAtEnd: boolean, needsFilters: boolean) {
		this.client = client;
		this.willAtEnd = willAtEnd;
		this.needsFilters = needsFilters;
		this.events = events;
		this.up = false;
		this.fault = null;
		this.inFlightMax = Infinity;
		client.on('connect', ({properties}) => {
			this.up = true;
			this.inFlightMax = properties?.receiveMaximum ?? Infinity;
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
		if (!this.needsFilters) {
			this.client.subscribe([...filters], {qos: 1});
			return;
		}
		const timer = setTimeout(() => this.giveUp('no answer to SUBSCRIBE'), SUBSCRIBE_TIMEOUT_MS);
		this.client.once('close', () => clearTimeout(timer));
		this.client.subscribe([...filters], {qos: 1}, (error, granted) => {
			clearTimeout(timer);
			if (error !== null || granted?.some(({qos}) => qos >= REFUSALS_FROM) === true) {
				this.giveUp('the broker refused a subscription');
			}
		});
	}

	giveUp(reason: string): void {
		this.note({how: 'lost', reason, lasting: false});
		this.client.end(true);
	}

	end(): void {
		this.note({how: 'stopped', reason: 'asked for', lasting: false});
		this.client.end(!this.up, this.willAtEnd ? {reasonCode: WITH_WILL} : {});
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

/** Wires by MQTT.js. Where there are several nodes, each connection goes to the next: the one before may be gone. */
export function fullWires(options: FullWireOptions): OpenWire {
	const {broker} = options;
	let tries = 0;
	return (session, events) => {
		const settings = clientOptions(session, options);
		const client =
			typeof broker === 'function'
				? new MqttClient(() => broker(), settings)
				: connect(typeof broker === 'string' ? broker : broker[tries++ % broker.length], settings);
		const willAtEnd = options.protocolVersion === 5 && session.willAtEnd === true;
		return new FullWire(client, events, willAtEnd, options.needsFilters === true);
	};
}
