// Modbus/TCP: connections, and the answers to what comes on them in the order in which it came (Modbus Messaging on TCP/IP 1.0b).
// What one connection may hold is bounded: a frame that is not whole, and answers that are not taken.

import {createServer} from 'node:net';
import type {AddressInfo, Server, Socket} from 'node:net';
import {MBAP_BYTES, MOST_TCP_BYTES, putMbap, TcpFramer} from '../../codec/modbus-adu.ts';
import type {TcpFrame} from '../../codec/modbus-adu.ts';
import {gatewayTarget, putException} from '../../codec/modbus-pdu.ts';
import type {Millis} from '../../core/clock.ts';
import {codedError} from '../../core/errors.ts';
import type {MessageCounter} from '../../core/ports.ts';
import {allowedMasters} from './allowed.ts';
import {answer} from './answer.ts';
import type {Asked} from './answer.ts';
import {askedBy, unitsOf, whoAt} from './options.ts';
import type {ModbusOptions} from './options.ts';
import {NO_CARD, onTcp} from './units.ts';
import type {ModbusUnits} from './units.ts';

export interface ModbusTcpOptions extends ModbusOptions {
	/** Port 0 takes a free one. */
	readonly listen: {readonly host: string; readonly port: number};
	/** Addresses and networks of the masters that may connect; any where there is none. */
	readonly allowed?: readonly string[];
	/** What a unit that no card has gets: exception 11, or nothing. `exception` where nothing is said. */
	readonly otherUnits?: 'exception' | 'silence';
	/** The card's manual names no number (modbus.md): 8 where nothing is said. */
	readonly mostConnections?: number;
	/** A connection on which so long nothing came is closed; 60 s where nothing is said. */
	readonly idleMs?: Millis;
	/** A connection that leaves so many bytes of answers untaken is closed; 64 KiB where nothing is said. */
	readonly mostOutputBytes?: number;
	/** Counts messages, for metrics. */
	readonly counter?: MessageCounter;
}

/** Counted since the server was opened. */
export interface ModbusCounters {
	requests: number;
	/** Connections that were taken, and not: by address, or since all were taken. */
	connections: number;
	refused: number;
	/** Closed since what came was no Modbus, since answers were not taken, since nothing came. */
	malformed: number;
	slow: number;
	idle: number;
}

export interface ModbusTcp {
	readonly address: string;
	readonly port: number;
	readonly counters: Readonly<ModbusCounters>;
	/** Ends every connection. */
	close(): Promise<void>;
}

const MOST_CONNECTIONS = 8;
const IDLE_MS = 60_000;
const MOST_OUTPUT_BYTES = 65_536;
/** Idle connections are looked for this many times within the limit. */
const SWEEPS = 4;
/** When all are taken, one that was silent so long makes room for a new one; a busy one does not. */
const GIVES_WAY_MS = 1000;
/** Answers to what came at once are gathered here before they are written. */
const BATCH_BYTES = 16_384;

interface Session {
	readonly socket: Socket;
	readonly framer: TcpFramer;
	readonly asked: Asked;
	readonly take: (frame: TcpFrame) => boolean;
	heardAt: Millis;
}

class TcpServer implements ModbusTcp {
	readonly counters: ModbusCounters = {requests: 0, connections: 0, refused: 0, malformed: 0, slow: 0, idle: 0};
	readonly #options: ModbusTcpOptions;
	readonly #units: ModbusUnits;
	readonly #isAllowed: (address: string) => boolean;
	readonly #server: Server;
	readonly #sessions = new Set<Session>();
	readonly #mostConnections: number;
	readonly #idleMs: Millis;
	readonly #mostOutputBytes: number;
	#batch = new Uint8Array(BATCH_BYTES);
	/** Its beginnings that were sent so far, by length. */
	#views = new Map<number, Buffer>();
	#batched = 0;
	#cancelSweep: () => void = () => undefined;

	constructor(options: ModbusTcpOptions) {
		this.#options = options;
		this.#units = onTcp(unitsOf(options));
		this.#isAllowed = allowedMasters(options.allowed ?? []);
		this.#mostConnections = options.mostConnections ?? MOST_CONNECTIONS;
		this.#idleMs = options.idleMs ?? IDLE_MS;
		this.#mostOutputBytes = options.mostOutputBytes ?? MOST_OUTPUT_BYTES;
		this.#server = createServer({noDelay: true}, socket => this.#connected(socket));
	}

	get address(): string {
		return (this.#server.address() as AddressInfo).address;
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	listen(): Promise<void> {
		const {host, port} = this.#options.listen;
		return new Promise((resolve, reject) => {
			this.#server.once('error', error => {
				const message = `Modbus cannot listen on ${host}:${port} (${error.message}); name an address of this machine and a free port.`;
				reject(codedError('E_PORT_TAKEN', message, {host, port}));
			});
			this.#server.listen(port, host, () => {
				// Such as too many open files: the connections that there are go on.
				this.#server.on('error', () => undefined);
				this.#sweepLater();
				resolve();
			});
		});
	}

	close(): Promise<void> {
		this.#cancelSweep();
		for (const {socket} of this.#sessions) {
			socket.destroy();
		}
		return new Promise(resolve => {
			this.#server.close(() => resolve());
		});
	}

	#connected(socket: Socket): void {
		const place = socket.remoteAddress ?? '';
		const open = this.#options.access !== 'disabled' && this.#isAllowed(place) && this.#makeRoom();
		socket.on('error', () => undefined);
		if (!open) {
			this.counters.refused += 1;
			socket.destroy();
			return;
		}
		this.counters.connections += 1;
		const session: Session = {
			socket,
			framer: new TcpFramer(),
			asked: askedBy(this.#options, whoAt(place)),
			take: frame => this.#serve(session, frame),
			heardAt: this.#options.clock.now(),
		};
		this.#sessions.add(session);
		socket.on('close', () => this.#sessions.delete(session));
		socket.on('data', chunk => this.#heard(session, chunk));
	}

	/** Whether there is room for one more, if need be by ending the one that was silent longest. */
	#makeRoom(): boolean {
		if (this.#sessions.size < this.#mostConnections) {
			return true;
		}
		let oldest: Session | null = null;
		for (const session of this.#sessions) {
			oldest = oldest === null || session.heardAt < oldest.heardAt ? session : oldest;
		}
		if (oldest === null || this.#options.clock.now() - oldest.heardAt < GIVES_WAY_MS) {
			return false;
		}
		this.#end(oldest, 'idle');
		return true;
	}

	#end(session: Session, why: 'idle' | 'slow'): void {
		this.counters[why] += 1;
		this.#sessions.delete(session);
		session.socket.destroy();
	}

	#sweepLater(): void {
		this.#cancelSweep = this.#options.clock.after(Math.ceil(this.#idleMs / SWEEPS), () => {
			const since = this.#options.clock.now() - this.#idleMs;
			for (const session of this.#sessions) {
				if (session.heardAt <= since) {
					this.#end(session, 'idle');
				}
			}
			this.#sweepLater();
		});
	}

	#heard(session: Session, chunk: Buffer): void {
		session.heardAt = this.#options.clock.now();
		this.#batched = 0;
		const whole = session.framer.feed(chunk, session.take);
		this.#write(session);
		if (!whole && !session.socket.destroyed) {
			this.counters.malformed += 1;
			session.socket.removeAllListeners('data');
			session.socket.destroySoon();
		}
	}

	/** Puts the answer to one frame into the batch. False where the connection has ended. */
	#serve(session: Session, frame: TcpFrame): boolean {
		if (BATCH_BYTES - this.#batched < MOST_TCP_BYTES) {
			this.#write(session);
		}
		const {counter} = this.#options;
		this.counters.requests += 1;
		counter?.count('in', MBAP_BYTES + frame.to - frame.from);
		const at = this.#batched;
		const end = this.#answer(session.asked, frame, at + MBAP_BYTES);
		if (end > 0) {
			putMbap(this.#batch, at, frame.transaction, frame.unit, end - at - MBAP_BYTES);
			this.#batched = end;
			counter?.count('out', end - at);
		}
		return !session.socket.destroyed;
	}

	/** Puts the PDU of the answer; returns where it ends, 0 where there is none. */
	#answer(asked: Asked, {unit, bytes, from, to}: TcpFrame, at: number): number {
		const card = this.#units.cardOf(unit);
		if (card !== NO_CARD) {
			asked.card = this.#options.house.view(card);
			return answer(asked, bytes, from, to, this.#batch, at);
		}
		return this.#options.otherUnits === 'silence' ? 0 : putException(this.#batch, at, bytes[from], gatewayTarget);
	}

	/** The beginning of the batch as a buffer; most answers are of few lengths, so each is made once. */
	#view(length: number): Buffer {
		let view = this.#views.get(length);
		if (view === undefined) {
			view = Buffer.from(this.#batch.buffer, 0, length);
			this.#views.set(length, view);
		}
		return view;
	}

	/** The system has not taken all yet, so it keeps the memory: the next answers get other. */
	#left(session: Session): void {
		this.#batch = new Uint8Array(BATCH_BYTES);
		this.#views.clear();
		if (session.socket.writableLength > this.#mostOutputBytes) {
			this.#end(session, 'slow');
		}
	}

	/** Hands the batch to the connection, which is ended where too much is left untaken. */
	#write(session: Session): void {
		const {socket} = session;
		if (this.#batched > 0 && !socket.destroyed) {
			socket.write(this.#view(this.#batched));
			if (socket.writableLength > 0) {
				this.#left(session);
			}
		}
		this.#batched = 0;
	}
}

/** Serves the cards of a house by Modbus/TCP. Throws E_PORT_TAKEN, and E_USAGE where a master's address is none. */
export async function openModbusTcp(options: ModbusTcpOptions): Promise<ModbusTcp> {
	const server = new TcpServer(options);
	await server.listen();
	return server;
}
