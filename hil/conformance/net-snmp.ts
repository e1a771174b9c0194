// A card over UDP, asked by npm net-snmp, which is loaded when it is needed. It has no types: what is used of it is written here.

import {createSocket} from 'node:dgram';
import type {Socket} from 'node:dgram';
import {once} from 'node:events';
import {createRequire} from 'node:module';
import {codedError} from '../../src/core/errors.ts';
import {snmpTypes} from './snmp-face.ts';
import type {Disturbance, SetStatus, SnmpFace, Trap, Varbind} from './snmp-face.ts';

interface RawVarbind {
	readonly oid: string;
	readonly type: number;
	readonly value: unknown;
}

type Answered = (error: (Error & {status?: number}) | null, varbinds: RawVarbind[]) => void;

interface Session {
	get(oids: readonly string[], answered: Answered): void;
	getNext(oids: readonly string[], answered: Answered): void;
	set(varbinds: readonly RawVarbind[], answered: Answered): void;
	on(event: 'error', listener: () => void): void;
	close(): void;
}

interface Notification {
	readonly pdu?: {readonly varbinds?: readonly RawVarbind[]};
}

interface NetSnmp {
	readonly Version1: number;
	readonly Version2c: number;
	readonly ErrorStatus: Readonly<Record<number, string>>;
	createSession(host: string, community: string, options: object): Session;
	createReceiver(options: object, heard: (error: Error | null, notification: Notification) => void): void;
}

function library(): NetSnmp {
	try {
		return createRequire(import.meta.url)('net-snmp') as NetSnmp;
	} catch {
		throw codedError('E_USAGE', 'asking by SNMP needs the package net-snmp: npm install net-snmp', {option: '--snmp'});
	}
}

export interface SnmpTarget {
	readonly host: string;
	readonly port: number;
	readonly version: '1' | '2c';
	readonly community: string;
	/** Null: nothing is written. */
	readonly writeCommunity: string | null;
	readonly timeoutMs: number;
	readonly retries: number;
	/** Where notifications are sent to; null where nobody listens. */
	readonly traps: {readonly host: string; readonly port: number} | null;
	readonly disturb: Disturbance;
	readonly pause: (ms: number) => Promise<void>;
}

export interface OpenedSnmp {
	readonly face: SnmpFace;
	/** Where notifications are heard; 0 where nobody listens. */
	readonly trapPort: number;
	close(): Promise<void>;
}

const exceptions: readonly number[] = [snmpTypes.noSuchObject, snmpTypes.noSuchInstance, snmpTypes.endOfMibView];
const NO_SUCH_NAME = 2;
const TRAP_OID = '1.3.6.1.6.3.1.1.4.1.0';

function plain({oid, type, value}: RawVarbind): Varbind {
	if (exceptions.includes(type)) {
		return {oid, type, value: ''};
	}
	return {oid, type, value: Buffer.isBuffer(value) ? value.toString('latin1') : (value as number | string)};
}

/** A manager of SNMPv1 is told of what is not there by the error status (RFC 1157, 4.1.2). */
function asException(oid: string): Varbind {
	return {oid, type: snmpTypes.noSuchObject, value: ''};
}

/** Throws E_PORT_TAKEN where notifications cannot be heard. */
export async function openSnmp(target: SnmpTarget): Promise<OpenedSnmp> {
	const lib = library();
	const ears = target.traps === null ? null : await listen(lib, target.traps);
	const {host, port, timeoutMs, retries, version} = target;
	const options = {
		port,
		timeout: timeoutMs,
		retries,
		backoff: 1,
		version: version === '1' ? lib.Version1 : lib.Version2c,
		reportOidMismatchErrors: true,
	};
	const open = (community: string): Session => {
		const session = lib.createSession(host, community, options);
		session.on('error', () => {});
		return session;
	};
	const reader = open(target.community);
	const writer = target.writeCommunity === null ? null : open(target.writeCommunity);

	return {
		face: {
			get: async oid => ask(oid, answered => reader.get([oid], answered)),
			next: async oid => ask(oid, answered => reader.getNext([oid], answered)),
			set: writer === null ? null : async varbinds => write(lib, writer, varbinds),
			traps: ears === null ? null : () => ears.traps,
			disturb: target.disturb,
			pause: target.pause,
		},
		trapPort: ears?.port ?? 0,
		async close() {
			reader.close();
			writer?.close();
			await ears?.close();
		},
	};
}

async function ask(oid: string, send: (answered: Answered) => void): Promise<Varbind> {
	return new Promise((resolve, reject) => {
		send((error, varbinds) => {
			if (error?.status === NO_SUCH_NAME) {
				resolve(asException(oid));
			} else if (error === null) {
				resolve(plain(varbinds[0]));
			} else {
				reject(error);
			}
		});
	});
}

async function write(lib: NetSnmp, session: Session, varbinds: readonly Varbind[]): Promise<SetStatus> {
	return new Promise((resolve, reject) => {
		session.set(varbinds, error => {
			if (error === null) {
				resolve('NoError');
			} else if (error.status === undefined) {
				reject(error);
			} else {
				resolve(lib.ErrorStatus[error.status]);
			}
		});
	});
}

interface Ears {
	readonly traps: Trap[];
	readonly port: number;
	close(): Promise<void>;
}

/** Notifications of SNMPv2 form; one of SNMPv1 has no name until somebody makes one of its numbers (RFC 3584, 3.1). */
async function listen(lib: NetSnmp, {host, port}: {readonly host: string; readonly port: number}): Promise<Ears> {
	const transport = host.includes(':') ? 'udp6' : 'udp4';
	const traps: Trap[] = [];
	const socket = await bound(transport, host, port);
	// The library takes no free port, and does not say when it listens: it is given a socket that does.
	const dgramModule = {createSocket: (): Socket => Object.assign(socket, {bind: () => socket})};
	const options = {port: socket.address().port, address: host, transport, disableAuthorization: true, dgramModule};
	lib.createReceiver(options, (error, notification) => {
		const varbinds = notification?.pdu?.varbinds ?? [];
		const at = varbinds.findIndex(({oid}) => oid === TRAP_OID);
		if (error === null && at >= 0) {
			traps.push({trap: String(varbinds[at].value), varbinds: varbinds.slice(at + 1).map(plain)});
		}
	});
	const close = async (): Promise<void> => new Promise(resolve => void socket.close(() => resolve()));
	return {traps, port: options.port, close};
}

async function bound(transport: 'udp4' | 'udp6', host: string, port: number): Promise<Socket> {
	const socket = createSocket(transport);
	socket.bind(port, host);
	try {
		await once(socket, 'listening');
		return socket;
	} catch (error) {
		socket.close();
		const reason = (error as Error).message;
		throw codedError('E_PORT_TAKEN', `notifications cannot be heard on ${host}:${port}: ${reason}`, {
			host,
			port,
			reason,
		});
	}
}
