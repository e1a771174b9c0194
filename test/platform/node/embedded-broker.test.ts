import {once} from 'node:events';
import {connect as connectTcp, createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import fc from 'fast-check';
import {generate} from 'mqtt-packet';
import type {IConnectPacket, Packet} from 'mqtt-packet';
import {isCoded} from '../../../src/core/errors.ts';
import {createEmbeddedBroker} from '../../../src/platform/node/embedded-broker.ts';
import {cardAccess} from '../../../src/protocols/mqtt/access.ts';
import {createGuard} from '../../../src/protocols/mqtt/guard.ts';
import {topicFor} from '../../../src/protocols/mqtt/topics.ts';
import {born, observerBench, ordinaryCard, quietLog, retained, settle, startBroker, startCard, until, watch} from '../../helpers/mqtt.ts';

const connect: IConnectPacket = {cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: 'card-a', clean: true, keepalive: 0};

interface Raw {
	readonly stream: Duplex;
	readonly bytes: () => string;
	readonly closed: () => boolean;
	send(packet: Packet): void;
}

/** A session spoken byte by byte. */
function raw(t: ExecutionContext, stream: Duplex): Raw {
	const chunks: Buffer[] = [];
	let closed = false;
	stream.on('error', () => undefined);
	stream.on('close', () => (closed = true));
	stream.on('data', (chunk: Buffer) => chunks.push(chunk));
	t.teardown(() => stream.destroy());
	return {stream, bytes: () => Buffer.concat(chunks).toString('hex'), closed: () => closed, send: packet => void stream.write(generate(packet))};
}

const accepted = '20020000';

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
	const filters = [topicFor('card-a', 'command'), topicFor('card-b', 'command'), 'ridethrough/#', '#', topicFor('card-a', 'event')];
	card.send({cmd: 'subscribe', messageId: 1, subscriptions: filters.map(topic => ({topic, qos: 1 as const}))});
	await until(() => card.bytes().length > accepted.length, 'SUBACK');
	t.is(card.bytes(), `${accepted}90070001${'0180808080'}`);
});

for (const [topic, code] of [[topicFor('card-a', 'death'), 0], [topicFor('card-b', 'death'), 5], ['other', 5]] as const) {
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

for (const begun of [false, true]) {
	test(`a packet over 64 KiB ends a session ${begun ? 'that began' : 'before its CONNECT'} when its length is known: its 100 MiB are not taken`, async t => {
		const broker = await startBroker(t);
		const {host, port} = await broker.listen('127.0.0.1', 0);
		const socket = connectTcp(port, host);
		const session = raw(t, socket);
		if (begun) {
			session.send({...connect, clientId: 'watcher'});
			await until(() => session.bytes() === accepted, 'accepted');
		}
		const before = process.memoryUsage().arrayBuffers;
		let most = 0;
		const chunk = Buffer.alloc(65536);
		socket.write(Buffer.from([begun ? 0x30 : 0x10, 0x80, 0x80, 0x80, 0x32]));
		let written = 0;
		while (!session.closed() && written < 100 * 1024 * 1024) {
			if (!socket.write(chunk)) {
				await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined);
			}
			written += chunk.length;
			most = Math.max(most, process.memoryUsage().arrayBuffers - before);
		}
		t.true(session.closed());
		t.true(written < 8 * 1024 * 1024, `${written} bytes taken`);
		t.true(most < 8 * 1024 * 1024, `${most} bytes held`);
	});
}

test('a packet over the limit from a card in memory is not taken either', async t => {
	const broker = await startBroker(t);
	const card = raw(t, broker.attach('card-a'));
	card.send(connect);
	await until(() => card.bytes() === accepted, 'accepted');
	card.send({cmd: 'publish', topic: topicFor('card-a', 'event'), payload: Buffer.alloc(65536), qos: 1, messageId: 1, dup: false, retain: false});
	await until(card.closed, 'closed');
	t.is(broker.counters.published, 0);
	t.is(card.bytes(), accepted);
});

test('what a card publishes is counted and told to the hook, its will included', async t => {
	const told: string[] = [];
	const broker = await createEmbeddedBroker({
		access: cardAccess, createGuard, log: quietLog,
		onPublish: (topic, payload, user) => told.push(`${topic.split('/')[4]} ${payload.length} ${user}`),
	});
	t.teardown(() => broker.stop());
	const card = startCard(t, observerBench(broker), ordinaryCard);
	await born(card);
	card.uplink.send('sample', Buffer.from('12345'));
	card.uplink.send('event', Buffer.alloc(0));
	await born(card);
	card.uplink.cut();
	await until(() => told.length === 5, 'the death');
	// aedes lets QoS 0 overtake QoS 1.
	t.deepEqual(told.sort(), ['birth 1 35/card-a', 'death 0 35/card-a', 'death 1 35/card-a', 'event 0 35/card-a', 'sample 5 35/card-a']);
	t.like(broker.counters, {connections: 0, published: 5, bytes: 7});
});

test('a stop closes every connection, those before their CONNECT too, and refuses new ones', async t => {
	const broker = await startBroker(t);
	const {host, port} = await broker.listen('127.0.0.1', 0);
	const card = startCard(t, observerBench(broker), ordinaryCard);
	await born(card);
	const silent = raw(t, connectTcp(port, host));
	await until(() => broker.counters.connections === 2, 'both are there');
	await broker.stop();
	await until(() => silent.closed() && card.downs.length === 1, 'closed');
	t.is(broker.counters.connections, 0);
	t.false(broker.running);
	const late = raw(t, connectTcp(port, host));
	await until(late.closed, 'refused');
	card.clock.advance(1000);
	await until(() => card.downs.length === 2, 'refused');
	t.like(card.downs[1], {how: 'unreachable', reason: 'nothing listens there'});
	await t.throwsAsync(broker.publish('ridethrough/x', Buffer.alloc(0), {qos: 0, retain: false}), {message: /is stopped: start it/});
});

test('a broker started again listens on the same port, cards come back, and what was retained is still there', async t => {
	const broker = await startBroker(t);
	const {host, port} = await broker.listen('127.0.0.1', 0);
	const bench = {...observerBench(broker), dialWatcher: () => connectTcp(port, host)};
	const card = startCard(t, bench, ordinaryCard);
	const away = startCard(t, bench, {...ordinaryCard, card: 'card-b'});
	await born(card);
	await born(away);
	await broker.stop();
	away.uplink.cut();
	await until(() => card.downs.length === 1, 'closed');
	card.uplink.send('event', Buffer.from('during the outage'));
	await broker.start();
	t.is(broker.address?.port, port);
	const watcher = await watch(t, bench, 'ridethrough/#');
	card.clock.advance(1000);
	await born(card);
	await until(() => watcher.short().includes('event during the outage'), 'the event');
	await watcher.client.endAsync();
	t.deepEqual(await retained(t, bench, 'ridethrough/v1/+/card-a/+'), ['birth 2']);
	t.deepEqual(await retained(t, bench, 'ridethrough/v1/+/card-b/+'), ['birth 1', 'death 1']);
});

test('stops and starts asked for at once are done one after the other', async t => {
	const broker = await startBroker(t);
	await Promise.all([broker.stop(), broker.start(), broker.stop(), broker.stop(), broker.start(), broker.start()]);
	t.true(broker.running);
	const card = startCard(t, observerBench(broker), ordinaryCard);
	await born(card);
	t.is(broker.counters.connections, 1);
});

test('a port in use is refused with E_PORT_TAKEN, the address and what to do', async t => {
	const server = createServer().listen(0, '127.0.0.1');
	t.teardown(() => server.close());
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	const broker = await startBroker(t);
	const error = await t.throwsAsync(broker.listen('127.0.0.1', port));
	t.true(isCoded(error) && error.code === 'E_PORT_TAKEN');
	t.is(error?.message, `Cannot listen on 127.0.0.1:${port}: another program listens there. Stop it, or choose another port (0 takes a free one).`);
	t.is(broker.url, null);
});

test('an address that is not of this machine is refused with E_PORT_TAKEN', async t => {
	const broker = await startBroker(t);
	const error = await t.throwsAsync(broker.listen('192.0.2.1', 0));
	t.true(isCoded(error) && error.code === 'E_PORT_TAKEN');
	t.regex(error?.message ?? '', /no interface of this machine has that address/);
});

test('a watcher that asks for # and $SYS/#, as tools do, gets the first and stays connected without the second', async t => {
	const broker = await startBroker(t);
	const {host, port} = await broker.listen('127.0.0.1', 0);
	const watcher = raw(t, connectTcp(port, host));
	watcher.send({...connect, clientId: ''});
	watcher.send({cmd: 'subscribe', messageId: 1, subscriptions: [{topic: '#', qos: 0}, {topic: '$SYS/#', qos: 0}]});
	await until(() => watcher.bytes().length > 8, 'SUBACK');
	t.is(watcher.bytes(), `${accepted}900400010080`);
	await broker.publish(topicFor('card-a', 'ack'), Buffer.from('x'), {qos: 0, retain: false});
	await until(() => watcher.bytes().endsWith(Buffer.from('/ackx').toString('hex')), 'told');
	t.false(watcher.closed());
});

test('no bytes make the broker throw or hang, before a CONNECT and after it', async t => {
	const broker = await startBroker(t);
	const whole = fc.constantFrom<Packet>(
		{cmd: 'pingreq'}, {cmd: 'subscribe', messageId: 1, subscriptions: [{topic: 'a/+', qos: 1}]},
		{cmd: 'publish', topic: topicFor('card-a', 'event'), payload: 'x', qos: 1, messageId: 1, dup: false, retain: false},
		{...connect, will: {topic: topicFor('card-a', 'death'), payload: Buffer.from('1'), qos: 1, retain: true}},
		{cmd: 'unsubscribe', messageId: 1, unsubscriptions: ['a']}, {cmd: 'pubrel', messageId: 3}, {cmd: 'puback', messageId: 3},
	);
	const garbled = fc.tuple(whole, fc.nat(), fc.nat(255)).map(([packet, at, value]) => {
		const bytes = new Uint8Array(generate(packet));
		bytes[at % bytes.length] = value;
		return bytes;
	});
	await fc.assert(fc.asyncProperty(fc.boolean(), fc.array(fc.oneof(fc.uint8Array({maxLength: 50}), garbled), {maxLength: 8}), async (begun, chunks) => {
		const session = raw(t, broker.attach('card-a'));
		if (begun) {
			session.send(connect);
		}
		for (const chunk of chunks) {
			session.stream.write(Buffer.from(chunk));
		}
		session.stream.end();
		await until(session.closed, 'closed');
	}), {numRuns: 300});
	await until(() => broker.counters.connections === 0, 'all gone');
	const card = startCard(t, observerBench(broker), ordinaryCard);
	await born(card);
	t.pass();
});
