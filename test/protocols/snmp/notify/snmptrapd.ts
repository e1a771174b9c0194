// Debian's snmptrapd as a receiver of traps and informs: what it prints, a record a notification.

import {spawn} from 'node:child_process';
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import {communityMessage, notificationPdu, TRAP_PDU, VERSION_2C} from '../../../../src/protocols/snmp/notify/pdu.ts';
import {findProgram} from '../../../helpers/needs.ts';

export interface Heard {
	/** agent-addr of SNMPv1. */
	readonly address: string;
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
const PROBE = 'probe';
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
	const [address, trap1, security, ...objects] = line.slice(1).split('|');
	return {address, trap1: trap1.trim(), security, objects: objects.join('|').split('\t')};
}

function isProbe({security}: Heard): boolean {
	return security.endsWith(PROBE);
}

/** Tells it something until it hears: it says that it runs before it does. */
async function probe(port: number, isHeard: () => boolean): Promise<void> {
	const notification = {
		vocabulary: 'standard',
		severity: 2,
		enterprise: '1.3',
		generic: 6,
		specific: 1,
		oid: '1.3.1',
	} as const;
	const pdu = notificationPdu(TRAP_PDU, 1, {...notification, objects: []}, {upTimeTicks: 1, address: ''});
	const socket = createSocket('udp4');
	for (let i = 0; i < 100 && !isHeard(); i++) {
		socket.send(communityMessage(VERSION_2C, PROBE, pdu), port, '127.0.0.1');
		await delay(100);
	}
	socket.close();
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
	const gone = once(child, 'exit');
	t.teardown(async () => {
		child.kill('SIGKILL');
		await gone;
		await rm(folder, {recursive: true, force: true});
	});
	const heard: Heard[] = [];
	let text = '';
	let probed = false;
	let wake: () => void = () => {};
	child.stdout.on('data', (data: Buffer) => {
		text += data.toString('latin1');
		const lines = text.split('\n');
		text = lines.pop() ?? '';
		const told = lines.filter(line => line.startsWith('#')).map(heardOf);
		probed ||= told.some(isProbe);
		heard.push(...told.filter(one => !isProbe(one)));
		wake();
	});
	await probe(port, () => probed);
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
