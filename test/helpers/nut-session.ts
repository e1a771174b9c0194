// A session of our NUT server without a socket, and one with: what goes in and what comes back, line by line.

import {connect} from 'node:net';
import type {Socket} from 'node:net';
import {Hub} from '../../src/protocols/nut/hub.ts';
import type {HubOptions} from '../../src/protocols/nut/hub.ts';
import {Session} from '../../src/protocols/nut/session.ts';
import type {NutWire} from '../../src/protocols/nut/session.ts';
import {ManualClock} from './manual-clock.ts';

export class MemoryWire implements NutWire {
	text = '';
	ended = false;
	paused = false;
	full = false;
	secured = 0;

	write(text: string): void {
		if (this.ended) {
			throw new Error('written after the end');
		}
		this.text += text;
	}

	end(): void {
		this.ended = true;
	}

	pause(): void {
		this.paused = true;
	}

	resume(): void {
		this.paused = false;
	}

	isFull(): boolean {
		return this.full;
	}

	startTls(): void {
		this.secured += 1;
	}
}

export function hubOf(options: Pick<HubOptions, 'source'> & Partial<HubOptions>): Hub {
	return new Hub({
		users: [],
		login: null,
		clock: new ManualClock(),
		product: 'Ridethrough 0',
		version: '0',
		describe: () => null,
		offersTls: false,
		...options,
	});
}

/** A session over a hub; `ask` sends bytes as latin-1 text and gives the lines that came back. */
export function sessionOf(hub: Hub): {wire: MemoryWire; session: Session; ask: (text: string) => string[]} {
	const wire = new MemoryWire();
	const session = new Session(hub, wire, '127.0.0.1');
	return {
		wire,
		session,
		ask(text) {
			wire.text = '';
			session.take(Buffer.from(text, 'latin1'));
			return wire.text === '' ? [] : wire.text.replace(/\n$/, '').split('\n');
		},
	};
}

/** A connection to a server: `ask` sends a line and waits for `count` lines. */
export async function askingSocket(port: number): Promise<{
	socket: Socket;
	ask: (line: string, count?: number) => Promise<string[]>;
	closed: Promise<void>;
}> {
	const socket = connect(port, '127.0.0.1');
	await new Promise<void>((resolve, reject) => {
		socket.once('connect', resolve);
		socket.once('error', reject);
	});
	const closed = new Promise<void>(resolve => {
		socket.once('close', () => resolve());
	});
	let text = '';
	let look = () => {};
	socket.on('data', chunk => {
		text += chunk.toString('latin1');
		look();
	});
	return {
		socket,
		closed,
		async ask(line, count = 1) {
			socket.write(`${line}\n`, 'latin1');
			return new Promise(resolve => {
				look = () => {
					const lines = text.split('\n');
					if (lines.length > count) {
						text = lines.slice(count).join('\n');
						look = () => {};
						resolve(lines.slice(0, count));
					}
				};
				look();
			});
		},
	};
}
