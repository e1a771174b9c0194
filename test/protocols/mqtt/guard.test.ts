import test from 'ava';
import fc from 'fast-check';
import {generate} from 'mqtt-packet';
import type {Packet} from 'mqtt-packet';
import {createGuard} from '../../../src/protocols/mqtt/guard.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

const legal: Readonly<Record<string, Packet>> = {
	'CONNECT without anything': {
		cmd: 'connect',
		protocolId: 'MQTT',
		protocolVersion: 4,
		clientId: 'a',
		clean: true,
		keepalive: 0,
	},
	'CONNECT with all': {
		cmd: 'connect',
		protocolId: 'MQTT',
		protocolVersion: 4,
		clientId: 'a',
		clean: true,
		keepalive: 60,
		username: 'u',
		password: Buffer.from('p'),
		will: {topic: 't', payload: Buffer.from('w'), qos: 1, retain: true},
	},
	'PUBLISH at QoS 0': {cmd: 'publish', topic: 'a/b', payload: Buffer.alloc(200), qos: 0, dup: false, retain: true},
	'PUBLISH at QoS 1, without payload': {
		cmd: 'publish',
		topic: 'ä',
		payload: '',
		qos: 1,
		dup: true,
		retain: false,
		messageId: 1,
	},
	PUBACK: {cmd: 'puback', messageId: 7},
	PUBREL: {cmd: 'pubrel', messageId: 7},
	SUBSCRIBE: {
		cmd: 'subscribe',
		messageId: 1,
		subscriptions: ['#', '+', 'a/+/b/#', '/', '/+', '+/', 'a//b', '$SYS/#'].map(topic => ({topic, qos: 1})),
	},
	UNSUBSCRIBE: {cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['a/b', '#']},
	PINGREQ: {cmd: 'pingreq'},
	DISCONNECT: {cmd: 'disconnect'},
};

for (const [name, packet] of Object.entries(legal)) {
	test(`${name} passes unchanged`, t => {
		const guard = createGuard();
		const bytes = generate(packet);
		t.deepEqual(guard.pass(bytes), bytes);
		t.is(guard.fault, null);
	});
}

// What a broker must close on (mqtt.md c.5), byte by byte from MQTT 3.1.1.
const illegal: Readonly<Record<string, Buffer>> = {
	'a password without a user name': hex('10 10 0004 4d515454 04 42 0000 0001 61 0001 70'),
	'a CONNECT of one byte': hex('10 01 00'),
	'a PINGREQ with flags': hex('c1 00'),
	'a PINGREQ with a body': hex('c0 01 00'),
	'a SUBSCRIBE with flags 0': hex('80 06 0001 0001 61 00'),
	'a DISCONNECT with flags': hex('e1 00'),
	'a PUBACK of three bytes': hex('40 03 000100'),
	'a PUBLISH at QoS 3': hex('36 05 0001 61 0001'),
	'a PUBLISH with packet id 0': hex('32 05 0001 61 0000'),
	'a PUBLISH at QoS 1 without a packet id': hex('32 03 0001 61'),
	'a PUBLISH without a topic': hex('30 02 0000'),
	'a PUBLISH of one byte': hex('30 01 00'),
	'a PUBLISH whose topic runs over its end': hex('30 03 0005 61'),
	'a topic with U+0000': hex('30 05 0003 610062'),
	'a topic with a byte that is not UTF-8': hex('30 04 0002 61ff'),
	'a topic with a surrogate': hex('30 05 0003 eda080'),
	'a topic with +': hex('30 03 0001 2b'),
	'a topic with #': hex('30 05 0003 612f23'),
	'a SUBSCRIBE with packet id 0': hex('82 06 0000 0001 61 00'),
	'a SUBSCRIBE without a filter': hex('82 02 0001'),
	'a SUBSCRIBE without a QoS': hex('82 05 0001 0001 61'),
	'an empty filter': hex('82 05 0001 0000 00'),
	'filter a#': hex('82 07 0001 0002 6123 00'),
	'filter a+': hex('82 07 0001 0002 612b 00'),
	'filter +a': hex('82 07 0001 0002 2b61 00'),
	'filter #/a': hex('82 08 0001 0003 232f61 00'),
	'filter ++': hex('82 07 0001 0002 2b2b 00'),
	'a filter with U+0000': hex('82 06 0001 0001 00 00'),
	'an UNSUBSCRIBE that ends within a filter': hex('a2 05 0001 0009 61'),
	'type 0': hex('00 00'),
	'type 15': hex('f0 00'),
	'a CONNACK from a client': hex('20 02 0000'),
	'a SUBACK from a client': hex('90 03 0001 00'),
	'a fifth length byte': hex('30 ffffffffff'),
	'an announcement of 256 MiB': hex('30 ffffff7f'),
};

for (const [name, bytes] of Object.entries(illegal)) {
	test(`${name} ends the connection, and nothing passes after it`, t => {
		const guard = createGuard();
		t.is(guard.pass(bytes), null);
		t.is(typeof guard.fault, 'string');
		t.is(guard.pass(generate({cmd: 'pingreq'})), null);
	});
}

test('only whole packets pass: the beginning of one waits for its end', t => {
	const guard = createGuard();
	const bytes = generate(legal['PUBLISH at QoS 0']);
	const both = Buffer.concat([generate({cmd: 'pingreq'}), bytes]);
	t.deepEqual(guard.pass(both.subarray(0, 100)), generate({cmd: 'pingreq'}));
	t.is(guard.pass(both.subarray(100, 101)), null);
	t.deepEqual(guard.pass(both.subarray(101)), bytes);
});

test('legal packets, cut anywhere, pass unchanged', t => {
	const packets = fc.array(fc.constantFrom(...Object.values(legal)), {minLength: 1, maxLength: 10});
	fc.assert(
		fc.property(packets, fc.integer({min: 1, max: 300}), (list, size) => {
			const bytes = Buffer.concat(list.map(packet => generate(packet)));
			const guard = createGuard();
			const passed: Buffer[] = [];
			for (let at = 0; at < bytes.length; at += size) {
				passed.push(guard.pass(bytes.subarray(at, at + size)) ?? Buffer.alloc(0));
			}
			t.deepEqual(Buffer.concat(passed), bytes);
		}),
		{numRuns: 100},
	);
});

test('no bytes make the guard throw, and what it passes is a beginning of what came', t => {
	const garbled = fc
		.tuple(fc.constantFrom(...Object.values(legal)), fc.nat(), fc.nat(255))
		.map(([packet, at, value]) => {
			const bytes = generate(packet);
			bytes[at % bytes.length] = value;
			return new Uint8Array(bytes);
		});
	fc.assert(
		fc.property(fc.array(fc.oneof(fc.uint8Array({maxLength: 60}), garbled), {maxLength: 12}), chunks => {
			const guard = createGuard();
			const passed = Buffer.concat(chunks.map(chunk => guard.pass(Buffer.from(chunk)) ?? Buffer.alloc(0)));
			t.true(Buffer.concat(chunks).subarray(0, passed.length).equals(passed));
		}),
		{numRuns: 3000},
	);
});
