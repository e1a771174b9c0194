// The client of RFC 2217: a serial line of another machine, set as wanted before the first byte goes over it.

import type {Socket} from 'node:net';
import type {Millis} from '../../src/core/clock.ts';
import {codedError} from '../../src/core/errors.ts';
import {
	ANSWER,
	baudBytes,
	BINARY,
	COM_PORT,
	command,
	NO_FLOW_CONTROL,
	parityCodes,
	SUPPRESS_GO_AHEAD,
} from './com-port.ts';
import {destroyed} from './destroyed.ts';
import type {Line} from './line.ts';
import {placeText} from './place.ts';
import type {Rfc2217Place} from './place.ts';
import {TelnetStream} from './telnet-stream.ts';

/** What the server is waited for: the answer to one command, or to the offer of the option itself. */
interface Wait {
	readonly command: number | 'option';
	settle(answer: Buffer | null): void;
}

class Rfc2217Client {
	readonly #place: string;
	readonly #timeoutMs: Millis;
	readonly stream: TelnetStream;
	#wait: Wait | null = null;

	constructor(place: string, socket: Socket, timeoutMs: Millis) {
		this.#place = place;
		this.#timeoutMs = timeoutMs;
		this.stream = new TelnetStream(socket, {
			ours: [BINARY, SUPPRESS_GO_AHEAD, COM_PORT],
			theirs: [BINARY, SUPPRESS_GO_AHEAD],
			verb: (verb, option) => {
				if (option === COM_PORT && (verb === 'do' || verb === 'dont')) {
					this.#settle('option', verb === 'do' ? Buffer.alloc(0) : null);
				}
			},
			sub: (option, bytes) => {
				if (option === COM_PORT && bytes.length > 0) {
					this.#settle(bytes[0] - ANSWER, bytes.subarray(1));
				}
			},
		});
	}

	async offer(): Promise<void> {
		const answer = this.#waitFor('option', 'WILL COM-PORT-OPTION');
		this.stream.say('will', COM_PORT);
		for (const option of [BINARY, SUPPRESS_GO_AHEAD]) {
			this.stream.say('will', option);
			this.stream.say('do', option);
		}
		if ((await answer) === null) {
			this.#refuse('it refuses COM-PORT-OPTION: it is no server of RFC 2217', 'WILL COM-PORT-OPTION');
		}
	}

	/** Sets one thing; the server answers what it is set to then. */
	async set(code: number, bytes: Buffer, what: string): Promise<void> {
		const answer = this.#waitFor(code, what);
		this.stream.sendSub(COM_PORT, Buffer.concat([Buffer.from([code]), bytes]));
		const told = await answer;
		if (told === null || !told.equals(bytes)) {
			this.#refuse(`it answers ${told?.toString('hex') ?? 'nothing'} instead of ${bytes.toString('hex')}`, what);
		}
	}

	async #waitFor(code: Wait['command'], what: string): Promise<Buffer | null> {
		return new Promise((resolve, reject) => {
			const end = (reason: string): void => {
				this.#wait = null;
				clearTimeout(timer);
				this.stream.off('close', closed);
				const message = `${this.#place}: ${reason}; tried ${what}`;
				reject(codedError('E_BOARD_SICK', message, {place: this.#place, tried: what}));
			};
			const closed = (): void => end('the connection ended');
			const timer = setTimeout(() => end(`no answer within ${this.#timeoutMs} ms`), this.#timeoutMs);
			this.stream.once('close', closed);
			this.#wait = {
				command: code,
				settle: answer => {
					this.#wait = null;
					clearTimeout(timer);
					this.stream.off('close', closed);
					resolve(answer);
				},
			};
		});
	}

	#settle(code: Wait['command'], answer: Buffer | null): void {
		if (this.#wait?.command === code) {
			this.#wait.settle(answer);
		}
	}

	#refuse(reason: string, tried: string): never {
		throw codedError('E_BOARD_NONSENSE', `${this.#place}: ${reason}; tried ${tried}`, {place: this.#place, tried});
	}
}

/** Agrees with the server on the line at `place`. Throws E_BOARD_SICK and E_BOARD_NONSENSE, and the connection is closed then. */
export async function negotiate(place: Rfc2217Place, socket: Socket, timeoutMs: Millis): Promise<Line> {
	const client = new Rfc2217Client(placeText(place), socket, timeoutMs);
	const {stream} = client;
	const ignore = (): void => {};
	stream.on('error', ignore);
	const {baud, dataBits, parity, stopBits} = place;
	const setBaud = async (wanted: number): Promise<void> =>
		client.set(command.setBaudrate, baudBytes(wanted), `SET-BAUDRATE ${wanted}`);
	try {
		await client.offer();
		await setBaud(baud);
		await client.set(command.setDatasize, Buffer.from([dataBits]), `SET-DATASIZE ${dataBits}`);
		await client.set(command.setParity, Buffer.from([parityCodes[parity]]), `SET-PARITY ${parity}`);
		await client.set(command.setStopsize, Buffer.from([stopBits]), `SET-STOPSIZE ${stopBits}`);
		await client.set(command.setControl, Buffer.from([NO_FLOW_CONTROL]), 'SET-CONTROL no flow control');
	} catch (error) {
		await destroyed(stream);
		throw error;
	}
	stream.off('error', ignore);
	return {place: placeText(place), stream, setBaud, close: async () => destroyed(stream)};
}
