import test from 'ava';
import type {ExecutionContext} from 'ava';
import {RandomStream, seedFor} from '../../../src/core/random.ts';
import {Client} from '../../../src/protocols/mqtt/client.ts';
import type {Closed, Message, Wire, WireEvents} from '../../../src/protocols/mqtt/wire.ts';
import {refusedWith} from '../../../src/protocols/mqtt/wire.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';

/** A wire that does what the test says, and refuses what a real one could not do. */
class ScriptedWire implements Wire {
	readonly events: WireEvents;
	sent: Message[] = [];
	filters: string[] = [];
	isFull = false;
	over: 'ended' | 'destroyed' | null = null;

	constructor(events: WireEvents) {
		this.events = events;
	}

	send(message: Message): void {
		if (this.over !== null) {
			throw new Error('sent after the end');
		}
		this.sent.push(message);
	}

	subscribe(filters: readonly string[]): void {
		this.filters.push(...filters);
	}

	end(): void {
		this.over = 'ended';
	}

	destroy(): void {
		this.over = 'destroyed';
	}

	get texts(): string[] {
		return this.sent.map(({payload}) => Buffer.from(payload).toString());
	}
}

const lost: Closed = {how: 'lost', reason: 'cut', lasting: false};
const will = message('will', 1);

function message(payload: string, qos: 0 | 1, resend = true): Message {
	return {topic: 'topic', payload: Buffer.from(payload), qos, retain: false, resend};
}

function setUp({queueMax = 100, onConnected = (_client: Client): void => undefined} = {}) {
	const wires: ScriptedWire[] = [];
	const clock = new ManualClock();
	const told: string[] = [];
	const client: Client = new Client({
		clock,
		random: new RandomStream(1),
		filters: ['f1', 'f2'],
		queueMax,
		openWire(_options, events) {
			wires.push(new ScriptedWire(events));
			return wires.at(-1) as ScriptedWire;
		},
		connectOptions: () => ({clientId: 'c', user: null, password: null, keepaliveSeconds: 0, will}),
		events: {
			onConnected: () => onConnected(client),
			onMessage: (topic, payload, retained) => told.push(`${topic} ${Buffer.from(payload)} ${retained}`),
			onClosed: closed => told.push(`closed ${closed.how}`),
			onPuback: (acknowledged, refusal) => told.push(`puback ${Buffer.from(acknowledged.payload)} ${refusal}`),
		},
	});
	return {client, wires, clock, told, wire: () => wires.at(-1) as ScriptedWire};
}

function acknowledgeAll(wire: ScriptedWire): void {
	for (const sent of wire.sent.filter(({qos}) => qos === 1)) {
		wire.events.acknowledged(sent, null);
	}
}

test('a session begins with its subscriptions', t => {
	const {client, wire} = setUp();
	client.start();
	t.deepEqual(wire().filters, []);
	wire().events.connected();
	t.deepEqual(wire().filters, ['f1', 'f2']);
	t.is(client.counters.sessions, 1);
});

test('at most 20 messages are in flight; each PUBACK lets the next one go, in order', t => {
	const {client, wire} = setUp();
	client.start();
	wire().events.connected();
	for (let i = 0; i < 50; i++) {
		t.true(client.publish(message(`${i}`, 1)));
	}
	t.is(wire().sent.length, 20);
	wire().events.acknowledged(wire().sent[3], null);
	t.is(wire().sent.length, 21);
	t.is(client.unacknowledged, 49);
	acknowledgeAll(wire());
	acknowledgeAll(wire());
	t.deepEqual(
		wire().texts,
		Array.from({length: 50}, (_, i) => `${i}`),
	);
});

test('QoS 1 above the bound is refused and counted, never dropped in silence', t => {
	const {client, wire} = setUp({queueMax: 30});
	client.start();
	wire().events.connected();
	const taken = Array.from({length: 40}, (_, i) => client.publish(message(`${i}`, 1)));
	t.deepEqual(
		taken,
		Array.from({length: 40}, (_, i) => i < 30),
	);
	t.is(client.counters.refused, 10);
	wire().events.acknowledged(wire().sent[0], null);
	t.true(client.publish(message('40', 1)), 'there is room again');
});

test('a sample without a session, or on a full wire, is dropped and counted', t => {
	const {client, wire} = setUp();
	client.start();
	t.false(client.publish(message('s1', 0)));
	wire().events.connected();
	t.true(client.publish(message('s2', 0)));
	wire().isFull = true;
	t.false(client.publish(message('s3', 0)));
	t.is(client.counters.dropped, 2);
	t.deepEqual(wire().texts, ['s2']);
});

test('a full wire holds QoS 1 back until it drained', t => {
	const {client, wire} = setUp();
	client.start();
	wire().events.connected();
	wire().isFull = true;
	t.true(client.publish(message('e', 1)));
	t.deepEqual(wire().texts, []);
	wire().isFull = false;
	wire().events.drained();
	t.deepEqual(wire().texts, ['e']);
});

test('the bytes of a waiting message are its own', t => {
	const {client, wire} = setUp();
	client.start();
	const bytes = Buffer.from('before');
	client.publish({...message('', 1), payload: bytes});
	bytes.write('after!');
	wire().events.connected();
	t.deepEqual(wire().texts, ['before']);
});

test('after a lost session what had no PUBACK is sent again in order, behind what the new session says first', t => {
	const {client, wire, clock} = setUp({onConnected: self => void self.publish(message('birth', 1, false))});
	client.start();
	wire().events.connected();
	for (let i = 0; i < 25; i++) {
		client.publish(message(`${i}`, 1));
	}
	wire().events.acknowledged(wire().sent[1], null);
	wire().events.closed(lost);
	t.is(client.counters.discarded, 1, 'the birth of the old session');
	clock.advance(1000);
	wire().events.connected();
	acknowledgeAll(wire());
	acknowledgeAll(wire());
	t.deepEqual(wire().texts, ['birth', ...Array.from({length: 24}, (_, i) => `${i + 1}`)]);
});

test('what belongs to one session is not taken without one', t => {
	const {client} = setUp();
	client.start();
	t.false(client.publish(message('birth', 1, false)));
	t.is(client.counters.refused, 1);
	t.true(client.publish(message('event', 1, true)));
});

test('the wait before the next try is anything up to a limit that doubles from 1 s to 60 s', t => {
	const {client, wire, clock} = setUp();
	client.start();
	const waits: number[] = [];
	for (const limit of [1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000]) {
		wire().events.closed({how: 'unreachable', reason: 'nothing there', lasting: false});
		waits.push(clock.pending[0]);
		t.true(clock.pending[0] <= limit, `${clock.pending[0]} ms of ${limit}`);
		clock.advance(limit);
	}
	t.true(
		waits.some((wait, i) => i > 0 && wait < waits[i - 1]),
		'jitter, not a ladder',
	);
	t.true(Math.max(...waits) > 8000, 'the limit grows');
	wire().events.connected();
	wire().events.closed(lost);
	t.true(clock.pending[0] <= 1000, 'a session puts the limit back');
});

test('two cards do not come back at the same time', t => {
	const delays = ['a', 'b', 'c', 'd', 'e'].map(name =>
		new Client({
			clock: new ManualClock(),
			random: new RandomStream(seedFor(1, name)),
			filters: [],
			queueMax: 1,
			openWire: (_options, events) => new ScriptedWire(events),
			connectOptions: () => ({clientId: 'c', user: null, password: null, keepaliveSeconds: 0, will}),
			events: {onConnected() {}, onMessage() {}, onClosed() {}, onPuback() {}},
		}).retryDelayMs(lost),
	);
	t.is(new Set(delays).size, 5);
});

test('after a refusal for good the tries slow down to minutes', t => {
	const {client, wire, clock} = setUp();
	client.start();
	const waits: number[] = [];
	for (let i = 0; i < 10; i++) {
		wire().events.closed(refusedWith(5));
		waits.push(clock.pending[0]);
		clock.advance(300000);
	}
	t.true(Math.max(...waits) > 60000 && Math.max(...waits) <= 300000);
});

test('a stop waits for the last PUBACK, says DISCONNECT and does not come back', async t => {
	const {client, wire, clock, wires} = setUp();
	client.start();
	wire().events.connected();
	client.publish(message('last', 1));
	let stopped = false;
	const done = client.stop().then(() => (stopped = true));
	t.is(wire().over, null);
	acknowledgeAll(wire());
	t.is(wire().over, 'ended');
	await Promise.resolve();
	t.false(stopped);
	wire().events.closed({how: 'stopped', reason: 'asked for', lasting: false});
	await done;
	clock.advance(1e6);
	t.is(wires.length, 1);
	t.deepEqual(clock.pending, []);
});

test('a stop gives up on a silent broker after 5 s', async t => {
	const {client, wire, clock} = setUp();
	client.start();
	wire().events.connected();
	client.publish(message('last', 1));
	const done = client.stop();
	clock.advance(4999);
	t.is(wire().over, null);
	clock.advance(1);
	t.is(wire().over, 'destroyed');
	wire().events.closed(lost);
	await done;
});

test('a stop between two tries is done at once', async t => {
	const {client, wire, clock, wires} = setUp();
	client.start();
	wire().events.closed(lost);
	await client.stop();
	clock.advance(1e6);
	t.is(wires.length, 1);
});

function cutAndStart(t: ExecutionContext): void {
	const {client, wire, clock, wires} = setUp();
	client.start();
	wire().events.connected();
	client.cut();
	t.is(wire().over, 'destroyed');
	client.start();
	t.is(wires.length, 1, 'the old connection is not yet closed');
	wire().events.closed(lost);
	clock.advance(1000);
	t.is(wires.length, 2);
}

test('a client that was cut can start again', cutAndStart);

test('a broker that refuses a message (MQTT 5) is told of and counted; the message is not sent again', t => {
	const {client, wire, told} = setUp();
	client.start();
	wire().events.connected();
	client.publish(message('e', 1));
	wire().events.acknowledged(wire().sent[0], 'Not authorized');
	t.deepEqual(told, ['puback e Not authorized']);
	t.is(client.counters.denied, 1);
	t.is(client.unacknowledged, 0);
});
