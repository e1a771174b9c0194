// Debian's snmptrapd as a receiver of traps and informs: what it prints, a record a notification.

import {spawn} from 'node:child_process';
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {findProgram} from '../../../helpers/needs.ts';

export interface Heard {
	/** v1: `.ENTERPRISE generic specific`; v2: ''. */
	readonly trap1: string;
	/** PDU type, as snmptrapd names it, with the community or user. */
	readonly security: string;
	readonly objects: readonly string[];
}

export interface Trapd {
	readonly port: number;
	readonly heard: Heard[];
	/** Resolves when so many have been heard. */
	until(count: number): Promise<void>;
}

/** One line a notification: address (never a name, which would be looked up), numbers of SNMPv1, security, objects. */
const FORMAT = '#%a|%N %w %q|%P|%v\\n';
const PATIENCE_MS = 30_000;

async function freePort(): Promise<number> {
	const socket = createSocket('udp4');
	socket.bind(0, '127.0.0.1');
	await once(socket, 'listening');
	const {port} = socket.address();
	await new Promise<void>(done => socket.close(() => done()));
	return port;
}

function heardOf(line: string): Heard {
	const [, trap1, security, ...objects] = line.slice(1).split('|');
	return {trap1: trap1.trim(), security, objects: objects.join('|').split('\t')};
}

/** Starts snmptrapd on loopback with `users` as `createUser` writes them; it ends with the test. */
export async function startTrapd(t: ExecutionContext, users: readonly string[]): Promise<Trapd> {
	const folder = await mkdtemp(join(tmpdir(), 'trapd-'));
	const port = await freePort();
	const lines = [...users.map(user => `createUser ${user}`), 'disableAuthorization yes'];
	await writeFile(join(folder, 'snmptrapd.conf'), `${lines.join('\n')}\n`);
	const output = ['-n', '-On', '-OQ', '-Lo', '-F', FORMAT, '-M', '', '-m', ''];
	const where = ['-C', '-c', join(folder, 'snmptrapd.conf'), '-x', join(folder, 'agentx')];
	const child = spawn(findProgram('snmptrapd')!, ['-f', ...output, ...where, `udp:127.0.0.1:${port}`], {
		env: {...process.env, SNMP_PERSISTENT_DIR: folder, MIBS: ''},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	t.teardown(async () => {
		child.kill();
		await rm(folder, {recursive: true, force: true});
	});
	const heard: Heard[] = [];
	let text = '';
	let wake: () => void = () => {};
	child.stdout.on('data', (data: Buffer) => {
		text += data.toString('latin1');
		const lines = text.split('\n');
		text = lines.pop() ?? '';
		heard.push(...lines.filter(line => line.startsWith('#')).map(heardOf));
		wake();
	});
	// It says its version when it listens.
	await once(child.stdout, 'data');
	return {
		port,
		heard,
		until: async count => {
			const late = setTimeout(() => wake(), PATIENCE_MS);
			const end = Date.now() + PATIENCE_MS;
			while (heard.length < count && Date.now() < end) {
				await new Promise<void>(next => {
					wake = next;
				});
			}
			clearTimeout(late);
		},
	};
}
