// Faults of the network on a broker that is not ours: whatever they do, every event of every card's log arrives, in order.

import mqtt from 'mqtt';
import type {ExecutionContext} from 'ava';
import {openFleet} from '../../sim/fleet/open-fleet.ts';
import type {OpenedFleet} from '../../sim/fleet/open-fleet.ts';
import {requireParameters} from '../../sim/faults/parameters.ts';
import {requireFault} from '../../sim/faults/registry.ts';
import type {Undo} from '../../sim/scenario/bench.ts';
import {smallSpec} from '../helpers/fleets.ts';
import {openToAll, startMosquitto} from '../helpers/mosquitto.ts';
import {needs} from '../helpers/needs.ts';
import {decodePeer} from '../helpers/proto.ts';
import {MINUTE, SECOND} from '../helpers/ref-model.ts';

const CARDS = 5;

/** Of each card the sequences of its events, each where it first came. */
async function watch(t: ExecutionContext, url: string): Promise<Map<string, Set<number>>> {
	const seen = new Map<string, Set<number>>();
	const client = await mqtt.connectAsync(url);
	t.teardown(async () => client.endAsync(true));
	client.on('message', (topic, payload) => {
		const [, , , card = ''] = topic.split('/');
		const sequences = seen.get(card) ?? new Set();
		seen.set(card, sequences.add(Number(decodePeer('Event', payload)['sequence'])));
	});
	await client.subscribeAsync('ridethrough/v1/+/+/event', {qos: 1});
	return seen;
}

function injectAll({bench}: OpenedFleet, name: string, raw: Record<string, unknown>): Undo {
	const fault = requireFault(name);
	const values = requireParameters(fault, raw);
	const undos =
		fault.acts === 'card'
			? bench.cards.map((_, card) => fault.inject(bench.target(card), values, bench.surroundings))
			: [];
	return () => undos.forEach(undo => undo());
}

async function outage(opened: OpenedFleet, ms: number): Promise<void> {
	const undo = injectAll(opened, 'outage', {});
	await opened.bench.runUntil(opened.bench.now() + ms);
	undo();
	await opened.bench.runUntil(opened.bench.now() + MINUTE);
}

const faults: ReadonlyArray<readonly [name: string, raw: Record<string, unknown>, lastsMs: number]> = [
	['networkLoss', {p: 0.2, r: 0.5}, MINUTE],
	['networkDelay', {delay: '400ms', jitter: '200ms'}, MINUTE],
	['networkReorder', {share: 0.5}, MINUTE],
	['networkThrottle', {bandwidth: 400}, MINUTE],
	['networkPartition', {}, 5 * MINUTE],
	['networkHalfOpen', {side: 'card'}, 2 * MINUTE],
	['networkHalfOpen', {side: 'broker'}, 2 * MINUTE],
	['networkReset', {after: 200}, MINUTE],
	['cardRestart', {way: 'sudden'}, MINUTE],
];

for (const [name, raw, lastsMs] of faults) {
	needs('mosquitto')(`${name} ${JSON.stringify(raw)} on mosquitto: every event arrives, in order`, async t => {
		const broker = await startMosquitto(t, openToAll);
		const seen = await watch(t, broker.url);
		const spec = smallSpec([CARDS]);
		const opened = await openFleet(spec, {
			speed: Infinity,
			mqttUrl: broker.url,
			signal: new AbortController().signal,
			note: text => t.log(text),
		});
		const {bench, fleet} = opened;
		t.teardown(async () => opened.close());
		await bench.runUntil(MINUTE);
		const undo = injectAll(opened, name, raw);
		await outage(opened, lastsMs);
		undo();
		const isComplete = (): boolean =>
			spec.cards.every(({id}, card) => seen.get(id)?.size === fleet.cards.lastSequence[card]);
		for (let i = 0; i < 200 && !isComplete(); i++) {
			await bench.runUntil(bench.now() + 5 * SECOND);
			await new Promise(resolve => {
				setTimeout(resolve, 5);
			});
		}
		for (const [card, {id}] of spec.cards.entries()) {
			const count = fleet.cards.lastSequence[card];
			t.true(count >= 2);
			t.deepEqual(
				[...(seen.get(id) ?? [])],
				Array.from({length: count}, (_, i) => i + 1),
				id,
			);
		}
	});
}
