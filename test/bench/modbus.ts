// What a Modbus/TCP request costs the server, against a bare echo of the same sizes.

import {fork, type ChildProcess} from 'node:child_process';
import type {Socket} from 'node:net';
import {CONNECTIONS, load, openConnections} from './modbus-load.ts';
import type {BenchRow} from './row.ts';
import {median} from './timing.ts';

const WARM_UP = 20_000;
const REQUESTS = 40_000;
const RUNS = 5;

interface Peer {
	readonly child: ChildProcess;
	readonly sockets: readonly Socket[];
	readonly costs: number[];
}

async function told(child: ChildProcess): Promise<{port: number; cpu: number}> {
	return new Promise(resolve => {
		child.once('message', message => resolve(message as {port: number; cpu: number}));
	});
}

async function startPeer(kind: 'card' | 'echo'): Promise<Peer> {
	const child = fork(new URL('modbus-server.js', import.meta.url), [kind]);
	const {port} = await told(child);
	const sockets = await openConnections(port);
	await load(sockets, WARM_UP);
	return {child, sockets, costs: []};
}

async function cpuOf(child: ChildProcess): Promise<number> {
	child.send('cpu');
	return (await told(child)).cpu;
}

/** Microseconds of the server's CPU a request. */
async function measure({child, sockets, costs}: Peer): Promise<void> {
	const before = await cpuOf(child);
	await load(sockets, REQUESTS);
	costs.push(((await cpuOf(child)) - before) / REQUESTS);
}

export async function bench(): Promise<BenchRow[]> {
	const card = await startPeer('card');
	const echo = await startPeer('echo');
	for (let run = 0; run < RUNS; run++) {
		await measure(card);
		await measure(echo);
	}
	for (const {child, sockets} of [card, echo]) {
		sockets.forEach(socket => socket.removeAllListeners('close').destroy());
		child.disconnect();
	}
	return [
		{
			name: `Modbus/TCP, ${CONNECTIONS} connections, 20 registers: CPU a request`,
			ours: median(card.costs),
			other: median(echo.costs),
			otherName: 'bare net echo',
			unit: 'µs',
			goal: {ratioAtMost: 1.3},
		},
	];
}
