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
import {severalTurns, sleep} from '../../src/platform/node/pace.ts';
import {ConnectGate} from '../../src/protocols/mqtt/connect-gate.ts';
import {createMqttUplink} from '../../src/protocols/mqtt/uplink.ts';
import type {MqttUplink} from '../../src/protocols/mqtt/uplink.ts';
import {brokerError} from '../../src/protocols/mqtt/wire.ts';
import type {Closed} from '../../src/protocols/mqtt/wire.ts';
import {CardPaths} from '../net/card-paths.ts';
import {BrokerFaults} from './broker-faults.ts';
import {CardSession} from './card-session.ts';
import type {SessionPlace} from './card-session.ts';
import {brokerStreams, embeddedStreams, ledStreams} from './card-streams.ts';
import type {BrokerPlan, CardStreams} from './card-streams.ts';
import type {Fleet} from './fleet.ts';
import type {FleetOrders} from './fleet-orders.ts';
import type {LatencyWatch} from './latency-watch.ts';
import type {MessageLog} from './message-log.ts';
import type {MessageSink} from './message-sink.ts';
import {MqttCounters} from './mqtt-counters.ts';
import {NetPatience, REAL_WAIT_MS} from './net-patience.ts';
import type {Publisher} from './publisher.ts';
import {lacksRoom} from './sample-room.ts';
import {latencyWatchOf} from './session-wishes.ts';
import type {SessionWishes} from './session-wishes.ts';
import type {FleetUpdates, Sessions} from './updates/fleet-updates.ts';

/** Virtual time waits while a connected card holds more than this. */
const LONG_QUEUE = 500;
/** How long the last messages may take at the end, ms of real time. */
const SETTLE_MS = 5000;
const KEEPALIVE_SECONDS = 60;

export interface MqttNetOptions extends SessionWishes {
	readonly seed: number;
	readonly stop: AbortSignal;
	/** Keep-alive makes sense in real time only: a virtual minute may be a real millisecond. */
	readonly realTime: boolean;
	readonly broker: EmbeddedBroker | BrokerPlan;
	readonly note: (text: string) => void;
	readonly messages: MessageLog | undefined;
}

function isEmbedded(broker: EmbeddedBroker | BrokerPlan): broker is EmbeddedBroker {
	return 'attach' in broker;
}

export class MqttNet implements MessageSink, Sessions {
	readonly #options: MqttNetOptions;
	readonly counters = new MqttCounters();
	/** Who measures how long messages take, where that was asked for. */
	latency: LatencyWatch | undefined;
	readonly #streams: CardStreams;
	readonly #gate: ConnectGate | undefined;
	readonly wake = (card: number): void => this.#wake(card);
	readonly #uplinks: MqttUplink[] = [];
	#publisher: Publisher | undefined;
	#fleet: Fleet | undefined;
	#inbox: Inbox | undefined;
	#orders: FleetOrders | undefined;
	#said: (card: number) => void = () => {};
	/** The firmware of the cards, where they take any. */
	updates: FleetUpdates | undefined;
	/** Between the cards and their broker, and the broker itself, as faults find them. From `prepare` on. */
	paths!: CardPaths;
	brokerFaults!: BrokerFaults;
	readonly patience: NetPatience;
	#lastClosed: Closed | undefined;

	constructor(options: MqttNetOptions) {
		const {broker, connectPerSecond: rate, seed} = options;
		this.#options = options;
		this.#streams = isEmbedded(broker) ? embeddedStreams(broker) : brokerStreams(broker);
		this.#gate =
			rate === undefined
				? undefined
				: new ConnectGate(rate, nodeClock, new RandomStream(seedFor(seed, 'connect slots')));
		this.patience = new NetPatience({
			stop: options.stop,
			gate: this.#gate,
			isWaitedFor: cards => this.paths.hasFair(cards),
			// Virtual time must wait for a card, lest its log drops what nobody has.
			isCrowded: card => this.#backlog(card) > Math.min(LONG_QUEUE, (this.#fleet?.cards.logSize ?? 0) / 2),
			isBehind: () => this.#uplinks.some((_, card) => this.#backlog(card) > 0),
			isBusy: () => this.updates?.isBusy() === true,
		});
	}

	/** Gives every card its uplink; what is sent before `connect` waits in it. `said` is told of each message of a card. */
	prepare(fleet: Fleet, publisher: Publisher, orders: FleetOrders, said: (card: number) => void): void {
		this.#publisher = publisher;
		this.#fleet = fleet;
		this.#orders = orders;
		this.#said = said;
		this.#inbox = new Inbox(
			fleet.spec.cards.length,
			new ProtobufReader(new Uint8Array(0)),
			this.#actions(fleet, publisher),
		);
		const {seed, broker} = this.#options;
		const {cards} = fleet.spec;
		this.paths = new CardPaths(fleet.clock, card => seedFor(seed, `${cards[card].id}/network`));
		this.brokerFaults = new BrokerFaults(isEmbedded(broker) ? broker : null, this.paths, cards.length, seed);
		this.latency = latencyWatchOf(
			this.#options,
			this.#streams,
			fleet.spec.cards.map(({id}) => id),
		);
		const place = this.#sessionPlace(fleet, publisher);
		for (const [card, spec] of fleet.spec.cards.entries()) {
			this.#uplinks.push(createMqttUplink(new CardSession(place, card, spec.id)));
		}
	}

	/** Makes the sessions of all cards and waits until they are up. Throws E_BROKER_UNREACHABLE or E_BROKER_REFUSED. */
	async connect(): Promise<void> {
		this.latency?.start();
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
		if ((kind === 'sample' && lacksRoom(this.#fleet, card)) || uplink?.send(kind, payload) !== true) {
			this.counters.dropped += 1;
			return false;
		}
		this.counters.sent[kind] += 1;
		this.#said(card);
		if (kind === 'sample') {
			this.latency?.sent(card, kind, payload);
		}
		return true;
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
		await this.patience.ready();
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

	/**
	 * `stop` waits by the fleet's clock, which stands still now: real time bounds it instead. Over a disturbed path nothing arrives
	 * while that clock stands: nobody waits for those cards.
	 */
	async #settleAll(): Promise<void> {
		const stopping = this.#uplinks.map(async uplink => uplink.stop());
		const stopped = Promise.all(stopping.filter((_, card) => !this.paths.isDisturbed(card)));
		const patience = new AbortController();
		await Promise.race([stopped, sleep(SETTLE_MS, patience.signal)]);
		patience.abort();
		await this.#cutAll();
	}

	async #cutAll(): Promise<void> {
		this.latency?.close();
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
		this.patience.woke(card);
	}

	/** Events that virtual time can wait for until they are out; who is under a fault of the network has nobody wait for it. */
	#backlog(card: number): number {
		const isWaitedFor = this.#uplinks[card]?.up === true && !this.paths.isDisturbed(card);
		return isWaitedFor ? (this.#publisher?.feed.backlog(card) ?? 0) : 0;
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
			wire: {
				version: version ?? 4,
				counter: this.counters.wire,
				needsFilters: !isEmbedded(broker) && broker.brokers.length > 1,
			},
			counters: this.counters,
			latency: this.latency,
			messages: this.#options.messages,
			keepaliveSeconds: realTime && !isEmbedded(broker) ? KEEPALIVE_SECONDS : 0,
			sampleQos: sampleQos ?? 0,
			admit: gate === undefined ? undefined : go => gate.admit(go),
			connecting: card => this.patience.asked(card),
			said: card => this.#said(card),
			up: card => this.#up(card, publisher),
			down: (card, closed) => this.#down(card, closed),
			message: (card, kind: InKind, payload, retained) => this.#inbox?.take(card, kind, payload, retained, fleet.now()),
		};
	}

	#up(card: number, publisher: Publisher): void {
		this.patience.answered(card);
		this.#orders?.beginSession(card, publisher.sessionOf(card));
		this.send(card, 'birth', publisher.birth(card));
		this.updates?.connected(card);
	}

	#down(card: number, closed: Closed): void {
		this.patience.answered(card);
		this.updates?.disconnected(card);
		this.#lastClosed = closed;
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
