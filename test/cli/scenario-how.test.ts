// The options of `scenario run` beside its speed, `scenario resume`, and what they leave, through the program itself.

import {execFile} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {parse} from 'yaml';
import {register} from '../../src/cli/commands/scenario.ts';
import {exitCodeFor, exitCodes} from '../../src/cli/exit.ts';
import {isCoded} from '../../src/core/errors.ts';
import {runCommand} from './run-command.ts';

const program = join(process.cwd(), 'dist/src/cli/main.js');
const place = mkdtempSync(join(tmpdir(), 'ridethrough-'));
test.after.always(() => rmSync(place, {recursive: true}));

interface Ran {
	readonly exitCode: number;
	readonly out: string;
	readonly told: string;
}

/** Runs the program in the folder of this test file, where `runs/` comes to be. */
async function inPlace(...words: string[]): Promise<Ran> {
	return new Promise(resolve => {
		execFile(process.execPath, [program, 'scenario', ...words], {cwd: place}, (error, out, told) => {
			resolve({exitCode: error === null ? 0 : Number(error.code), out, told});
		});
	});
}

/** Runs the command in this process, which is faster; nothing may come to `runs/`. */
async function run(...words: string[]): Promise<Ran> {
	const {out, notes, exitCode, error} = await runCommand(register, 'scenario', ...words);
	if (error === undefined) {
		return {exitCode, out, told: notes.join('\n')};
	}
	if (!isCoded(error)) {
		throw error as Error;
	}
	return {exitCode: exitCodeFor(error.code), out, told: [...notes, `${error.code}: ${error.message}`].join('\n')};
}

const quiet = ['--mqtt', 'off', '--keep', 'never'];
const at = (file: string): string => join(place, file);

function write(name: string, steps: string): string {
	writeFileSync(
		at(name),
		`name: ${name}\nversion: 1\nseed: 9\ndevices:\n  - {count: 4, model: SMT750I, load: {from: 20, to: 60}}\n  - {count: 3, model: SUA1500I}\nsteps:\n${steps}\n`,
	);
	return at(name);
}

write(
	'storm.yaml',
	`  - {at: 1m, inject: {outage: {}}, for: 3m}
  - {within: 5s, expect: {status: OB}}
  - {at: 2m, snapshot: dark}
  - {at: 10m, within: 1m, expect: {status: OL}}`,
);
/** The same, and it leaves nothing. */
const plain = write(
	'plain.yaml',
	`  - {at: 1m, inject: {outage: {}}, for: 3m}
  - {within: 5s, expect: {status: OB}}
  - {at: 10m, within: 1m, expect: {status: OL}}`,
);
/** Fails on all cards, whatever else it does. */
const failing = write(
	'failing.yaml',
	`  - {set: {ambient: 24}}
  - {at: 1m, inject: {brownout: {depth: 0.4}}, for: 10s}
  - {at: 5m, inject: {outage: {}}, for: 20m}
  - {name: never on battery, after: 1m, within: 1s, expect: {noAlarm: onBattery}}
  - {after: 1m, set: {ambient: 26}}`,
);

async function reportOf(file: string): Promise<Record<string, unknown>> {
	return JSON.parse(readFileSync(at(file), 'utf8')) as Record<string, unknown>;
}

test.serial('--devices plays on the first cards of each line, and the command to see it again says so', async t => {
	const {exitCode, out} = await run('run', failing, '--devices', '1', ...quiet);
	t.is(exitCode, exitCodes.failed);
	t.regex(out, /^FAILED: failing\.yaml: 3 of 5 steps, 2 cards, /);
	t.regex(out, /\nto see it again: ridethrough scenario run \S*failing\.yaml --seed 9 --devices 1 --mqtt off\n/);
	t.regex((await run('run', plain, '--devices', '9', ...quiet)).out, /^PASSED: .* 7 cards, /);
	const {exitCode: refused, told} = await run('run', plain, '--devices', '0', ...quiet);
	t.is(refused, exitCodes.usage);
	t.regex(told, /--devices/);
});

test.serial('--trace tells every step, fault and event as it happens, on stderr', async t => {
	const {exitCode, out, told} = await run('run', plain, '--trace', '--devices', '1', ...quiet);
	t.is(exitCode, 0);
	const lines = told.split('\n').filter(line => /^\d\d:\d\d:\d\d\.\d{3} {2}/.test(line));
	t.deepEqual(
		lines.map(line => line.slice(14).split(' ')[0]).filter((kind, i, all) => kind !== all[i - 1]),
		['step', 'fault', 'event', 'step', 'undo', 'event', 'step', 'verdict'],
	);
	t.is(lines.filter(line => /  event    main-001  .*onBattery/.test(line)).length, 2);
	t.false(/onBattery/.test(out));
});

test.serial('a run that takes more real time than --timeout ends with exit code 5, put right and reported', async t => {
	const began = process.hrtime.bigint();
	const {exitCode, out, told} = await run(
		'run',
		plain,
		'--speed',
		'realtime',
		'--timeout',
		'500ms',
		...quiet,
		'--report',
		`json=${at('late.json')}`,
	);
	t.is(exitCode, exitCodes.timeLimit);
	t.is(exitCode, 5);
	t.true(Number(process.hrtime.bigint() - began) < 30e9);
	t.regex(told, /E_TIME_LIMIT: the scenario was not over after 500 ms of real time/);
	t.regex(out, /^ABORTED: /);
	t.is((await reportOf('late.json'))['verdict'], 'aborted');
	t.is((await run('run', plain, '--timeout', '5m', ...quiet)).exitCode, 0);
});

test.serial(
	'--snapshot-every writes a snapshot each time, and resume goes on from each to the same report',
	async t => {
		const {exitCode, told} = await inPlace(
			'run',
			'storm.yaml',
			'--snapshot-every',
			'4m',
			...quiet,
			'--report',
			'json=whole.json',
		);
		t.is(exitCode, 0);
		const files = [...told.matchAll(/snapshot at (\S+): (\S+)/g)].map(([, when, file]) => [when, file]);
		t.deepEqual(files, [
			['00:02:00.000', 'runs/storm-9/dark.snapshot.json'],
			['00:04:00.000', 'runs/storm-9/at-00-04-00-000.snapshot.json'],
			['00:08:00.000', 'runs/storm-9/at-00-08-00-000.snapshot.json'],
		]);
		const {reproduce: _, version: _made, ...whole} = await reportOf('whole.json');
		for (const [when, file] of files) {
			const again = await run('resume', at(file), ...quiet, '--report', `json=${at('again.json')}`);
			t.is(again.exitCode, 0, again.told);
			t.regex(again.told, new RegExp(`storm\\.yaml: seed 9, on from ${when}, then speed max`));
			const {reproduce, version: _none, ...rest} = await reportOf('again.json');
			// The version is the whole program's, which this process is not.
			t.deepEqual(rest, whole);
			t.is(reproduce, `ridethrough scenario resume ${at(file)}`);
		}
	},
);

test.serial('a snapshot that was changed, or is none, is refused before anything is played', async t => {
	const text = readFileSync(at('runs/storm-9/dark.snapshot.json'), 'utf8');
	writeFileSync(at('other.json'), text.replace('"seed": 9', '"seed": 8'));
	const changed = await run('resume', at('other.json'), ...quiet);
	t.is(changed.exitCode, exitCodes.invalidFile);
	t.regex(changed.told, /E_SNAPSHOT_INVALID: \S*other\.json is no snapshot: its check sum is wrong/);
	const missing = await run('resume', at('nowhere.json'), ...quiet);
	t.regex(missing.told, /E_FILE_UNREADABLE: \S*nowhere\.json cannot be read/);
});

test.serial('a scenario about the network is resumed with one, unless it was to go without', async t => {
	write(
		'netted.yaml',
		`  - {at: 1m, inject: {brokerOutage: {}}, for: 10s}
  - {after: 1m, snapshot: later}
  - {within: 5m, expect: {status: OL, eventsMissing: "= 0"}}`,
	);
	t.regex((await inPlace('run', 'netted.yaml', '--keep', 'never')).out, /^PASSED: netted\.yaml: 3 of 3 steps/);
	const file = at('runs/netted-9/later.snapshot.json');
	const {out, told} = await run('resume', file, '--keep', 'never');
	t.regex(out, /^PASSED: netted\.yaml: 3 of 3 steps/);
	t.regex(told, /watch with any MQTT client at/);
	t.regex((await run('resume', file, ...quiet)).out, /skipped +1\. inject brokerOutage/);
	t.notRegex((await run('resume', at('runs/storm-9/dark.snapshot.json'), '--keep', 'never')).told, /watch with any/);
});

test.serial('--shrink writes a scenario of one card that fails in the same step for the same reason', async t => {
	const {exitCode, told} = await inPlace('run', 'failing.yaml', '--shrink', ...quiet);
	t.is(exitCode, exitCodes.failed);
	const file = 'runs/failing-9/failing-shrunk.yaml';
	t.regex(
		told,
		new RegExp(`shrunk to 1 card and 2 steps in \\d+ tries: ${file}\nto see it: ridethrough scenario run ${file}\n`),
	);
	const {only, steps} = parse(readFileSync(at(file), 'utf8')) as {
		only: string[];
		steps: Array<Record<string, unknown>>;
	};
	t.is(only.length, 1);
	t.deepEqual(
		steps.map(step => Object.keys(step).find(key => ['inject', 'expect'].includes(key))),
		['inject', 'expect'],
	);
	const small = await run('run', at(file), ...quiet);
	t.is(small.exitCode, exitCodes.failed);
	t.regex(small.out, /^FAILED: failing\.yaml: 1 of 2 steps, 1 cards?, /);
	t.regex(small.out, /failed +2\. never on battery/);
});

test.serial('--shrink finds what fails only over a network', async t => {
	write(
		'unheard.yaml',
		`  - {set: {ambient: 24}}
  - {at: 1m, inject: {networkPartition: {way: both}}, for: 10m}
  - {at: 2m, inject: {outage: {}}, for: 1m}
  - {name: all is told, after: 2m, within: 1s, expect: {eventsMissing: "= 0"}}`,
	);
	const {told} = await inPlace(
		'run',
		'unheard.yaml',
		'--devices',
		'1',
		'--shrink',
		'--shrink-tries',
		'12',
		'--keep',
		'never',
	);
	t.regex(told, /shrunk to 1 card and 3 steps in \d+ tries/);
	t.regex(
		(await run('run', at('runs/unheard-9/unheard-shrunk.yaml'), '--keep', 'never')).out,
		/failed +3\. all is told/,
	);
});

test.serial('a run that passes is not shrunk, and --shrink-tries alone is refused', async t => {
	const passed = await run('run', plain, '--shrink', '--shrink-tries', '5', ...quiet);
	t.is(passed.exitCode, 0);
	t.notRegex(passed.told, /shrunk|shrink/);
	const {exitCode, told} = await run('run', plain, '--shrink-tries', '5', ...quiet);
	t.is(exitCode, exitCodes.usage);
	t.regex(told, /--shrink-tries 5 belongs to --shrink; give both/);
});
