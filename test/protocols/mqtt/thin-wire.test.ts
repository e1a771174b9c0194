import test from 'ava';
import fc from 'fast-check';
import {generate} from 'mqtt-packet';
import * as packets from '../../../src/protocols/mqtt/packets.ts';
import type {Message} from '../../../src/protocols/mqtt/wire.ts';
import {settle, until} from '../../helpers/mqtt.ts';
import {connected, rig} from '../../helpers/thin-rig.ts';

const sample = (payload: string, qos: 0 | 1): Message => ({
	topic: 'a/b',
	payload: Buffer.from(payload),
	qos,
	retain: false,
	resend: true,
});

test('CONNECT asks for a clean session with a retained will of QoS 1', async t => {
	const {received} = rig(t, 60);
	await until(() => received.length === 1, 'CONNECT');
	t.like(received[0], {
		cmd: 'connect',
		protocolId: 'MQTT',
		protocolVersion: 4,
		clean: true,
		clientId: 'card-a',
		keepalive: 60,
		username: 'u',
		password: Buffer.from('p'),
		will: {topic: 'will', payload: Buffer.from('gone'), qos: 1, retain: true},
	});
});

test('PUBLISH is byte for byte what mqtt-packet writes', t => {
	const sizes = fc.oneof(fc.nat(300), fc.constantFrom(127, 128, 16383, 16384, 65000));
	fc.assert(
		fc.property(
			fc.string({unit: 'grapheme', minLength: 1, maxLength: 150}),
			sizes,
			fc.boolean(),
			fc.integer({min: 0, max: 65535}),
			(topic, size, retain, id) => {
				const payload = Buffer.alloc(size, id);
				const qos = id === 0 ? 0 : 1;
				const clean = topic.replaceAll(/[+#\0]/g, '_');
				const expected = generate({cmd: 'publish', topic: clean, payload, qos, retain, dup: false, messageId: id});
				const message: Message = {topic: clean, payload, qos, retain, resend: false};
				t.deepEqual(packets.publish(message, id, 4), expected);
				const five = generate(
					{cmd: 'publish', topic: clean, payload, qos, retain, dup: false, messageId: id},
					{protocolVersion: 5},
				);
				t.deepEqual(packets.publish(message, id, 5), five);
			},
		),
	);
});

test('what is sent in one turn shares one write', async t => {
	const {wire, chunks, received} = await connected(t);
	for (let i = 0; i < 100; i++) {
		wire.send(sample(`${i}`, i % 2 === 0 ? 0 : 1));
	}
	await until(() => received.length === 100, 'all arrived');
	t.is(chunks.length, 1);
});

test('a large batch is written before the turn ends', async t => {
	const {wire, chunks, received} = await connected(t);
	for (let i = 0; i < 3; i++) {
		wire.send(sample('x'.repeat(16384), 0));
	}
	await until(() => received.length === 3, 'all arrived');
	t.is(chunks.length, 3);
});

test('packet ids count from 1 to 65535 and leave out those in flight', async t => {
	const {wire, received, reply, told} = await connected(t);
	wire.send(sample('held', 1));
	for (let i = 0; i < 70000; i++) {
		wire.send(sample('x', 1));
		if (i % 500 === 499) {
			const count = i + 2;
			await until(() => received.length === count, 'all arrived');
			for (const packet of received.slice(-500)) {
				reply({cmd: 'puback', messageId: packet.messageId ?? 0});
			}
			await until(() => told.length === i + 1, 'all acknowledged');
		}
	}
	const ids = received.map(packet => packet.messageId ?? 0);
	t.deepEqual(ids.slice(0, 3), [1, 2, 3]);
	t.is(ids[65534], 65535);
	t.is(ids[65535], 2, 'id 1 is still in flight');
	t.false(ids.includes(0));
});

test('a PUBACK tells which message the broker has; one for an unknown id is ignored', async t => {
	const {wire, reply, told, closed} = await connected(t);
	wire.send(sample('one', 1));
	wire.send(sample('two', 1));
	reply({cmd: 'puback', messageId: 9});
	reply({cmd: 'puback', messageId: 2});
	reply({cmd: 'puback', messageId: 2});
	await until(() => told.length > 0, 'acknowledged');
	await settle();
	t.deepEqual(told, ['acknowledged two']);
	t.deepEqual(closed, []);
});

test('a message of QoS 1 is told and acknowledged with its id', async t => {
	const {reply, told, received} = await connected(t);
	reply({cmd: 'publish', topic: 'c', payload: 'go', qos: 1, dup: false, retain: true, messageId: 77});
	await until(() => received.length === 1, 'PUBACK');
	t.deepEqual(told, ['c go true']);
	t.like(received[0], {cmd: 'puback', messageId: 77});
});

test('a card that says nothing pings within its keepalive, and closes when no answer comes', async t => {
	const {wire, clock, received, closed, reply} = await connected(t, 60);
	wire.send(sample('s', 0));
	clock.advance(30000);
	await settle();
	t.deepEqual(
		received.map(({cmd}) => cmd),
		['publish'],
		'no ping while it speaks',
	);
	clock.advance(30000);
	await until(() => received.length === 2, 'a ping');
	t.is(received[1].cmd, 'pingreq');
	reply({cmd: 'pingresp'});
	await settle();
	clock.advance(10000);
	clock.advance(30000);
	await until(() => received.length === 3, 'the next ping');
	t.deepEqual(closed, []);
	clock.advance(9999);
	await settle();
	t.deepEqual(closed, []);
	clock.advance(1);
	await until(() => closed.length === 1, 'closed');
	t.is(closed[0].reason, 'no answer to a ping');
	t.deepEqual(clock.pending, []);
});

test('no timer runs on a connection without keepalive', async t => {
	const {clock} = await connected(t);
	t.deepEqual(clock.pending, []);
});

test('no answer to CONNECT within 30 s ends the try', async t => {
	const {clock, closed} = rig(t, 0);
	clock.advance(29999);
	await settle();
	t.deepEqual(closed, []);
	clock.advance(1);
	await until(() => closed.length === 1, 'closed');
	t.is(closed[0].how, 'unreachable');
});

for (const [code, reason, lasting] of [
	[1, 'it does not speak this version of MQTT', true],
	[2, 'it does not take this client id', true],
	[3, 'it is not available now', false],
	[4, 'wrong user name or password', true],
	[5, 'not authorised', true],
	[6, 'CONNACK code 6', false],
] as const) {
	test(`CONNACK ${code} is a refusal ${lasting ? 'for good' : 'for now'}: ${reason}`, async t => {
		const {far, closed, told} = rig(t, 0);
		far.write(Buffer.from([0x20, 2, 0, code]));
		await until(() => closed.length === 1, 'closed');
		t.deepEqual(closed[0], {how: 'refused', reason, lasting});
		t.deepEqual(told, []);
	});
}

test('an end without a word is told once, as lost', async t => {
	const {far, closed} = await connected(t);
	far.end();
	await until(() => closed.length > 0, 'closed');
	await settle();
	t.deepEqual(closed, [{how: 'lost', reason: 'the connection was closed', lasting: false}]);
});

test('an end that was asked for says DISCONNECT after what was sent, ends its side, and sends nothing more', async t => {
	const {wire, received, closed, far} = await connected(t);
	let ended = false;
	far.once('end', () => (ended = true));
	wire.send(sample('last', 0));
	wire.end();
	wire.send(sample('too late', 0));
	await until(() => ended, 'the end');
	t.deepEqual(
		received.map(({cmd}) => cmd),
		['publish', 'disconnect'],
	);
	far.end();
	await until(() => closed.length === 1, 'closed');
	t.is(closed[0].how, 'stopped');
});

test('a wire that is destroyed closes without a word, and knows that it was asked for', async t => {
	const {wire, received, closed, far} = await connected(t);
	let gone = false;
	far.once('close', () => (gone = true));
	wire.destroy();
	await until(() => gone && closed.length === 1, 'closed');
	t.deepEqual(received, []);
	t.is(closed[0].how, 'stopped');
});

test('the error of a stream is the reason of its end', async t => {
	const {stream, closed} = await connected(t);
	stream.destroy(Object.assign(new Error('read ECONNRESET'), {code: 'ECONNRESET'}));
	await until(() => closed.length === 1, 'closed');
	t.deepEqual(closed[0], {how: 'lost', reason: 'the connection was reset', lasting: false});
});

test('a wire whose broker does not read is full after 64 KiB, and tells when there is room', async t => {
	const {wire, far, told} = await connected(t);
	far.pause();
	let sent = 0;
	while (!wire.isFull && sent < 1000) {
		wire.send(sample('x'.repeat(1000), 0));
		sent += 1;
	}
	t.true(sent > 50 && sent < 150, `${sent} kB`);
	far.resume();
	await until(() => told.includes('drained'), 'room');
	t.false(wire.isFull);
});
