// A line of bytes, wherever it is: a serial device of this machine, one of another machine by RFC 2217, or a bare TCP connection.

import {connect} from 'node:net';
import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {Millis} from '../../src/core/clock.ts';
import {codedError, isCoded} from '../../src/core/errors.ts';
import {serialPackage} from '../../src/link/rtu-master.ts';
import {destroyed} from './destroyed.ts';
import {placeText} from './place.ts';
import type {LinePlace, SerialPlace} from './place.ts';
import {negotiate} from './rfc2217-client.ts';

export interface Line {
	/** As a person writes it. */
	readonly place: string;
	/** The bytes both ways. Its errors are for whoever reads it. */
	readonly stream: Duplex;
	/** Null where the line has none. */
	readonly setBaud: ((baud: number) => Promise<void>) | null;
	/** Resolves when the line is free for others. */
	close(): Promise<void>;
}

/** Opens the line at `place`. Throws E_BOARD_SICK and E_BOARD_NONSENSE with what was tried, E_SETUP_FAULTY without serialport. */
export async function openLine(place: LinePlace, timeoutMs: Millis): Promise<Line> {
	try {
		if (place.kind === 'serial') {
			return await openSerial(place);
		}
		const socket = await connected(place.host, place.port, timeoutMs);
		return place.kind === 'tcp' ? bare(place, socket) : await negotiate(place, socket, timeoutMs);
	} catch (error) {
		if (isCoded(error)) {
			throw error;
		}
		const reason = (error as Error).message;
		const message = `${placeText(place)} cannot be opened: ${reason}; tried once, for at most ${timeoutMs} ms`;
		throw codedError('E_BOARD_SICK', message, {place: placeText(place), reason});
	}
}

async function openSerial(place: SerialPlace): Promise<Line> {
	const {SerialPort} = await serialPackage();
	const {path, baud: baudRate, parity, dataBits, stopBits} = place;
	const port = new SerialPort({path, baudRate, parity, dataBits, stopBits, autoOpen: false});
	await new Promise<void>((resolve, reject) => {
		port.open(error => (error ? reject(error) : resolve()));
	});
	return {
		place: placeText(place),
		stream: port,
		setBaud: async baud => {
			await new Promise<void>((resolve, reject) => {
				port.update({baudRate: baud}, error => (error ? reject(error) : resolve()));
			});
		},
		close: async () => {
			await new Promise<void>(resolve => {
				if (port.isOpen) {
					port.close(() => resolve());
				} else {
					resolve();
				}
			});
		},
	};
}

/** A connection that is there. Rejects where none comes about in time. */
async function connected(host: string, port: number, timeoutMs: Millis): Promise<Socket> {
	const socket = connect({host, port, noDelay: true});
	await new Promise<void>((resolve, reject) => {
		const timer = setTimeout(() => {
			socket.destroy();
			reject(new Error(`no connection within ${timeoutMs} ms`));
		}, timeoutMs);
		socket.once('error', error => {
			clearTimeout(timer);
			reject(error);
		});
		socket.once('connect', () => {
			clearTimeout(timer);
			socket.removeAllListeners('error');
			resolve();
		});
	});
	return socket;
}

function bare(place: LinePlace, socket: Socket): Line {
	return {place: placeText(place), stream: socket, setBaud: null, close: async () => destroyed(socket)};
}
