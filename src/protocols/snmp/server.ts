// The sockets of an SNMP agent: one for all cards, which managers then name by community (public@card-000017) or context, or one
// for each card on ports in a row.

import {createSocket} from 'node:dgram';
import type {RemoteInfo, Socket} from 'node:dgram';
import {lookup} from 'node:dns/promises';
import {once} from 'node:events';
import {isIP} from 'node:net';
import {codedError} from '../../core/errors.ts';
import type {MessageCounter} from '../../core/ports.ts';
import type {CodedError} from '../../core/errors.ts';
import {SnmpAgent} from './agent.ts';
import type {AgentOptions} from './agent.ts';

/** A burst of managers may ask at once; what the system allows is taken where it is less. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

export interface SnmpServerOptions extends AgentOptions {
	/** Port 0 takes a free one. */
	readonly listen: {readonly host: string; readonly port: number};
	/** A socket for each card, where this says, in the place of `listen`. */
	readonly perCard?: ((card: number) => {readonly host: string; readonly port: number}) | undefined;
	/** Counts messages, for metrics. */
	readonly counter?: MessageCounter;
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

/** What answers are written into: one for all sockets, since each is sent before the next is written. */
interface AnswerMemory {
	bytes: Uint8Array;
	readonly counter: MessageCounter | undefined;
}

/** Begins to answer. Throws E_PORT_TAKEN, and E_USAGE where a community is not as it must be. */
export async function openSnmpServer(options: SnmpServerOptions): Promise<SnmpServer> {
	const {listen, perCard} = options;
	const agent = new SnmpAgent(options);
	const count = perCard === undefined ? 1 : options.house.count;
	const sockets: Socket[] = [];
	const memory = {bytes: new Uint8Array(agent.maxMessageSize), counter: options.counter};
	const close = async (): Promise<void> => {
		await Promise.all(sockets.map(socket => new Promise<void>(done => void socket.close(done))));
	};
	try {
		for (let card = 0; card < count; card++) {
			const {host, port} = perCard?.(card) ?? listen;
			const socket = await openSocket(host, port);
			sockets.push(socket);
			serve(socket, agent, card, memory);
		}
	} catch (error) {
		await close();
		throw error;
	}
	const ports = sockets.map(socket => socket.address().port);
	return {agent, address: sockets[0].address().address, port: ports[0], ports, close};
}

async function openSocket(host: string, port: number): Promise<Socket> {
	try {
		const address = isIP(host) === 0 ? (await lookup(host)).address : host;
		return await bindSocket(address, port);
	} catch (error) {
		throw portTaken(host, port, (error as NodeJS.ErrnoException).code ?? '');
	}
}

async function bindSocket(address: string, port: number): Promise<Socket> {
	const family = isIP(address);
	const socket = createSocket({
		type: family === 6 ? 'udp6' : 'udp4',
		// Answers go to the numeric address that a request came from: nothing to look up, so they leave at once.
		lookup: (numeric, _options, callback) => callback(null, numeric, family),
	});
	// It may listen before `bind` returns.
	const listening = once(socket, 'listening');
	socket.bind({address, port, exclusive: true});
	await listening;
	widen(socket);
	return socket;
}

function serve(socket: Socket, agent: SnmpAgent, card: number, memory: AnswerMemory): void {
	const {counter} = memory;
	socket.on('message', (message: Buffer, from: RemoteInfo) => {
		counter?.count('in', message.length);
		const answer = agent.answer(message, from, card, memory.bytes);
		if (answer === null) {
			return;
		}
		counter?.count('out', answer.length);
		socket.send(answer, from.port, from.address);
		if (socket.getSendQueueCount() > 0) {
			// The system has not taken it yet, so it keeps its memory.
			memory.bytes = new Uint8Array(agent.maxMessageSize);
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
