// Asks a server by UDP as fast as it answers, from outside its process, and says what that cost it.

import {createSocket} from 'node:dgram';
import type {Socket} from 'node:dgram';
import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';

/** So many requests wait for an answer at a time. */
const WINDOW = 16;
/** A datagram may get lost: after so long without an answer the window is filled again. */
const STALLED_MS = 500;
const PATIENCE_MS = 20_000;

export interface Server {
	readonly name: string;
	readonly pid: number;
	readonly port: number;
	stop(): Promise<void>;
}

/** Nanoseconds that the threads of a process have run. */
export function cpuNanos(pid: number): number {
	const folder = `/proc/${pid}/task`;
	return readdirSync(folder)
		.map(task => Number(readFileSync(`${folder}/${task}/schedstat`, 'latin1').split(' ')[0]))
		.reduce((sum, nanos) => sum + nanos, 0);
}

/** Sends `messages` by turns until `count` answers have come; resolves with the last one. */
export async function load(port: number, messages: readonly Uint8Array[], count: number): Promise<Uint8Array> {
	const socket = createSocket({type: 'udp4', lookup: (address, _options, done) => done(null, address, 4)});
	const listening = once(socket, 'listening');
	socket.bind(0, '127.0.0.1');
	await listening;
	try {
		return await new Promise((done, fail) => ask(socket, {port, messages, count, done, fail}));
	} finally {
		socket.close();
	}
}

interface Load {
	readonly port: number;
	readonly messages: readonly Uint8Array[];
	readonly count: number;
	readonly done: (last: Uint8Array) => void;
	readonly fail: (error: Error) => void;
}

function ask(socket: Socket, {port, messages, count, done, fail}: Load): void {
	let sent = 0;
	let answered = 0;
	let answeredBefore = 0;
	let stalls = 0;
	const send = (): void => socket.send(messages[sent++ % messages.length], port, '127.0.0.1');
	const fill = (): void => {
		for (let i = 0; i < WINDOW; i++) {
			send();
		}
	};
	const timer = setInterval(() => {
		stalls = answered === answeredBefore ? stalls + 1 : 0;
		answeredBefore = answered;
		if (stalls * STALLED_MS > PATIENCE_MS) {
			clearInterval(timer);
			fail(new Error(`port ${port} answered ${answered} of ${count} requests, then no more`));
		} else if (stalls > 0) {
			fill();
		}
	}, STALLED_MS);
	socket.on('message', answer => {
		answered++;
		if (answered < count) {
			send();
		} else if (answered === count) {
			clearInterval(timer);
			done(answer);
		}
	});
	fill();
}

/** Microseconds of CPU that a request costs the server. */
export async function costOf(server: Server, messages: readonly Uint8Array[], count: number): Promise<number> {
	const before = cpuNanos(server.pid);
	await load(server.port, messages, count);
	return (cpuNanos(server.pid) - before) / 1000 / count;
}
