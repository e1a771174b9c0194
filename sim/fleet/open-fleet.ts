// Composes a fleet: its UPSs and cards, what they publish, the network, and the pace of time.

import {MINUTE} from '../../src/core/clock.ts';
import type {Millis} from '../../src/core/clock.ts';
import type {EventsAck} from '../../src/agent/event-feed.ts';
import {findEvent} from '../../src/agent/events.ts';
import {Pacer} from '../../src/platform/node/pace.ts';
import {addressesOf, parseBrokerUrls} from '../../src/protocols/mqtt/broker-url.ts';
import {findModel} from '../../src/ups/catalogue.ts';
import type {UpsModel} from '../../src/ups/model.ts';
import {codedError} from '../../src/core/errors.ts';
import type {BrokerPlan} from './card-streams.ts';
import {DEFAULT_LISTEN, openEmbedded} from './embedded.ts';
import {Fleet} from './fleet.ts';
import {FleetBench} from './fleet-bench.ts';
import {FleetHouse} from './fleet-house.ts';
import {FleetOrders} from './fleet-orders.ts';
import {CountingSink} from './message-sink.ts';
import type {Encoded} from './message-sink.ts';
import type {LatencyWatch} from './latency-watch.ts';
import type {MessageLog} from './message-log.ts';
import type {MessageSink} from './message-sink.ts';
import type {MqttCounters} from './mqtt-counters.ts';
import {MqttNet} from './mqtt-net.ts';
import type {SessionWishes} from './session-wishes.ts';
import {Publisher} from './publisher.ts';
import {aheadOf, isFree, longestStepOf} from './sample-turns.ts';
import type {SampleWishes} from './sample-turns.ts';
import type {FleetSpec} from './spec.ts';
import {Tally} from './tally.ts';
import {toldSink} from './told-sink.ts';
import {FleetUpdates} from './updates/fleet-updates.ts';
import type {Sessions} from './updates/fleet-updates.ts';
import {firmwareSetup} from './updates/setup.ts';
import type {FirmwareSetup, FirmwareWishes} from './updates/setup.ts';

/** How the cards speak to their broker; plain data, and each has a default. */
export interface MqttWishes extends SessionWishes, Partial<Omit<BrokerPlan, 'brokers'>> {
	/** In the place of that in the URL. */
	readonly password?: string;
}

export interface FleetSettings {
	/** Virtual seconds a real second; 1 is real time, Infinity as fast as it goes. */
	readonly speed: number;
	/** URL of a broker, or those of a cluster's nodes with commas between; `off` publishes nothing; undefined is the embedded one. */
	readonly mqttUrl?: string;
	readonly mqtt?: MqttWishes;
	readonly samples?: SampleWishes;
	/** Where the embedded broker listens, HOST:PORT. */
	readonly mqttListen?: string;
	/** The model of a SKU, where it is not the catalogue's. */
	readonly modelOf?: (sku: string) => UpsModel;
	/** Whose acknowledgement moves the cards' cursors: the broker's, where nobody said. */
	readonly eventsAck?: EventsAck;
	/** The firmware that the cards boot, and whom they trust to update it; undefined: they take none. */
	readonly firmware?: FirmwareWishes;
	/** Notes what the cards say and hear. */
	readonly messages?: MessageLog;
	readonly signal: AbortSignal;
	readonly note: (text: string) => void;
}

export interface OpenedFleet {
	readonly fleet: Fleet;
	readonly bench: FleetBench;
	/** The cards as their faces see them. */
	readonly house: FleetHouse;
	/** The firmware of the cards, where they take any. */
	readonly updates: FleetUpdates | undefined;
	/** What the sessions did; undefined where nothing is published. */
	readonly counters: MqttCounters | undefined;
	/** What would have been published, where nothing is. */
	readonly encoded: Encoded | undefined;
	/** How long messages take, where that was asked for. */
	latency(): LatencyWatch | undefined;
	readonly mqttUrl: string;
	/** Where the service comes in to collect and to command, password included; undefined where the broker is another's. */
	readonly serviceUrl: string | undefined;
	/** Whether as many samples were sent as there may be. */
	isSpent(): boolean;
	/** How far virtual time may go before who plays the fleet has to look around. */
	longestStep(): Millis;
	/** Titles, then a row a site and one for all. */
	summary(): string[][];
	/** Contents of a card's flash; null where it has none. */
	flash(card: number): Uint8Array | null;
	/** Of the whole life of the fleet; those of shards add up (life-digest.ts). */
	digest(): string;
	close(): Promise<void>;
}

/** Log entries that a fleet keeps in memory, all cards together, and the fewest and most of one card. */
const LOG_ENTRIES = 1_000_000;
const LOG_SIZE_MIN = 64;
const LOG_SIZE_MAX = 4096;
/** In the place of a URL. */
export const NO_MQTT = 'off';
/** Cards that begin to connect a second, where another's broker takes them: its listen queue may hold a hundred. */
export const CONNECTS_PER_SECOND = 1000;
const upsUpdateSucceeded = findEvent('upsUpdateSucceeded')?.id;

function modelOf(sku: string): UpsModel {
	const model = findModel(sku);
	if (model === null) {
		throw codedError(
			'E_MODEL_UNKNOWN',
			`No model has the SKU ${sku}; "ridethrough model list" shows those there are.`,
			{sku},
		);
	}
	return model;
}

interface Network {
	readonly sink: MessageSink;
	readonly net: MqttNet | undefined;
	readonly url: string;
	readonly serviceUrl: string | undefined;
}

function planOf(urls: string, {tls, localAddresses, proofs, password}: MqttWishes): BrokerPlan {
	const brokers = parseBrokerUrls(urls).map(broker => ({...broker, password: password ?? broker.password}));
	return {brokers, tls: tls ?? null, localAddresses: localAddresses ?? [], proofs: proofs ?? {}};
}

async function openNetwork(spec: FleetSpec, settings: FleetSettings): Promise<Network> {
	if (settings.mqttUrl === NO_MQTT) {
		return {sink: new CountingSink(spec.cards.length), net: undefined, url: '', serviceUrl: undefined};
	}
	const embedded =
		settings.mqttUrl === undefined
			? await openEmbedded(settings.mqttListen ?? DEFAULT_LISTEN, settings.note)
			: undefined;
	const wishes = settings.mqtt ?? {};
	const plan = embedded === undefined ? planOf(settings.mqttUrl ?? '', wishes) : undefined;
	const net = new MqttNet({
		connectPerSecond: embedded === undefined ? CONNECTS_PER_SECOND : undefined,
		...wishes,
		seed: spec.seed,
		stop: settings.signal,
		realTime: settings.speed === 1,
		broker: embedded?.broker ?? (plan as BrokerPlan),
		note: settings.note,
		messages: settings.messages,
	});
	const url = plan === undefined ? (embedded?.broker.url ?? '') : addressesOf(plan.brokers);
	return {sink: net, net, url, serviceUrl: embedded?.serviceUrl};
}

function logSizeFor(cards: number): number {
	return Math.max(LOG_SIZE_MIN, Math.min(LOG_SIZE_MAX, Math.floor(LOG_ENTRIES / Math.max(1, cards))));
}

/** Who hears of what happens in a fleet, as they come to be. */
interface Ears {
	readonly tally: Tally;
	publisher?: Publisher;
	orders?: FleetOrders;
	house?: FleetHouse;
	bench?: FleetBench;
	updates?: FleetUpdates;
}

function createFleet(spec: FleetSpec, ears: Ears, modelFor: (sku: string) => UpsModel): Fleet {
	return new Fleet(
		spec,
		{modelOf: modelFor, logSize: logSizeFor(spec.cards.length)},
		{
			logged(card, sequence, t, event, phase, detail) {
				ears.house?.logged(card, sequence, t, event, phase);
				if (event === upsUpdateSucceeded) {
					ears.publisher?.rebirth(card);
				}
				ears.publisher?.logged(card);
				ears.tally.logged(card, t, event, phase, detail);
				ears.bench?.seen(card, sequence, t, event, phase);
			},
			changed(card: number, t: Millis) {
				ears.house?.changed(card);
				ears.publisher?.sample(card, t, false);
				ears.orders?.changed(card, t);
			},
		},
	);
}

/** Sessions of cards that publish nothing. */
const noSessions: Sessions = {sendRequest: () => false, goOnline: () => {}, goOffline: () => {}};

function openUpdates(
	setup: FirmwareSetup | undefined,
	fleet: Fleet,
	net: MqttNet | undefined,
	ears: Ears,
): FleetUpdates | undefined {
	if (setup === undefined) {
		return undefined;
	}
	const updates = new FleetUpdates(setup, fleet, net ?? noSessions, (card, version) => {
		ears.publisher?.cardFirmware.set(card, version);
		ears.house?.renamed(card, version);
	});
	ears.updates = updates;
	if (ears.bench !== undefined) {
		ears.bench.updates = updates;
	}
	if (net !== undefined) {
		net.updates = updates;
	}
	return updates;
}

function published(sink: MessageSink, net: MqttNet | undefined): Pick<OpenedFleet, 'counters' | 'encoded' | 'latency'> {
	const encoded = sink instanceof CountingSink ? sink : undefined;
	return {counters: net?.counters, encoded, latency: () => net?.latency};
}

function livedBy(
	fleet: Fleet,
	tally: Tally,
	aheadMs: Millis,
): Pick<OpenedFleet, 'fleet' | 'summary' | 'digest' | 'longestStep'> {
	return {
		fleet,
		summary: () => tally.summary(fleet.spec),
		digest: () => tally.digestOf(fleet),
		longestStep: () => (fleet.runsAhead() ? aheadMs : MINUTE),
	};
}

/** Whether nothing of what happens in a fleet goes to anybody as it happens. */
function isAlone({mqttUrl, messages, firmware}: FleetSettings): boolean {
	return mqttUrl === NO_MQTT && messages === undefined && firmware === undefined;
}

/** How far virtual time may go before who plays the fleet has to look around. */
function stretchOf({cards}: FleetSpec, settings: FleetSettings): Millis {
	return isAlone(settings) && isFree(settings.samples ?? {}) ? aheadOf(cards.length) : MINUTE;
}

function openPacer({speed, signal, samples}: FleetSettings, sink: MessageSink, aheadMs: Millis): Pacer {
	return new Pacer(speed, () => sink.ready(), signal, longestStepOf(samples ?? {}, aheadMs));
}

/** A fleet that stands: all cards born, time at 0. */
export async function openFleet(spec: FleetSpec, settings: FleetSettings): Promise<OpenedFleet> {
	// What is wrong with the firmware is told before anything is open.
	const setup = settings.firmware === undefined ? undefined : firmwareSetup(settings.firmware);
	const {sink, net, url, serviceUrl} = await openNetwork(spec, settings);
	const tally = new Tally(spec);
	const ears: Ears = {tally};
	const modelFor = settings.modelOf ?? modelOf;
	const fleet = createFleet(spec, ears, modelFor);
	const told = net ?? toldSink(settings.messages?.sink(sink, fleet.clock) ?? sink, card => ears.bench?.sent(card));
	const orders = new FleetOrders(fleet, (card, payload) => told.send(card, 'result', payload));
	const house = new FleetHouse(fleet, orders);
	const publisher = new Publisher(fleet, modelFor, told, settings.eventsAck ?? 'puback', settings.samples);
	Object.assign(ears, {orders, house, publisher});
	const aheadMs = stretchOf(spec, settings);
	const pacer = openPacer(settings, sink, aheadMs);
	const bench = new FleetBench(fleet, pacer, net, house);
	bench.publishedThrough = card => (net === undefined ? publisher.feed.sent[card] : publisher.feed.base(card));
	ears.bench = bench;
	fleet.runsAhead = () => isAlone(settings) && bench.isUnwatched && house.isUnheard && orders.isIdle;
	net?.prepare(fleet, publisher, orders, card => bench.sent(card));
	fleet.start();
	const updates = openUpdates(setup, fleet, net, ears);
	updates?.start();
	await net?.connect();
	publisher.start();
	pacer.start();
	return {
		bench,
		house,
		updates,
		...published(sink, net),
		...livedBy(fleet, tally, aheadMs),
		mqttUrl: url,
		serviceUrl,
		isSpent: () => publisher.isSpent,
		flash: card => updates?.cards[card].device.flash.image() ?? null,
		close: async () => net?.close(publisher),
	};
}
