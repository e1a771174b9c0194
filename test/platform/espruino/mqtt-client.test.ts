// The MQTT client of a board against a scripted broker.

import fc from 'fast-check';
import test from 'ava';
import {generate, parser} from 'mqtt-packet';
import type {Packet} from 'mqtt-packet';
import {VirtualClock} from '../../../src/platform/memory/virtual-clock.ts';
import type {SocketEvents} from '../../../src/platform/espruino/device.ts';
import {MqttClient} from '../../../src/platform/espruino/mqtt-client.ts';
import {userOf} from '../../../src/platform/espruino/mqtt-ports.ts';
import {userNameFor} from '../../../src/protocols/mqtt/topics.ts';
import {MemoryDevice, MemoryStorage, serialEnds} from '../../helpers/espruino-device.ts';

interface Rig {
	readonly clock: VirtualClock;
	readonly client: MqttClient;
	readonly sent: Packet[];
	readonly told: string[];
	readonly events: string[];
	/** Connections so far. */
	opened: number;
	say(packet: Packet): void;
	hear(bytes: Uint8Array): void;
	close(): void;
}

function rigOf(t: {teardown(run: () => void): void}): Rig {
	const clock = new VirtualClock();
	const sent: Packet[] = [];
	const told: string[] = [];
	const events: string[] = [];
	let listener: SocketEvents | null = null;
	let at = 0;
	const device = new MemoryDevice({
		clock,
		storage: new MemoryStorage(),
		serial: serialEnds(clock)[0],
		start: 'mqtt',
		utcMs: () => -1,
	});
	device.openSocket = (_host, _port, _tls, taken) => {
		const reader = parser({protocolVersion: 4});
		reader.on('packet', packet => sent.push(packet));
		rig.opened += 1;
		listener = taken;
		clock.after(0, () => taken.opened());
		return {write: bytes => void reader.parse(Buffer.from(bytes)), end() {}};
	};
	const client = new MqttClient(
		device,
		{host: 'h', port: 1883, tls: false, user: '', password: 'secret', card: 'card-a'},
		{
			will: () => Uint8Array.of(9),
			up: () => told.push('up'),
			down: () => told.push('down'),
			message: (kind, payload, retained) =>
				told.push(`${kind} ${payload === null ? 'too long' : payload.length} ${retained}`),
			nextEvent: () => (at < events.length ? Buffer.from(events[at++]) : null),
			eventSequence: () => at,
			took: sequence => told.push(`took ${sequence}`),
		},
	);
	const rig: Rig = {
		clock,
		client,
		sent,
		told,
		events,
		opened: 0,
		say: packet => listener?.data(generate(packet)),
		hear: bytes => listener?.data(bytes),
		close: () => listener?.closed(),
	};
	t.teardown(() => client.end());
	client.start();
	clock.moveTo(1);
	return rig;
}

function greeted(t: {teardown(run: () => void): void}): Rig {
	const rig = rigOf(t);
	rig.say({cmd: 'connack', returnCode: 0, sessionPresent: false});
	return rig;
}

test('a card is called what the topics call it', t => {
	fc.assert(fc.property(fc.stringMatching(/^[a-z0-9-]{1,32}$/), card => userOf(card) === userNameFor(card)));
	t.pass();
});

test('a session is a clean one with a will, and begins with its subscriptions', t => {
	const rig = greeted(t);
	t.like(rig.sent[0], {cmd: 'connect', clientId: 'card-a', clean: true, keepalive: 60, username: userOf('card-a')});
	t.like((rig.sent[0] as {will?: object}).will, {topic: `${rig.client.prefix}death`, qos: 1, retain: true});
	t.deepEqual(
		(rig.sent[1] as unknown as {subscriptions: {topic: string; qos: number}[]}).subscriptions.map(
			({topic, qos}) => `${topic.slice(rig.client.prefix.length)} ${qos}`,
		),
		['command 1', 'ota 1', 'ack 1'],
	);
	t.deepEqual(rig.told, ['up']);
});

test('one message of QoS 1 is out at a time, and the events of the log follow what waits', t => {
	const rig = greeted(t);
	rig.events.push('one', 'two');
	rig.client.publish('birth', Buffer.from('born'), true, false);
	rig.client.publish('result', Buffer.from('done'), false, true);
	const out = (): string[] =>
		rig.sent.flatMap(each =>
			each.cmd === 'publish' ? [`${each.messageId} ${String(each.payload)} ${each.retain}`] : [],
		);
	t.deepEqual(out(), ['1 born true']);
	rig.say({cmd: 'puback', messageId: 7});
	t.is(out().length, 1);
	rig.say({cmd: 'puback', messageId: 1});
	rig.say({cmd: 'puback', messageId: 2});
	rig.say({cmd: 'puback', messageId: 3});
	t.deepEqual(out(), ['1 born true', '2 done false', '3 one false', '4 two false']);
	t.deepEqual(rig.told, ['up', 'took 1']);
});

test('a result waits for the next session, a birth does not', t => {
	const rig = greeted(t);
	rig.client.publish('birth', Buffer.from('born'), true, false);
	rig.client.publish('result', Buffer.from('done'), false, true);
	rig.close();
	t.deepEqual(rig.told, ['up', 'down']);
	t.false(rig.client.publish('birth', Buffer.from('none'), true, false));
	rig.clock.moveTo(5000);
	t.is(rig.opened, 2);
	rig.sent.length = 0;
	rig.say({cmd: 'connack', returnCode: 0, sessionPresent: false});
	t.deepEqual(
		rig.sent.flatMap(each => (each.cmd === 'publish' ? [String(each.payload)] : [])),
		['done'],
	);
});

test('messages come in whole however they are cut, and are acknowledged; too long a one is named and no more', t => {
	const rig = greeted(t);
	const topic = `${rig.client.prefix}command`;
	const bytes = Buffer.concat([
		generate({cmd: 'publish', topic, payload: Buffer.alloc(40), qos: 1, messageId: 5, retain: true, dup: false}),
		generate({cmd: 'publish', topic, payload: Buffer.alloc(9000), qos: 1, messageId: 6, retain: false, dup: false}),
		generate({cmd: 'publish', topic, payload: Buffer.alloc(0), qos: 0, retain: false, dup: false}),
	]);
	for (let at = 0; at < bytes.length; at += 7) {
		rig.hear(bytes.subarray(at, at + 7));
	}
	t.deepEqual(rig.told, ['up', 'command 40 true', 'command too long false', 'command 0 false']);
	t.deepEqual(
		rig.sent.flatMap(each => (each.cmd === 'puback' ? [each.messageId] : [])),
		[5, 6],
	);
});

test('a broker that says nothing is asked, and left when it does not answer; the card comes back later each time', t => {
	const rig = greeted(t);
	rig.clock.moveTo(60_000);
	t.is(rig.sent.at(-1)?.cmd, 'pingreq');
	rig.say({cmd: 'pingresp'});
	rig.clock.moveTo(95_000);
	t.is(rig.sent.at(-1)?.cmd, 'pingreq');
	t.is(rig.opened, 1);
	rig.clock.moveTo(125_000);
	t.deepEqual(rig.told, ['up', 'down']);
	rig.clock.moveTo(600_000);
	const tries = rig.opened;
	t.true(tries > 4 && tries < 16, String(tries));
});

test('whatever bytes come, the client goes on: it takes them, or makes another connection', t => {
	fc.assert(
		fc.property(fc.array(fc.uint8Array({maxLength: 40}), {maxLength: 20}), fc.boolean(), (pieces, isUp) => {
			const ends: (() => void)[] = [];
			const rig = isUp ? greeted({teardown: run => ends.push(run)}) : rigOf({teardown: run => ends.push(run)});
			pieces.forEach(piece => rig.hear(piece));
			rig.clock.moveTo(rig.clock.now() + 400_000);
			ends.forEach(run => run());
			return rig.opened >= 1;
		}),
		{numRuns: 300},
	);
	t.pass();
});
