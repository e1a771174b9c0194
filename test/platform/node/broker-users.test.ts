// Who comes in over TCP with a user name: cards are held to their own topics, and only the service writes to them.

import test from 'ava';
import type {ExecutionContext} from 'ava';
import mqtt from 'mqtt';
import type {IClientOptions, MqttClient} from 'mqtt';
import {createEmbeddedBroker} from '../../../src/platform/node/embedded-broker.ts';
import {HandedOutPasswords} from '../../../src/platform/node/broker-passwords.ts';
import {cardAccess, SERVICE} from '../../../src/protocols/mqtt/access.ts';
import {createGuard} from '../../../src/protocols/mqtt/guard.ts';
import {topicFor, userNameFor} from '../../../src/protocols/mqtt/topics.ts';

interface Place {
	readonly url: string;
	readonly passwords: HandedOutPasswords;
	dial(user: string, clientId: string, more?: IClientOptions): Promise<MqttClient>;
	/** Topics that the service heard. */
	readonly heard: string[];
	readonly service: MqttClient;
	settled(): Promise<void>;
}

async function open(t: ExecutionContext): Promise<Place> {
	const passwords = new HandedOutPasswords();
	const log = {write: () => undefined};
	const broker = await createEmbeddedBroker({access: cardAccess, credentials: passwords, createGuard, log});
	await broker.listen('127.0.0.1', 0);
	const url = broker.url as string;
	const clients: MqttClient[] = [];
	t.teardown(async () => {
		for (const client of clients) {
			client.end(true);
		}
		await broker.stop();
	});
	const dial: Place['dial'] = async (user, clientId, more = {}) => {
		const client = await mqtt.connectAsync(
			url,
			{username: user, password: passwords.passwordOf(user), clientId, reconnectPeriod: 0, ...more},
			false,
		);
		clients.push(client);
		client.on('error', () => undefined);
		return client;
	};
	const heard: string[] = [];
	const service = await dial(SERVICE, 'one');
	service.on('message', topic => heard.push(topic));
	await service.subscribeAsync('ridethrough/v1/#', {qos: 1});
	return {
		url,
		passwords,
		dial,
		heard,
		service,
		// What the service sends to itself through the broker comes after what was sent before.
		settled: async () =>
			new Promise(resolve => {
				setTimeout(resolve, 100);
			}),
	};
}

const userA = userNameFor('card-a');

test('a card that knows its password publishes its own topics, and the service hears them', async t => {
	const {dial, heard, settled} = await open(t);
	const card = await dial(userA, 'card-a');
	await card.publishAsync(topicFor('card-a', 'event'), 'x', {qos: 1});
	await settled();
	t.deepEqual(heard, [topicFor('card-a', 'event')]);
});

for (const [what, topic] of [
	['an event of another card', topicFor('card-b', 'event')],
	['its own command', topicFor('card-a', 'command')],
	['its own ack', topicFor('card-a', 'ack')],
	['the status of Home Assistant', 'homeassistant/status'],
	["another edge node's data", 'spBv1.0/ridethrough/NDATA/card-b'],
	['a command to its own node', 'spBv1.0/ridethrough/NCMD/card-a'],
] as const) {
	test(`a card that publishes ${what} is closed, and nobody hears it`, async t => {
		const {dial, heard, settled} = await open(t);
		const card = await dial(userA, 'card-a');
		const closed = new Promise<void>(resolve => {
			card.once('close', () => resolve());
		});
		card.publish(topic, 'x', {qos: 1});
		await closed;
		await settled();
		t.deepEqual(heard, []);
	});
}

for (const [what, topic] of [
	['the state for Home Assistant', `ridethrough/v1/${userA}/state`],
	['its discovery', `homeassistant/device/${userA}/config`],
	['the birth of its edge node', 'spBv1.0/any group/NBIRTH/card-a'],
	['data of its device', 'spBv1.0/any group/DDATA/card-a/ups'],
] as const) {
	test(`a card publishes ${what}`, async t => {
		const {dial} = await open(t);
		const card = await dial(userA, 'card-a');
		await t.notThrowsAsync(card.publishAsync(topic, 'x', {qos: 1}));
	});
}

for (const [what, user, clientId, more, code] of [
	['a wrong password', userA, 'card-a', {password: 'guess'}, 4],
	['no password', userA, 'card-a', {password: ''}, 4],
	['the id of another card', userA, 'card-b', {}, 2],
	['a will on the death of another', userA, 'card-a', {will: {topic: topicFor('card-b', 'death'), payload: 'x'}}, 5],
] as const) {
	test(`a session with ${what} is refused with code ${code}`, async t => {
		const {dial} = await open(t);
		await t.throwsAsync(dial(user, clientId, more as IClientOptions), {code: code as never});
	});
}

test('Home Assistant gets a second session of a card beside the first', async t => {
	const {dial, service} = await open(t);
	const native = await dial(userA, 'card-a');
	const second = await dial(userA, 'card-a/ha');
	t.true(native.connected);
	t.true(second.connected);
	const own = [`ridethrough/v1/${userA}/set`, 'homeassistant/status'];
	const granted = await second.subscribeAsync(own, {qos: 1});
	t.deepEqual(
		granted.map(grant => grant.qos),
		[1, 1],
	);
	await t.throwsAsync(second.subscribeAsync('#', {qos: 1}), undefined, 'and hears nothing else');
	t.true(service.connected);
});

test('the service writes commands and acks, a card hears its own, and the service writes nothing else', async t => {
	const {dial, service, settled} = await open(t);
	const card = await dial(userA, 'card-a');
	const got: string[] = [];
	card.on('message', topic => got.push(topic));
	await card.subscribeAsync(topicFor('card-a', 'command'), {qos: 1});
	await service.publishAsync(topicFor('card-a', 'command'), 'x', {qos: 1});
	await service.publishAsync(topicFor('card-b', 'command'), 'x', {qos: 1});
	await settled();
	t.deepEqual(got, [topicFor('card-a', 'command')]);
	const closed = new Promise<void>(resolve => {
		service.once('close', () => resolve());
	});
	service.publish(topicFor('card-a', 'event'), 'x', {qos: 1});
	await closed;
	await settled();
	t.deepEqual(got, [topicFor('card-a', 'command')]);
});

test('a session of 1 MiB in one packet is ended, and nobody hears of it', async t => {
	const {dial, heard, settled} = await open(t);
	const card = await dial(userA, 'card-a');
	const closed = new Promise<void>(resolve => {
		card.once('close', () => resolve());
	});
	card.publish(topicFor('card-a', 'event'), Buffer.alloc(1_048_576), {qos: 1});
	await closed;
	await settled();
	t.deepEqual(heard, []);
});

test('passwords differ from user to user and from process to process', t => {
	const one = new HandedOutPasswords();
	const other = new HandedOutPasswords();
	t.not(one.passwordOf('a'), one.passwordOf('b'));
	t.not(one.passwordOf('a'), other.passwordOf('a'));
	t.false(one.check('a', undefined));
	t.true(one.check('a', Buffer.from(one.passwordOf('a'))));
});
