import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {Command, Option} from 'commander';
import {ConfigLayers} from '../../../src/cli/config/layers.ts';
import {wholeNumber} from '../../../src/cli/values.ts';
import {isCoded} from '../../../src/core/errors.ts';

interface Given {
	/** Files by their name in the working directory. */
	readonly files?: Readonly<Record<string, string>>;
	readonly env?: Readonly<Record<string, string>>;
}

function collect(value: string, before: readonly string[] | undefined): string[] {
	return [...(before ?? []), value];
}

/** A program with an option of each kind; its commands tell what they got. */
function programWith(told: (options: Record<string, unknown>) => void): Command {
	const program = new Command('ridethrough').exitOverride().configureOutput({writeOut: () => {}, writeErr: () => {}});
	const card = program.command('card').exitOverride().configureOutput(program.configureOutput());
	card
		.addOption(new Option('--load <PERCENT>', 'load').default(30).argParser(wholeNumber('--load', 0, 150)))
		.addOption(new Option('--mqtt-listen <HOST:PORT>', 'address'))
		.addOption(new Option('--version-of <V>', 'version').choices(['3.1.1', '5']))
		.addOption(new Option('--models <SKU,...>', 'models').argParser((text: string) => text.split(',')))
		.addOption(new Option('--report <FILE>', 'report').argParser(collect))
		.option('--no-noise', 'quiet')
		.option('--json', 'json')
		.option('--yes', 'destroy')
		.action(told);
	const group = program.command('group');
	group.command('run').exitOverride().requiredOption('--seed <N>', 'seed').action(told);
	return program;
}

function folder(t: ExecutionContext, files: Readonly<Record<string, string>>): string {
	const made = mkdtempSync(join(tmpdir(), 'ridethrough-config-'));
	t.teardown(() => rmSync(made, {recursive: true}));
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(join(made, name, '..'), {recursive: true});
		writeFileSync(join(made, name), text);
	}
	return made;
}

async function optionsOf(t: ExecutionContext, {files = {}, env = {}}: Given, ...words: string[]) {
	let seen: Record<string, unknown> = {};
	const program = programWith(options => (seen = options));
	const cwd = folder(t, files);
	const layers = new ConfigLayers({env: {XDG_CONFIG_HOME: join(cwd, 'xdg'), ...env}, cwd});
	layers.attach(program);
	try {
		await program.parseAsync(words, {from: 'user'});
	} catch (error) {
		throw await layers.explained(error);
	}
	return seen;
}

test('a default gives way to a file, a file to the environment, the environment to the command line', async t => {
	const files = {'ridethrough.yaml': 'card: {load: 40}'};
	const env = {RIDETHROUGH_LOAD: '50'};
	t.is((await optionsOf(t, {}, 'card'))['load'], 30);
	t.is((await optionsOf(t, {files}, 'card'))['load'], 40);
	t.is((await optionsOf(t, {files, env}, 'card'))['load'], 50);
	t.is((await optionsOf(t, {files, env}, 'card', '--load', '60'))['load'], 60);
});

test('the file of --config is read, else ridethrough.yaml of the working directory, else that of the user', async t => {
	const files = {'xdg/ridethrough/config.yaml': 'card: {load: 1}'};
	t.is((await optionsOf(t, {files}, 'card'))['load'], 1);
	const both = {...files, 'ridethrough.yaml': 'card: {load: 2}'};
	t.is((await optionsOf(t, {files: both}, 'card'))['load'], 2);
	const third = join(folder(t, {'third.yaml': 'card: {load: 3}'}), 'third.yaml');
	t.is((await optionsOf(t, {files: both}, 'card', '--config', third))['load'], 3);
	t.is((await optionsOf(t, {files: both}, '--config', third, 'card'))['load'], 3);
});

for (const [text, expected] of [
	['card: {mqttListen: "127.0.0.1:0"}', {mqttListen: '127.0.0.1:0'}],
	['card: {mqtt-listen: 127.0.0.1:0}', {mqttListen: '127.0.0.1:0'}],
	['card: {models: [A, B]}', {models: ['A', 'B']}],
	['card: {models: "A,B"}', {models: ['A', 'B']}],
	['card: {report: [a, b]}', {report: ['a', 'b']}],
	['card: {report: a}', {report: ['a']}],
	['card: {noise: false, json: true}', {noise: false, json: true}],
	['card: {versionOf: 5}', {versionOf: '5'}],
	['card: {mqttListen: 007}', {mqttListen: '007'}],
	['card:', {load: 30}],
	['', {load: 30}],
] as const) {
	test(`the file ${JSON.stringify(text)} sets ${JSON.stringify(expected)}`, async t => {
		t.like(await optionsOf(t, {files: {'ridethrough.yaml': text}}, 'card'), expected);
	});
}

test('a list on the command line replaces that of a file', async t => {
	const files = {'ridethrough.yaml': 'card: {report: [a, b]}'};
	t.deepEqual((await optionsOf(t, {files}, 'card', '--report', 'c', '--report', 'd'))['report'], ['c', 'd']);
});

test('a file can give what a command must have', async t => {
	const files = {'ridethrough.yaml': 'group: {run: {seed: 7}}'};
	t.is((await optionsOf(t, {files}, 'group', 'run'))['seed'], '7');
	await t.throwsAsync(optionsOf(t, {}, 'group', 'run'), {code: 'commander.missingMandatoryOptionValue'});
});

for (const [text, message] of [
	['card: {laod: 3}', /^F:1:8: card\.laod: no such key; there are json, load, .*; did you mean load\?$/],
	['crad: {load: 3}', /^F:1:1: crad: no such key; there are card, group; did you mean card\?$/],
	['config: x', /^F:1:1: config: no such key/],
	['card: 3', /^F:1:1: card: is a command and must be a map of its options$/],
	['card:\n  load: 151', /^F:2:3: card\.load: --load 151: write a whole number from 0 to 150\.$/],
	['card:\n  load: 1e2', /^F:2:3: card\.load: --load 1e2/],
	[
		'card:\n  load:',
		/^F:2:3: card\.load: needs a value, such as the command line gives to --load <PERCENT>, not nothing$/,
	],
	['card: {load: {a: 1}}', /not a map$/],
	['card: {load: [1, 2]}', /--load takes one value, not a list$/],
	['card: {versionOf: 4}', /Allowed choices are 3\.1\.1, 5/],
	['card: {json: maybe}', /--json is on or off: write true or false$/],
	['card: {yes: true}', /card\.yes: no such key/],
	['card: {mqttListen: a, mqtt-listen: b}', /^F:1:23: card\.mqtt-listen: stands twice; keep one$/],
	['card: {load: 1, load: 2}', /not valid YAML: Map keys must be unique/],
	['- card', /^F:1:1: must be a map of commands/],
	['card: [', /^F:1:\d+: not valid YAML/],
	['card: !secret {load: 1}', /not valid YAML: Unresolved tag/],
	['group: {run: {sed: 1}}', /^F:1:15: group\.run\.sed: no such key; there are seed; did you mean seed\?$/],
] as const) {
	test(`the file ${JSON.stringify(text)} is refused with its place, whichever command runs`, async t => {
		const file = join(folder(t, {'f.yaml': text}), 'f.yaml');
		const error = await t.throwsAsync(optionsOf(t, {}, 'group', 'run', '--seed', '1', '--config', file));
		t.true(isCoded(error) && error.code === 'E_CONFIG_INVALID');
		t.regex(error.message.replaceAll(file, 'F'), message);
	});
}

test('all that is wrong in a file is told at once', async t => {
	const files = {'ridethrough.yaml': 'card: {load: 151, laod: 3}\nx: 1'};
	const error = await t.throwsAsync(optionsOf(t, {files}, 'card'));
	t.is(error.message.split('\n').length, 3);
});

test('aliases that multiply are refused', async t => {
	const lines = ['a0: &a0 [x, x]'];
	for (let i = 1; i < 20; i++) {
		lines.push(`a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`);
	}
	const error = await t.throwsAsync(optionsOf(t, {files: {'ridethrough.yaml': lines.join('\n')}}, 'card'));
	t.regex(error.message, /aliases cannot be followed/);
});

test('a file that is not there is refused', async t => {
	const error = await t.throwsAsync(optionsOf(t, {}, 'card', '--config', '/no/such.yaml'));
	t.true(isCoded(error) && error.code === 'E_FILE_UNREADABLE');
});

for (const [text, json] of [
	['1', true],
	['true', true],
	['off', false],
	['0', false],
] as const) {
	test(`a flag in the environment may be ${text}`, async t => {
		const files = {'ridethrough.yaml': `card: {json: ${!json}}`};
		t.is((await optionsOf(t, {files, env: {RIDETHROUGH_JSON: text}}, 'card'))['json'], json);
	});
}

test('a flag that is neither on nor off is refused with the name of its variable', async t => {
	const error = await t.throwsAsync(optionsOf(t, {env: {RIDETHROUGH_JSON: 'maybe'}}, 'card'));
	t.is(error.message, 'RIDETHROUGH_JSON: --json is on or off: write true or false');
});

test('what destroys is never taken from the environment', async t => {
	t.is((await optionsOf(t, {env: {RIDETHROUGH_YES: '1'}}, 'card'))['yes'], undefined);
});

test('help needs no file that is right', async t => {
	const files = {'ridethrough.yaml': 'wrong: 1'};
	await t.throwsAsync(optionsOf(t, {files}, 'card', '--help'), {code: 'commander.helpDisplayed'});
});
