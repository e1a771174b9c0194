import test from 'ava';
import {acknowledgeAll, lost, message, setUp} from '../../helpers/scripted-wire.ts';

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
	const {client, wire} = setUp();
	client.start();
	t.false(client.publish(message('birth', 1, false)));
	t.is(client.counters.refused, 1);
	t.true(client.publish(message('event', 1, true)));
	wire().events.connected();
	t.true(client.publish(message('birth', 1, false)));
	wire().events.closed(lost);
	t.false(client.publish(message('birth', 1, false)));
});

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
