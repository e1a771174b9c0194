// A twin on a line: on TCP as instruments listen on port 5025, or on any stream.

import {createServer} from 'node:net';
import type {AddressInfo, Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {Millis} from '../../src/core/clock.ts';
import type {TwinDevice} from './twin-device.ts';

/** An instrument ends a session whose message has no end. */
const LONGEST_MESSAGE_BYTES = 1024;

/** How a twin misbehaves; changed while it runs. */
export interface TwinManners {
	/** Takes messages and says nothing. */
	isSilent: boolean;
	/** How long an answer takes. */
	answerMs: Millis;
	/** Makes something else of an answer. */
	spoil: ((answer: string) => string) | null;
}

export const goodManners = (): TwinManners => ({isSilent: false, answerMs: 0, spoil: null});

/** Lets `device` answer what comes over `stream`. */
export function attach(device: TwinDevice, stream: Duplex, manners: TwinManners): void {
	let text = '';
	let due: NodeJS.Timeout | null = null;
	const answer = (words: string): void => {
		due = null;
		if (stream.writable) {
			stream.write(`${manners.spoil === null ? words : manners.spoil(words)}\n`, 'latin1');
		}
	};
	const take = (message: string): void => {
		if (manners.isSilent) {
			return;
		}
		if (due !== null) {
			// IEEE 488.2, 6.3.2.3: the answer that was not fetched is gone.
			clearTimeout(due);
			due = null;
			device.interrupt();
		}
		const words = device.take(message);
		if (words !== null) {
			due = setTimeout(() => answer(words), manners.answerMs);
		}
	};
	stream.on('data', (bytes: Buffer) => {
		const lines = (text + bytes.toString('latin1')).split('\n');
		text = lines.pop() ?? '';
		lines.filter(line => line.trim() !== '').forEach(line => take(line.trim()));
		if (text.length > LONGEST_MESSAGE_BYTES) {
			stream.destroy();
		}
	});
	stream.on('error', () => {});
	stream.on('close', () => clearTimeout(due ?? undefined));
}

export interface TwinServer {
	readonly port: number;
	/** Ends all connections, as an instrument that is switched off and on. */
	drop(): void;
	close(): Promise<void>;
}

/** Serves `device` on the loopback address. */
export async function serveTwin(device: TwinDevice, manners: TwinManners): Promise<TwinServer> {
	const sockets = new Set<Socket>();
	const server = createServer({noDelay: true}, socket => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		attach(device, socket, manners);
	});
	const drop = (): void => sockets.forEach(socket => socket.destroy());
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
	return {
		port: (server.address() as AddressInfo).port,
		drop,
		close: async () => {
			drop();
			await new Promise<void>(resolve => {
				server.close(() => resolve());
			});
		},
	};
}
