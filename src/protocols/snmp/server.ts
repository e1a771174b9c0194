// The sockets of an SNMP agent: one for all cards, which managers then name by community (public@card-000017) or context, or one
// for each card on ports in a row.

import {createSocket} from 'node:dgram';
import type {RemoteInfo, Socket} from 'node:dgram';
import {once} from 'node:events';
import {isIPv6} from 'node:net';
import {codedError} from '../../core/errors.ts';
import type {CodedError} from '../../core/errors.ts';
import {SnmpAgent} from './agent.ts';
import type {AgentOptions} from './agent.ts';

/** A burst of managers may ask at once; what the system allows is taken where it is less. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
/** Answers that the system has not taken yet keep their memory: so many go round. */
const ROUNDS = 64;

export interface SnmpServerOptions extends AgentOptions {
	/** Port 0 takes a free one. */
	readonly listen: {readonly host: string; readonly port: number};
	/** A socket for each card, on ports in a row from `listen.port` on; with port 0 each takes a free one. */
	readonly portPerCard?: boolean;
}

export interface SnmpServer {
	readonly agent: SnmpAgent;
	readonly address: string;
	/** Of the socket of all cards, or of the first card. */
	readonly port: number;
	/** By card where each has its own; else the one. */
	readonly ports: readonly number[];
	close(): Promise<void>;
}

/** Memory for answers, taken again when the system has sent them. */
class Memory {
	#rounds: Buffer[] = [];
	#at = 0;
	readonly #size: number;

	constructor(size: number) {
		this.#size = size;
	}

	next(socket: Socket): Buffer {
		if (this.#at === 0 && (this.#rounds.length === 0 || socket.getSendQueueCount() > 0)) {
			this.#rounds = Array.from({length: ROUNDS}, () => Buffer.allocUnsafeSlow(this.#size));
		}
		const memory = this.#rounds[this.#at];
		this.#at = (this.#at + 1) % ROUNDS;
		return memory;
	}
}

/** Begins to answer. Throws E_PORT_TAKEN, and E_USAGE where a community is not as it must be. */
export async function openSnmpServer(options: SnmpServerOptions): Promise<SnmpServer> {
	const {host, port} = options.listen;
	const agent = new SnmpAgent(options);
	const count = options.portPerCard === true ? options.house.count : 1;
	const sockets: Socket[] = [];
	const close = async (): Promise<void> => {
		await Promise.all(sockets.map(socket => new Promise<void>(done => void socket.close(done))));
	};
	try {
		for (let card = 0; card < count; card++) {
			sockets.push(await openSocket(agent, host, port === 0 ? 0 : port + card, card));
		}
	} catch (error) {
		await close();
		throw error;
	}
	const ports = sockets.map(socket => socket.address().port);
	return {agent, address: sockets[0].address().address, port: ports[0], ports, close};
}

async function openSocket(agent: SnmpAgent, host: string, port: number, card: number): Promise<Socket> {
	const family = isIPv6(host) ? 6 : 4;
	const socket = createSocket({
		type: family === 6 ? 'udp6' : 'udp4',
		// Answers go to the numeric address that a request came from: nothing to look up, so they leave at once.
		lookup: (hostname, _options, callback) => callback(null, hostname, family),
	});
	// It may listen before `bind` returns.
	const listening = once(socket, 'listening');
	socket.bind({address: host, port, exclusive: true});
	try {
		await listening;
	} catch (error) {
		throw portTaken(host, port, (error as NodeJS.ErrnoException).code ?? '');
	}
	widen(socket);
	serve(socket, agent, card);
	return socket;
}

function serve(socket: Socket, agent: SnmpAgent, card: number): void {
	const memory = new Memory(agent.maxMessageSize);
	socket.on('message', (message: Buffer, from: RemoteInfo) => {
		const answer = agent.answer(message, from, card, memory.next(socket));
		if (answer !== null) {
			socket.send(answer, from.port, from.address);
		}
	});
	// A manager that is gone, a route that is not there: nobody to tell.
	socket.on('error', () => {});
}

/** Systems may refuse so much: then their own size holds. */
function widen(socket: Socket): void {
	try {
		socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
	} catch {
		return;
	}
}

function portTaken(host: string, port: number, code: string): CodedError {
	const why = code === 'EACCES' ? 'ports below 1024 need the right to bind them' : `the system says ${code || 'no'}`;
	return codedError(
		'E_PORT_TAKEN',
		`Cannot listen for SNMP on ${host}:${port}: ${why}; choose another port, or 0 for a free one.`,
		{
			host,
			port,
		},
	);
}
