// What tests of MQTT share: cards whose birth and death hold the number of their session, watchers, and a broker in memory.

import type {Duplex} from 'node:stream';
import type {ExecutionContext} from 'ava';
import {MqttClient} from 'mqtt';
import {RandomStream} from '../../src/core/random.ts';
import type {EmbeddedBroker} from '../../src/platform/node/embedded-broker.ts';
import {createEmbeddedBroker} from '../../src/platform/node/embedded-broker.ts';
import {createStreamPair} from '../../src/platform/node/stream-pair.ts';
import {cardAccess} from '../../src/protocols/mqtt/access.ts';
import {fullWires} from '../../src/protocols/mqtt/full-client.ts';
import {createGuard} from '../../src/protocols/mqtt/guard.ts';
import {thinWires} from '../../src/protocols/mqtt/thin-wire.ts';
import {createMqttUplink} from '../../src/protocols/mqtt/uplink.ts';
import type {MqttUplink} from '../../src/protocols/mqtt/uplink.ts';
import type {Closed, OpenWire} from '../../src/protocols/mqtt/wire.ts';
import {ManualClock} from './manual-clock.ts';

const WAIT_LIMIT_MS = 15000;
const SENTINEL = 'ridethrough/sentinel';

/** Lets the event loop turn until `holds`, without sleeping; fails after 15 s. */
export async function until(holds: () => boolean, what: string): Promise<void> {
	const start = performance.now();
	while (!holds()) {
		if (performance.now() - start > WAIT_LIMIT_MS) {
			throw new Error(`never came true: ${what}`);
		}
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	}
}

/** Lets the event loop turn so often that whatever was under way in memory is done. */
export async function settle(): Promise<void> {
	let turns = 0;
	await until(() => (turns += 1) > 50, 'fifty turns');
}

export const quietLog = {write: () => undefined};

/** A broker in memory with the rules of cards and observers. */
export async function startBroker(t: ExecutionContext): Promise<EmbeddedBroker> {
	const broker = await createEmbeddedBroker({access: cardAccess, createGuard, log: quietLog});
	t.teardown(() => broker.stop());
	return broker;
}

/** A broker to test against, whichever it is. */
export interface MqttBench {
	dial(card: string): Duplex;
	/** A stream for a session that may watch. */
	dialWatcher(): Duplex;
	/** Publishes as the service. */
	say(topic: string, payload: string, retain: boolean): Promise<void>;
}

/** The embedded broker as a bench. Watchers are observers, which only TCP sessions are: they are let in by the same door. */
export function observerBench(broker: EmbeddedBroker): MqttBench {
	return {
		dial: card => broker.attach(card),
		dialWatcher() {
			const [near, far] = createStreamPair();
			broker.accept(far, null, null);
			return near;
		},
		say: (topic, payload, retain) => broker.publish(topic, Buffer.from(payload), {qos: 1, retain}),
	};
}

export const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

export interface Seen {
	readonly topic: string;
	readonly payload: string;
	readonly retained: boolean;
}

export interface Watcher {
	readonly seen: readonly Seen[];
	/** `kind payload` of what was seen, in order; retained ones are marked with `!`. */
	readonly short: () => string[];
	readonly client: MqttClient;
}

/** Subscribes, and resolves when everything retained has been told. */
export async function watch(t: ExecutionContext, bench: MqttBench, filter: string): Promise<Watcher> {
	const client = new MqttClient(() => bench.dialWatcher(), {
		clientId: 'watcher',
		protocolVersion: 4,
		reconnectPeriod: 0,
	});
	client.on('error', error => t.log(error.message));
	t.teardown(() => client.end(true));
	const seen: Seen[] = [];
	let told = false;
	client.on('message', (topic, payload, packet) => {
		if (topic === SENTINEL) {
			told = true;
		} else {
			seen.push({topic, payload: text(payload), retained: packet.retain});
		}
	});
	await client.subscribeAsync(filter, {qos: 1});
	await bench.say(SENTINEL, 'all retained messages told', true);
	await client.subscribeAsync(SENTINEL, {qos: 1});
	await until(() => told, 'retained messages told');
	// mosquitto tells in order of subscription; aedes runs both subscriptions at a time.
	await settle();
	const short = () =>
		seen.map(({topic, payload, retained}) => `${retained ? '!' : ''}${topic.split('/')[4]} ${payload}`);
	return {seen, short, client};
}

/** `kind payload` of what is retained below a filter now. */
export async function retained(t: ExecutionContext, bench: MqttBench, filter: string): Promise<string[]> {
	const watcher = await watch(t, bench, filter);
	await watcher.client.endAsync(true);
	return watcher
		.short()
		.filter(line => line.startsWith('!'))
		.map(line => line.slice(1))
		.sort();
}

/** `thin 5` speaks MQTT 5, the others 3.1.1. */
export type WireKind = 'thin' | 'full' | 'thin 5';

export interface TestCard {
	readonly uplink: MqttUplink;
	readonly clock: ManualClock;
	/** The stream of the last connection. */
	readonly stream: () => Duplex;
	readonly downs: Closed[];
	readonly messages: string[];
	/** Sessions begun, the payload of birth and death. */
	readonly session: () => number;
}

export interface CardOptions {
	readonly card: string;
	readonly wire: WireKind;
	readonly queueMax: number;
	readonly keepaliveSeconds: number;
	/** Called at the end of `onUp`, after the birth. */
	readonly afterBirth: (uplink: MqttUplink) => void;
}

export const ordinaryCard: CardOptions = {
	card: 'card-a',
	wire: 'thin',
	queueMax: 1000,
	keepaliveSeconds: 0,
	afterBirth: () => undefined,
};

function wiresOf(kind: WireKind, dial: () => Duplex, clock: ManualClock): OpenWire {
	return kind === 'full'
		? fullWires({broker: dial, protocolVersion: 4})
		: thinWires(dial, clock, {version: kind === 'thin 5' ? 5 : 4, counter: null});
}

/** A card that connects at once. */
export function startCard(t: ExecutionContext, bench: MqttBench, options: CardOptions): TestCard {
	const {card, wire, queueMax, keepaliveSeconds} = options;
	const clock = new ManualClock();
	const downs: Closed[] = [];
	const messages: string[] = [];
	let session = 0;
	let stream: Duplex | undefined;
	const dial = () => (stream = bench.dial(card));
	const uplink = createMqttUplink({
		feed: null,
		card,
		clock,
		queueMax,
		keepaliveSeconds,
		user: null,
		password: null,
		openWire: wiresOf(wire, dial, clock),
		random: new RandomStream(7),
		death: () => Buffer.from(`${(session += 1)}`),
		onUp() {
			uplink.send('birth', Buffer.from(`${session}`));
			options.afterBirth(uplink);
		},
		onDown: closed => downs.push(closed),
		onMessage: (kind, payload, isRetained) => messages.push(`${isRetained ? '!' : ''}${kind} ${text(payload)}`),
	});
	t.teardown(() => uplink.cut());
	uplink.start();
	return {uplink, clock, downs, messages, stream: () => stream as Duplex, session: () => session};
}

/** Resolves when the card has a session and the broker has all its messages. */
export async function born(card: TestCard): Promise<void> {
	await until(() => card.uplink.up && card.uplink.unacknowledged === 0, 'the card is born');
}
