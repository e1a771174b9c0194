import mqtt from 'mqtt';
import type {MqttClient} from 'mqtt';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {openFleet} from '../../../sim/fleet/open-fleet.ts';
import type {FleetSettings, OpenedFleet} from '../../../sim/fleet/open-fleet.ts';
import type {FleetSpec} from '../../../sim/fleet/spec.ts';
import {smallSpec} from '../../helpers/fleets.ts';
import {HOUR, MINUTE, SECOND} from '../../helpers/ref-model.ts';

interface Watched {
	opened: OpenedFleet;
	client: MqttClient;
	/** Kind and size of each message of each card, in order of arrival. */
	messages: Array<{card: string; kind: string; size: number; retained: boolean}>;
}

/** A fleet on its own embedded broker, and a stranger's client that watches it from before time begins. */
async function watched(t: ExecutionContext, spec: FleetSpec, settings: Partial<FleetSettings> = {}): Promise<Watched> {
	const opened = await openFleet(spec, {
		speed: Infinity,
		signal: new AbortController().signal,
		note: text => t.log(text),
		...settings,
	});
	const client = await mqtt.connectAsync(opened.mqttUrl, {reconnectPeriod: 50});
	const messages: Watched['messages'] = [];
	client.on('message', (topic, payload, packet) => {
		const [, , , card = '', kind = ''] = topic.split('/');
		messages.push({card, kind, size: payload.length, retained: packet.retain});
	});
	await client.subscribeAsync('ridethrough/v1/#', {qos: 1});
	t.teardown(async () => {
		await client.endAsync(true);
		await opened.close();
	});
	return {opened, client, messages};
}

/** Real time until `done` holds: messages cross a real socket. */
async function until(t: ExecutionContext, done: () => boolean, what: string): Promise<void> {
	for (let i = 0; i < 500 && !done(); i++) {
		await new Promise(resolve => {
			setTimeout(resolve, 10);
		});
	}
	t.true(done(), what);
}

test('a client that comes later finds the birth of every card, retained', async t => {
	const {messages} = await watched(t, smallSpec([3]));
	await until(t, () => messages.filter(message => message.kind === 'birth').length === 3, 'three births');
	t.true(messages.every(message => message.retained && message.kind === 'birth'));
});

test('an outage reaches the watcher: event and sample of each card, then samples in turn', async t => {
	const {opened, messages} = await watched(t, smallSpec([2]));
	const {bench} = opened;
	await bench.runUntil(10 * SECOND);
	const undos = [0, 1].map(card => bench.target(card).scaleInput(0));
	await bench.runUntil(5 * MINUTE);
	undos.forEach(undo => undo());
	await bench.runUntil(10 * MINUTE);
	await until(t, () => messages.filter(message => message.kind === 'event').length >= 4, 'four events');
	await until(t, () => messages.filter(message => message.kind === 'sample').length >= 20, 'twenty samples');
	t.false(messages.some(message => message.kind === 'death'));
});

test('a broker outage loses no event: what happened meanwhile comes in order when the broker is back', async t => {
	const spec = smallSpec([4]);
	const {opened, client, messages} = await watched(t, spec);
	const {bench} = opened;
	await bench.runUntil(MINUTE);
	const restart = bench.surroundings.disturbBroker({kind: 'outage'});
	await bench.runUntil(2 * MINUTE);
	const undos = spec.cards.map((_, card) => bench.target(card).scaleInput(0));
	await bench.runUntil(5 * MINUTE);
	undos.forEach(undo => undo());
	await bench.runUntil(6 * MINUTE);
	restart();
	const subscribed = new Promise(resolve => {
		client.once('connect', () => client.subscribe('ridethrough/v1/#', {qos: 1}, resolve));
	});
	await bench.runUntil(6 * MINUTE + 1);
	await subscribed;
	await bench.runUntil(HOUR);
	await until(
		t,
		() => messages.filter(message => message.kind === 'event').length === 8,
		'set and clear of four cards',
	);
	await until(
		t,
		() => messages.filter(message => message.kind === 'birth' && message.size > 0).length >= 4,
		'births again',
	);
});

test('a fleet says good-bye for every card', async t => {
	const {opened, messages} = await watched(t, smallSpec([3]));
	await opened.bench.runUntil(MINUTE);
	await opened.close();
	await until(
		t,
		() => messages.filter(message => message.kind === 'death' && message.size > 0).length === 3,
		'three deaths',
	);
});

test('a fleet closes at once though the path of a card is cut, and says good-bye for the others', async t => {
	const {opened, messages} = await watched(t, smallSpec([3]));
	const {bench} = opened;
	await bench.runUntil(MINUTE);
	bench.target(0).card().disturbNetwork({kind: 'partition', way: 'both'});
	const undo = bench.target(0).scaleInput(0);
	await bench.runUntil(MINUTE + 10 * SECOND);
	undo();
	const beganMs = performance.now();
	await opened.close();
	t.true(performance.now() - beganMs < 4000);
	await until(
		t,
		() => new Set(messages.filter(({kind, size}) => kind === 'death' && size > 0).map(({card}) => card)).size === 2,
		'two deaths',
	);
});

test('a broker that nobody runs is an error with its address and what to check', async t => {
	await t.throwsAsync(
		openFleet(smallSpec([2]), {
			speed: Infinity,
			mqttUrl: 'mqtt://127.0.0.1:9',
			signal: new AbortController().signal,
			note: () => {},
		}),
		{code: 'E_BROKER_UNREACHABLE', message: /127\.0\.0\.1:9/},
	);
});

test('an address that is taken is an error that says so', async t => {
	const {opened} = await watched(t, smallSpec([1]));
	const port = new URL(opened.mqttUrl).port;
	await t.throwsAsync(
		openFleet(smallSpec([1]), {
			speed: Infinity,
			mqttListen: `127.0.0.1:${port}`,
			signal: new AbortController().signal,
			note: () => {},
		}),
		{code: 'E_PORT_TAKEN'},
	);
});
