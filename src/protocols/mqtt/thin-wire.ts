// MQTT 3.1.1 and 5 on any stream, thin enough for a connection per simulated card: the parser is shared by all, packets sent in
// one turn share a write, and an idle connection holds no buffer (mqtt.md c).

import type {Duplex} from 'node:stream';
import type {IConnackPacket, IPublishPacket, ISubackPacket, Packet} from 'mqtt-packet';
import type {Clock} from '../../core/clock.ts';
import {flushLater} from './flush-later.ts';
import {PacketReader} from './frame.ts';
import * as packets from './packets.ts';
import {BACKLOG_BYTES_MAX, reasonFrom, refusedWith} from './wire.ts';
import type {Closed, ConnectOptions, Message, OpenWire, ThinWireOptions, Wire, WireEvents} from './wire.ts';

/** A CONNACK that takes longer is none. */
const CONNECT_TIMEOUT_MS = 30000;
/** Longest wait for a PINGRESP (mqtt.md c.4). */
const PING_TIMEOUT_MS = 10000;
/** What waits for the end of the turn is written early once it is this large. */
const BATCH_BYTES = 16384;
const PACKET_ID_MAX = 65535;
/** Reason codes of MQTT 5 from here on are refusals. */
const REFUSALS_FROM = 0x80;

class ThinWire implements Wire {
	readonly stream: Duplex;
	readonly events: WireEvents;
	readonly clock: Clock;
	readonly settings: ThinWireOptions;
	readonly reader: PacketReader;
	readonly willAtEnd: boolean;
	keepaliveMs: number;
	inFlightMax: number;
	/** Sent in this turn, not yet written: the first packet, and those after it; most turns have one. */
	first: Buffer | null;
	rest: Buffer[] | null;
	batchBytes: number;
	/**
	 * In flight by packet id, in the order of sending; the ids in between are those of SUBSCRIBEs. Null when none is: ten
	 * thousand idle connections hold no map.
	 */
	inFlight: Map<number, Message> | null;
	lastId: number;
	up: boolean;
	ended: boolean;
	fault: Closed | null;
	/** Whether anything was sent since the timer last looked. */
	spoke: boolean;
	/** Whether a PINGREQ was sent and nothing heard since. */
	pinged: boolean;
	cancelTimer: () => void;
	/** Ends the wait for a SUBACK that is needed. */
	cancelSubscribe: (() => void) | null;

	constructor(stream: Duplex, options: ConnectOptions, events: WireEvents, clock: Clock, settings: ThinWireOptions) {
		this.stream = stream;
		this.events = events;
		this.clock = clock;
		this.settings = settings;
		this.willAtEnd = options.willAtEnd === true && settings.version === 5;
		this.inFlightMax = Infinity;
		this.reader = new PacketReader((bytes, start, _body, end) => this.receive(bytes.subarray(start, end)));
		this.keepaliveMs = options.keepaliveSeconds * 1000;
		this.first = null;
		this.rest = null;
		this.batchBytes = 0;
		this.inFlight = null;
		this.lastId = 0;
		this.up = false;
		this.ended = false;
		this.fault = null;
		this.spoke = false;
		this.pinged = false;
		this.cancelSubscribe = null;
		this.cancelTimer = clock.after(CONNECT_TIMEOUT_MS, () =>
			this.fail('unreachable', 'no answer to CONNECT within 30 s'),
		);
		this.listen();
		this.write(packets.connect(options, settings.version));
	}

	get isFull(): boolean {
		return this.batchBytes + this.stream.writableLength > BACKLOG_BYTES_MAX;
	}

	listen(): void {
		const {stream} = this;
		stream.on('data', (chunk: Buffer) => this.take(chunk));
		stream.on('drain', () => this.events.drained());
		stream.on('end', () => stream.destroy());
		stream.on('error', (error: Error) => this.note(this.up ? 'lost' : 'unreachable', reasonFrom(error)));
		stream.on('close', () => this.close());
	}

	send(message: Message): void {
		const {version} = this.settings;
		if (message.qos === 0) {
			this.write(packets.publish(message, 0, version));
			return;
		}
		const id = this.nextId();
		this.inFlight ??= new Map();
		this.inFlight.set(id, message);
		this.write(packets.publish(message, id, version));
	}

	subscribe(filters: readonly string[]): void {
		const {version, needsFilters} = this.settings;
		this.write(packets.subscribe(filters, this.nextId(), version));
		if (needsFilters === true) {
			const giveUp = (): void => this.fail('lost', 'no answer to SUBSCRIBE');
			this.cancelSubscribe = this.clock.after(CONNECT_TIMEOUT_MS, giveUp);
		}
	}

	end(): void {
		this.note('stopped', 'asked for');
		this.write(this.willAtEnd ? packets.disconnectWithWill : packets.disconnect);
		this.flush();
		this.ended = true;
		this.stream.end();
	}

	destroy(): void {
		this.note('stopped', 'asked for');
		this.stream.destroy();
	}

	nextId(): number {
		do {
			this.lastId = this.lastId === PACKET_ID_MAX ? 1 : this.lastId + 1;
		} while (this.inFlight?.has(this.lastId) === true);
		return this.lastId;
	}

	/** Adds a packet to the batch of this turn. A publish alone in its write costs thirty times one of many (design 4). */
	write(packet: Buffer): void {
		if (this.ended) {
			return;
		}
		if (this.first === null) {
			this.first = packet;
			flushLater(this);
		} else {
			this.rest ??= [];
			this.rest.push(packet);
		}
		this.batchBytes += packet.length;
		this.settings.counter?.count('out', packet.length);
		this.spoke = true;
		if (this.batchBytes >= BATCH_BYTES) {
			this.flush();
		}
	}

	flush(): void {
		const {first, rest} = this;
		if (first === null) {
			return;
		}
		this.first = null;
		this.rest = null;
		this.batchBytes = 0;
		if (!this.ended && this.stream.writable) {
			this.stream.write(rest === null ? first : Buffer.concat([first, ...rest]));
		}
	}

	take(chunk: Buffer): void {
		if (this.fault !== null) {
			return;
		}
		this.pinged = false;
		const fault = this.reader.take(chunk);
		if (fault !== null) {
			this.fail(this.up ? 'lost' : 'unreachable', fault);
		}
	}

	/** Acts on one packet; the fault that ends the connection, or null. */
	receive(bytes: Buffer): string | null {
		if (this.fault !== null) {
			return null;
		}
		this.settings.counter?.count('in', bytes.length);
		const packet = packets.decode(bytes, this.settings.version);
		if (packet === null || (packet.cmd === 'connack') === this.up) {
			return 'the broker sent a packet that is not MQTT here';
		}
		return this.act(packet);
	}

	act(packet: Packet): string | null {
		switch (packet.cmd) {
			case 'connack':
				return this.receiveConnack(packet);
			case 'publish':
				return this.receivePublish(packet);
			case 'puback':
				return this.receivePuback(packet.messageId ?? 0, packet.reasonCode ?? 0);
			case 'suback':
				return this.receiveSuback(packet.granted);
			case 'disconnect':
				return `the broker ended the session with code ${packet.reasonCode ?? 0}`;
			default:
				return null;
		}
	}

	receiveConnack(packet: IConnackPacket): string | null {
		const code = this.settings.version === 5 ? packet.reasonCode : packet.returnCode;
		if (code !== 0) {
			this.refuse(code ?? -1);
			return null;
		}
		this.up = true;
		this.cancelTimer();
		this.inFlightMax = packet.properties?.receiveMaximum ?? Infinity;
		this.keepaliveMs = (packet.properties?.serverKeepAlive ?? this.keepaliveMs / 1000) * 1000;
		this.keepAlive(this.keepaliveMs / 2);
		this.events.connected();
		return null;
	}

	receivePublish(packet: IPublishPacket): string | null {
		const id = packet.messageId ?? 0;
		if (packet.qos === 2 || (packet.qos === 1 && id <= 0)) {
			return 'the broker sent a PUBLISH of QoS 2 or with packet id 0';
		}
		this.events.message(packet.topic, packet.payload as Buffer, packet.retain);
		if (packet.qos === 1) {
			this.write(packets.acknowledge(id));
		}
		return null;
	}

	/** One for an unknown id is ignored (mqtt.md c.5). */
	receivePuback(id: number, reason: number): string | null {
		const message = this.inFlight?.get(id);
		if (message !== undefined) {
			this.inFlight?.delete(id);
			this.inFlight = this.inFlight?.size === 0 ? null : this.inFlight;
			this.events.acknowledged(message, reason < REFUSALS_FROM ? null : `the broker said code ${reason}`);
		}
		return null;
	}

	receiveSuback(granted: ISubackPacket['granted']): string | null {
		this.cancelSubscribe?.();
		const isRefused = granted.some(code => Number(code) >= REFUSALS_FROM);
		return isRefused && this.settings.needsFilters === true ? 'the broker refused a subscription' : null;
	}

	/** Looks every half interval whether the broker must hear something; a PINGREQ unanswered ends the connection. */
	keepAlive(delayMs: number): void {
		if (this.keepaliveMs > 0) {
			this.cancelTimer = this.clock.after(Math.floor(delayMs), () => this.look());
		}
	}

	look(): void {
		if (this.pinged) {
			this.fail('lost', 'no answer to a ping');
		} else if (this.spoke) {
			this.spoke = false;
			this.keepAlive(this.keepaliveMs / 2);
		} else {
			this.write(packets.pingRequest);
			this.pinged = true;
			this.keepAlive(Math.min(PING_TIMEOUT_MS, this.keepaliveMs / 2));
		}
	}

	/** The first reason given is the one that counts. */
	note(how: Closed['how'], reason: string): void {
		this.fault ??= {how, reason, lasting: false};
	}

	fail(how: Closed['how'], reason: string): void {
		this.note(how, reason);
		this.stream.destroy();
	}

	refuse(code: number): void {
		this.fault = refusedWith(code);
		this.stream.destroy();
	}

	close(): void {
		this.cancelTimer();
		this.cancelSubscribe?.();
		this.note(this.up ? 'lost' : 'unreachable', 'the connection was closed');
		this.events.closed(this.fault as Closed);
	}
}

const defaults: ThinWireOptions = {version: 4, counter: null};

/** Wires on the streams that `dial` gives: sockets, or memory. It must not throw; a stream that fails may. */
export function thinWires(dial: () => Duplex, clock: Clock, settings: ThinWireOptions = defaults): OpenWire {
	return (options, events) => new ThinWire(dial(), options, events, clock, settings);
}
