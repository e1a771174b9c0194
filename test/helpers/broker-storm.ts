// A storm over a fleet whose broker is killed and started again at random, and a collector that must miss nothing.

import {setTimeout as sleep} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import {openFleet} from '../../sim/fleet/open-fleet.ts';
import type {OpenedFleet} from '../../sim/fleet/open-fleet.ts';
import {CollectSession} from '../../src/cli/collect-session.ts';
import {RandomStream} from '../../src/core/random.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {parseBrokerUrl} from '../../src/protocols/mqtt/broker-url.ts';
import {fullWires} from '../../src/protocols/mqtt/full-client.ts';
import type {Collected, CollectedEvent} from '../../src/smartconnect/ingest/collector.ts';
import {smallSpec} from './fleets.ts';
import {MINUTE} from './ref-model.ts';

/** Virtual seconds a real second, and how the utility misbehaves, times a day. */
const SPEED = 900;
const DISTURBANCES = {sag: 700, outage: 150, flicker: 150};
const PATIENCE_MS = 60_000;

/** A broker of the fleet's own process. */
export function embeddedStormBroker(opened: OpenedFleet): StormBroker {
	const {address, user, password} = parseBrokerUrl(opened.serviceUrl ?? '');
	let restart: () => void = () => {};
	return {
		url: address,
		user,
		password,
		async kill() {
			restart = opened.bench.surroundings.disturbBroker({kind: 'outage'});
		},
		async start() {
			restart();
		},
	};
}

export interface StormBroker {
	/** Where the collector connects, with user and password where needed. */
	readonly url: string;
	readonly user: string | null;
	readonly password: string | null;
	kill(): Promise<void>;
	start(): Promise<void>;
}

export interface Storm {
	readonly events: number;
	readonly restarts: number;
	readonly repeats: number;
	readonly gaps: number;
}

function collectorOf(broker: StormBroker, kept: CollectedEvent[], lost: Collected[]): CollectSession {
	return new CollectSession({
		openWire: fullWires({broker: broker.url, protocolVersion: 4}),
		clock: nodeClock,
		random: new RandomStream(5),
		clientId: 'service-storm',
		user: broker.user,
		password: broker.password,
		keepaliveSeconds: 60,
		samples: false,
		acknowledges: true,
		async store(collected) {
			for (const one of collected) {
				if ('event' in one) {
					kept.push(one.event);
				} else {
					lost.push(one);
				}
			}
		},
		sampled() {},
		onUp() {},
		onDown() {},
		onFault(error) {
			throw error;
		},
	});
}

async function collected(opened: OpenedFleet, session: CollectSession): Promise<boolean> {
	const {fleet, bench} = opened;
	const hasAll = (): boolean =>
		fleet.spec.cards.every(({id}, card) => session.collector.storedOf(id) === fleet.cards.lastSequence[card]);
	const until = Date.now() + PATIENCE_MS;
	while (!hasAll() && Date.now() < until) {
		// Back-off runs in the time of the fleet.
		await bench.runUntil(bench.now() + MINUTE / 4);
		await sleep(20);
	}
	return hasAll();
}

/** Compares what was collected with the cards' own logs. */
function judge(t: ExecutionContext, opened: OpenedFleet, kept: readonly CollectedEvent[]): void {
	const {fleet} = opened;
	for (const [card, {id}] of fleet.spec.cards.entries()) {
		const mine = kept.filter(event => event.card === id);
		const own = fleet.cardView(card).newest(Infinity);
		t.deepEqual(
			mine.map(({sequence, event, uptimeMs}) => [sequence, event, uptimeMs]),
			own.map(({sequence, event, atMs}) => [sequence, event, atMs]),
			id,
		);
	}
}

/** Plays the storm on a broker of its own, which is killed `restarts` times; says what the collector saw. */
export async function playStorm(
	t: ExecutionContext,
	broker: StormBroker,
	opened: OpenedFleet,
	restarts: number,
): Promise<Storm> {
	const kept: CollectedEvent[] = [];
	const lost: Collected[] = [];
	const session = collectorOf(broker, kept, lost);
	session.start();
	const random = new RandomStream(11);
	let restarted = 0;
	const havoc = (async () => {
		for (; restarted < restarts; restarted++) {
			await sleep(random.between(150, 900));
			await broker.kill();
			await sleep(random.between(0, 400));
			await broker.start();
		}
	})();
	let over = false;
	const ended = havoc.finally(() => {
		over = true;
	});
	while (!over) {
		await opened.bench.runUntil(opened.bench.now() + MINUTE / 4);
	}
	await ended;
	t.true(await collected(opened, session), 'every event reaches the collector');
	const {counters} = session.collector;
	await session.stop();
	judge(t, opened, kept);
	t.deepEqual(lost, [], 'no card says that entries are gone');
	t.is(counters.unmarkedRepeats, 0, 'what came twice says so');
	return {events: kept.length, restarts: restarted, repeats: counters.repeats, gaps: counters.gaps};
}

/** A fleet of 100 cards on two sites in foul weather. */
export async function openStormFleet(
	t: ExecutionContext,
	where: {mqttUrl: string} | {mqttListen: string},
): Promise<OpenedFleet> {
	const opened = await openFleet(smallSpec([50, 50], {disturbances: DISTURBANCES}), {
		speed: SPEED,
		signal: new AbortController().signal,
		note: text => t.log(text),
		eventsAck: 'consumer',
		...where,
	});
	t.teardown(async () => opened.close());
	return opened;
}
