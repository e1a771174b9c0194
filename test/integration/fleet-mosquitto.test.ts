// A fleet on a broker that is not ours: what the embedded one carries, mosquitto carries as well.

import type {ExecutionContext} from 'ava';
import mqtt from 'mqtt';
import {openFleet} from '../../sim/fleet/open-fleet.ts';
import {smallSpec} from '../helpers/fleets.ts';
import {openToAll, startMosquitto} from '../helpers/mosquitto.ts';
import {needs} from '../helpers/needs.ts';
import {decodePeer} from '../helpers/proto.ts';
import {HOUR, MINUTE} from '../helpers/ref-model.ts';

const CARDS = 20;

async function until(t: ExecutionContext, done: () => boolean, what: string): Promise<void> {
	for (let i = 0; i < 1000 && !done(); i++) {
		await new Promise(resolve => {
			setTimeout(resolve, 10);
		});
	}
	t.true(done(), what);
}

needs('mosquitto')('a fleet storms on mosquitto: every event of every card arrives once and in order', async t => {
	const broker = await startMosquitto(t, openToAll);
	const client = await mqtt.connectAsync(broker.url);
	t.teardown(async () => client.endAsync(true));
	const sequences = new Map<string, number[]>();
	const kinds = new Set<string>();
	client.on('message', (topic, payload) => {
		const [, , , card = '', kind = ''] = topic.split('/');
		kinds.add(kind);
		if (kind === 'event') {
			const {sequence} = decodePeer('Event', payload) as {sequence: number};
			sequences.set(card, [...(sequences.get(card) ?? []), sequence]);
		}
	});
	await client.subscribeAsync('ridethrough/v1/#', {qos: 1});
	const spec = smallSpec([CARDS], {disturbances: {sag: 200, outage: 20, flicker: 40}});
	const opened = await openFleet(spec, {
		speed: Infinity,
		mqttUrl: broker.url,
		signal: new AbortController().signal,
		note: text => t.log(text),
	});
	await opened.bench.runUntil(3 * HOUR + MINUTE);
	const logged = spec.cards.map((_, card) => opened.fleet.cards.lastSequence[card]);
	await opened.close();
	const arrived = () => [...sequences.values()].reduce((sum, list) => sum + list.length, 0);
	const total = logged.reduce((sum, count) => sum + count, 0);
	await until(t, () => arrived() >= total, `${total} events`);
	t.true(total > 20 * CARDS);
	for (const [card, {id}] of spec.cards.entries()) {
		const expected = Array.from({length: logged[card]}, (_, i) => i + 1);
		t.deepEqual(sequences.get(id), expected, id);
	}
	await until(t, () => kinds.has('death'), 'deaths');
	t.deepEqual([...kinds].sort(), ['birth', 'death', 'event', 'sample']);
});

needs('mosquitto')('a fleet on MQTT 5 counts what its sessions do, and measures how long messages take', async t => {
	const broker = await startMosquitto(t, openToAll);
	const spec = smallSpec([CARDS], {disturbances: {}});
	const opened = await openFleet(spec, {
		speed: Infinity,
		mqttUrl: broker.url,
		mqtt: {
			version: 5,
			localAddresses: ['127.0.0.2', '127.0.0.3'],
			sampleQos: 1,
			latencyShare: 1,
			connectPerSecond: 200,
		},
		samples: {intervalMs: MINUTE, limit: 3 * CARDS},
		signal: new AbortController().signal,
		note: text => t.log(text),
	});
	const {counters} = opened;
	await until(t, () => counters?.acks === 2 * CARDS, 'births and emptied deaths are acknowledged');
	await opened.bench.runUntil(5 * MINUTE);
	t.true(opened.isSpent());
	await until(t, () => opened.latency()?.histograms.sample.count === 3 * CARDS, 'all samples are heard');
	await opened.close();
	t.like(counters?.document, {
		births: CARDS,
		samples: 3 * CARDS,
		deaths: CARDS,
		connects: CARDS,
		acks: CARDS * (2 + 3 + 1),
		reconnects: 0,
		refused: 0,
		denied: 0,
		dropped: 0,
	});
	const latency = opened.latency()?.document;
	t.is(latency?.missed, 0);
	t.true((latency?.sample.p50Ms ?? 0) > 0);
});
