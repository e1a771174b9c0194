// A Modbus/TCP server on the loopback address, and a master that sends and receives bytes as they are.

import {connect, type Socket} from 'node:net';
import type {ExecutionContext} from 'ava';
import {TcpFramer, tcpFrame} from '../../../src/codec/modbus-adu.ts';
import {openModbusTcp, type ModbusTcp, type ModbusTcpOptions} from '../../../src/protocols/modbus/tcp-server.ts';
import {houseOf, type HouseOptions, type TestHouse} from '../../helpers/card-house.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';

export const LOOPBACK = {host: '127.0.0.1', port: 0};

export interface TcpRig extends TestHouse {
	readonly clock: ManualClock;
	readonly server: ModbusTcp;
}

/** Opens a server over simulated cards; it is closed with the test. */
export async function openRig(
	t: ExecutionContext,
	options: Partial<ModbusTcpOptions> = {},
	cards: HouseOptions = {},
): Promise<TcpRig> {
	const house = houseOf(cards);
	const clock = new ManualClock();
	const server = await openModbusTcp({house: house.house, clock, listen: LOOPBACK, ...options});
	t.teardown(() => server.close());
	return {...house, clock, server};
}

export interface Answer {
	readonly transaction: number;
	readonly unit: number;
	readonly pdu: string;
}

export class Master {
	readonly socket: Socket;
	readonly answers: Answer[] = [];
	closed = false;
	#wake: () => void = () => undefined;

	constructor(socket: Socket) {
		const framer = new TcpFramer();
		this.socket = socket;
		socket.on('error', () => undefined);
		socket.on('data', chunk => {
			framer.feed(chunk, ({transaction, unit, bytes, from, to}) => {
				const pdu = Buffer.from(bytes.subarray(from, to)).toString('hex');
				return this.answers.push({transaction, unit, pdu}) > 0;
			});
			this.#wake();
		});
		socket.on('close', () => {
			this.closed = true;
			this.#wake();
		});
	}

	send(bytes: Uint8Array): void {
		this.socket.write(bytes);
	}

	/** Sends a request and gives the PDU of its answer, in hex. */
	async ask(pdu: string, unit = 1): Promise<string> {
		const before = this.answers.length;
		this.send(tcpFrame(before, unit, Buffer.from(pdu, 'hex')));
		await this.until(() => this.answers.length > before);
		return this.answers[before].pdu;
	}

	/** Waits until it holds, or the connection has ended. */
	async until(holds: () => boolean): Promise<void> {
		while (!holds() && !this.closed) {
			await new Promise<void>(resolve => {
				this.#wake = resolve;
			});
		}
	}

	async ended(): Promise<boolean> {
		await this.until(() => false);
		return this.closed;
	}
}

export async function connectTo(t: ExecutionContext, port: number): Promise<Master> {
	const socket = connect({host: LOOPBACK.host, port, noDelay: true});
	t.teardown(() => socket.destroy());
	const master = new Master(socket);
	await new Promise<void>(resolve => {
		socket.once('connect', resolve);
		socket.once('close', () => resolve());
	});
	return master;
}
