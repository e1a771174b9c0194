// The embedded broker: aedes behind a guard and rules of access. Cards of this process are attached by memory streams
// and bound to their id; sessions over TCP without a user are observers (design 3, mqtt.md d.1 and (e) 5).

import type {EventEmitter} from 'node:events';
import type {AddressInfo, Server} from 'node:net';
import {createServer} from 'node:net';
import type {Duplex} from 'node:stream';
import {Aedes} from 'aedes';
import {codedError} from '../../core/errors.ts';
import type {Log} from '../../core/ports.ts';
import type {Credentials} from './broker-passwords.ts';
import {flattenQueue} from './mqtt-emitter.ts';
import type {MessageEmitter} from './mqtt-emitter.ts';
import type {StreamGuard} from './mqtt-guarded-stream.ts';
import {guardReads} from './mqtt-guarded-stream.ts';
import {indexRetained} from './mqtt-retained.ts';
import type {RetainedPersistence} from './mqtt-retained.ts';
import type {BrokerAccess, PublishListener, Session} from './mqtt-sessions.ts';
import {sessionHooks} from './mqtt-sessions.ts';
import {createStreamPair} from './stream-pair.ts';

export type {BrokerAccess, PublishListener, StreamGuard};

export interface EmbeddedBrokerOptions {
	readonly access: BrokerAccess;
	/** Of sessions over TCP that give a user name; without any, nobody may. */
	readonly credentials?: Credentials;
	/** A guard for one connection. */
	readonly createGuard: () => StreamGuard;
	readonly log: Log;
	readonly onPublish?: PublishListener;
}

export interface BrokerCounters {
	/** Open connections, those before their CONNECT included. */
	readonly connections: number;
	/** Messages published by sessions since the first start, wills included. */
	readonly published: number;
	/** Their payload bytes. */
	readonly bytes: number;
}

export interface ListenAddress {
	readonly host: string;
	readonly port: number;
}

/** A subscriber that reads nothing for this long is closed: until then it holds up everybody (mqtt.md d.1). */
const DRAIN_TIMEOUT_MS = 5000;
/** aedes applies it to MQTT 3.1 alone, where the prefix of observers would count against 23. */
const CLIENT_ID_CHARACTERS_MAX = 65535;

const listenAdvice: Readonly<Record<string, string>> = {
	EADDRINUSE: 'another program listens there. Stop it, or choose another port (0 takes a free one).',
	EACCES: 'this user may not. Choose a port above 1023 (0 takes a free one).',
	EADDRNOTAVAIL: 'no interface of this machine has that address. Use 127.0.0.1 for this machine alone.',
};

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
	const advice =
		listenAdvice[error.code ?? ''] ?? `${error.message}. Use an address of this machine, such as 127.0.0.1.`;
	return codedError('E_PORT_TAKEN', `Cannot listen on ${host}:${port}: ${advice}`, {host, port});
}

function open(server: Server, host: string, port: number): Promise<ListenAddress> {
	return new Promise((resolve, reject) => {
		server.once('error', error => reject(listenError(error, host, port)));
		server.listen(port, host, () => {
			const bound = server.address() as AddressInfo;
			resolve({host: bound.address, port: bound.port});
		});
	});
}

/** Destroys a stream that is not yet closed; resolves when it is. */
function destroyed(stream: Duplex): Promise<void> {
	return new Promise(resolve => {
		stream.once('close', resolve);
		stream.destroy();
	});
}

function refusedStream(): Duplex {
	const [near] = createStreamPair();
	return near.destroy(Object.assign(new Error('the embedded broker is stopped'), {code: 'ECONNREFUSED'}));
}

/** A broker that can be stopped and started again; what was retained stays. */
export class EmbeddedBroker {
	readonly options: EmbeddedBrokerOptions;
	aedes: Aedes | null;
	/** aedes's store, handed from one start to the next. */
	persistence: RetainedPersistence | null;
	server: Server | null;
	/** Where it listens, or listened before it was stopped. */
	address: ListenAddress | null;
	readonly streams: Set<Duplex>;
	readonly sessions: WeakMap<Duplex, Session>;
	published: number;
	bytes: number;
	/** Asked for each session of a card of this process: the code of CONNACK that refuses it, 0 to let it in. Null lets in all. */
	refusing: (() => number) | null;
	/** Ends when the last start or stop asked for is done: they never overlap. */
	turn: Promise<void>;

	constructor(options: EmbeddedBrokerOptions) {
		this.options = options;
		this.aedes = null;
		this.persistence = null;
		this.server = null;
		this.address = null;
		this.streams = new Set();
		this.sessions = new WeakMap();
		this.published = 0;
		this.bytes = 0;
		this.refusing = null;
		this.turn = Promise.resolve();
	}

	get counters(): BrokerCounters {
		return {connections: this.streams.size, published: this.published, bytes: this.bytes};
	}

	get running(): boolean {
		return this.aedes !== null;
	}

	/** `mqtt://host:port` for watchers; null while it listens nowhere. */
	get url(): string | null {
		if (this.address === null) {
			return null;
		}
		const {host, port} = this.address;
		return `mqtt://${host.includes(':') ? `[${host}]` : host}:${port}`;
	}

	/**
	 * A new connection for a card of this process, bound to its id, or to another id that its card may use. While the broker is
	 * stopped it ends at once.
	 */
	attach(card: string, clientId?: string): Duplex {
		const user = this.options.access.userOf(card);
		if (this.aedes === null) {
			return refusedStream();
		}
		const [near, far] = createStreamPair();
		this.accept(far, user, clientId ?? card);
		return near;
	}

	/** Begins to listen for TCP sessions; port 0 takes a free one. Throws E_PORT_TAKEN. */
	async listen(host: string, port: number): Promise<ListenAddress> {
		const server = createServer(socket => {
			socket.setNoDelay(true);
			this.accept(socket, null, null);
		});
		this.address = await open(server, host, port);
		this.server = server;
		return this.address;
	}

	/** Publishes as the owner of the process does: no rule applies. */
	publish(topic: string, payload: Uint8Array, options: {qos: 0 | 1; retain: boolean}): Promise<void> {
		const {aedes} = this;
		if (aedes === null) {
			const error = codedError('E_BROKER_UNREACHABLE', 'The embedded broker is stopped: start it, then publish.', {
				topic,
			});
			return Promise.reject(error);
		}
		const packet = {cmd: 'publish', topic, payload: Buffer.from(payload), dup: false, ...options} as const;
		return new Promise((resolve, reject) => {
			aedes.publish(packet, error => (error ? reject(error) : resolve()));
		});
	}

	/** Starts, or starts again on the same port after a stop. */
	start(): Promise<void> {
		return this.inTurn(() => this.startNow());
	}

	/** Ends every session, as a broker does that goes down: each will is published (and retained) first. */
	stop(): Promise<void> {
		return this.inTurn(() => this.stopNow());
	}

	inTurn(run: () => Promise<void>): Promise<void> {
		const done = this.turn.then(run);
		this.turn = done.catch(() => undefined);
		return done;
	}

	/** Starts anew without what was retained, as one whose store is lost. */
	forget(): Promise<void> {
		return this.inTurn(async () => {
			await this.stopNow();
			this.persistence = null;
			await this.startNow();
		});
	}

	/** Ends every session at once, and goes on. */
	disconnectAll(): Promise<void> {
		return this.inTurn(async () => {
			await Promise.all([...this.streams].map(stream => destroyed(stream)));
		});
	}

	async startNow(): Promise<void> {
		if (this.aedes !== null) {
			return;
		}
		const aedes = new Aedes({
			...sessionHooks({
				sessions: this.sessions,
				access: this.options.access,
				credentials: this.options.credentials,
				refusing: () => this.refusing?.() ?? 0,
				onPublish: (topic, payload, user) => this.count(topic, payload, user),
			}),
			persistence: this.persistence,
			drainTimeout: DRAIN_TIMEOUT_MS,
			maxClientsIdLength: CLIENT_ID_CHARACTERS_MAX,
		});
		flattenQueue((aedes as Aedes & {mq: MessageEmitter}).mq);
		await aedes.listen();
		if (this.persistence === null) {
			this.persistence = (aedes as Aedes & {persistence: RetainedPersistence}).persistence;
			indexRetained(this.persistence);
		}
		this.reportFaults(aedes);
		this.aedes = aedes;
		if (this.address !== null) {
			await this.listen(this.address.host, this.address.port);
		}
	}

	async stopNow(): Promise<void> {
		const {aedes, server} = this;
		if (aedes === null) {
			return;
		}
		this.aedes = null;
		const serverClosed = new Promise<void>(resolve => (server === null ? resolve() : server.close(() => resolve())));
		await new Promise<void>(resolve => aedes.close(() => resolve()));
		// Those that had not sent their CONNECT are unknown to aedes.
		await Promise.all([...this.streams].map(stream => destroyed(stream)));
		await serverClosed;
	}

	accept(stream: Duplex, user: string | null, clientId: string | null): void {
		const {aedes} = this;
		if (aedes === null) {
			stream.destroy();
			return;
		}
		this.streams.add(stream);
		stream.once('close', () => this.streams.delete(stream));
		this.sessions.set(stream, {user, clientId, willTopic: null, askedClientId: ''});
		guardReads(stream, this.options.createGuard());
		aedes.handle(stream);
	}

	count(topic: string, payload: Uint8Array, user: string | null): void {
		this.published += 1;
		this.bytes += payload.length;
		this.options.onPublish?.(topic, payload, user);
	}

	reportFaults(aedes: Aedes): void {
		const {log} = this.options;
		const emitter: EventEmitter = aedes;
		emitter.on('error', (error: Error) => log.write('error', `embedded broker: ${error.message}`));
		aedes.on('clientError', (client, error) => log.write('debug', `broker closed ${client.id}: ${error.message}`));
		aedes.on('connectionError', (_client, error) => log.write('debug', `broker refused a session: ${error.message}`));
	}
}

/** A started broker. */
export async function createEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
	const broker = new EmbeddedBroker(options);
	await broker.start();
	return broker;
}
