import {once} from 'node:events';
import {createServer} from 'node:net';
import type {AddressInfo, Socket} from 'node:net';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {brokerStreams} from '../../../sim/fleet/card-streams.ts';
import type {BrokerPlan, CardStreams} from '../../../sim/fleet/card-streams.ts';

interface Node {
	readonly port: number;
	/** Addresses that connections came from. */
	readonly from: string[];
}

async function openNode(t: ExecutionContext): Promise<Node> {
	const from: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer(socket => {
		sockets.add(socket);
		from.push(socket.remoteAddress ?? '');
		socket.on('error', () => undefined);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => {
		sockets.forEach(socket => socket.destroy());
		server.close();
	});
	return {port: (server.address() as AddressInfo).port, from};
}

function planFor(nodes: readonly Node[], localAddresses: readonly string[] = []): BrokerPlan {
	const brokers = nodes.map(({port}) => ({address: `mqtt://127.0.0.1:${port}`, user: null, password: 'common'}));
	return {brokers, tls: null, localAddresses, proofs: {'card-2': {password: 'own'}}};
}

async function connect(t: ExecutionContext, streams: CardStreams, card: string, index: number): Promise<void> {
	const stream = streams.open(card, index);
	t.teardown(() => stream.destroy());
	await once(stream, 'connect');
}

async function until(holds: () => boolean): Promise<void> {
	while (!holds()) {
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	}
}

test('cards take the source addresses in turn', async t => {
	const node = await openNode(t);
	const streams = brokerStreams(planFor([node], ['127.0.0.2', '127.0.0.3', '127.0.0.4']));
	for (let card = 0; card < 6; card++) {
		await connect(t, streams, `card-${card}`, card);
	}
	await until(() => node.from.length === 6);
	t.deepEqual(
		[...node.from].sort(),
		[2, 2, 3, 3, 4, 4].map(last => `127.0.0.${last}`),
	);
});

test('each card has a node of its own, and goes on to the next with each connection', async t => {
	const nodes = await Promise.all([openNode(t), openNode(t), openNode(t)]);
	const streams = brokerStreams(planFor(nodes));
	const counts = (): number[] => nodes.map(({from}) => from.length);
	const sum = (): number => counts().reduce((a, b) => a + b, 0);
	for (let card = 0; card < 12; card++) {
		await connect(t, streams, `card-${card}`, card);
	}
	await until(() => sum() === 12);
	t.true(
		counts().every(count => count > 0),
		`${counts()}`,
	);
	const before = counts();
	for (let i = 0; i < 3; i++) {
		await connect(t, streams, 'card-0', 0);
	}
	await until(() => sum() === 15);
	t.deepEqual(
		counts().map((count, node) => count - before[node]),
		[1, 1, 1],
	);
});

test('a card with a proof of its own uses it, the others what all have', async t => {
	const streams = brokerStreams(planFor([await openNode(t)]));
	t.is(streams.passwordOf('card-1'), 'common');
	t.is(streams.passwordOf('card-2'), 'own');
});
