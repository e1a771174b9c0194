// The sockets that notifications leave by, and that answers to informs come to: one of each family that a receiver needs.

import {createSocket} from 'node:dgram';
import type {Socket} from 'node:dgram';
import {lookup} from 'node:dns/promises';
import {once} from 'node:events';
import {codedError} from '../../../core/errors.ts';

/** Where a receiver is: an address, not a name. */
export interface Place {
	readonly address: string;
	readonly port: number;
	readonly family: number;
}

export type Answered = (message: Uint8Array, address: string, port: number) => void;

/** Throws E_USAGE where nobody knows the name. */
export async function findPlace(host: string, port: number): Promise<Place> {
	try {
		const {address, family} = await lookup(host);
		return {address, port, family};
	} catch {
		throw codedError('E_USAGE', `${host} is no receiver of traps: no address is known for it. Write one that is.`, {
			host,
		});
	}
}

/** Our own address towards a place: what the system would send from. Nothing is sent. */
export async function addressTowards({address, port, family}: Place): Promise<string> {
	const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
	try {
		socket.connect(port, address);
		await once(socket, 'connect');
		return socket.address().address;
	} catch {
		// No route yet: the receiver has the address that the datagram comes from.
		return '';
	} finally {
		socket.close();
	}
}

export class Sockets {
	#byFamily = new Map<number, Socket>();
	#onError: (error: Error) => void;

	constructor(onError: (error: Error) => void) {
		this.#onError = onError;
	}

	/** ADDRESS:PORT of each. */
	get addresses(): readonly string[] {
		return [...this.#byFamily.values()].map(socket => `${socket.address().address}:${socket.address().port}`);
	}

	async open(families: ReadonlySet<number>, answered: Answered): Promise<void> {
		for (const family of families) {
			const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
			socket.bind(0);
			await once(socket, 'listening');
			socket.on('error', this.#onError);
			socket.on('message', (message, from) => answered(message, from.address, from.port));
			this.#byFamily.set(family, socket);
		}
	}

	send(to: Place, message: Uint8Array): void {
		this.#byFamily.get(to.family)?.send(message, to.port, to.address, error => {
			if (error !== null) {
				this.#onError(error);
			}
		});
	}

	async close(): Promise<void> {
		const sockets = [...this.#byFamily.values()];
		await Promise.all(sockets.map(async socket => new Promise<void>(done => socket.close(() => done()))));
	}
}
