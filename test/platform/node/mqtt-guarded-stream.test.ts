import {once} from 'node:events';
import {connect as connectTcp} from 'node:net';
import test from 'ava';
import fc from 'fast-check';
import {generate} from 'mqtt-packet';
import type {Packet} from 'mqtt-packet';
import {topicFor} from '../../../src/protocols/mqtt/topics.ts';
import {born, observerBench, ordinaryCard, startBroker, startCard, until} from '../../helpers/mqtt.ts';
import {accepted, connect, raw} from '../../helpers/raw-session.ts';

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
	card.send({
		cmd: 'publish',
		topic: topicFor('card-a', 'event'),
		payload: Buffer.alloc(65536),
		qos: 1,
		messageId: 1,
		dup: false,
		retain: false,
	});
	await until(card.closed, 'closed');
	t.is(broker.counters.published, 0);
	t.is(card.bytes(), accepted);
});

test('no bytes make the broker throw or hang, before a CONNECT and after it', async t => {
	const broker = await startBroker(t);
	const whole = fc.constantFrom<Packet>(
		{cmd: 'pingreq'},
		{cmd: 'subscribe', messageId: 1, subscriptions: [{topic: 'a/+', qos: 1}]},
		{cmd: 'publish', topic: topicFor('card-a', 'event'), payload: 'x', qos: 1, messageId: 1, dup: false, retain: false},
		{...connect, will: {topic: topicFor('card-a', 'death'), payload: Buffer.from('1'), qos: 1, retain: true}},
		{cmd: 'unsubscribe', messageId: 1, unsubscriptions: ['a']},
		{cmd: 'pubrel', messageId: 3},
		{cmd: 'puback', messageId: 3},
	);
	const garbled = fc.tuple(whole, fc.nat(), fc.nat(255)).map(([packet, at, value]) => {
		const bytes = new Uint8Array(generate(packet));
		bytes[at % bytes.length] = value;
		return bytes;
	});
	await fc.assert(
		fc.asyncProperty(
			fc.boolean(),
			fc.array(fc.oneof(fc.uint8Array({maxLength: 50}), garbled), {maxLength: 8}),
			async (begun, chunks) => {
				const session = raw(t, broker.attach('card-a'));
				if (begun) {
					session.send(connect);
				}
				for (const chunk of chunks) {
					session.stream.write(Buffer.from(chunk));
				}
				session.stream.end();
				await until(session.closed, 'closed');
			},
		),
		{numRuns: 300},
	);
	await until(() => broker.counters.connections === 0, 'all gone');
	const card = startCard(t, observerBench(broker), ordinaryCard);
	await born(card);
	t.pass();
});
