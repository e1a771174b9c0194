// The MQTT side of a fleet: a session a card, on the embedded broker by memory streams or on another by sockets. Back-off runs
// in the fleet's own time; virtual time waits while sessions are being made and while queues are long.

import {Inbox, logRefusals, takesNoFirmware} from '../../src/agent/inbox.ts';
import type {InboxActions} from '../../src/agent/inbox.ts';
import type {InKind, OutKind} from '../../src/agent/uplink.ts';
import {ProtobufReader} from '../../src/codec/protobuf-reader.ts';
import {codedError} from '../../src/core/errors.ts';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import type {EmbeddedBroker} from '../../src/platform/node/embedded-broker.ts';
import {breathe, severalTurns, sleep} from '../../src/platform/node/pace.ts';
import {ConnectGate} from '../../src/protocols/mqtt/connect-gate.ts';
import {createMqttUplink} from '../../src/protocols/mqtt/uplink.ts';
import type {MqttUplink} from '../../src/protocols/mqtt/uplink.ts';
import {brokerError} from '../../src/protocols/mqtt/wire.ts';
import type {Closed, ProtocolVersion} from '../../src/protocols/mqtt/wire.ts';
import {CardPaths} from '../net/card-paths.ts';
import {BrokerFaults} from './broker-faults.ts';
import {CardSession} from './card-session.ts';
import type {SessionPlace} from './card-session.ts';
import {brokerStreams, embeddedStreams, ledStreams} from './card-streams.ts';
import type {BrokerPlan, CardStreams} from './card-streams.ts';
import type {Fleet} from './fleet.ts';
import type {FleetOrders} from './fleet-orders.ts';
import type {MessageSink} from './message-sink.ts';
import {MqttCounters} from './mqtt-counters.ts';
import type {Publisher} from './publisher.ts';
import type {FleetUpdates, Sessions} from './updates/fleet-updates.ts';

/** Virtual time waits while a connected card holds more than this. */
const LONG_QUEUE = 500;
const REAL_WAIT_MS = 2;
/** Virtual time waits for the network at most this long in one go. */
const LONGEST_WAIT_MS = 10_000;
const EAGER_TURNS = 50;
const KEEPALIVE_SECONDS = 60;

/** How the sessions of a fleet behave; each has a default. */
export interface SessionWishes {
	/** 3.1.1 where nothing is said. */
	readonly version?: ProtocolVersion;
	/** Cards that begin to connect a second of real time; as many as want where nothing is said. */
	readonly connectPerSecond?: number | undefined;
	/** QoS of the samples; 0 where nothing is said. */
	readonly sampleQos?: 0 | 1;
}

export interface MqttNetOptions extends SessionWishes {
	readonly seed: number;
	readonly stop: AbortSignal;
	/** Keep-alive makes sense in real time only: a virtual minute may be a real millisecond. */
	readonly realTime: boolean;
	readonly broker: EmbeddedBroker | BrokerPlan;
	readonly note: (text: string) => void;
}

function isEmbedded(broker: EmbeddedBroker | BrokerPlan): broker is EmbeddedBroker {
	return 'attach' in broker;
}

export class MqttNet implements MessageSink, Sessions {
	readonly #options: MqttNetOptions;
	readonly counters = new MqttCounters();
	readonly #streams: CardStreams;
	readonly #gate: ConnectGate | undefined;
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
	/** Between the cards and their broker, and the broker itself, as faults find them. From `prepare` on. */
	paths!: CardPaths;
	brokerFaults!: BrokerFaults;
	#lastClosed: Closed | undefined;

	constructor(options: MqttNetOptions) {
		const {broker, connectPerSecond: rate, seed} = options;
		this.#options = options;
		this.#streams = isEmbedded(broker) ? embeddedStreams(broker) : brokerStreams(broker);
		this.#gate =
			rate === undefined
				? undefined
				: new ConnectGate(rate, nodeClock, new RandomStream(seedFor(seed, 'connect slots')));
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
		const {seed, broker} = this.#options;
		const {cards} = fleet.spec;
		this.paths = new CardPaths(fleet.clock, card => seedFor(seed, `${cards[card].id}/network`));
		this.brokerFaults = new BrokerFaults(isEmbedded(broker) ? broker : null, this.paths, cards.length, seed);
		const place = this.#sessionPlace(fleet, publisher);
		for (const [card, spec] of fleet.spec.cards.entries()) {
			this.#uplinks.push(createMqttUplink(new CardSession(place, card, spec.id)));
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
		const taken = uplink?.send(kind, payload) === true;
		if (taken) {
			this.counters.sent[kind] += 1;
		} else {
			this.counters.dropped += 1;
		}
		return taken;
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
			this.send(card, 'death', this.#publisher?.death(card, 'restarting') ?? new Uint8Array(0));
			void uplink.stop();
		}
	}

	/** Events that left a card's log before the broker took them. */
	get lostEvents(): number {
		return this.#publisher?.feed.lost ?? 0;
	}

	/** Virtual time may go on when the broker has done what it was told, no session is half made, and queues are short. */
	async ready(): Promise<void> {
		await this.brokerFaults.done;
		let waited = 0;
		const longestMs = LONGEST_WAIT_MS + (this.#gate?.backlogMs ?? 0);
		for (let turn = 0; this.#isBusy() && waited < longestMs && !this.#options.stop.aborted; turn++) {
			if (turn < EAGER_TURNS) {
				await breathe();
			} else {
				await sleep(REAL_WAIT_MS, this.#options.stop);
				waited += REAL_WAIT_MS;
			}
		}
		if (this.paths.hurries()) {
			await (isEmbedded(this.#options.broker) ? severalTurns() : sleep(REAL_WAIT_MS, this.#options.stop));
		}
	}

	/** Says good-bye for every card, and stops the embedded broker. */
	async close(publisher: Publisher): Promise<void> {
		for (const [card, uplink] of this.#uplinks.entries()) {
			if (uplink.up) {
				this.send(card, 'death', publisher.death(card, 'stopped'));
			}
		}
		await this.#settleAll();
		this.paths.close();
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
			sendBirth: card => this.send(card, 'birth', publisher.birth(card)),
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
		// Who is under a fault of the network has nobody wait for it.
		const isUp = this.#uplinks[card]?.up === true && !this.paths.isDisturbed(card);
		return isUp && backlog > Math.min(LONG_QUEUE, (this.#fleet?.cards.logSize ?? 0) / 2);
	}

	#sessionPlace(fleet: Fleet, publisher: Publisher): SessionPlace {
		const {broker, seed, realTime, version, sampleQos} = this.#options;
		const {paths} = this;
		const gate = this.#gate;
		return {
			seed,
			fleet,
			publisher,
			streams: ledStreams(this.#streams, (card, stream) => paths.opened(card, stream)),
			wire: {version: version ?? 4, counter: this.counters.wire},
			counters: this.counters,
			keepaliveSeconds: realTime && !isEmbedded(broker) ? KEEPALIVE_SECONDS : 0,
			sampleQos: sampleQos ?? 0,
			admit: gate === undefined ? undefined : go => gate.admit(go),
			connecting: card => this.#connecting.add(card),
			up: card => this.#up(card, publisher),
			down: (card, closed) => this.#down(card, closed),
			message: (card, kind: InKind, payload, retained) => this.#inbox?.take(card, kind, payload, retained, fleet.now()),
		};
	}

	#up(card: number, publisher: Publisher): void {
		this.#connecting.delete(card);
		this.#orders?.beginSession(card, publisher.sessionOf(card));
		this.send(card, 'birth', publisher.birth(card));
		this.updates?.connected(card);
	}

	#down(card: number, closed: Closed): void {
		this.#connecting.delete(card);
		this.updates?.disconnected(card);
		this.#lastClosed = closed;
	}

	#isBusy(): boolean {
		for (const card of this.#crowded) {
			if (!this.#isCrowded(card)) {
				this.#crowded.delete(card);
			}
		}
		const begins = this.paths.hasFair(this.#connecting) || (this.#gate?.waiting ?? 0) > 0;
		return begins || this.#crowded.size > 0 || this.updates?.isBusy() === true;
	}

	#connectError(down: number): Error {
		const {address} = this.#streams;
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
