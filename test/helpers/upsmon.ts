// Debian's upsmon as a client of our server, over a proxy that notes what is said.

import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {connect, createServer} from 'node:net';
import type {AddressInfo, Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {findUpsmon} from './nut-tools.ts';
import {talkOf} from './upsmon-scenario.ts';
import type {Said, Seen} from './upsmon-scenario.ts';

const kinds = ['ONLINE', 'ONBATT', 'LOWBATT', 'FSD', 'COMMOK', 'COMMBAD', 'SHUTDOWN', 'REPLBATT', 'NOCOMM', 'CAL'];

export interface UpsmonOptions {
	readonly user: string;
	readonly password: string;
	readonly role: 'primary' | 'secondary';
	readonly ups: string;
}

export interface Upsmon {
	/** Tells it to stop, as its service would. */
	stop(): void;
	/** What it was seen to do, once it has ended. */
	readonly seen: Promise<Seen>;
}

/** A proxy whose port can be shut and opened again, in front of a server. */
export interface Proxy {
	readonly port: number;
	readonly lines: readonly string[];
	shut(): Promise<void>;
	/** Opens again, in front of another port. */
	open(target: number): Promise<void>;
}

function noteLines(lines: string[], mark: string): (chunk: Buffer) => void {
	let rest = '';
	return chunk => {
		const parts = (rest + chunk.toString('latin1')).split('\n');
		rest = parts.pop() ?? '';
		lines.push(...parts.map(part => `${mark} ${part}`));
	};
}

/** Opens a proxy on a port of its own. */
export async function openProxy(target: number): Promise<Proxy> {
	const lines: string[] = [];
	const sockets = new Set<Socket>();
	let to = target;
	const server = createServer(client => {
		const upstream = connect(to, '127.0.0.1');
		for (const [from, other, mark] of [
			[client, upstream, '>'],
			[upstream, client, '<'],
		] as const) {
			sockets.add(from);
			from.on('data', noteLines(lines, mark));
			from.on('error', () => other.destroy());
			from.on('close', () => sockets.delete(from));
			from.pipe(other);
		}
	});
	const listen = async (port: number) =>
		new Promise<void>(resolve => {
			server.listen(port, '127.0.0.1', resolve);
		});
	await listen(0);
	const {port} = server.address() as AddressInfo;
	return {
		port,
		lines,
		async shut() {
			const closed = new Promise(resolve => {
				server.close(resolve);
			});
			for (const socket of sockets) {
				socket.destroy();
			}
			await closed;
		},
		async open(next) {
			to = next;
			await listen(port);
		},
	};
}

function writeConfiguration(folder: string, port: number, options: UpsmonOptions): void {
	const {user, password, role, ups} = options;
	const notify = join(folder, 'notify');
	const log = join(folder, 'notices');
	writeFileSync(notify, `#!/bin/sh\necho "$(date +%s%3N) $NOTIFYTYPE" >>${log}\n`, {mode: 0o755});
	const lines = [
		`MONITOR ${ups}@127.0.0.1:${port} 1 ${user} ${password} ${role}`,
		'MINSUPPLIES 1',
		`SHUTDOWNCMD "touch ${join(folder, 'shutdown')}"`,
		`NOTIFYCMD ${notify}`,
		...kinds.map(kind => `NOTIFYFLAG ${kind} EXEC`),
		'POLLFREQ 2',
		'POLLFREQALERT 1',
		'HOSTSYNC 6',
		'DEADTIME 6',
		'NOCOMMWARNTIME 5',
		'FINALDELAY 1',
		`POWERDOWNFLAG ${join(folder, 'killpower')}`,
	];
	writeFileSync(join(folder, 'upsmon.conf'), `${lines.join('\n')}\n`, {mode: 0o600});
}

function noticesOf(folder: string): Said[] {
	const file = join(folder, 'notices');
	const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
	return [...text.matchAll(/^(\d+) (\S+)$/gm)]
		.map(([, at, kind]) => ({atMs: Number(at), text: kind}))
		.toSorted((a, b) => a.atMs - b.atMs);
}

/** Starts upsmon with the settings of the recordings. */
export function startUpsmon(proxy: Proxy, options: UpsmonOptions): Upsmon {
	const folder = mkdtempSync(join(tmpdir(), 'upsmon-'));
	writeConfiguration(folder, proxy.port, options);
	// upsmon refuses to run beside another of its own name.
	const argv0 = basename(folder);
	const child = spawn(findUpsmon() as string, ['-F', '-p', '-4'], {
		argv0,
		env: {...process.env, NUT_CONFPATH: folder, NUT_QUIET_INIT_SSL: 'true'},
		stdio: 'ignore',
	});
	const ended = new Promise<number>((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', code => resolve(code ?? -1));
	});
	let stoppedAtMs = Infinity;
	const finish = async (): Promise<Seen> => {
		const exit = await ended;
		// The last notice and SHUTDOWNCMD are processes of their own.
		await new Promise(resolve => {
			setTimeout(resolve, 300);
		});
		const seen = {
			talk: talkOf(proxy.lines),
			notices: [
				noticesOf(folder)
					.filter(({atMs}) => atMs < stoppedAtMs)
					.map(({text}) => text),
			],
			exit,
			ranShutdown: existsSync(join(folder, 'shutdown')),
		};
		rmSync(folder, {recursive: true});
		rmSync(join('/run/nut', `${argv0}.pid`), {force: true});
		return seen;
	};
	return {
		stop() {
			// A poll that the signal breaks off makes it tell of a bad line: nothing that the server did.
			stoppedAtMs = Date.now();
			child.kill('SIGTERM');
		},
		seen: finish(),
	};
}
