// The MQTT side of a fleet: a session a card, on the embedded broker by memory streams or on another by sockets. Back-off runs
// in the fleet's own time; virtual time waits while sessions are being made and while queues are long.

import {connect as connectSocket} from 'node:net';
import type {Duplex} from 'node:stream';
import {connect as connectTls} from 'node:tls';
import {Inbox, logRefusals, takesNoFirmware} from '../../src/agent/inbox.ts';
import type {InboxActions} from '../../src/agent/inbox.ts';
import type {OutKind} from '../../src/agent/uplink.ts';
import {ProtobufReader} from '../../src/codec/protobuf-reader.ts';
import {codedError} from '../../src/core/errors.ts';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import type {EmbeddedBroker} from '../../src/platform/node/embedded-broker.ts';
import {breathe, sleep} from '../../src/platform/node/pace.ts';
import type {BrokerUrl} from '../../src/protocols/mqtt/broker-url.ts';
import {thinWires} from '../../src/protocols/mqtt/thin-wire.ts';
import {createMqttUplink} from '../../src/protocols/mqtt/uplink.ts';
import type {MqttUplink} from '../../src/protocols/mqtt/uplink.ts';
import {brokerError} from '../../src/protocols/mqtt/wire.ts';
import type {Closed} from '../../src/protocols/mqtt/wire.ts';
import type {Undo} from '../scenario/bench.ts';
import type {Fleet} from './fleet.ts';
import type {FleetOrders} from './fleet-orders.ts';
import type {MessageSink} from './message-sink.ts';
import type {Publisher} from './publisher.ts';
import type {FleetUpdates, Sessions} from './updates/fleet-updates.ts';

/** QoS 1 messages that a card holds at most while its broker is away. */
const QUEUE_MAX = 10_000;
/** Virtual time waits while a connected card holds more than this. */
const LONG_QUEUE = 500;
const REAL_WAIT_MS = 2;
/** Virtual time waits for the network at most this long in one go. */
const LONGEST_WAIT_MS = 10_000;
const EAGER_TURNS = 50;
const KEEPALIVE_SECONDS = 60;

export interface MqttNetOptions {
	readonly seed: number;
	readonly stop: AbortSignal;
	/** Keep-alive makes sense in real time only: a virtual minute may be a real millisecond. */
	readonly realTime: boolean;
	readonly broker: EmbeddedBroker | BrokerUrl;
	readonly note: (text: string) => void;
}

function isEmbedded(broker: EmbeddedBroker | BrokerUrl): broker is EmbeddedBroker {
	return 'attach' in broker;
}

function dialUrl(broker: BrokerUrl): Duplex {
	const {protocol, hostname, port} = new URL(broker.address);
	const at = {host: hostname.replace(/^\[|\]$/g, ''), port: Number(port)};
	return protocol === 'mqtts:' ? connectTls({...at, servername: at.host}) : connectSocket({...at, noDelay: true});
}

export class MqttNet implements MessageSink, Sessions {
	readonly #options: MqttNetOptions;
	readonly wake = (card: number): void => this.#wake(card);
	readonly #uplinks: MqttUplink[] = [];
	#publisher: Publisher | undefined;
	#fleet: Fleet | undefined;
	#inbox: Inbox | undefined;
	#orders: FleetOrders | undefined;
	/** The firmware of the cards, where they take any. */
	updates: FleetUpdates | undefined;
	/** Cards that are between CONNECT and CONNACK. */
	readonly #connecting = new Set<number>();
	/** Cards whose queue was long when they were last looked at. */
	readonly #crowded = new Set<number>();
	#broker: Promise<void> = Promise.resolve();
	#lastClosed: Closed | undefined;

	constructor(options: MqttNetOptions) {
		this.#options = options;
	}

	/** Gives every card its uplink; what is sent before `connect` waits in it. */
	prepare(fleet: Fleet, publisher: Publisher, orders: FleetOrders): void {
		this.#publisher = publisher;
		this.#fleet = fleet;
		this.#orders = orders;
		this.#inbox = new Inbox(
			fleet.spec.cards.length,
			new ProtobufReader(new Uint8Array(0)),
			this.#actions(fleet, publisher),
		);
		for (const [card, spec] of fleet.spec.cards.entries()) {
			this.#uplinks.push(this.#uplinkOf(fleet, publisher, card, spec.id));
		}
	}

	/** Makes the sessions of all cards and waits until they are up. Throws E_BROKER_UNREACHABLE or E_BROKER_REFUSED. */
	async connect(): Promise<void> {
		for (const uplink of this.#uplinks) {
			uplink.start();
		}
		await this.ready();
		const down = this.#uplinks.filter(uplink => !uplink.up).length;
		if (down > 0 && !this.#options.stop.aborted) {
			await this.#cutAll();
			throw this.#connectError(down);
		}
	}

	send(card: number, kind: OutKind, payload: Uint8Array): boolean {
		const uplink = this.#uplinks[card];
		if (uplink === undefined) {
			return false;
		}
		return uplink.send(kind, payload);
	}

	sendRequest(card: number, message: Uint8Array): boolean {
		return this.send(card, 'ota-request', message);
	}

	goOnline(card: number): void {
		this.#uplinks[card]?.start();
	}

	goOffline(card: number, isCut: boolean): void {
		const uplink = this.#uplinks[card];
		if (isCut) {
			uplink?.cut();
		} else if (uplink?.up === true) {
			uplink.send('death', this.#publisher?.death(card, 'restarting') ?? new Uint8Array(0));
			void uplink.stop();
		}
	}

	/** Events that left a card's log before the broker took them. */
	get lostEvents(): number {
		return this.#publisher?.feed.lost ?? 0;
	}

	/** Virtual time may go on when the broker has done what it was told, no session is half made, and queues are short. */
	async ready(): Promise<void> {
		await this.#broker;
		let waited = 0;
		for (let turn = 0; this.#isBusy() && waited < LONGEST_WAIT_MS && !this.#options.stop.aborted; turn++) {
			if (turn < EAGER_TURNS) {
				await breathe();
			} else {
				await sleep(REAL_WAIT_MS, this.#options.stop);
				waited += REAL_WAIT_MS;
			}
		}
	}

	/** Stops the embedded broker; its undo starts it again on the same port. */
	stopBroker(): Undo {
		const {broker, note} = this.#options;
		if (!isEmbedded(broker)) {
			note('fault brokerOutage: the broker is not ours to stop; leave out --mqtt to play on the embedded one');
			return () => {};
		}
		this.#broker = this.#broker.then(() => broker.stop());
		return () => {
			this.#broker = this.#broker.then(() => broker.start());
		};
	}

	/** Says good-bye for every card, and stops the embedded broker. */
	async close(publisher: Publisher): Promise<void> {
		for (const [card, uplink] of this.#uplinks.entries()) {
			if (uplink.up) {
				uplink.send('death', publisher.death(card, 'stopped'));
			}
		}
		await this.#settleAll();
		if (isEmbedded(this.#options.broker)) {
			await this.#options.broker.stop();
		}
	}

	/** `stop` waits by the fleet's clock, which stands still now: real time bounds it instead. */
	async #settleAll(): Promise<void> {
		const stopped = Promise.all(this.#uplinks.map(async uplink => uplink.stop()));
		const patience = new AbortController();
		await Promise.race([stopped, sleep(LONGEST_WAIT_MS / 2, patience.signal)]);
		patience.abort();
		await this.#cutAll();
	}

	async #cutAll(): Promise<void> {
		for (const uplink of this.#uplinks) {
			uplink.cut();
		}
	}

	#actions(fleet: Fleet, publisher: Publisher): InboxActions {
		return {
			acked: (card, ack, t) => {
				const believed = publisher.feed.ack(card, ack, t);
				this.#uplinks[card].wake();
				return believed;
			},
			sendBirth: card => this.#uplinks[card].send('birth', publisher.birth(card)),
			sendFullSample: (card, t) => publisher.fullSample(card, t),
			ordered: (card, payload, retained, t) => {
				if (this.#orders?.take(card, payload, retained) !== true) {
					this.#inbox?.refuse(card, 'an order is not the message Command of ridethrough.v1', t);
				}
			},
			ota: (card, payload) => this.updates?.take(card, payload) ?? takesNoFirmware,
			refused: (card, count, why, t) => logRefusals(fleet.cardView(card), t, count, why),
		};
	}

	#wake(card: number): void {
		this.#uplinks[card]?.wake();
		if (this.#isCrowded(card)) {
			this.#crowded.add(card);
		}
	}

	/** Whether virtual time must wait for a card, lest its log drops what nobody has. */
	#isCrowded(card: number): boolean {
		const backlog = this.#publisher?.feed.backlog(card) ?? 0;
		return this.#uplinks[card]?.up === true && backlog > Math.min(LONG_QUEUE, (this.#fleet?.cards.logSize ?? 0) / 2);
	}

	#uplinkOf(fleet: Fleet, publisher: Publisher, card: number, id: string): MqttUplink {
		const {broker, seed, realTime} = this.#options;
		const embedded = isEmbedded(broker);
		return createMqttUplink({
			card: id,
			openWire: thinWires(() => (embedded ? broker.attach(id) : dialUrl(broker)), fleet.clock),
			clock: fleet.clock,
			random: new RandomStream(seedFor(seed, `${id}/backoff`)),
			user: embedded ? null : broker.user,
			password: embedded ? null : broker.password,
			keepaliveSeconds: realTime && !embedded ? KEEPALIVE_SECONDS : 0,
			queueMax: QUEUE_MAX,
			feed: {
				begin: () => publisher.feed.begin(card, fleet.now()),
				next: () => publisher.nextEvent(card),
				took: sequence => publisher.feed.took(card, sequence),
			},
			death: () => {
				this.#connecting.add(card);
				return publisher.beginSession(card).slice();
			},
			onUp: () => {
				this.#connecting.delete(card);
				this.#orders?.beginSession(card, publisher.sessionOf(card));
				this.#uplinks[card]?.send('birth', publisher.birth(card));
				this.updates?.connected(card);
			},
			onDown: closed => {
				this.#connecting.delete(card);
				this.updates?.disconnected(card);
				this.#lastClosed = closed;
			},
			onMessage: (kind, payload, retained) => this.#inbox?.take(card, kind, payload, retained, fleet.now()),
		});
	}

	#isBusy(): boolean {
		for (const card of this.#crowded) {
			if (!this.#isCrowded(card)) {
				this.#crowded.delete(card);
			}
		}
		return this.#connecting.size > 0 || this.#crowded.size > 0 || this.updates?.isBusy() === true;
	}

	#connectError(down: number): Error {
		const {broker} = this.#options;
		const address = isEmbedded(broker) ? 'the embedded broker' : broker.address;
		if (this.#lastClosed !== undefined) {
			return brokerError(this.#lastClosed, address);
		}
		return codedError(
			'E_BROKER_UNREACHABLE',
			`${down} cards got no answer from the broker at ${address}; check the address and the port.`,
			{address},
		);
	}
}
