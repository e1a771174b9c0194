import type {Worker} from 'node:worker_threads';
import test from 'ava';
import {Command} from 'commander';
import {Crew} from '../../sim/fleet/crew/crew.ts';
import type {CrewTask} from '../../sim/fleet/crew/words.ts';
import {register} from '../../src/cli/commands/sim.ts';
import {parseShard} from '../../src/cli/values.ts';
import {isCoded} from '../../src/core/errors.ts';
import {sleep} from '../../src/platform/node/pace.ts';
import {ask} from '../helpers/ask.ts';
import {runCommand} from './run-command.ts';

interface Document {
	readonly digest: string;
	readonly events: number;
	readonly virtualSeconds: number;
	readonly summary: string[][];
	readonly encoded?: object;
	readonly mqtt?: Record<string, number>;
}

const fleet = ['sim', '--cards', '250', '--seed', '9', '--speed', 'max', '--duration', '1h', '--json'];

async function documentOf(...words: string[]): Promise<Document> {
	const {out, error, notes} = await runCommand(register, ...fleet, ...words);
	if (error !== undefined) {
		throw new Error(notes.join('\n'), {cause: error});
	}
	return JSON.parse(out) as Document;
}

test('threads give what one gives: digest, summary, messages to the last byte', async t => {
	const one = await documentOf('--mqtt', 'off');
	t.deepEqual(await documentOf('--mqtt', 'off', '--workers', '2'), one);
	t.deepEqual(await documentOf('--mqtt', 'off', '--workers', '3'), one);
	t.is(one.virtualSeconds, 3600);
});

test('threads share the embedded broker of the main one, and their counters add up', async t => {
	const one = await documentOf();
	const two = await documentOf('--workers', '2');
	t.is(two.digest, one.digest);
	for (const name of ['births', 'samples', 'events', 'deaths', 'connects', 'acks', 'lost', 'dropped']) {
		t.is(two.mqtt?.[name], one.mqtt?.[name], name);
	}
	t.is(two.mqtt?.['births'], 250);
});

test('a shard of shards: the threads of one share out what it has', async t => {
	const one = await documentOf('--mqtt', 'off', '--shard', '0/2');
	t.deepEqual(await documentOf('--mqtt', 'off', '--shard', '0/2', '--workers', '2'), one);
	t.is(one.summary.length, 1 + 2 + 1);
});

for (const [flag, ...rest] of [
	['--control', '127.0.0.1:0'],
	['--snmp', '127.0.0.1:0'],
	['--ui', '127.0.0.1:0'],
	['--watch-latency', '5'],
	['--limit', '5'],
	['--firmware-root', 'package.json'],
]) {
	test(`${flag} is for one thread, and says so`, async t => {
		const {error} = await runCommand(register, ...fleet, '--workers', '2', flag, ...rest);
		t.true(isCoded(error) && error.code === 'E_USAGE');
		t.true(String(error).includes(`${flag} does not go with --workers`));
	});
}

test('what keeps one thread from starting ends all, with its own error', async t => {
	const {error} = await runCommand(register, ...fleet, '--workers', '2', '--mqtt', 'mqtt://127.0.0.1:1');
	t.true(isCoded(error) && error.code === 'E_BROKER_UNREACHABLE', String(error));
});

test.serial('a thread that dies ends all with an error of its own, which is none of the user: exit 70', async t => {
	// Node tells of each thread that is made; this one gets no further.
	process.once('worker', (worker: Worker) => void worker.terminate());
	const {error, out} = await runCommand(register, ...fleet, '--workers', '2', '--mqtt', 'off', '--duration', '365d');
	t.regex(String(error), /^Error: A worker ended before its work was done, with code [01]\.$/);
	t.false(isCoded(error));
	t.is(out, '');
});

test('a thread that is given what it cannot play says why, and ends the others', async t => {
	const settings = {speed: Infinity, mqttUrl: 'off'};
	const task = {fleet: [9, 50, ['SMT1500'], {}], index: 0, count: 1, settings, untilMs: Infinity} as const;
	const crew = new Crew([task, {...task, fleet: null} as unknown as typeof task] as unknown as CrewTask[], () => {});
	await t.throwsAsync(crew.done(), {message: /^A worker failed: TypeError/});
	await t.throwsAsync(crew.up(), {message: /^A worker failed: TypeError/});
	await crew.close();
});

test('auto takes the number of a shard from the end of the host name', t => {
	const before = process.env['HOSTNAME'];
	t.teardown(() => {
		if (before === undefined) {
			delete process.env['HOSTNAME'];
		} else {
			process.env['HOSTNAME'] = before;
		}
	});
	process.env['HOSTNAME'] = 'fleet-3';
	t.deepEqual(parseShard('auto/8'), {index: 3, count: 8});
	t.throws(() => parseShard('auto/3'), {message: /I from 0 to N - 1/});
	process.env['HOSTNAME'] = 'fleet';
	t.throws(() => parseShard('auto/8'), {message: /HOSTNAME is fleet/});
});

test('metrics of threads are sums, the fleet is ready when all are born, and it stops when it is told to', async t => {
	const stop = new AbortController();
	t.teardown(() => stop.abort());
	const notes: string[] = [];
	const io = {
		out: (text: string) => notes.push(text),
		note: (text: string) => notes.push(text),
		interactive: false,
		progress: () => undefined,
		stop: stop.signal,
		exitCode: 0,
	};
	const program = new Command('ridethrough').exitOverride();
	register(program, io);
	const words = ['sim', '--cards', '250', '--workers', '2', '--metrics', '127.0.0.1:0', '--json'];
	const ended = program.parseAsync(words, {from: 'user'});
	const port = await Promise.race([portIn(notes), ended.then(() => Number.NaN)]);
	const text = async (path: string): Promise<string> => (await ask(port, `GET ${path}`)).text;
	while ((await text('/readyz')) !== 'ok\n') {
		await sleep(20, stop.signal);
	}
	t.is(await text('/healthz'), 'ok\n');
	t.regex(await text('/metrics'), /^ridethrough_connections\{state="connected"\} 250$/m);
	stop.abort();
	await ended;
	const {mqtt} = JSON.parse(notes.at(-1) ?? '') as Document;
	t.deepEqual([mqtt?.['births'], mqtt?.['deaths']], [250, 250]);
});

/** Of the metrics, when the fleet says that it is ready. */
async function portIn(notes: readonly string[]): Promise<number> {
	const never = new AbortController().signal;
	for (;;) {
		const port = /^ready: .*metrics http:\/\/127\.0\.0\.1:([0-9]+)\//m.exec(notes.join('\n'))?.[1];
		if (port !== undefined) {
			return Number(port);
		}
		await sleep(20, never);
	}
}
