// Ten thousand cards on mosquitto from one process: what a connection holds, how long until all are born, and what ten thousand
// samples a second cost. The floor is as many bare sockets that write the same bytes; each is measured in a process of its own.

import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {connect, createServer} from 'node:net';
import type {AddressInfo, Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {openFleet} from '../../sim/fleet/open-fleet.ts';
import {plainFleet} from '../../sim/fleet/spec.ts';
import {findProgram} from '../../src/cli/doctor/find-program.ts';
import * as packets from '../../src/protocols/mqtt/packets.ts';
import {topicFor} from '../../src/protocols/mqtt/topics.ts';
import type {BenchRow} from './row.ts';

const CARDS = 10_000;
const CONNECTS_PER_SECOND = 2000;
const MODELS = ['SMT1500', 'SMT750I', '5PX1500i'];
const INTERVAL_MS = 1000;
const MEASURED_MS = 10_000;
/** As in the fleet: groups that take turns within the interval. */
const TURNS = 12;
const KILOBYTE = 1000;
/** Bytes of an ordinary sample of a fleet. */
const sample = Buffer.alloc(34, 1);

/** What a child measures. */
interface Measured {
	readonly rssBytes: number;
	readonly bornSeconds: number;
	readonly cpuSeconds: number;
	readonly samples: number;
}

function wait(ms: number): Promise<void> {
	return new Promise(resolve => {
		setTimeout(resolve, ms);
	});
}

/** When what was under way is done and collected. */
async function residentBytes(): Promise<number> {
	for (let i = 0; i < 3; i++) {
		await wait(100);
		globalThis.gc?.();
	}
	return process.memoryUsage.rss();
}

async function until(holds: () => boolean): Promise<void> {
	while (!holds()) {
		await wait(5);
	}
}

function secondsSince(startMs: number): number {
	return (performance.now() - startMs) / 1000;
}

function cpuSecondsSince(before: NodeJS.CpuUsage): number {
	const {user, system} = process.cpuUsage(before);
	return (user + system) / 1e6;
}

/** The whole fleet, real time, each card a sample a second; `url` may be off. */
async function measureFleet(url: string): Promise<Measured> {
	const before = await residentBytes();
	const stop = new AbortController();
	const startMs = performance.now();
	const opened = await openFleet(plainFleet(1, CARDS, MODELS, {}), {
		speed: 1,
		mqttUrl: url,
		mqtt: {connectPerSecond: CONNECTS_PER_SECOND},
		samples: {intervalMs: INTERVAL_MS},
		signal: stop.signal,
		note: () => undefined,
	});
	const {counters, bench} = opened;
	// The births, and the deaths that they empty.
	await until(() => counters === undefined || counters.acks >= 2 * CARDS);
	const bornSeconds = secondsSince(startMs);
	const rssBytes = (await residentBytes()) - before;
	if (counters === undefined) {
		return {rssBytes, bornSeconds, cpuSeconds: 0, samples: 0};
	}
	await bench.runUntil(bench.now() + 2 * INTERVAL_MS);
	const samples = counters.sent.sample;
	const cpu = process.cpuUsage();
	await bench.runUntil(bench.now() + MEASURED_MS);
	const cpuSeconds = cpuSecondsSince(cpu);
	return {rssBytes, bornSeconds, cpuSeconds, samples: counters.sent.sample - samples};
}

function connectPacket(card: string): Buffer {
	const options = {clientId: card, user: null, password: null, keepaliveSeconds: 0, will: null};
	return packets.connect(options, 4);
}

/** Sockets that write a CONNECT and read nothing but CONNACK. */
async function openBare(port: number): Promise<Socket[]> {
	const sockets: Socket[] = [];
	let up = 0;
	for (let card = 0; card < CARDS; card++) {
		const socket = connect({port, host: '127.0.0.1', noDelay: true});
		socket.once('data', () => (up += 1));
		socket.write(connectPacket(`card-${card}`));
		sockets.push(socket);
		if (card % (CONNECTS_PER_SECOND / 100) === 0) {
			await wait(10);
		}
	}
	await until(() => up === CARDS);
	return sockets;
}

async function measureBare(port: number): Promise<Measured> {
	const before = await residentBytes();
	const startMs = performance.now();
	const sockets = await openBare(port);
	const bornSeconds = secondsSince(startMs);
	const rssBytes = (await residentBytes()) - before;
	const topic = topicFor('card-000001', 'sample');
	const bytes = packets.publish({topic, payload: sample, qos: 0, retain: false, resend: false}, 0, 4);
	let samples = 0;
	const cpu = process.cpuUsage();
	const startedMs = performance.now();
	for (let turn = 0; turn < (TURNS * MEASURED_MS) / INTERVAL_MS; turn++) {
		for (let card = turn % TURNS; card < CARDS; card += TURNS) {
			sockets[card].write(Buffer.from(bytes));
			samples += 1;
		}
		await wait(Math.max(0, startedMs + ((turn + 1) * INTERVAL_MS) / TURNS - performance.now()));
	}
	return {rssBytes, bornSeconds, cpuSeconds: cpuSecondsSince(cpu), samples};
}

/** What the child does: `fleet URL`, or `bare PORT`. */
async function child(what: string, where: string): Promise<void> {
	const measured = what === 'bare' ? await measureBare(Number(where)) : await measureFleet(where);
	process.stdout.write(JSON.stringify(measured));
	process.exit(0);
}

async function inChild(what: string, where: string): Promise<Measured> {
	const words = ['--expose-gc', fileURLToPath(import.meta.url), '--child', what, where];
	const {stdout} = await promisify(execFile)(process.execPath, words);
	return JSON.parse(stdout) as Measured;
}

interface Broker {
	readonly port: number;
	stop(): void;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

async function answers(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	const answered = await Promise.race([once(socket, 'connect'), once(socket, 'error')]).then(
		() => socket.readyState === 'open',
		() => false,
	);
	socket.destroy();
	return answered;
}

async function openBroker(): Promise<Broker> {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-bench-'));
	const port = await freePort();
	const file = join(folder, 'mosquitto.conf');
	const lines = [`listener ${port} 127.0.0.1`, 'user root', 'allow_anonymous true', 'persistence false'];
	writeFileSync(file, `${lines.join('\n')}\n`);
	const program = spawn(findProgram('mosquitto') ?? 'mosquitto', ['-c', file], {stdio: 'ignore'});
	for (let tries = 0; tries < 200 && !(await answers(port)); tries++) {
		await wait(20);
	}
	return {
		port,
		stop() {
			program.kill();
			rmSync(folder, {recursive: true});
		},
	};
}

/** kB a connection, of so many. */
function kilobytesEach(bytes: number): number {
	return bytes / KILOBYTE / CARDS;
}

export async function bench(): Promise<BenchRow[]> {
	const broker = await openBroker();
	const off = await inChild('fleet', 'off');
	const bare = await inChild('bare', String(broker.port));
	const fleet = await inChild('fleet', `mqtt://127.0.0.1:${broker.port}`);
	broker.stop();
	const ours = kilobytesEach(fleet.rssBytes - off.rssBytes);
	const floor = kilobytesEach(bare.rssBytes);
	const otherName = 'bare sockets';
	return [
		{
			name: `memory of a card's session beside its socket, ${CARDS} on mosquitto`,
			ours: ours - floor,
			other: floor,
			otherName: 'a bare socket',
			unit: 'kB',
			goal: {oursAtMost: 10},
		},
		{
			name: `${CARDS} cards born on mosquitto`,
			ours: fleet.bornSeconds,
			other: bare.bornSeconds,
			otherName: 'bare sockets connected',
			unit: 's',
			goal: {oursAtMost: 15},
		},
		{
			name: 'samples a second, each on a connection of its own',
			ours: (fleet.samples * 1000) / MEASURED_MS,
			other: (bare.samples * 1000) / MEASURED_MS,
			otherName,
			unit: '1/s',
			goal: {oursAtLeast: 9900},
		},
		{
			name: 'processor time for a thousand of them',
			ours: (fleet.cpuSeconds * 1e6) / fleet.samples,
			other: (bare.cpuSeconds * 1e6) / bare.samples,
			otherName,
			unit: 'ms',
			goal: {ratioAtMost: 1.3},
		},
	];
}

const words = process.argv.slice(2);
if (words[0] === '--child') {
	await child(words[1], words[2]);
}
