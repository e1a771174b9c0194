// Faults between the cards of a fleet and their broker, and of the broker: whatever they do, no event is lost, and each comes once.

import mqtt from 'mqtt';
import type {MqttClient} from 'mqtt';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {openFleet} from '../../../sim/fleet/open-fleet.ts';
import type {OpenedFleet} from '../../../sim/fleet/open-fleet.ts';
import {requireParameters} from '../../../sim/faults/parameters.ts';
import {requireFault} from '../../../sim/faults/registry.ts';
import type {Undo} from '../../../sim/scenario/bench.ts';
import {smallSpec} from '../../helpers/fleets.ts';
import {decodePeer} from '../../helpers/proto.ts';
import {MINUTE, SECOND} from '../../helpers/ref-model.ts';

const CARDS = 3;

interface Net {
	opened: OpenedFleet;
	/** Of each card the sequences of its events, in order of arrival. */
	events: number[][];
	/** Kinds of what each card said, in order. */
	kinds: string[][];
	/** Injects into every card, or into the surroundings. */
	inject(name: string, raw?: Record<string, unknown>): Undo;
	/** An outage of `ms` at every card. */
	outage(ms: number): Promise<void>;
	/** Resolves when the watcher, whom the broker sent away too, is back. */
	back(): Promise<void>;
	/** Time goes on until the watcher has all events of all logs. */
	settle(): Promise<void>;
}

function injectAll({bench}: OpenedFleet, name: string, raw: Record<string, unknown>): Undo {
	const fault = requireFault(name);
	const values = requireParameters(fault, raw);
	const undos =
		fault.acts === 'surroundings'
			? [fault.inject(bench.surroundings, values)]
			: bench.cards.map((_, card) => fault.inject(bench.target(card), values, bench.surroundings));
	return () => undos.forEach(undo => undo());
}

function listen(client: MqttClient, net: Pick<Net, 'events' | 'kinds'>): void {
	client.on('connect', () => client.subscribe('ridethrough/v1/#', {qos: 1}));
	client.on('message', (topic, payload) => {
		const [, , , id = '', kind = ''] = topic.split('/');
		const card = Number(id.slice(-1));
		if (payload.length > 0) {
			net.kinds[card].push(kind);
		}
		if (kind === 'event') {
			net.events[card].push(Number(decodePeer('Event', payload)['sequence']));
		}
	});
}

async function network(t: ExecutionContext): Promise<Net> {
	const opened = await openFleet(smallSpec([CARDS]), {
		speed: Infinity,
		signal: new AbortController().signal,
		note: text => t.log(text),
	});
	const events = Array.from({length: CARDS}, (): number[] => []);
	const kinds = Array.from({length: CARDS}, (): string[] => []);
	const client = mqtt.connect(opened.mqttUrl, {reconnectPeriod: 20});
	listen(client, {events, kinds});
	const {bench, fleet} = opened;
	t.teardown(async () => {
		await client.endAsync(true);
		await opened.close();
	});
	const back = (): Promise<void> =>
		new Promise(resolve => {
			const take = ({cmd}: {cmd: string}): void => {
				if (cmd === 'suback') {
					client.off('packetreceive', take);
					resolve();
				}
			};
			client.on('packetreceive', take);
		});
	await back();
	while (!kinds.every(said => said.includes('birth'))) {
		await new Promise(resolve => {
			setTimeout(resolve, 2);
		});
	}
	const isComplete = (): boolean =>
		events.every((seen, card) => new Set(seen).size === fleet.cards.lastSequence[card]) && client.connected;
	return {
		opened,
		events,
		kinds,
		back,
		inject: (name, raw = {}) => injectAll(opened, name, raw),
		async outage(ms) {
			const undo = injectAll(opened, 'outage', {});
			await bench.runUntil(bench.now() + ms);
			undo();
			await bench.runUntil(bench.now() + MINUTE);
		},
		async settle() {
			for (let i = 0; i < 400 && !isComplete(); i++) {
				await bench.runUntil(bench.now() + 5 * SECOND);
				await new Promise(resolve => {
					setTimeout(resolve, 2);
				});
			}
			t.deepEqual(
				events.map(seen => [...new Set(seen)].toSorted((a, b) => a - b)),
				events.map((_, card) => Array.from({length: fleet.cards.lastSequence[card]}, (_each, i) => i + 1)),
			);
		},
	};
}

const lossless: ReadonlyArray<readonly [name: string, raw: Record<string, unknown>]> = [
	['networkLoss', {p: 0.2, r: 0.5}],
	['networkDelay', {delay: '400ms', jitter: '200ms'}],
	['networkReorder', {share: 0.5}],
	['networkDuplicate', {share: 0.5}],
	['networkThrottle', {bandwidth: 400}],
	['brokerSlow', {delay: '3s'}],
];

for (const [name, raw] of lossless) {
	test(`${name}: no session ends, and the events of an outage come once, in order`, async t => {
		const net = await network(t);
		const undo = net.inject(name, raw);
		await net.outage(MINUTE);
		await net.settle();
		undo();
		t.true(net.events.every(seen => seen.length >= 2 && seen.every((sequence, i) => sequence === i + 1)));
		t.false(net.kinds.flat().includes('death'));
	});
}

const breaking: ReadonlyArray<readonly [name: string, raw: Record<string, unknown>, lastsMs: number]> = [
	['networkPartition', {}, 10 * MINUTE],
	['networkPartition', {way: 'out'}, 10 * MINUTE],
	['networkPartition', {way: 'in'}, 10 * MINUTE],
	['networkHalfOpen', {side: 'card'}, 2 * MINUTE],
	['networkHalfOpen', {side: 'broker'}, 2 * MINUTE],
	['networkReset', {}, MINUTE],
	['networkReset', {after: 200}, MINUTE],
	['brokerDisconnects', {}, MINUTE],
	['brokerForgets', {}, MINUTE],
	['brokerOutage', {}, 5 * MINUTE],
];

for (const [name, raw, lastsMs] of breaking) {
	test(`${name} ${JSON.stringify(raw)}: sessions end, and begin anew, and what happened meanwhile is told, all of it`, async t => {
		const net = await network(t);
		await net.opened.bench.runUntil(MINUTE);
		const back = name === 'brokerDisconnects' || name === 'brokerForgets' ? net.back() : undefined;
		const undo = net.inject(name, raw);
		await back;
		await net.outage(lastsMs);
		undo();
		await net.settle();
		t.true(net.events.every(seen => seen.length >= 2));
		t.true(
			net.kinds.every(kinds => kinds.filter(kind => kind === 'birth').length >= 2),
			'each card was born again',
		);
	});
}

test('refused, cards keep trying, and are all in once the broker takes them again', async t => {
	const net = await network(t);
	const {bench, counters} = net.opened;
	await bench.runUntil(MINUTE);
	const undo = net.inject('brokerRefusal');
	net.inject('brokerDisconnects');
	await net.outage(3 * MINUTE);
	t.is(counters?.up, 0);
	t.true((counters?.refused ?? 0) >= CARDS);
	undo();
	await net.settle();
});

test('a card that restarts has a new boot id and session; its events go on without a gap', async t => {
	const net = await network(t);
	const {fleet} = net.opened;
	const before = [...fleet.cards.bootIds];
	await net.outage(MINUTE);
	const undo = net.inject('cardRestart', {way: 'sudden'});
	await net.outage(MINUTE);
	await net.settle();
	undo();
	net.events.forEach((sequences, card) => {
		t.not(fleet.cards.bootIds[card], before[card]);
		t.is(net.kinds[card].filter(kind => kind === 'birth').length, 2, String(net.kinds[card]));
		t.deepEqual(
			[...new Set(sequences)],
			Array.from(new Set(sequences), (_, i) => i + 1),
		);
	});
});
