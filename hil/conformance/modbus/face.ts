// A card as a Modbus master sees it: a request and its answer as PDUs, whatever carries them; and Modbus/TCP that does.

import {connect} from 'node:net';
import type {Socket} from 'node:net';
import {TcpFramer, tcpFrame} from '../../../src/codec/modbus-adu.ts';
import {readHolding, readPdu, replyFrom, writePdu} from '../../../src/codec/modbus-pdu.ts';
import type {Reply} from '../../../src/codec/modbus-pdu.ts';

export interface ModbusFace {
	ask(pdu: Uint8Array): Promise<Uint8Array>;
	/** Whether registers may be written, with the values that they have or that must be refused. */
	readonly writes: boolean;
}

function replyOf(bytes: Uint8Array): Reply {
	const reply = replyFrom(bytes, 0, bytes.length);
	if (reply === null) {
		throw new Error(`no answer of Modbus: ${Buffer.from(bytes).toString('hex')}`);
	}
	return reply;
}

export async function read(face: ModbusFace, address: number, count: number): Promise<Reply> {
	return replyOf(await face.ask(readPdu(readHolding, address, count)));
}

export async function write(face: ModbusFace, address: number, values: readonly number[]): Promise<Reply> {
	return replyOf(await face.ask(writePdu(address, values)));
}

export interface ModbusTarget {
	readonly host: string;
	readonly port: number;
	readonly unit: number;
	readonly timeoutMs: number;
	readonly writes: boolean;
}

export interface OpenedModbus {
	readonly face: ModbusFace;
	close(): void;
}

interface Waiting {
	readonly transaction: number;
	readonly take: (pdu: Uint8Array) => void;
	readonly fail: (error: Error) => void;
}

const TRANSACTIONS = 65_536;

class TcpMaster {
	#target: ModbusTarget;
	#socket: Socket | null = null;
	#waiting: Waiting | null = null;
	#transaction = 0;

	constructor(target: ModbusTarget) {
		this.#target = target;
	}

	/** One at a time. A card that hung up is called again. */
	async ask(pdu: Uint8Array): Promise<Uint8Array> {
		const socket = this.#socket ?? this.#call();
		this.#transaction = (this.#transaction + 1) % TRANSACTIONS;
		const transaction = this.#transaction;
		const {unit, timeoutMs} = this.#target;
		return new Promise((take, fail) => {
			const late = setTimeout(() => this.#fail(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
			const ended = (): void => clearTimeout(late);
			this.#waiting = {
				transaction,
				take: bytes => {
					ended();
					take(bytes);
				},
				fail: error => {
					ended();
					fail(error);
				},
			};
			socket.write(tcpFrame(transaction, unit, pdu));
		});
	}

	close(): void {
		this.#fail(new Error('the connection was closed'));
	}

	#call(): Socket {
		const {host, port} = this.#target;
		const socket = connect({host, port, noDelay: true});
		const framer = new TcpFramer();
		socket.on('error', error => this.#fail(error));
		socket.on('close', () => {
			if (socket === this.#socket) {
				this.#fail(new Error('the card hung up'));
			}
		});
		socket.on('data', chunk => {
			const isModbus = framer.feed(chunk, ({transaction, bytes, from, to}) => {
				if (transaction === this.#waiting?.transaction) {
					this.#waiting.take(bytes.slice(from, to));
				}
				return true;
			});
			if (!isModbus) {
				this.#fail(new Error('what came is no Modbus/TCP'));
			}
		});
		this.#socket = socket;
		return socket;
	}

	#fail(error: Error): void {
		const waiting = this.#waiting;
		this.#socket?.destroy();
		this.#socket = null;
		this.#waiting = null;
		waiting?.fail(error);
	}
}

export function openModbus(target: ModbusTarget): OpenedModbus {
	const master = new TcpMaster(target);
	return {
		face: {ask: async pdu => master.ask(pdu), writes: target.writes},
		close: () => master.close(),
	};
}
