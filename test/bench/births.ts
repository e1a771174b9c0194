// Cards born on the embedded broker by memory streams: how long a thousand take, and what a connection holds. The floor
// of time is the same bytes thrown at the same broker without any client; the peer of memory is MQTT.js.

import type {Duplex} from 'node:stream';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import type {EmbeddedBroker} from '../../src/platform/node/embedded-broker.ts';
import {createEmbeddedBroker} from '../../src/platform/node/embedded-broker.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {cardAccess} from '../../src/protocols/mqtt/access.ts';
import {fullWires} from '../../src/protocols/mqtt/full-client.ts';
import {createGuard} from '../../src/protocols/mqtt/guard.ts';
import * as packets from '../../src/protocols/mqtt/packets.ts';
import {thinWires} from '../../src/protocols/mqtt/thin-wire.ts';
import {topicFor} from '../../src/protocols/mqtt/topics.ts';
import {createMqttUplink} from '../../src/protocols/mqtt/uplink.ts';
import type {Message, OpenWire} from '../../src/protocols/mqtt/wire.ts';
import type {BenchRow} from './row.ts';
import {median} from './timing.ts';

const CARDS = 1000;
const CARDS_WEIGHED = 100;
const RUNS = 3;
const SECONDS_AT_MOST = 5;
/** As long as that of a real birth. */
const birth = Buffer.alloc(250, 1);
const death = Buffer.alloc(20, 2);
/** A birth and the emptied death. */
const MESSAGES_PER_CARD = 2;

/** Begins one session; the answer ends it for good. */
type Begin = (broker: EmbeddedBroker, card: string) => () => void;

function begin(openWire: OpenWire, card: string): () => void {
	const uplink = createMqttUplink({
		feed: null,
		card,
		openWire,
		clock: nodeClock,
		random: new RandomStream(seedFor(1, card)),
		user: null,
		password: null,
		keepaliveSeconds: 0,
		queueMax: 100,
		death: () => death,
		onUp: () => void uplink.send('birth', birth),
		onDown: () => undefined,
		onMessage: () => undefined,
	});
	uplink.start();
	return () => uplink.cut();
}

const beginThin: Begin = (broker, card) =>
	begin(
		thinWires(() => broker.attach(card), nodeClock),
		card,
	);

const beginFull: Begin = (broker, card) =>
	begin(fullWires({broker: () => broker.attach(card), protocolVersion: 4}), card);

function messageOf(card: string, kind: 'birth' | 'death', payload: Uint8Array): Message {
	return {topic: topicFor(card, kind), payload, qos: 1, retain: true, resend: false};
}

/** What a thin client writes, in one write and without waiting for an answer. */
const beginRaw: Begin = (broker, card) => {
	const stream: Duplex = broker.attach(card);
	const filters = (['command', 'ota', 'ack'] as const).map(kind => topicFor(card, kind));
	stream.resume();
	stream.write(
		Buffer.concat([
			packets.connect(
				{
					clientId: card,
					user: null,
					password: null,
					keepaliveSeconds: 0,
					will: messageOf(card, 'death', death),
				},
				4,
			),
			packets.subscribe(filters, 1, 4),
			packets.publish(messageOf(card, 'birth', birth), 2, 4),
			packets.publish(messageOf(card, 'death', Buffer.alloc(0)), 3, 4),
		]),
	);
	return () => void stream.destroy();
};

async function turnUntil(holds: () => boolean): Promise<void> {
	while (!holds()) {
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	}
}

/** Begins sessions and waits until the broker has published the births of all; the answer ends them. */
async function bear(broker: EmbeddedBroker, count: number, beginOne: Begin): Promise<() => void> {
	const ends = Array.from({length: count}, (_, i) => beginOne(broker, `card-${i}`));
	await turnUntil(() => broker.counters.published === count * MESSAGES_PER_CARD);
	return () => {
		for (const end of ends) {
			end();
		}
	};
}

function openBroker(): Promise<EmbeddedBroker> {
	return createEmbeddedBroker({access: cardAccess, createGuard, log: {write: () => undefined}});
}

/** Seconds for the births of `count` cards. */
async function birthSeconds(count: number, beginOne: Begin): Promise<number> {
	const broker = await openBroker();
	const start = process.hrtime.bigint();
	const end = await bear(broker, count, beginOne);
	const seconds = Number(process.hrtime.bigint() - start) / 1e9;
	end();
	await broker.stop();
	return seconds;
}

function heldBytes(): number {
	globalThis.gc?.();
	const {heapUsed, arrayBuffers} = process.memoryUsage();
	return heapUsed + arrayBuffers;
}

/** kB that a card's connection holds, its end and the broker's together, when all that was under way is done. */
async function kilobytesPerCard(count: number, beginOne: Begin): Promise<number> {
	const broker = await openBroker();
	const before = heldBytes();
	const end = await bear(broker, count, beginOne);
	let turns = 0;
	await turnUntil(() => (turns += 1) > 100);
	const kilobytes = (heldBytes() - before) / 1000 / count;
	end();
	await broker.stop();
	return kilobytes;
}

async function medians(
	ours: () => Promise<number>,
	other: () => Promise<number>,
): Promise<{ours: number; other: number}> {
	const found = {ours: [] as number[], other: [] as number[]};
	await ours();
	await other();
	for (let run = 0; run < RUNS; run++) {
		found.ours.push(await ours());
		found.other.push(await other());
	}
	return {ours: median(found.ours), other: median(found.other)};
}

export async function bench(): Promise<BenchRow[]> {
	const seconds = await medians(
		() => birthSeconds(CARDS, beginThin),
		() => birthSeconds(CARDS, beginRaw),
	);
	const kilobytes = await medians(
		() => kilobytesPerCard(CARDS_WEIGHED, beginThin),
		() => kilobytesPerCard(CARDS_WEIGHED, beginFull),
	);
	return [
		{
			name: '1,000 cards born on the embedded broker',
			...seconds,
			otherName: 'the same bytes, no client',
			unit: 's',
			goal: {oursAtMost: SECONDS_AT_MOST},
		},
		{
			name: 'connection of a card, both ends',
			...kilobytes,
			otherName: 'MQTT.js as client',
			unit: 'kB',
			goal: {ratioAtMost: 1},
		},
	];
}
