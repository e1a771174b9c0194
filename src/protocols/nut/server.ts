// The NUT server on TCP (nut.md 1): connections, their limits and their idle time; STARTTLS over the same socket.

import {createServer} from 'node:net';
import type {AddressInfo, Server, Socket} from 'node:net';
import {createSecureContext, TLSSocket} from 'node:tls';
import type {SecureContext} from 'node:tls';
import {codedError} from '../../core/errors.ts';
import {MINUTE, SECOND} from '../../core/clock.ts';
import {Hub} from './hub.ts';
import type {HubOptions} from './hub.ts';
import {Session} from './session.ts';
import type {NutWire} from './session.ts';

/** nut.md 1: silent for longer than this, a connection is closed without a word; looked at as often as upsd does. */
const IDLE_MS = MINUTE;
const LOOK_MS = 2 * SECOND;
/** Answers that may wait for a client that does not read; more requests are read when they have left. */
const WAITING_MAX = 65_536;
/** As many as a fleet's monitors need and far below the files that a process may open. */
export const DEFAULT_CONNECTIONS = 1024;

export interface NutServerOptions extends Omit<HubOptions, 'offersTls'> {
	/** Port 0 takes a free one. */
	readonly listen: {readonly host: string; readonly port: number};
	/** PEM texts; without, STARTTLS is refused. */
	readonly tls?: {readonly cert: string; readonly key: string};
	/** All connections, and those of one address. */
	readonly maxConnections?: number;
	readonly maxPerHost?: number;
}

export interface OpenNut {
	readonly address: string;
	readonly port: number;
	close(): Promise<void>;
}

interface Connection {
	readonly session: Session;
	readonly address: string;
	socket: Socket;
}

class SocketWire implements NutWire {
	readonly place: Place;
	socket: Socket;
	session: Session | null = null;

	constructor(place: Place, socket: Socket) {
		this.place = place;
		this.socket = socket;
	}

	write(text: string): void {
		this.socket.write(text, 'latin1');
	}

	end(): void {
		this.socket.end();
	}

	pause(): void {
		this.socket.pause();
	}

	resume(): void {
		this.socket.resume();
	}

	isFull(): boolean {
		return this.socket.writableLength > WAITING_MAX;
	}

	startTls(): void {
		const plain = this.socket;
		plain.removeAllListeners('data');
		plain.removeAllListeners('drain');
		const secure = new TLSSocket(plain, {isServer: true, secureContext: this.place.secureContext as SecureContext});
		this.socket = secure;
		this.listen(secure);
		secure.on('error', () => plain.destroy());
	}

	/** Feeds the session with what a socket brings. */
	listen(socket: Socket): void {
		socket.on('data', chunk => this.session?.take(chunk));
		socket.on('drain', () => this.session?.drained());
	}
}

interface Place {
	readonly hub: Hub;
	readonly options: NutServerOptions;
	readonly secureContext: SecureContext | null;
	readonly connections: Set<Connection>;
}

/** IPv4 in its own spelling where the socket is of both kinds. */
function addressOf(socket: Socket): string {
	return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

function isAllowed(place: Place, address: string): boolean {
	const {maxConnections = DEFAULT_CONNECTIONS, maxPerHost = maxConnections} = place.options;
	if (place.connections.size >= maxConnections) {
		return false;
	}
	let same = 0;
	for (const connection of place.connections) {
		same += connection.address === address ? 1 : 0;
	}
	return same < maxPerHost;
}

function connect(place: Place, socket: Socket): void {
	const address = addressOf(socket);
	socket.on('error', () => socket.destroy());
	if (!isAllowed(place, address)) {
		socket.destroy();
		return;
	}
	socket.setNoDelay(true);
	const wire = new SocketWire(place, socket);
	const session = new Session(place.hub, wire, address);
	const connection: Connection = {session, address, socket};
	wire.session = session;
	place.connections.add(connection);
	socket.on('close', () => {
		place.connections.delete(connection);
		session.closed();
	});
	wire.listen(socket);
}

/** Ends what has been silent for too long; returns what stops looking. */
function closeIdle(place: Place): () => void {
	const {clock} = place.options;
	let cancel = () => {};
	const look = (): void => {
		for (const {session, socket} of place.connections) {
			if (clock.now() - session.lastLineMs > IDLE_MS) {
				socket.destroy();
			}
		}
		cancel = clock.after(LOOK_MS, look);
	};
	look();
	return () => cancel();
}

async function listenOn(server: Server, {host, port}: NutServerOptions['listen']): Promise<AddressInfo> {
	return new Promise((resolve, reject) => {
		server.once('error', error => {
			reject(
				codedError(
					'E_PORT_TAKEN',
					`NUT cannot listen on ${host}:${port} (${error.message}); choose another port, or 0 for a free one.`,
					{host, port},
				),
			);
		});
		server.listen(port, host, () => resolve(server.address() as AddressInfo));
	});
}

/** Opens a NUT server over any source of UPSs. Throws E_PORT_TAKEN. */
export async function openNutServer(options: NutServerOptions): Promise<OpenNut> {
	const secureContext = options.tls === undefined ? null : createSecureContext(options.tls);
	const hub = new Hub({...options, offersTls: secureContext !== null});
	const place: Place = {hub, options, secureContext, connections: new Set()};
	const server = createServer(socket => connect(place, socket));
	const {address, port} = await listenOn(server, options.listen);
	const stop = closeIdle(place);
	return {
		address,
		port,
		async close() {
			stop();
			const closed = new Promise<void>(resolve => {
				server.close(() => resolve());
			});
			for (const {socket} of place.connections) {
				socket.destroy();
			}
			await closed;
		},
	};
}
