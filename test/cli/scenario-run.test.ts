import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {registerWith} from '../../src/cli/commands/scenario.ts';
import {runFile} from '../../src/cli/commands/scenario-run.ts';
import type {BenchOptions, OpenBench} from '../../src/cli/commands/scenario-run.ts';
import {isCoded} from '../../src/core/errors.ts';
import {TwinBench} from '../helpers/twin-bench.ts';
import {readXml} from '../helpers/xml-reader.ts';
import {runCommand} from './run-command.ts';
import type {Ran} from './run-command.ts';
import {folder, written} from './written-scenario.ts';

const passing = written('passing.yaml', '  - {inject: {outage: {}}, for: 1m}\n  - {within: 1s, expect: {status: OB}}');
const failing = written('failing.yaml', '  - {within: 1m, expect: {status: OB}}\n  - {set: {load: 1}}');
const broken = written('broken.yaml', '  - {injekt: {outage: {}}}\n  - {within: 5, expect: {status: OL}}');

const silentIo = {out: () => {}, note: () => {}, interactive: false, progress: () => {}};

interface Opened {
	readonly options: BenchOptions[];
	readonly bench: TwinBench;
	closed: number;
}

/** A bench of two twins instead of a fleet. */
function twins(): Opened & {open: () => Promise<OpenBench>} {
	const opened = {options: [] as BenchOptions[], bench: new TwinBench([{id: 'main-001'}, {id: 'main-002'}]), closed: 0};
	const openBench: OpenBench = async (_, options) => {
		opened.options.push(options);
		return {
			bench: opened.bench,
			mqttUrl: 'mqtt://127.0.0.1:4711',
			summary: () => [
				['site', 'cards'],
				['main', '2'],
			],
			close: async () => {
				opened.closed += 1;
			},
		};
	};
	return Object.assign(opened, {open: async () => openBench});
}

async function runOn(opened: ReturnType<typeof twins>, ...words: string[]): Promise<Ran> {
	return runCommand(registerWith(opened.open), 'scenario', 'run', '--keep', 'never', ...words);
}

function report(name: string): string {
	return join(folder, name);
}

const json = `json=${report('unread.json')}`;

test('a run that passes tells the verdict, the steps, the summary and the report, and ends in 0', async t => {
	const opened = twins();
	const file = report('passing.json');
	const {out, notes, exitCode, error} = await runOn(opened, passing, '--report', `json=${file}`);
	t.is(error, undefined);
	t.is(exitCode, 0);
	t.regex(out, /^PASSED: Test run: 2 of 2 steps, 2 cards, 2 events, .* seed 9\n/);
	t.true(out.includes('\nsite  cards\nmain      2\n'));
	t.true(out.endsWith(`\nreport (json): ${file}\n`));
	t.true(notes.includes('Test run: seed 9, speed max'));
	t.true(notes.includes('watch with any MQTT client at mqtt://127.0.0.1:4711, topics ridethrough/v1/#'));
	t.is(opened.closed, 1);
	t.is(opened.bench.openUndos, 0);
	const written = JSON.parse(readFileSync(file, 'utf8'));
	t.is(written.verdict, 'passed');
	t.deepEqual(written.summary, {columns: ['site', 'cards'], rows: [['main', '2']]});
	t.is(written.reproduce, `ridethrough scenario run ${passing} --seed 9`);
});

test('a run that fails ends in 1, tells why and how to see it again, whatever is reported', async t => {
	const [xml, text] = [report('a/b/failing.xml'), report('failing.txt')];
	const {out, exitCode, error} = await runOn(
		twins(),
		failing,
		'--seed',
		'77',
		'--report',
		`junit=${xml}`,
		'--report',
		`text=${text}`,
		'--report',
		json,
	);
	t.is(error, undefined);
	t.is(exitCode, 1);
	t.regex(out, /^FAILED: Test run: 0 of 2 steps/);
	t.regex(out, /main-001 \(TWIN, site main\): step 1 of 2, expect status OB/);
	t.regex(out, new RegExp(`\nto see it again: ridethrough scenario run .*failing\\.yaml --seed 77\n$`));
	t.is(readXml(readFileSync(xml, 'utf8')).attributes['failures'], '1');
	t.regex(readFileSync(text, 'utf8'), /^FAILED: Test run/);
});

test('the summary as JSON is one document on stdout, with the places of the reports', async t => {
	const {out, exitCode} = await runOn(twins(), failing, '--json', '--report', json);
	const document = JSON.parse(out);
	t.is(document.schema, 'ridethrough.scenario-report/1');
	t.is(document.verdict, 'failed');
	t.false('timeline' in document);
	t.deepEqual(document.reports, [{format: 'json', file: report('unread.json')}]);
	t.is(exitCode, 1);
});

test('seed, speed and brokers reach the bench', async t => {
	const opened = twins();
	await runOn(opened, passing, '--report', json);
	await runOn(
		opened,
		passing,
		'--report',
		json,
		'--seed',
		'0',
		'--speed',
		'2.5x',
		'--mqtt',
		'mqtts://user:secret@broker.example:8883',
	);
	await runOn(opened, passing, '--report', json, '--speed', 'realtime', '--mqtt-listen', '127.0.0.1:0');
	await runOn(opened, passing, '--report', json, '--mqtt', 'off');
	t.deepEqual(
		opened.options.map(({seed, speed, mqttUrl, mqttListen}) => ({seed, speed, mqttUrl, mqttListen})),
		[
			{seed: 9, speed: Infinity, mqttUrl: undefined, mqttListen: undefined},
			{seed: 0, speed: 2.5, mqttUrl: 'mqtts://user:secret@broker.example:8883', mqttListen: undefined},
			{seed: 9, speed: 1, mqttUrl: undefined, mqttListen: '127.0.0.1:0'},
			{seed: 9, speed: Infinity, mqttUrl: 'off', mqttListen: undefined},
		],
	);
});

test('no report tells a password', async t => {
	const file = report('secret.json');
	const {out} = await runOn(
		twins(),
		failing,
		'--report',
		`json=${file}`,
		'--mqtt',
		'mqtt://user:secret@broker.example',
	);
	t.false(out.includes('secret@') || readFileSync(file, 'utf8').includes('secret@'));
	t.regex(out, /--seed 9 --mqtt mqtt:\/\/broker\.example\n$/);
});

test('a file with problems is not played', async t => {
	const opened = twins();
	const {error, notes} = await runOn(opened, broken, '--report', json);
	t.true(isCoded(error) && error.code === 'E_SCENARIO_INVALID');
	t.is(notes.length, 3);
	t.is(opened.options.length, 0);
});

test('a report that cannot be written is E_FILE_UNWRITABLE before anything is played', async t => {
	const opened = twins();
	const {error} = await runOn(opened, passing, '--report', `junit=${join(passing, 'x.xml')}`);
	t.true(isCoded(error) && error.code === 'E_FILE_UNWRITABLE');
	t.is(opened.options.length, 0);
});

test('a bench that breaks is closed, and its error goes on', async t => {
	const opened = twins();
	opened.bench.onTick = () => {
		throw new Error('broken');
	};
	const {error} = await runOn(opened, failing, '--report', json);
	t.is((error as Error).message, 'broken');
	t.is(opened.closed, 1);
});

test('a wrong option is E_USAGE, and nothing is opened', async t => {
	const opened = twins();
	const {error} = await runOn(opened, passing, '--speed', 'fast');
	t.true(isCoded(error) && error.code === 'E_USAGE');
	t.is(opened.options.length, 0);
});

test('a run that is stopped is put right, reported as aborted, and no success', async t => {
	const opened = twins();
	const stop = new AbortController();
	const io = {...silentIo, stop: stop.signal, exitCode: 0};
	opened.bench.onTick = () => stop.abort();
	const file = report('aborted.json');
	const ports = {open: opened.open, version: '1.0'};
	await runFile(
		io,
		ports,
		written('low.yaml', '  - {inject: {outage: {}}}\n  - {within: 1h, expect: {alarm: lowBattery}}'),
		{
			report: [`json=${file}`],
		},
	);
	t.is(JSON.parse(readFileSync(file, 'utf8')).verdict, 'aborted');
	t.is(io.exitCode, 1);
	t.is(opened.closed, 1);
	t.is(opened.bench.openUndos, 0);
});
