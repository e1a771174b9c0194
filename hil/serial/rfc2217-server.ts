// The server of RFC 2217: a line that a client at another machine sets and uses as if it were a serial port of its own. What is behind
// the line is up to the caller: a simulated UPS, or a real port.

import {createServer} from 'node:net';
import type {AddressInfo, Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {codedError} from '../../src/core/errors.ts';
import {
	ANSWER,
	ASK,
	baudBytes,
	BINARY,
	COM_PORT,
	command,
	MODEM_READY,
	NO_FLOW_CONTROL,
	parityCodes,
} from './com-port.ts';
import {parityOf, SUPPRESS_GO_AHEAD} from './com-port.ts';
import type {LineSettings} from './place.ts';
import {TelnetStream} from './telnet-stream.ts';

export interface Rfc2217Options {
	readonly host: string;
	/** 0 for any. */
	readonly port: number;
	/** Sent to a client that asks who is there. */
	readonly signature: string;
	/** A client came; its line is open until `stream` closes. */
	opened(stream: Duplex): void;
	/** A client set the line. */
	changed?(settings: LineSettings): void;
}

export interface Rfc2217Server {
	readonly port: number;
	close(): Promise<void>;
}

const LEAST_BAUD = 300;
const MOST_BAUD = 4_000_000;

/** What a serial port is until somebody sets it. */
const freshSettings: LineSettings = {baud: 9600, parity: 'none', dataBits: 8, stopBits: 1};

/** One client. */
class Session {
	readonly stream: TelnetStream;
	readonly #options: Rfc2217Options;
	#settings = freshSettings;

	constructor(socket: Socket, options: Rfc2217Options) {
		this.#options = options;
		this.stream = new TelnetStream(socket, {
			ours: [BINARY, SUPPRESS_GO_AHEAD],
			theirs: [BINARY, SUPPRESS_GO_AHEAD, COM_PORT],
			verb() {},
			sub: (option, bytes) => {
				if (option === COM_PORT && bytes.length > 0) {
					this.#obey(bytes[0], bytes.subarray(1));
				}
			},
		});
		// RFC 2217, 2: the server may ask for the option first, for clients that wait.
		this.stream.say('do', COM_PORT);
	}

	#obey(code: number, bytes: Buffer): void {
		const act = this.#acts[code];
		const answer = act?.(bytes);
		if (answer !== undefined) {
			this.#answer(code, answer);
		}
		if (code === command.setModemstateMask) {
			this.#answer(command.notifyModemstate, Buffer.from([MODEM_READY]));
		}
	}

	/** What each command does, and its answer; undefined where there is none, as to a command of the wrong length. */
	readonly #acts: Readonly<Record<number, (bytes: Buffer) => Buffer | undefined>> = {
		[command.signature]: bytes => (bytes.length === 0 ? Buffer.from(this.#options.signature, 'latin1') : undefined),
		[command.setBaudrate]: bytes => (bytes.length === 4 ? this.#setBaud(bytes.readUInt32BE(0)) : undefined),
		[command.setDatasize]: bytes =>
			one(bytes, size => {
				this.#set(size === 7 || size === 8 ? {dataBits: size} : {});
				return this.#settings.dataBits;
			}),
		[command.setParity]: bytes =>
			one(bytes, code => {
				const parity = parityOf(code);
				this.#set(parity === undefined ? {} : {parity});
				return parityCodes[this.#settings.parity];
			}),
		[command.setStopsize]: bytes =>
			one(bytes, size => {
				this.#set(size === 1 || size === 2 ? {stopBits: size} : {});
				return this.#settings.stopBits;
			}),
		[command.setControl]: bytes => one(bytes, code => (code === ASK ? NO_FLOW_CONTROL : code)),
		[command.setLinestateMask]: bytes => one(bytes, mask => mask),
		[command.setModemstateMask]: bytes => one(bytes, mask => mask),
		[command.purgeData]: bytes => one(bytes, which => which),
	};

	#setBaud(baud: number): Buffer {
		this.#set(baud >= LEAST_BAUD && baud <= MOST_BAUD ? {baud} : {});
		return baudBytes(this.#settings.baud);
	}

	#set(part: Partial<LineSettings>): void {
		if (Object.keys(part).length > 0) {
			this.#settings = {...this.#settings, ...part};
			this.#options.changed?.(this.#settings);
		}
	}

	#answer(code: number, bytes: Buffer): void {
		this.stream.sendSub(COM_PORT, Buffer.concat([Buffer.from([code + ANSWER]), bytes]));
	}
}

function one(bytes: Buffer, act: (value: number) => number): Buffer | undefined {
	return bytes.length === 1 ? Buffer.from([act(bytes[0])]) : undefined;
}

/** Listens. A line has one user: while a client has it, others are turned away. Throws E_PORT_TAKEN. */
export async function serveRfc2217(options: Rfc2217Options): Promise<Rfc2217Server> {
	let user: Session | null = null;
	const server = createServer({noDelay: true}, socket => {
		if (user !== null) {
			socket.destroy();
			return;
		}
		const session = new Session(socket, options);
		user = session;
		session.stream.on('error', () => {});
		session.stream.once('close', () => {
			user = null;
		});
		options.opened(session.stream);
	});
	await new Promise<void>((resolve, reject) => {
		const {host, port} = options;
		server.once('error', error => {
			const message = `nothing can listen on ${host}:${port} (${error.message}); name an address of this machine and a free port`;
			reject(codedError('E_PORT_TAKEN', message, {host, port}));
		});
		server.listen(port, host, resolve);
	});
	return {
		port: (server.address() as AddressInfo).port,
		close: async () => {
			user?.stream.destroy();
			await new Promise<void>(resolve => {
				server.close(() => resolve());
			});
		},
	};
}
