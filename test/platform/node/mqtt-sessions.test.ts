import {connect as connectTcp} from 'node:net';
import test from 'ava';
import {isCoded} from '../../../src/core/errors.ts';
import {topicFor} from '../../../src/protocols/mqtt/topics.ts';
import {
	born,
	observerBench,
	ordinaryCard,
	retained,
	settle,
	startBroker,
	startCard,
	until,
	watch,
} from '../../helpers/mqtt.ts';
import {accepted, connect, raw} from '../../helpers/raw-session.ts';

test('a session attached for a card must use the id of that card', async t => {
	const broker = await startBroker(t);
	const other = raw(t, broker.attach('card-b'));
	other.send(connect);
	await until(other.closed, 'closed');
	t.is(other.bytes(), '20020002');
	const own = raw(t, broker.attach('card-a'));
	own.send(connect);
	await until(() => own.bytes() === accepted, 'accepted');
});

test('a card id that is not legal cannot be attached', async t => {
	const broker = await startBroker(t);
	const error = t.throws(() => broker.attach('Card'));
	t.true(isCoded(error) && error.code === 'E_CARD_ID_INVALID');
});

for (const topic of [topicFor('card-b', 'event'), topicFor('card-a', 'command'), 'other/topic', '$SYS/x']) {
	test(`a card that publishes to ${topic} is closed, and nobody is told of it`, async t => {
		const broker = await startBroker(t);
		const watcher = await watch(t, observerBench(broker), '#');
		const card = raw(t, broker.attach('card-a'));
		card.send(connect);
		card.send({cmd: 'publish', topic, payload: 'x', qos: 1, messageId: 1, dup: false, retain: false});
		await until(card.closed, 'closed');
		await settle();
		t.deepEqual(watcher.short(), []);
		t.is(card.bytes(), accepted, 'no PUBACK');
		t.is(broker.counters.published, 0);
	});
}

test('a card is refused every filter but those of its own incoming kinds', async t => {
	const broker = await startBroker(t);
	const card = raw(t, broker.attach('card-a'));
	card.send(connect);
	const filters = [
		topicFor('card-a', 'command'),
		topicFor('card-b', 'command'),
		'ridethrough/#',
		'#',
		topicFor('card-a', 'event'),
	];
	card.send({cmd: 'subscribe', messageId: 1, subscriptions: filters.map(topic => ({topic, qos: 1 as const}))});
	await until(() => card.bytes().length > accepted.length, 'SUBACK');
	t.is(card.bytes(), `${accepted}900700010180808080`);
});

for (const [topic, code] of [
	[topicFor('card-a', 'death'), 0],
	[topicFor('card-b', 'death'), 5],
	['other', 5],
] as const) {
	test(`a will on ${topic} is ${code === 0 ? 'accepted' : 'refused'} when the session begins`, async t => {
		const broker = await startBroker(t);
		const card = raw(t, broker.attach('card-a'));
		card.send({...connect, will: {topic, payload: Buffer.from('1'), qos: 1, retain: true}});
		await until(() => card.bytes().length >= 8, 'CONNACK');
		t.is(card.bytes(), `2002000${code}`);
		if (code !== 0) {
			await until(card.closed, 'closed');
			await settle();
			t.deepEqual(await retained(t, observerBench(broker), '#'), []);
		}
	});
}

test('an observer over TCP sees a card of this process, and is closed when it publishes', async t => {
	const broker = await startBroker(t);
	const {host, port} = await broker.listen('127.0.0.1', 0);
	t.is(broker.url, `mqtt://127.0.0.1:${port}`);
	const bench = {...observerBench(broker), dialWatcher: () => connectTcp(port, host)};
	const watcher = await watch(t, bench, 'ridethrough/#');
	const card = startCard(t, bench, ordinaryCard);
	await born(card);
	await until(() => watcher.short().includes('birth 1'), 'told');
	let closed = false;
	watcher.client.once('close', () => (closed = true));
	watcher.client.publish(topicFor('card-a', 'command'), 'x', {qos: 1});
	await until(() => closed, 'closed');
	await settle();
	t.deepEqual(card.messages, []);
});

test('an observer with the client id of a card does not take over its session', async t => {
	const broker = await startBroker(t);
	const bench = observerBench(broker);
	const card = startCard(t, bench, ordinaryCard);
	await born(card);
	const observer = raw(t, bench.dialWatcher());
	observer.send(connect);
	await until(() => observer.bytes() === accepted, 'accepted');
	await settle();
	t.deepEqual(card.downs, []);
	t.is(broker.counters.connections, 2);
});

test('a session over TCP with a user name is refused: nobody was given one', async t => {
	const broker = await startBroker(t);
	const {host, port} = await broker.listen('127.0.0.1', 0);
	const card = raw(t, connectTcp(port, host));
	card.send({...connect, username: '35/card-a', password: Buffer.from('guess')});
	await until(card.closed, 'closed');
	t.is(card.bytes(), '20020004');
});

test('an observer gets no kept session, whatever it asks for', async t => {
	const broker = await startBroker(t);
	const bench = observerBench(broker);
	for (const _try of [1, 2]) {
		const observer = raw(t, bench.dialWatcher());
		observer.send({...connect, clean: false});
		observer.send({cmd: 'subscribe', messageId: 1, subscriptions: [{topic: '#', qos: 1}]});
		await until(() => observer.bytes().startsWith(`${accepted}9003`), 'SUBACK');
		observer.stream.destroy();
		await until(() => broker.counters.connections === 0, 'gone');
	}
	t.pass();
});

test('a watcher that asks for # and $SYS/#, as tools do, gets the first and stays connected without the second', async t => {
	const broker = await startBroker(t);
	const {host, port} = await broker.listen('127.0.0.1', 0);
	const watcher = raw(t, connectTcp(port, host));
	watcher.send({...connect, clientId: ''});
	watcher.send({
		cmd: 'subscribe',
		messageId: 1,
		subscriptions: [
			{topic: '#', qos: 0},
			{topic: '$SYS/#', qos: 0},
		],
	});
	await until(() => watcher.bytes().length > 8, 'SUBACK');
	t.is(watcher.bytes(), `${accepted}900400010080`);
	await broker.publish(topicFor('card-a', 'ack'), Buffer.from('x'), {qos: 0, retain: false});
	await until(() => watcher.bytes().endsWith(Buffer.from('/ackx').toString('hex')), 'told');
	t.false(watcher.closed());
});
