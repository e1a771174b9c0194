// SNMP: the CPU that a request costs a process with a thousand cards, beside Debian's snmpd, snmpsim and a socket that only sends
// back what it gets; and the memory of ten thousand cards that answer.

import {GET, GET_BULK, GET_NEXT, messageBytes, names} from '../helpers/snmp-messages.ts';

import type {BenchRow, Goal} from './row.ts';
import {startOwn, startSnmpd, startSnmpsim} from './snmp-peers.ts';
import {median} from './timing.ts';
import {costOf, load} from './udp-load.ts';
import type {Server} from './udp-load.ts';

const SYSTEM = '1.3.6.1.2.1.1';
const APC = '1.3.6.1.4.1.318.1.1.1';
const CARDS = 1000;
const MANY_CARDS = 10_000;
const ROUNDS = 5;
const WARM_ROUNDS = 3;
const REQUESTS = 6000;
/** snmpsim is slow. */
const FEW_REQUESTS = 200;
const BULK = 20;
const MEGABYTE = 1e6;

interface Workload {
	readonly name: string;
	readonly type: number;
	/** Names for ours and snmpsim, and of snmpd's own as many. */
	readonly ours: readonly string[];
	readonly theirs: readonly string[];
	readonly overSnmpd: Goal;
	readonly overEcho: Goal;
}

const card = ['2.2.1', '2.2.3', '3.2.1', '4.2.1', '4.2.3', '4.3.4', '4.1.1', '5.2.2', '7.2.3', '2.1.1'].map(
	oid => `${APC}.${oid}.0`,
);
const snmpdSystem = ['1', '2', '3', '4', '5', '6', '8'].map(oid => `${SYSTEM}.${oid}.0`);
const snmpdCounters = ['1', '2', '3'].map(oid => `1.3.6.1.2.1.11.${oid}.0`);

const workloads: readonly Workload[] = [
	{
		name: 'GET of 1',
		type: GET,
		ours: [card[0]],
		theirs: [snmpdSystem[2]],
		overSnmpd: {ratioAtMost: 0.5},
		overEcho: {ratioAtMost: 1.4},
	},
	{
		name: 'GET of 10',
		type: GET,
		ours: card,
		theirs: [...snmpdSystem, ...snmpdCounters],
		overSnmpd: {ratioAtMost: 0.5},
		overEcho: {},
	},
	{
		name: 'GETNEXT',
		type: GET_NEXT,
		ours: [card[0]],
		theirs: [snmpdSystem[2]],
		overSnmpd: {ratioAtMost: 0.5},
		overEcho: {},
	},
	{
		name: 'GETBULK 20',
		type: GET_BULK,
		ours: [`${APC}.2`],
		theirs: [SYSTEM],
		overSnmpd: {ratioAtMost: 0.4},
		overEcho: {},
	},
];

function message(type: number, community: string, oids: readonly string[]): Uint8Array {
	return messageBytes({
		version: 1,
		community,
		type,
		id: 1000,
		second: 0,
		third: type === GET_BULK ? BULK : 0,
		bindings: names(...oids),
	});
}

/** A message for each of the cards that `houseOf` makes. */
function messagesFor(cards: number, type: number, oids: readonly string[]): Uint8Array[] {
	return Array.from({length: cards}, (_, i) => message(type, `public@s0-c${i}`, oids));
}

interface Contender {
	readonly server: Server;
	readonly messages: readonly Uint8Array[];
	readonly count: number;
}

/** Median microseconds a request by server, measured by turns after unmeasured rounds in which engines get warm. */
async function compare(contenders: readonly Contender[]): Promise<Map<string, number>> {
	const costs = new Map<string, number[]>(contenders.map(({server}) => [server.name, []]));
	for (let round = -WARM_ROUNDS; round < ROUNDS; round++) {
		for (const {server, messages, count} of contenders) {
			const cost = await costOf(server, messages, count);
			if (round >= 0) {
				costs.get(server.name)?.push(cost);
			}
		}
	}
	return new Map([...costs].map(([name, values]) => [name, median(values)]));
}

function contendersOf(workload: Workload, servers: readonly Server[]): Contender[] {
	const ours = messagesFor(CARDS, workload.type, workload.ours);
	const theirs = [message(workload.type, 'public', workload.theirs)];
	return servers.map(server => ({
		server,
		messages: server.name === 'snmpd' || server.name === 'snmpsim' ? theirs : ours,
		count: server.name === 'snmpsim' ? FEW_REQUESTS : REQUESTS,
	}));
}

async function rowsOf(workload: Workload, servers: readonly Server[]): Promise<BenchRow[]> {
	const costs = await compare(contendersOf(workload, servers));
	const [own] = servers;
	const goals: Readonly<Record<string, Goal>> = {snmpd: workload.overSnmpd, echo: workload.overEcho, snmpsim: {}};
	return servers.slice(1).map(({name}) => ({
		name: `SNMP ${workload.name}, ${CARDS} cards: CPU a request`,
		ours: costs.get(own.name) ?? NaN,
		other: costs.get(name) ?? NaN,
		otherName: name === 'echo' ? 'a bare dgram echo' : name,
		unit: 'µs',
		goal: goals[name],
	}));
}

/** Ten thousand cards, each of which has been asked. */
async function memoryRow(): Promise<BenchRow> {
	const server = await startOwn('agent', String(MANY_CARDS));
	try {
		const messages = messagesFor(MANY_CARDS, GET_BULK, [SYSTEM]);
		await load(server.port, messages, messages.length);
		return {
			name: `${MANY_CARDS} cards answering SNMP in one process: memory`,
			ours: (await server.memory()) / MEGABYTE,
			other: 1000,
			otherName: 'the goal',
			unit: 'MB',
			goal: {oursAtMost: 1000},
		};
	} finally {
		await server.stop();
	}
}

/** What snmpsim plays back: the objects that snmpd is asked for. */
function recording(): string[] {
	const texts = [...snmpdSystem, ...snmpdCounters].map((oid, i) => `${oid}|4|text ${i}`);
	return [...texts, ...Array.from({length: 30}, (_, i) => `${APC}.2.2.${i + 1}.0|66|${i}`)];
}

export async function bench(): Promise<BenchRow[]> {
	const servers: Server[] = [await startOwn('agent', String(CARDS)), {...(await startOwn('echo')), name: 'echo'}];
	try {
		for (const peer of [await startSnmpd(), await startSnmpsim(recording())]) {
			if (peer !== null) {
				servers.push(peer);
			}
		}
		const rows: BenchRow[] = [];
		for (const workload of workloads) {
			rows.push(...(await rowsOf(workload, servers)));
		}
		rows.push(await memoryRow());
		return rows;
	} finally {
		await Promise.all(servers.map(server => server.stop()));
	}
}
