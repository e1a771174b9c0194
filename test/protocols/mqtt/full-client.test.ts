import {Duplex} from 'node:stream';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {generate, parser} from 'mqtt-packet';
import type {IConnectPacket, Packet} from 'mqtt-packet';
import {isCoded} from '../../../src/core/errors.ts';
import {createStreamPair} from '../../../src/platform/node/stream-pair.ts';
import {parseBrokerUrl} from '../../../src/protocols/mqtt/broker-url.ts';
import {fullWires} from '../../../src/protocols/mqtt/full-client.ts';
import {brokerError} from '../../../src/protocols/mqtt/wire.ts';
import type {Closed, Message} from '../../../src/protocols/mqtt/wire.ts';
import {until} from '../../helpers/mqtt.ts';

const will: Message = {topic: 'will', payload: Buffer.from('gone'), qos: 1, retain: true, resend: false};
const secret = 'p4ss-w0rd';

function rig(
	t: ExecutionContext,
	protocolVersion: 4 | 5,
	answer: (packet: Packet, reply: (bytes: Buffer) => void) => void,
) {
	const [near, far] = createStreamPair();
	const received: Packet[] = [];
	const told: string[] = [];
	const closed: Closed[] = [];
	const reader = parser({protocolVersion});
	reader.on('packet', packet => {
		received.push(packet);
		answer(packet, bytes => void far.write(bytes));
	});
	far.on('data', (chunk: Buffer) => reader.parse(chunk));
	const wire = fullWires({broker: () => near, protocolVersion})(
		{clientId: 'card-a', user: 'u', password: secret, keepaliveSeconds: 60, will},
		{
			connected: () => told.push('connected'),
			message: (topic, payload, retained) => told.push(`${topic} ${Buffer.from(payload)} ${retained}`),
			acknowledged: (message, refusal) => told.push(`acknowledged ${Buffer.from(message.payload)} ${refusal}`),
			drained: () => told.push('drained'),
			closed: reason => closed.push(reason),
		},
	);
	t.teardown(() => wire.destroy());
	return {wire, far, received, told, closed};
}

for (const version of [4, 5] as const) {
	test(`CONNECT of version ${version} asks for a clean session with the will`, async t => {
		const {received} = rig(t, version, () => undefined);
		await until(() => received.length === 1, 'CONNECT');
		t.like(received[0], {
			cmd: 'connect',
			protocolVersion: version,
			clean: true,
			clientId: 'card-a',
			keepalive: 60,
			username: 'u',
			password: Buffer.from(secret),
		});
		t.like((received[0] as IConnectPacket).will, {topic: 'will', payload: Buffer.from('gone'), qos: 1, retain: true});
	});
}

test('a broker of MQTT 5 that refuses a message says why, and the message is not in flight any more', async t => {
	const {wire, told} = rig(t, 5, (packet, reply) => {
		if (packet.cmd === 'connect') {
			reply(generate({cmd: 'connack', reasonCode: 0, sessionPresent: false}, {protocolVersion: 5}));
		}
		if (packet.cmd === 'publish') {
			reply(generate({cmd: 'puback', messageId: packet.messageId ?? 0, reasonCode: 0x87}, {protocolVersion: 5}));
		}
	});
	await until(() => told.length === 1, 'connected');
	wire.send({topic: 't', payload: Buffer.from('e'), qos: 1, retain: false, resend: true});
	await until(() => told.length === 2, 'acknowledged');
	t.deepEqual(told, ['connected', 'acknowledged e Publish error: Not authorized']);
});

test('a message that the end of the connection overtook is not told as acknowledged', async t => {
	const {wire, told, far, closed} = rig(t, 4, (packet, reply) => {
		if (packet.cmd === 'connect') {
			reply(generate({cmd: 'connack', returnCode: 0, sessionPresent: false}));
		}
	});
	await until(() => told.length === 1, 'connected');
	wire.send({topic: 't', payload: Buffer.from('e'), qos: 1, retain: false, resend: true});
	far.destroy();
	await until(() => closed.length === 1, 'closed');
	t.deepEqual(told, ['connected']);
	t.is(closed[0].how, 'lost');
});

for (const [version, code, reason, lasting] of [
	[4, 5, 'not authorised', true],
	[4, 4, 'wrong user name or password', true],
	[4, 3, 'it is not available now', false],
	[5, 0x87, 'not authorised', true],
	[5, 0x88, 'it is not available now', false],
] as const) {
	test(`version ${version}, CONNACK ${code}: refused ${lasting ? 'for good' : 'for now'}, and the error holds no password`, async t => {
		const {closed} = rig(t, version, (_packet, reply) => {
			const connack: Packet =
				version === 4
					? {cmd: 'connack', returnCode: code, sessionPresent: false}
					: {cmd: 'connack', reasonCode: code, sessionPresent: false};
			reply(generate(connack, {protocolVersion: version}));
		});
		await until(() => closed.length === 1, 'closed');
		t.deepEqual(closed[0], {how: 'refused', reason, lasting});
		const error = brokerError(closed[0], 'mqtt://broker:1883');
		t.is(error.code, 'E_BROKER_REFUSED');
		t.is(
			error.message,
			`The broker at mqtt://broker:1883 refused the session: ${reason}. Check the user name, the password and what the broker lets this card do.`,
		);
		t.false(JSON.stringify([error.message, error.context]).includes(secret));
	});
}

test('no broker at the address: unreachable, with the reason and what to check', async t => {
	const closed: Closed[] = [];
	const broker = () =>
		new Duplex({
			read() {},
			write(_chunk, _encoding, done) {
				done(Object.assign(new Error(''), {code: 'ECONNREFUSED'}));
			},
		});
	fullWires({broker, protocolVersion: 4})(
		{clientId: 'c', user: null, password: null, keepaliveSeconds: 0, will},
		{
			connected: () => t.fail(),
			message: () => t.fail(),
			acknowledged: () => t.fail(),
			drained: () => undefined,
			closed: reason => closed.push(reason),
		},
	);
	await until(() => closed.length === 1, 'closed');
	t.deepEqual(closed[0], {how: 'unreachable', reason: 'nothing listens there', lasting: false});
	const error = brokerError(closed[0], 'mqtt://127.0.0.1:1883');
	t.is(error.code, 'E_BROKER_UNREACHABLE');
	t.regex(error.message, /mqtt:\/\/127\.0\.0\.1:1883: nothing listens there\. Check that a broker runs there/);
});

for (const [url, address, user, password] of [
	['mqtt://broker', 'mqtt://broker:1883', null, null],
	['mqtts://broker', 'mqtts://broker:8883', null, null],
	['mqtt://u:p%40ss@10.0.0.1:1884', 'mqtt://10.0.0.1:1884', 'u', 'p@ss'],
	['mqtt://35%2Fcard-a@[::1]:1', 'mqtt://[::1]:1', '35/card-a', null],
] as const) {
	test(`the URL ${url} is the broker at ${address}, its password apart`, t => {
		t.deepEqual(parseBrokerUrl(url), {address, user, password});
	});
}

for (const url of [
	'',
	'broker',
	'broker:1883',
	'http://broker',
	'ws://broker',
	'mqtt://',
	`mqtt:/u:${secret}@x y`,
	`amqp://u:${secret}@b`,
	`mqtt://u:${secret}%@b`,
]) {
	test(`${JSON.stringify(url.replace(secret, '…'))} is no URL of a broker: refused with what would be right, without its password`, t => {
		const error = t.throws(() => parseBrokerUrl(url));
		t.true(isCoded(error) && error.code === 'E_USAGE');
		t.regex(error.message, /write mqtt:\/\/host, mqtts:\/\/host/);
		t.false(error.message.includes(secret));
	});
}
