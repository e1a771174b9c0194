// A thousand cards come back after their broker was away: how long until all are born again, and how many births a second fall
// on the broker at worst. The peer is the same cards with a fixed back-off: doubling, and without chance.

import {RandomStream, seedFor} from '../../src/core/random.ts';
import type {EmbeddedBroker} from '../../src/platform/node/embedded-broker.ts';
import {createEmbeddedBroker} from '../../src/platform/node/embedded-broker.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {cardAccess} from '../../src/protocols/mqtt/access.ts';
import {createGuard} from '../../src/protocols/mqtt/guard.ts';
import {thinWires} from '../../src/protocols/mqtt/thin-wire.ts';
import {parseTopic} from '../../src/protocols/mqtt/topics.ts';
import {createMqttUplink} from '../../src/protocols/mqtt/uplink.ts';
import type {BenchRow} from './row.ts';

const CARDS = 1000;
/** How long the broker is away: tries until then double the limit of the wait to 4 s. */
const AWAY_MS = 3000;
const WINDOW_MS = 100;
const WINDOWS_PER_SECOND = 10;
const birth = Buffer.alloc(250, 1);
const death = Buffer.alloc(20, 2);

type Chance = (card: string) => RandomStream;

const fullJitter: Chance = card => new RandomStream(seedFor(1, card));
/** Always the limit itself, as a back-off without jitter. */
const none = {between: (_low: number, high: number) => high} as unknown as RandomStream;

interface Return {
	readonly seconds: number;
	readonly birthsPerSecond: number;
}

/** Times of births since the start, ms. */
class Births {
	times: number[] = [];

	seen(topic: string, payload: Uint8Array): void {
		if (payload.length === birth.length && parseTopic(topic)?.kind === 'birth') {
			this.times.push(performance.now());
		}
	}

	async reach(count: number): Promise<void> {
		while (this.times.length < count) {
			await wait(5);
		}
	}

	/** Births in the fullest window. */
	fullest(): number {
		const counts = new Map<number, number>();
		for (const time of this.times) {
			const window = Math.floor(time / WINDOW_MS);
			counts.set(window, (counts.get(window) ?? 0) + 1);
		}
		return Math.max(...counts.values());
	}
}

function wait(ms: number): Promise<void> {
	return new Promise(resolve => {
		setTimeout(resolve, ms);
	});
}

function begin(broker: EmbeddedBroker, card: string, chance: Chance): () => void {
	const uplink = createMqttUplink({
		feed: null,
		card,
		openWire: thinWires(() => broker.attach(card), nodeClock),
		clock: nodeClock,
		random: chance(card),
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

async function comeBack(chance: Chance): Promise<Return> {
	const births = new Births();
	const broker = await createEmbeddedBroker({
		access: cardAccess,
		createGuard,
		log: {write: () => undefined},
		onPublish: (topic, payload) => births.seen(topic, payload),
	});
	const ends = Array.from({length: CARDS}, (_, i) => begin(broker, `card-${i}`, chance));
	await births.reach(CARDS);
	await broker.stop();
	await wait(AWAY_MS);
	births.times = [];
	const start = performance.now();
	await broker.start();
	await births.reach(CARDS);
	const seconds = (performance.now() - start) / 1000;
	for (const end of ends) {
		end();
	}
	await broker.stop();
	return {seconds, birthsPerSecond: births.fullest() * WINDOWS_PER_SECOND};
}

export async function bench(): Promise<BenchRow[]> {
	const ours = await comeBack(fullJitter);
	const other = await comeBack(() => none);
	const otherName = 'back-off without jitter';
	return [
		{
			name: '1,000 cards born again after a broker was away 3 s',
			ours: ours.seconds,
			other: other.seconds,
			otherName,
			unit: 's',
			goal: {oursAtMost: 8},
		},
		{
			name: 'births on the broker in the fullest 100 ms of that',
			ours: ours.birthsPerSecond,
			other: other.birthsPerSecond,
			otherName,
			unit: '1/s',
			goal: {ratioAtMost: 0.5},
		},
	];
}
