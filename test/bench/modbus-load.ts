// The masters of the Modbus bench: connections that each ask again as soon as they are answered.

import {connect, type Socket} from 'node:net';
import {tcpFrame} from '../../src/codec/modbus-adu.ts';
import {readPdu} from '../../src/codec/modbus-pdu.ts';

export const CONNECTIONS = 100;
/** The block of measurements: runtime, charge, volts, load, current, frequency, energy. */
const ADDRESS = 128;
const REGISTERS = 20;
const request = tcpFrame(1, 1, readPdu(3, ADDRESS, REGISTERS));
export const REQUEST_BYTES = request.length;
/** Header, function, count of bytes, registers. */
export const REPLY_BYTES = 9 + 2 * REGISTERS;

export async function openConnections(port: number): Promise<Socket[]> {
	return Promise.all(
		Array.from({length: CONNECTIONS}, async () => {
			const socket = connect({host: '127.0.0.1', port, noDelay: true});
			await new Promise(resolve => {
				socket.once('connect', resolve);
			});
			return socket;
		}),
	);
}

/** Asks `times` times, one request after the answer to the other. */
async function askAgain(socket: Socket, times: number): Promise<void> {
	let left = times;
	let heard = 0;
	await new Promise<void>((resolve, reject) => {
		const onData = (chunk: Buffer): void => {
			heard += chunk.length;
			if (heard < REPLY_BYTES) {
				return;
			}
			heard -= REPLY_BYTES;
			left -= 1;
			if (left > 0) {
				socket.write(request);
				return;
			}
			socket.off('data', onData);
			resolve();
		};
		socket.on('data', onData);
		socket.once('close', () => reject(new Error('the server closed a connection')));
		socket.write(request);
	});
}

/** `total` requests over all connections. */
export async function load(sockets: readonly Socket[], total: number): Promise<void> {
	await Promise.all(sockets.map(async socket => askAgain(socket, Math.ceil(total / sockets.length))));
}
