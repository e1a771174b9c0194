import type {EventEmitter} from 'node:events';
import {once} from 'node:events';
import {connect as connectTcp, createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import test from 'ava';
import {isCoded} from '../../../src/core/errors.ts';
import {createEmbeddedBroker} from '../../../src/platform/node/embedded-broker.ts';
import {cardAccess} from '../../../src/protocols/mqtt/access.ts';
import {createGuard} from '../../../src/protocols/mqtt/guard.ts';
import {
	born,
	observerBench,
	ordinaryCard,
	quietLog,
	retained,
	startBroker,
	startCard,
	until,
	watch,
} from '../../helpers/mqtt.ts';
import {connect, raw} from '../../helpers/raw-session.ts';

test('what a card publishes is counted and told to the hook, its will included', async t => {
	const told: string[] = [];
	const broker = await createEmbeddedBroker({
		access: cardAccess,
		createGuard,
		log: quietLog,
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
	t.deepEqual(told.sort(), [
		'birth 1 35/card-a',
		'death 0 35/card-a',
		'death 1 35/card-a',
		'event 0 35/card-a',
		'sample 5 35/card-a',
	]);
	t.like(broker.counters, {connections: 0, published: 5, bytes: 7});
});

test('a stop closes every connection, those before their CONNECT too, and refuses new ones', async t => {
	const broker = await startBroker(t);
	const {host, port} = await broker.listen('127.0.0.1', 0);
	const card = startCard(t, observerBench(broker), ordinaryCard);
	await born(card);
	const silent = raw(t, connectTcp(port, host));
	await until(() => broker.counters.connections === 2, 'both are there');
	let connectionsLeft = -1;
	const done = broker.stop().finally(() => (connectionsLeft = broker.counters.connections));
	// aedes itself would wait 30 s for the CONNECT.
	await until(() => connectionsLeft >= 0, 'stopped');
	await done;
	t.is(connectionsLeft, 0);
	await until(() => silent.closed() && card.downs.length === 1, 'closed');
	const watcher = raw(t, observerBench(broker).dialWatcher());
	await until(watcher.closed, 'refused');
	t.false(broker.running);
	const late = raw(t, connectTcp(port, host));
	await until(late.closed, 'refused');
	card.clock.advance(1000);
	await until(() => card.downs.length === 2, 'refused');
	t.like(card.downs[1], {how: 'unreachable', reason: 'nothing listens there'});
	await t.throwsAsync(broker.publish('ridethrough/x', Buffer.alloc(0), {qos: 0, retain: false}), {
		message: /is stopped: start it/,
	});
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
	t.is(
		error?.message,
		`Cannot listen on 127.0.0.1:${port}: another program listens there. Stop it, or choose another port (0 takes a free one).`,
	);
	t.is(broker.url, null);
});

test('an address that is not of this machine is refused with E_PORT_TAKEN', async t => {
	const broker = await startBroker(t);
	const error = await t.throwsAsync(broker.listen('192.0.2.1', 0));
	t.true(isCoded(error) && error.code === 'E_PORT_TAKEN');
	t.regex(error?.message ?? '', /no interface of this machine has that address/);
});

test('what the broker closes is logged with its reason, at debug; a fault of its own at error', async t => {
	const lines: string[] = [];
	const log = {write: (level: string, line: string) => void lines.push(`${level} ${line}`)};
	const broker = await createEmbeddedBroker({access: cardAccess, createGuard, log});
	t.teardown(() => broker.stop());
	const card = raw(t, broker.attach('card-a'));
	card.send(connect);
	card.send({cmd: 'publish', topic: 'other', payload: 'x', qos: 0, dup: false, retain: false});
	await until(card.closed, 'closed');
	const wrong = raw(t, broker.attach('card-b'));
	wrong.stream.write(Buffer.from([0xf0, 0]));
	await until(wrong.closed, 'closed');
	const emitter: EventEmitter = broker.aedes as unknown as EventEmitter;
	emitter.emit('error', new Error('no room'));
	t.deepEqual(lines, [
		'debug broker closed card-a: may not publish to other',
		'debug broker refused a session: a packet has a type or flags that no client sends',
		'error embedded broker: no room',
	]);
});
