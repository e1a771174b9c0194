// SNMPv3: the CPU that an authenticated and enciphered GET costs a process with a thousand cards, beside Debian's snmpd.

import {fork, spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {findProgram} from '../../src/cli/doctor/find-program.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {UsmPeer} from '../../src/protocols/snmp/usm/peer.ts';
import {scopedFrom} from '../../src/protocols/snmp/usm/scoped.ts';
import {parseUsmUser} from '../../src/protocols/snmp/usm/users.ts';
import {pduOf} from '../protocols/snmp/usm/rig.ts';
import type {BenchRow} from './row.ts';
import {median} from './timing.ts';
import {costOf, load} from './udp-load.ts';

const GET = 0xa0;
const SYS_UP_TIME = '1.3.6.1.2.1.1.3.0';
const CARDS = 1000;
const ROUNDS = 7;
const WARM_ROUNDS = 3;
const REQUESTS = 5000;
/** Messages that are asked by turns: made before, so that they cost the server alone. */
const MESSAGES = 1000;
const MAX_BYTES = 1472;
const PATIENCE_TRIES = 100;
const TRY_EVERY_MS = 100;
const AUTH_PHRASE = 'first-phrase';
const PRIV_PHRASE = 'second-phrase';

interface Contender {
	readonly name: string;
	readonly child: ChildProcess;
	readonly port: number;
	readonly peer: UsmPeer;
	/** Context of the message of this number. */
	readonly contextOf: (i: number) => string;
	readonly costs: number[];
}

type Started = Omit<Contender, 'peer' | 'costs'>;

function user(): ReturnType<typeof parseUsmUser> {
	return parseUsmUser(`ops:SHA:${AUTH_PHRASE}:AES:${PRIV_PHRASE}`, 'read');
}

async function startOwn(): Promise<Started> {
	const child = fork(join(import.meta.dirname, 'usm-server.js'), [
		String(CARDS),
		`ops:SHA:${AUTH_PHRASE}:AES:${PRIV_PHRASE}`,
	]);
	const [{port}] = (await once(child, 'message')) as [{port: number}];
	return {name: 'own', child, port, contextOf: i => `s0-c${i % CARDS}`};
}

async function freePort(): Promise<number> {
	const socket = createSocket('udp4');
	socket.bind(0, '127.0.0.1');
	await once(socket, 'listening');
	const {port} = socket.address();
	await new Promise<void>(done => void socket.close(done));
	return port;
}

async function startSnmpd(program: string, folder: string): Promise<Started> {
	const port = await freePort();
	const config = join(folder, 'snmpd.conf');
	writeFileSync(config, `createUser ops SHA ${AUTH_PHRASE} AES ${PRIV_PHRASE}\nrouser ops priv\n`);
	const words = ['-f', '-Ln', '-C', '-c', config, '-I', '-smux', '-p', join(folder, 'pid'), `udp:127.0.0.1:${port}`];
	const env = {...process.env, MIBS: '', SNMP_PERSISTENT_DIR: folder};
	return {name: 'snmpd', child: spawn(program, words, {stdio: 'ignore', env}), port, contextOf: () => ''};
}

/** Asks until there is an answer: a server may still be starting. */
async function answerOf(port: number, message: Uint8Array): Promise<Uint8Array> {
	for (let i = 0; i < PATIENCE_TRIES; i++) {
		const answer = await Promise.race([load(port, [message], 1).catch(() => null), delay(TRY_EVERY_MS, null)]);
		if (answer !== null) {
			return answer;
		}
	}
	throw new Error(`port ${port} does not answer SNMPv3`);
}

/** A manager that has found the engine and knows its clock. */
async function meet(started: Started): Promise<Contender> {
	const peer = new UsmPeer({user: user(), clock: nodeClock, maxBytes: MAX_BYTES});
	peer.incoming(await answerOf(started.port, peer.discovery(1, scopedFrom(new Uint8Array(0), '', pduOf(GET, 1, '')))));
	const contender = {...started, peer, costs: []};
	peer.incoming(await answerOf(started.port, messageOf(contender, 2)));
	const answer = peer.incoming(await answerOf(started.port, messageOf(contender, 3)));
	if (answer?.kind !== 'answer') {
		throw new Error(`${started.name} does not answer an enciphered GET`);
	}
	return contender;
}

function messageOf({peer, contextOf}: Contender, id: number): Uint8Array {
	return peer.seal(id, scopedFrom(peer.engineId ?? new Uint8Array(0), contextOf(id), pduOf(GET, id, SYS_UP_TIME)));
}

/** One round: messages of now, since old ones leave the time window. */
async function measure(contender: Contender, isWarm: boolean): Promise<void> {
	const messages = Array.from({length: MESSAGES}, (_, i) => messageOf(contender, 1000 + i));
	const {child, name, port} = contender;
	const server = {name, pid: child.pid ?? 0, port, stop: async () => {}};
	const cost = await costOf(server, messages, REQUESTS);
	if (isWarm) {
		contender.costs.push(cost);
	}
}

async function compare(program: string, folder: string, started: Started[]): Promise<BenchRow[]> {
	started.push(await startOwn());
	started.push(await startSnmpd(program, folder));
	const [own, snmpd] = [await meet(started[0]), await meet(started[1])];
	for (let round = -WARM_ROUNDS; round < ROUNDS; round++) {
		await measure(own, round >= 0);
		await measure(snmpd, round >= 0);
	}
	return [
		{
			name: `SNMPv3 GET of 1, SHA and AES, ${CARDS} cards: CPU a request`,
			ours: median(own.costs),
			other: median(snmpd.costs),
			otherName: 'snmpd',
			unit: 'µs',
			goal: {ratioAtMost: 1.5},
		},
	];
}

/** No row where snmpd is not installed. */
export async function bench(): Promise<BenchRow[]> {
	const program = findProgram('snmpd');
	if (program === null) {
		return [];
	}
	const folder = mkdtempSync(join(tmpdir(), 'snmpd-v3-'));
	const started: Started[] = [];
	try {
		return await compare(program, folder, started);
	} finally {
		for (const {child} of started) {
			child.kill('SIGKILL');
		}
		rmSync(folder, {recursive: true, force: true});
	}
}
