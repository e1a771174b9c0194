// A whole agent is killed with SIGKILL and started again, while `collect` runs as a program of its own and is killed as well:
// what the card logged is in the collector's file, each entry once and in order.

import {spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import type {ExecutionContext} from 'ava';
import mqtt from 'mqtt';
import {decodeRecord} from '../../src/agent/log-record.ts';
import {ProtobufReader} from '../../src/codec/protobuf-reader.ts';
import {RandomStream} from '../../src/core/random.ts';
import {newestBodies} from '../../src/platform/node/event-log/reader.ts';
import {verifyLog} from '../../src/platform/node/event-log/verify.ts';
import {topicFor} from '../../src/protocols/mqtt/topics.ts';
import {openToAll, startMosquitto} from '../helpers/mosquitto.ts';
import {needs} from '../helpers/needs.ts';

const program = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const KILLS = 6;
const PATIENCE_MS = 45_000;

function start(t: ExecutionContext, ...words: string[]): ChildProcess {
	const child = spawn(process.execPath, [program, ...words], {stdio: 'ignore'});
	t.teardown(() => child.kill('SIGKILL'));
	return child;
}

async function kill(child: ChildProcess): Promise<void> {
	const gone = once(child, 'exit');
	child.kill('SIGKILL');
	await gone;
}

interface Line {
	schema: string;
	logId: number;
	sequence: number;
	id: number;
	uptimeMs: number;
	bootId: number;
}

function collected(file: string): Line[] {
	const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
	return text
		.slice(0, text.lastIndexOf('\n') + 1)
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line) as Line);
}

/** The card's own log, oldest first. */
function logged(state: string): Array<Omit<Line, 'schema' | 'logId'>> {
	const reader = new ProtobufReader(new Uint8Array(0));
	return [...newestBodies(join(state, 'events'))].reverse().map(body => {
		const record = decodeRecord(reader.load(body));
		return {
			sequence: record?.sequence ?? 0,
			id: record?.event ?? 0,
			uptimeMs: record?.atMs ?? 0,
			bootId: record?.bootId ?? 0,
		};
	});
}

needs('mosquitto')(
	'card and collector are killed again and again: the file has the whole log, each entry once',
	async t => {
		const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
		t.teardown(() => rmSync(folder, {recursive: true, force: true}));
		const broker = await startMosquitto(t, openToAll);
		const [state, file] = [join(folder, 'state'), join(folder, 'events.jsonl')];
		const agentWords = ['agent', '--card-id', 'k', '--mqtt', broker.url, '--state', state];
		const collectWords = ['collect', '--mqtt', broker.url, '--out', file];
		const random = new RandomStream(21);
		// Anything that a card refuses is an event of its own, at most one a minute and start: each life logs one.
		const nuisance = await mqtt.connectAsync(broker.url);
		t.teardown(async () => nuisance.endAsync(true));
		const pester = setInterval(() => nuisance.publish(topicFor('k', 'command'), Buffer.from([0xff]), {qos: 1}), 20);
		t.teardown(() => clearInterval(pester));
		let agent = start(t, ...agentWords);
		let collector = start(t, ...collectWords);
		while (!existsSync(file) || !existsSync(join(state, 'agent.json'))) {
			await sleep(50);
		}
		for (let life = 0; life < KILLS; life++) {
			await sleep(random.between(900, 1800));
			await kill(agent);
			agent = start(t, ...agentWords);
			if (life % 2 === 1) {
				await kill(collector);
				collector = start(t, ...collectWords);
			}
		}
		await sleep(1500);
		clearInterval(pester);
		const until = Date.now() + PATIENCE_MS;
		while (Date.now() < until && (logged(state).length < 3 || collected(file).length < logged(state).length)) {
			await sleep(100);
		}
		const own = logged(state);
		t.true(own.length >= 3, `${own.length} entries`);
		t.deepEqual(
			collected(file).map(({sequence, id, uptimeMs, bootId}) => ({sequence, id, uptimeMs, bootId})),
			own,
		);
		t.deepEqual(
			own.map(({sequence}) => sequence),
			own.map((_, i) => i + 1),
		);
		t.is(new Set(own.map(({bootId}) => bootId)).size > 1, true, 'of several starts');
		await kill(agent);
		t.is(verifyLog(join(state, 'events')).fault, null);
	},
);
