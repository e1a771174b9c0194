// The servers that the SNMP benches compare: ours and the bare echo (snmp-server.ts), Debian's snmpd, and snmpsim.

import {fork, spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {findProgram} from '../../src/cli/doctor/find-program.ts';
import {messageBytes, names} from '../helpers/snmp-messages.ts';
import {load} from './udp-load.ts';
import type {Server} from './udp-load.ts';

const TRIES = 100;
const TRY_EVERY_MS = 100;
const SYSTEM = '1.3.6.1.2.1.1';

async function freePort(): Promise<number> {
	const socket = createSocket('udp4');
	socket.bind(0, '127.0.0.1');
	await once(socket, 'listening');
	const {port} = socket.address();
	await new Promise<void>(done => void socket.close(done));
	return port;
}

async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) {
		const ended = once(child, 'exit');
		child.kill('SIGKILL');
		await ended;
	}
}

export interface OwnServer extends Server {
	/** Bytes that the process holds. */
	memory(): Promise<number>;
}

/** `agent CARDS` or `echo`, by the words of snmp-server.ts. */
export async function startOwn(...words: readonly string[]): Promise<OwnServer> {
	const options = {execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] as const};
	const child = fork(join(import.meta.dirname, 'snmp-server.js'), words, {...options, stdio: [...options.stdio]});
	const [{port}] = (await once(child, 'message')) as [{port: number}];
	return {
		name: words.join(' '),
		pid: child.pid ?? 0,
		port,
		stop: () => stop(child),
		async memory() {
			child.send('memory');
			const [{memory}] = (await once(child, 'message')) as [{memory: number}];
			return memory;
		},
	};
}

/** Debian's snmpd with the objects of its own system group; null where it is not installed. */
export async function startSnmpd(): Promise<Server | null> {
	const program = findProgram('snmpd');
	if (program === null) {
		return null;
	}
	const folder = mkdtempSync(join(tmpdir(), 'snmpd-'));
	const port = await freePort();
	const config = join(folder, 'snmpd.conf');
	writeFileSync(
		config,
		`rocommunity public 127.0.0.1\nsysContact nobody\nsysLocation nowhere\n[snmp] persistentDir ${folder}\n`,
	);
	const words = ['-f', '-Ln', '-C', '-c', config, '-I', '-smux', '-p', join(folder, 'pid'), `udp:127.0.0.1:${port}`];
	const child = spawn(program, words, {stdio: 'ignore', env: {...process.env, MIBS: '', SNMP_PERSISTENT_DIR: folder}});
	return peer('snmpd', child, port, folder);
}

/** snmpsim, with the objects of a card's system and battery groups; null where it is not installed. */
export async function startSnmpsim(lines: readonly string[]): Promise<Server | null> {
	const program = findProgram('snmpsimd');
	if (program === null) {
		return null;
	}
	const folder = mkdtempSync(join(tmpdir(), 'snmpsim-'));
	// It gives up the rights of root before it writes its cache.
	const cache = join(folder, 'cache');
	mkdirSync(cache);
	chmodSync(folder, 0o755);
	chmodSync(cache, 0o777);
	const port = await freePort();
	writeFileSync(join(folder, 'public.snmprec'), `${lines.join('\n')}\n`);
	const words = [
		`--data-dir=${folder}`,
		`--cache-dir=${cache}`,
		`--agent-udpv4-endpoint=127.0.0.1:${port}`,
		'--process-user=nobody',
		'--process-group=nogroup',
	];
	const child = spawn(program, words, {stdio: 'ignore'});
	return peer('snmpsim', child, port, folder);
}

async function peer(name: string, child: ChildProcess, port: number, folder: string): Promise<Server> {
	const end = async (): Promise<void> => {
		await stop(child);
		rmSync(folder, {recursive: true, force: true});
	};
	const message = messageBytes({
		version: 1,
		community: 'public',
		type: 0xa1,
		id: 1,
		second: 0,
		third: 0,
		bindings: names(SYSTEM),
	});
	for (let i = 0; i < TRIES && child.exitCode === null; i++) {
		const answer = await Promise.race([
			load(port, [message], 1).catch(() => null),
			new Promise<null>(done => setTimeout(done, TRY_EVERY_MS, null)),
		]);
		if (answer !== null) {
			return {name, pid: child.pid ?? 0, port, stop: end};
		}
	}
	await end();
	throw new Error(`${name} does not answer on port ${port}`);
}
