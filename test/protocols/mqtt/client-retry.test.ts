import test from 'ava';
import {RandomStream, seedFor} from '../../../src/core/random.ts';
import {Client} from '../../../src/protocols/mqtt/client.ts';
import {refusedWith} from '../../../src/protocols/mqtt/wire.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';
import {acknowledgeAll, lost, message, ScriptedWire, setUp, will} from '../../helpers/scripted-wire.ts';

test('the wait before the next try is anything up to the time without a session, from 1 s to 60 s', t => {
	const {client, wire, clock} = setUp();
	client.start();
	const waits: number[] = [];
	let down = 0;
	for (const limit of [1000, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000]) {
		wire().events.closed({how: 'unreachable', reason: 'nothing there', lasting: false});
		waits.push(clock.pending[0]);
		t.true(clock.pending[0] <= limit, `${clock.pending[0]} ms of ${limit} after ${down}`);
		clock.advance(limit);
		down += limit;
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
			events: {onConnected() {}, onMessage() {}, onClosed() {}, onPuback() {}, nextMessage: () => null},
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

test('a client that was cut does not come back by itself', t => {
	const {client, wire, clock} = setUp();
	client.start();
	wire().events.connected();
	client.cut();
	wire().events.closed(lost);
	t.deepEqual(clock.pending, []);
});

test('a client stopped between two tries can start again', async t => {
	const {client, wire, wires} = setUp();
	client.start();
	wire().events.closed(lost);
	await client.stop();
	client.start();
	t.is(wires.length, 2);
});

test('a client that was cut can start again', t => {
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
});
