// A master over TCP. What is late or garbled ends the connection: the next one begins in step (NUT's driver does the same on
// any error but a timeout; a late reply would answer a later question).

import {connect} from 'node:net';
import type {Socket} from 'node:net';
import {ModbusTCPClient} from 'jsmodbus';
import type {TcpAddress} from './address.ts';
import {readThrough, writeThrough} from './exchange.ts';
import type {LineTimes, ModbusMaster} from './master.ts';

/** Bytes that may come without being an answer: the longest answer is 260. */
const MOST_UNANSWERED_BYTES = 1024;
const KEEPALIVE_MS = 30_000;

async function connected(socket: Socket, timeoutMs: number): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		socket.setTimeout(timeoutMs, () => reject(new Error('no connection in time')));
		socket.once('connect', () => resolve());
		socket.once('error', reject);
		socket.once('close', () => reject(new Error('the connection was closed')));
	});
	socket.setTimeout(0);
}

class TcpMaster implements ModbusMaster {
	readonly #socket: Socket;
	readonly #client: ModbusTCPClient;
	#unanswered = 0;

	constructor(socket: Socket, client: ModbusTCPClient) {
		this.#socket = socket;
		this.#client = client;
		// Listed after the client's own listener: what was an answer has been taken, and has set the count back.
		socket.on('data', bytes => this.#count(bytes.length));
	}

	async read(address: number, count: number): Promise<readonly number[]> {
		this.#unanswered = 0;
		return readThrough(this.#client, address, count);
	}

	async write(address: number, words: readonly number[]): Promise<void> {
		this.#unanswered = 0;
		return writeThrough(this.#client, address, words);
	}

	close(): void {
		this.#socket.destroy();
	}

	#count(bytes: number): void {
		this.#unanswered += bytes;
		if (this.#unanswered > MOST_UNANSWERED_BYTES) {
			this.#socket.destroy();
		}
	}
}

/** Connects. Rejects where nobody takes the connection within the time of a reply. */
export async function openTcp({host, port, unit}: TcpAddress, {timeoutMs}: LineTimes): Promise<ModbusMaster> {
	const socket = connect({host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEPALIVE_MS});
	// The client learns from the socket's own event that it is open, so it must be there before.
	const client = new ModbusTCPClient(socket, unit, timeoutMs);
	socket.on('error', () => {});
	try {
		await connected(socket, timeoutMs);
	} catch (error) {
		socket.destroy();
		throw error;
	}
	return new TcpMaster(socket, client);
}
