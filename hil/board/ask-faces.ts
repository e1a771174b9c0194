// One question to each face of a card: whether somebody is there who answers as such a face does.

import {createRequire} from 'node:module';
import {connect} from 'mqtt';
import type {Millis} from '../../src/core/clock.ts';
import {codedError} from '../../src/core/errors.ts';
import type {SerialAddress, TcpAddress} from '../../src/link/address.ts';
import {Refusal} from '../../src/link/master.ts';
import {opener} from '../../src/link/open.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {openLine} from '../serial/line.ts';
import type {MqttFace, NutFace, SnmpFace, SnmpUser} from './board.ts';
import {secretAt} from './secret.ts';

/** What is there, in a few words. Rejects with E_BOARD_NONSENSE where the answer is none, otherwise with why there was none. */
export type Ask = (timeoutMs: Millis) => Promise<string>;

function nonsense(what: string, got: string): Error {
	return codedError('E_BOARD_NONSENSE', `it answers ${JSON.stringify(got.slice(0, 100))} to ${what}`, {tried: what});
}

/** `promise`, bounded; `end` lets go of what it holds. */
async function bounded<T>(timeoutMs: Millis, promise: Promise<T>, end: () => void): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
		end();
	}
}

const longestLine = 1024;

export function askNut({host, port, ups}: NutFace): Ask {
	return async timeoutMs => {
		const line = await openLine({kind: 'tcp', host, port}, timeoutMs);
		const question = `GET VAR ${ups} ups.status`;
		const answer = new Promise<string>((resolve, reject) => {
			let text = '';
			line.stream.on('error', reject);
			line.stream.on('close', () => reject(new Error('the connection ended')));
			line.stream.on('data', (bytes: Buffer) => {
				text += bytes.toString('latin1');
				if (text.includes('\n') || text.length > longestLine) {
					resolve(text.split('\n')[0]);
				}
			});
		});
		line.stream.write(`${question}\n`);
		const told = await bounded(timeoutMs, answer, () => void line.close());
		const status = /^VAR \S+ ups\.status "([^"]*)"$/.exec(told)?.[1];
		if (status === undefined) {
			throw nonsense(question, told);
		}
		return `ups.status ${status}`;
	};
}

export function askMqtt({url, user, password}: MqttFace): Ask {
	return async timeoutMs => {
		const account = user === '' ? {} : {username: user, ...(password === null ? {} : {password: secretAt(password)})};
		const client = connect(url, {...account, reconnectPeriod: 0, connectTimeout: timeoutMs, protocolVersion: 5});
		const there = new Promise<string>((resolve, reject) => {
			client.once('connect', () => resolve('the broker takes the session'));
			client.on('error', reject);
			client.once('close', () => reject(new Error('the connection ended')));
		});
		return bounded(timeoutMs, there, () => void client.end(true));
	};
}

/** Whatever a slave answers, even that it has no such register, it is there. */
export function askModbus(address: TcpAddress | SerialAddress): Ask {
	return async timeoutMs => {
		const times = {timeoutMs, tries: 1, frameGapMs: 35};
		const opened = opener(address, times, nodeClock)();
		const master = await bounded(timeoutMs, opened, () => {});
		try {
			await master.read(0, 1);
			return 'register 0 is read';
		} catch (error) {
			if (error instanceof Refusal) {
				return `register 0 is answered with exception ${error.exception}`;
			}
			throw error;
		} finally {
			master.close();
		}
	};
}

const SYS_DESCR = '1.3.6.1.2.1.1.1.0';

type Answered = (error: Error | null, varbinds?: ReadonlyArray<{readonly value: unknown}>) => void;

interface Session {
	get(oids: readonly string[], answered: Answered): void;
	on(event: 'error', listener: (error: Error) => void): void;
	close(): void;
}

type Words = Readonly<Record<string, number>>;

interface NetSnmp {
	readonly Version1: number;
	readonly Version2c: number;
	readonly SecurityLevel: Words;
	readonly AuthProtocols: Words;
	readonly PrivProtocols: Words;
	createSession(host: string, community: string, options: object): Session;
	createV3Session(host: string, user: object, options: object): Session;
}

function netSnmp(): NetSnmp {
	try {
		return createRequire(import.meta.url)('net-snmp') as NetSnmp;
	} catch {
		const message = 'Asking by SNMP needs the package net-snmp; "npm install net-snmp" adds it.';
		throw codedError('E_SETUP_FAULTY', message, {package: 'net-snmp'});
	}
}

function userOf(lib: NetSnmp, {name, auth, privacy}: SnmpUser): object {
	const level = auth === null ? 'noAuthNoPriv' : privacy === null ? 'authNoPriv' : 'authPriv';
	return {
		name,
		level: lib.SecurityLevel[level],
		...(auth === null ? {} : {authProtocol: lib.AuthProtocols[auth.by], authKey: secretAt(auth.key)}),
		...(privacy === null ? {} : {privProtocol: lib.PrivProtocols[privacy.by], privKey: secretAt(privacy.key)}),
	};
}

export function askSnmp({host, port, version, community, user}: SnmpFace): Ask {
	return async timeoutMs => {
		const lib = netSnmp();
		const options = {port, timeout: timeoutMs, retries: 0};
		const session =
			user === null
				? lib.createSession(host, community === null ? '' : secretAt(community), {
						...options,
						version: version === '1' ? lib.Version1 : lib.Version2c,
					})
				: lib.createV3Session(host, userOf(lib, user), options);
		const answer = new Promise<unknown>((resolve, reject) => {
			session.on('error', reject);
			session.get([SYS_DESCR], (error, varbinds) => (error === null ? resolve(varbinds?.[0]?.value) : reject(error)));
		});
		// SNMPv3 asks for the engine, then for its time, then for the value.
		const value = await bounded(timeoutMs * 3, answer, () => session.close());
		if (!Buffer.isBuffer(value)) {
			throw nonsense('sysDescr.0', String(value));
		}
		return `sysDescr ${value
			.toString('latin1')
			.split(/[\r\n]/)[0]
			.slice(0, 60)}`;
	};
}
