// A fleet in three shards on a cluster of three brokers, of which one is killed: whatever the collector acknowledged it has, and
// in the end it has all that the cards logged.

import type {ExecutionContext} from 'ava';
import {openFleet} from '../../sim/fleet/open-fleet.ts';
import type {OpenedFleet} from '../../sim/fleet/open-fleet.ts';
import {shardOf} from '../../sim/fleet/spec.ts';
import {CollectSession} from '../../src/cli/collect-session.ts';
import {RandomStream} from '../../src/core/random.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {fullWires} from '../../src/protocols/mqtt/full-client.ts';
import {smallSpec} from '../helpers/fleets.ts';
import {startNatsCluster} from '../helpers/nats-cluster.ts';
import {needs} from '../helpers/needs.ts';
import {SECOND} from '../helpers/ref-model.ts';

const SHARDS = 3;
const SPEED = 5;
const STEP_MS = 5 * SECOND;
const BEFORE_MS = 20 * SECOND;
const AFTER_MS = 30 * SECOND;
/** Virtual time after which what is missing is held for lost. */
const PATIENCE_MS = 500 * SECOND;

/** What was stored, by card and sequence. */
type Kept = Map<string, Map<number, number>>;

function startCollector(t: ExecutionContext, urls: readonly string[], kept: Kept): CollectSession {
	const session = new CollectSession({
		openWire: fullWires({broker: urls, protocolVersion: 4, needsFilters: true}),
		clock: nodeClock,
		random: new RandomStream(3),
		clientId: 'service-collect',
		user: null,
		password: null,
		keepaliveSeconds: 10,
		samples: false,
		acknowledges: true,
		async store(collected) {
			for (const each of collected) {
				if ('lost' in each) {
					t.fail(`lost: ${JSON.stringify(each.lost)}`);
					continue;
				}
				const {card, sequence, event} = each.event;
				const ofCard = kept.get(card) ?? new Map<number, number>();
				kept.set(card, ofCard.set(sequence, event));
			}
		},
		sampled: () => undefined,
		onUp: () => t.log('collector is up'),
		onDown: closed => t.log(`collector: ${closed.reason}`),
		onFault: error => t.fail(String(error)),
	});
	session.start();
	t.teardown(() => session.client.cut());
	return session;
}

/** Sequences that a card logged up to now and the collector does not have, a row a card. */
function missingOf(fleets: readonly OpenedFleet[], through: readonly number[][], kept: Kept): string[] {
	return fleets.flatMap(({fleet}, shard) =>
		fleet.spec.cards.flatMap(({id}, card) => {
			const have = kept.get(id);
			const all = Array.from({length: through[shard][card]}, (_, i) => i + 1);
			const missing = all.filter(sequence => have?.has(sequence) !== true);
			return missing.length === 0 ? [] : [`${id}: ${missing.length} of ${all.length}`];
		}),
	);
}

async function run(fleets: readonly OpenedFleet[], ms: number): Promise<void> {
	await Promise.all(fleets.map(async ({bench}) => bench.runUntil(bench.now() + ms)));
}

needs('nats-server')('one of three brokers is killed: no event that a card logged is lost', async t => {
	t.timeout(240 * SECOND);
	const {urls, kill} = await startNatsCluster(t);
	const kept: Kept = new Map();
	const collector = startCollector(t, urls, kept);
	const spec = smallSpec([4, 4, 4], {disturbances: {sag: 20_000}});
	const stop = new AbortController();
	const settings = {
		speed: SPEED,
		mqttUrl: urls.join(','),
		eventsAck: 'consumer' as const,
		signal: stop.signal,
		note: (text: string) => t.log(text),
	};
	const fleets = await Promise.all(
		Array.from({length: SHARDS}, async (_, shard) => openFleet(shardOf(spec, shard, SHARDS), settings)),
	);
	await run(fleets, BEFORE_MS);
	const acknowledged = collector.collector.counters.events;
	t.true(acknowledged > 0, 'events were stored before');
	// That of the collector, and of a third of the cards.
	await kill(0);
	await run(fleets, AFTER_MS);
	const through = fleets.map(({fleet}) => [...fleet.cards.lastSequence]);
	for (let waited = 0; missingOf(fleets, through, kept).length > 0 && waited < PATIENCE_MS; waited += STEP_MS) {
		await run(fleets, STEP_MS);
	}
	t.deepEqual(missingOf(fleets, through, kept), []);
	for (const {fleet} of fleets) {
		for (const [card, {id}] of fleet.spec.cards.entries()) {
			const view = fleet.cardView(card);
			const logged = view.newest(fleet.cards.logSize);
			const known = logged.filter(({sequence}) => kept.get(id)?.has(sequence) === true);
			t.deepEqual(
				known.map(({sequence}) => kept.get(id)?.get(sequence)),
				known.map(({event}) => event),
				id,
			);
		}
	}
	const reconnects = fleets.reduce((sum, {counters}) => sum + (counters?.reconnects ?? 0), 0);
	t.log(
		`${acknowledged} events before the kill, ${collector.collector.counters.events} in all, ${reconnects} reconnects`,
	);
	t.true(reconnects > 0);
	stop.abort();
	await Promise.all(fleets.map(async opened => opened.close()));
	await collector.stop();
});
