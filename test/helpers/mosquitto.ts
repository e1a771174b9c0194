// Debian's mosquitto on a free port of the loopback address, for one test.

import {spawn, spawnSync} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {connect, createServer} from 'node:net';
import type {AddressInfo, Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {MqttClient} from 'mqtt';
import type {MqttBench} from './mqtt.ts';
import {findProgram} from './needs.ts';

const HOST = '127.0.0.1';
const TRIES = 5;

export interface Mosquitto extends MqttBench {
	readonly host: string;
	readonly port: number;
	/** `mqtt://host:port`. */
	readonly url: string;
	dialSocket(): Socket;
	/** Ends mosquitto and resolves when it is gone. */
	stop(): Promise<void>;
}

export interface MosquittoOptions {
	/** User names and passwords; with any, nobody else is let in. */
	readonly users: Readonly<Record<string, string>>;
	/** Lines of the ACL file; empty: no file. */
	readonly acl: readonly string[];
}

export const openToAll: MosquittoOptions = {users: {}, acl: []};

/** A port of the loopback address that nobody listens on just now. */
export async function freePort(): Promise<number> {
	const server = createServer().listen(0, HOST);
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

/** `user root` keeps mosquitto, started by root, from changing to a user that cannot read the folder. */
function configuration(folder: string, port: number, {users, acl}: MosquittoOptions): string {
	const lines = [
		`listener ${port} ${HOST}`,
		'user root',
		'persistence false',
		'log_dest stderr',
		'max_packet_size 65600',
	];
	const names = Object.keys(users);
	if (names.length === 0) {
		lines.push('allow_anonymous true');
	} else {
		const file = join(folder, 'passwords');
		writeFileSync(file, '', {mode: 0o600});
		for (const name of names) {
			spawnSync(findProgram('mosquitto_passwd') as string, ['-b', file, name, users[name]]);
		}
		lines.push('allow_anonymous false', `password_file ${file}`);
	}
	if (acl.length > 0) {
		writeFileSync(join(folder, 'acl'), `${acl.join('\n')}\n`, {mode: 0o600});
		lines.push(`acl_file ${join(folder, 'acl')}`);
	}
	const path = join(folder, 'mosquitto.conf');
	writeFileSync(path, `${lines.join('\n')}\n`);
	return path;
}

/** Resolves true when it listens, false when it ended before (another program took the port). */
export function started(child: ChildProcess): Promise<boolean> {
	return new Promise(resolve => {
		let said = '';
		child.once('exit', () => resolve(false));
		child.stderr?.on('data', (chunk: Buffer) => {
			said += chunk.toString();
			if (said.includes(' running')) {
				resolve(true);
			}
		});
	});
}

async function launch(folder: string, options: MosquittoOptions): Promise<{child: ChildProcess; port: number}> {
	for (let i = 0; i < TRIES; i++) {
		const port = await freePort();
		const program = findProgram('mosquitto') as string;
		const child = spawn(program, ['-c', configuration(folder, port, options)], {stdio: ['ignore', 'ignore', 'pipe']});
		if (await started(child)) {
			return {child, port};
		}
	}
	throw new Error(`mosquitto did not start in ${TRIES} tries`);
}

function publishOnce(dial: () => Socket, credentials: {username?: string; password?: string}) {
	return async (topic: string, payload: string, retain: boolean): Promise<void> => {
		const client = new MqttClient(dial, {protocolVersion: 4, reconnectPeriod: 0, ...credentials});
		await client.publishAsync(topic, payload, {qos: 1, retain});
		await client.endAsync();
	};
}

/** Starts mosquitto; it ends with the test. */
export async function startMosquitto(t: ExecutionContext, options: MosquittoOptions): Promise<Mosquitto> {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-mosquitto-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const {child, port} = await launch(folder, options);
	async function stop(): Promise<void> {
		if (child.exitCode === null && child.signalCode === null) {
			const gone = once(child, 'exit');
			child.kill();
			await gone;
		}
	}
	t.teardown(stop);
	const dialSocket = () => connect(port, HOST);
	const [service] = Object.entries(options.users);
	const credentials = service === undefined ? {} : {username: service[0], password: service[1]};
	return {
		host: HOST,
		port,
		url: `mqtt://${HOST}:${port}`,
		dialSocket,
		stop,
		dial: dialSocket,
		dialWatcher: dialSocket,
		say: publishOnce(dialSocket, credentials),
	};
}
