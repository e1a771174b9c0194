import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {registerWith} from '../../src/cli/commands/scenario.ts';
import type {OpenBench} from '../../src/cli/commands/scenario-run.ts';
import {isCoded} from '../../src/core/errors.ts';
import {TwinBench} from '../helpers/twin-bench.ts';
import {readXml} from '../helpers/xml-reader.ts';
import {runCommand} from './run-command.ts';
import type {Ran} from './run-command.ts';
import {folder, written} from './written-scenario.ts';

const head = 'devices: {count: 2, model: SMT750I}';
/** Passes where `word` is what an outage brings. */
const storm = written(
	'storm.yaml',
	'  - {inject: {outage: {}}, for: "${hold}"}\n  - {within: 1s, expect: {status: "${word}"}}',
	`summary: "number \${seed}"\nmatrix: {word: [OB, BYPASS], seed: [1, 2]}\nvariables: {hold: {value: 1m, max: 1h}}\n${head}`,
);
const plain = written('plain.yaml', '  - {set: {load: 1}}');
const fragment = join(folder, 'fragment.yaml');
writeFileSync(fragment, 'fragment: true\nversion: 1\nsteps: [{set: {load: 1}}]\n');

/** Every case gets a bench of its own. */
const openBench: OpenBench = async () => ({
	bench: new TwinBench([{id: 'main-001'}, {id: 'main-002'}]),
	mqttUrl: '',
	summary: () => [],
	close: async () => {},
});

async function check(...words: string[]): Promise<Ran> {
	return runCommand(
		registerWith(async () => openBench),
		'scenario',
		'check',
		...words,
	);
}

async function run(...words: string[]): Promise<Ran> {
	return runCommand(
		registerWith(async () => openBench),
		'scenario',
		'run',
		'--keep',
		'never',
		...words,
	);
}

test('all cases of a matrix are played, each with a verdict and a suite of its own, and one that fails fails the command', async t => {
	const xml = join(folder, 'storm.xml');
	const {out, notes, exitCode, error} = await run(storm, '--report', `junit=${xml}`);
	t.is(error, undefined);
	t.is(exitCode, 1);
	const verdicts = out.split('\n').filter(line => /^[A-Z]+: Test run/.test(line));
	t.deepEqual(
		verdicts.map(line => line.split(':').slice(0, 2).join(':')),
		[
			'PASSED: Test run [word=OB seed=1]',
			'PASSED: Test run [word=OB seed=2]',
			'FAILED: Test run [word=BYPASS seed=1]',
			'FAILED: Test run [word=BYPASS seed=2]',
		],
	);
	t.true(notes.includes('case 3 of 4: Test run [word=BYPASS seed=1]: seed 9, speed max'));
	t.true(out.includes(`to see it again: ridethrough scenario run ${storm} --case 'word=BYPASS,seed=1' --seed 9\n`));
	const suites = readXml(readFileSync(xml, 'utf8')).children;
	t.deepEqual(
		suites.map(({attributes}) => attributes.name),
		[
			'Test run [word=OB seed=1]',
			'Test run [word=OB seed=2]',
			'Test run [word=BYPASS seed=1]',
			'Test run [word=BYPASS seed=2]',
		],
	);
});

test('--case picks cases, and several of them add up', async t => {
	const {out, exitCode} = await run(storm, '--case', 'word=OB', '--case', 'word=BYPASS,seed=2');
	t.is(exitCode, 1);
	t.is(out.split('\n').filter(line => /^(PASSED|FAILED): /.test(line)).length, 3);
	t.is((await run(storm, '--case', 'seed=2 word=OB')).exitCode, 0);
});

test('--set gives a variable another value, and the command that repeats the run has it', async t => {
	const {out} = await run(storm, '--case', 'word=BYPASS,seed=1', '--set', 'hold=2m');
	t.regex(out, /inject outage for 2m/);
	t.regex(out, /--set hold=2m --case 'word=BYPASS,seed=1' --seed 9\n/);
});

for (const [words, code, message] of [
	[
		[storm, '--set', 'hodl=1m'],
		'E_USAGE',
		/^--set hodl=1m is not possible: no variable is called hodl; .*did you mean hold\?$/,
	],
	[[storm, '--set', 'hold=2h'], 'E_USAGE', /^--set hold=2h is not possible: hold must be at most 1h, not "2h"$/],
	[[storm, '--set', 'word=OL'], 'E_USAGE', /pick cases of it with --case word=VALUE$/],
	[[storm, '--case', 'word=OL'], 'E_USAGE', /^--case word=OL is no case; the first is word=OB seed=1$/],
	[[storm, '--case', 'wrod=OB,seed=1'], 'E_USAGE', /did you mean word=OB seed=1\?$/],
	[[plain, '--case', 'word=OB'], 'E_USAGE', /this scenario has none; leave it out$/],
	[[fragment], 'E_SCENARIO_INVALID', /is a fragment for scenarios to include, and none itself$/],
] as const) {
	test(`${words.slice(1).join(' ') || 'a fragment'} starts nothing: ${message.source}`, async t => {
		const {error, out} = await run(...words);
		t.true(isCoded(error) && error.code === code);
		t.regex((error as Error).message, message);
		t.is(out, '');
	});
}

test('a value of a variable is checked without a run, with the file it is for', async t => {
	t.regex((await check(storm, '--set', 'hold=2m')).out, /^\S+storm\.yaml: ok: /);
	t.regex((await check(fragment, '--set', 'hold=2m')).error?.toString() ?? '', /no variable is called hold/);
	t.is((await check(plain, storm)).error, undefined);
});

for (const [words, message] of [
	[[storm, '--set', 'hold=2h'], /^--set hold=2h is not possible: hold must be at most 1h, not "2h"$/],
	[[storm, '--set', 'hodl=1m'], /did you mean hold\?$/],
	[[storm, '--set', 'hold'], /^--set hold must be the name of a variable/],
	[
		[storm, plain, '--set', 'hold=2m'],
		/^--set hold=2m is for the variables of one file, and these are 2; give one file$/,
	],
] as const) {
	test(`scenario check refuses what ${words.slice(-1)[0]} of ${words.length - 2} files cannot be: ${message.source}`, async t => {
		const {error, out} = await check(...words);
		t.true(isCoded(error) && error.code === 'E_USAGE');
		t.regex((error as Error).message, message);
		t.is(out, '');
	});
}
