import type {Duplex} from 'node:stream';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import fc from 'fast-check';
import {generate, parser} from 'mqtt-packet';
import type {Packet} from 'mqtt-packet';
import {createStreamPair} from '../../../src/platform/node/stream-pair.ts';
import * as packets from '../../../src/protocols/mqtt/packets.ts';
import {thinWires} from '../../../src/protocols/mqtt/thin-wire.ts';
import type {Closed, Message, Wire} from '../../../src/protocols/mqtt/wire.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';
import {settle, until} from '../../helpers/mqtt.ts';

const will: Message = {topic: 'will', payload: Buffer.from('gone'), qos: 1, retain: true, resend: false};

interface Rig {
	readonly wire: Wire;
	readonly clock: ManualClock;
	/** The broker's end. */
	readonly far: Duplex;
	/** What the broker got, and in how many chunks. */
	readonly received: Packet[];
	readonly chunks: Buffer[];
	readonly told: string[];
	readonly closed: Closed[];
	reply(packet: Packet): void;
}

function rig(t: ExecutionContext, keepaliveSeconds: number): Rig {
	const [near, far] = createStreamPair();
	const clock = new ManualClock();
	const received: Packet[] = [];
	const chunks: Buffer[] = [];
	const told: string[] = [];
	const closed: Closed[] = [];
	const reader = parser({protocolVersion: 4});
	reader.on('packet', packet => received.push(packet));
	far.on('error', () => undefined);
	far.on('data', (chunk: Buffer) => {
		chunks.push(chunk);
		reader.parse(chunk);
	});
	const wire = thinWires(() => near, clock)({clientId: 'card-a', user: 'u', password: 'p', keepaliveSeconds, will}, {
		connected: () => told.push('connected'),
		message: (topic, payload, retained) => told.push(`${topic} ${Buffer.from(payload)} ${retained}`),
		acknowledged: message => told.push(`acknowledged ${Buffer.from(message.payload)}`),
		drained: () => told.push('drained'),
		closed: reason => closed.push(reason),
	});
	t.teardown(() => wire.destroy());
	return {wire, clock, far, received, chunks, told, closed, reply: packet => void far.write(generate(packet))};
}

async function connected(t: ExecutionContext, keepaliveSeconds = 0): Promise<Rig> {
	const it = rig(t, keepaliveSeconds);
	it.reply({cmd: 'connack', returnCode: 0, sessionPresent: false});
	await until(() => it.told.includes('connected'), 'connected');
	it.chunks.length = 0;
	it.received.length = 0;
	it.told.length = 0;
	return it;
}

const sample = (payload: string, qos: 0 | 1): Message => ({topic: 'a/b', payload: Buffer.from(payload), qos, retain: false, resend: true});

test('CONNECT asks for a clean session with a retained will of QoS 1', async t => {
	const {received} = rig(t, 60);
	await until(() => received.length === 1, 'CONNECT');
	t.like(received[0], {
		cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, clientId: 'card-a', keepalive: 60, username: 'u',
		password: Buffer.from('p'), will: {topic: 'will', payload: Buffer.from('gone'), qos: 1, retain: true},
	});
});

test('PUBLISH is byte for byte what mqtt-packet writes', t => {
	const sizes = fc.oneof(fc.nat(300), fc.constantFrom(127, 128, 16383, 16384, 65000));
	fc.assert(fc.property(fc.string({unit: 'grapheme', minLength: 1, maxLength: 150}), sizes, fc.boolean(), fc.integer({min: 0, max: 65535}), (topic, size, retain, id) => {
		const payload = Buffer.alloc(size, id);
		const qos = id === 0 ? 0 : 1;
		const clean = topic.replaceAll(/[+#\0]/g, '_');
		const expected = generate({cmd: 'publish', topic: clean, payload, qos, retain, dup: false, messageId: id});
		t.deepEqual(packets.publish({topic: clean, payload, qos, retain, resend: false}, id), expected);
	}));
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
	t.deepEqual(received.map(({cmd}) => cmd), ['publish'], 'no ping while it speaks');
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
	[1, 'it does not speak this version of MQTT', true], [2, 'it does not take this client id', true],
	[3, 'it is not available now', false], [4, 'wrong user name or password', true], [5, 'not authorised', true],
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

test('an end that was asked for says DISCONNECT after what was sent', async t => {
	const {wire, received, closed, far} = await connected(t);
	wire.send(sample('last', 0));
	wire.end();
	await until(() => received.length === 2, 'DISCONNECT');
	t.deepEqual(received.map(({cmd}) => cmd), ['publish', 'disconnect']);
	far.end();
	await until(() => closed.length === 1, 'closed');
	t.is(closed[0].how, 'stopped');
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

const faults: Readonly<Record<string, Buffer>> = {
	'a second CONNACK': Buffer.from('20020000', 'hex'),
	'a CONNECT': generate({cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: 'a', clean: true, keepalive: 0}),
	'a PUBLISH of QoS 1 with packet id 0': Buffer.from('32060001610000ff', 'hex'),
	'a PUBLISH of QoS 2': Buffer.from('34060001610001ff', 'hex'),
	'a PUBLISH whose topic runs over its end': Buffer.from('3003ffff61', 'hex'),
	'type 0': Buffer.from('0000', 'hex'),
	'a length of five bytes': Buffer.from('30ffffffff7f', 'hex'),
	'an announcement of 256 MiB': Buffer.from('30ffffff7f', 'hex'),
	'a SUBACK with code 3': Buffer.from('9003000103', 'hex'),
};

for (const [name, bytes] of Object.entries(faults)) {
	test(`${name} from a broker ends the connection, once, without an exception`, async t => {
		const {far, closed, told} = await connected(t);
		far.write(bytes);
		await until(() => closed.length > 0, 'closed');
		await settle();
		t.is(closed.length, 1);
		t.is(closed[0].how, 'lost');
		t.deepEqual(told, []);
	});
}

test('a fault on one connection leaves the next packet of another whole', async t => {
	const first = await connected(t);
	const second = await connected(t);
	first.far.write(faults['a PUBLISH whose topic runs over its end']);
	second.reply({cmd: 'publish', topic: 'c', payload: 'go', qos: 0, dup: false, retain: false});
	await until(() => second.told.length === 1, 'told');
	t.deepEqual(second.told, ['c go false']);
});

test('no bytes of a broker make the client throw or hang', async t => {
	const garbled = fc.tuple(fc.constantFrom(
		generate({cmd: 'publish', topic: 'c', payload: 'go', qos: 1, dup: false, retain: false, messageId: 1}),
		generate({cmd: 'connack', returnCode: 0, sessionPresent: false}),
		generate({cmd: 'suback', messageId: 1, granted: [1, 1]}), generate({cmd: 'puback', messageId: 1}),
	), fc.nat(), fc.nat(255)).map(([packet, at, value]) => {
		const bytes = new Uint8Array(packet);
		bytes[at % bytes.length] = value;
		return bytes;
	});
	await fc.assert(fc.asyncProperty(fc.boolean(), fc.array(fc.oneof(fc.uint8Array({maxLength: 40}), garbled), {maxLength: 8}), async (up, chunks) => {
		const it = up ? await connected(t) : rig(t, 0);
		for (const chunk of chunks) {
			it.far.write(Buffer.from(chunk));
		}
		it.far.end();
		await until(() => it.closed.length === 1, 'closed');
		t.deepEqual(it.clock.pending, []);
	}), {numRuns: 400});
});
