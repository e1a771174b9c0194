import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {register} from '../../src/cli/commands/config.ts';
import {exitCodeFor} from '../../src/cli/exit.ts';
import type {CodedError} from '../../src/core/errors.ts';
import {runCommand} from './run-command.ts';
import type {Ran} from './run-command.ts';

function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-settings-'));
	return work(folder).finally(() => rmSync(folder, {recursive: true}));
}

function run(...words: string[]): Promise<Ran> {
	return runCommand(register, 'config', ...words);
}

function written(folder: string, name: string, text: string): string {
	const file = join(folder, name);
	writeFileSync(file, text);
	return file;
}

test('config list shows every setting of a model with its default and what it takes', async t => {
	const {out} = await run('list', '--model', 'SMX1500I');
	t.regex(out, /^setting +default +takes\n/);
	t.regex(out, /\nups\.transfer\.high +253 +253, 257, 261 or 265 V\n/);
	t.regex(out, /\noutlet\.group1\.offDelay +90 +0 to 86400 s or never\n/);
	t.regex(out, /\nups\.output\.voltage +230 +read-only\n/);
});

test('config list --json has key, id, kind, unit, default and texts of each', async t => {
	const {out} = await run('list', '--json');
	const document = JSON.parse(out) as {schema: string; settings: Record<string, unknown>[]};
	t.is(document.schema, 'ridethrough.config-list/1');
	t.deepEqual(
		document.settings.find(each => each['key'] === 'ups.reboot.duration'),
		{
			key: 'ups.reboot.duration',
			id: 15,
			label: 'Reboot duration',
			help: 'How long the output is off in a reboot.',
			kind: 'number',
			unit: 's',
			takes: '0 to 86400 s',
			default: '8',
			writable: true,
		},
	);
});

test('config list refuses a model that is none, and names the nearest', async t => {
	const {error} = await run('list', '--model', 'SMT15000');
	t.is((error as CodedError).code, 'E_MODEL_UNKNOWN');
	t.regex((error as CodedError).message, /did you mean SMT1500/);
});

for (const format of ['yaml', 'ini']) {
	test(`what config export writes as ${format}, config import takes without a difference`, t =>
		inFolder(async folder => {
			const first = written(
				folder,
				'first.yaml',
				'ups:\n  transfer: {high: 130}\nevent:\n  onBattery: {severity: critical}\n',
			);
			t.is(
				(await run('import', first, '--state', folder)).out,
				'ups.transfer.high: 127 -> 130\nevent.onBattery.severity: warning -> critical\n',
			);
			const {out} = await run('export', '--state', folder, '--format', format);
			const file = written(folder, `all.${format}`, out);
			const again = await run('import', file, '--state', folder);
			t.is(again.error, undefined);
			t.is(again.out, 'nothing changes\n');
		}));
}

test('a dry run tells the difference and keeps nothing', t =>
	inFolder(async folder => {
		const file = written(folder, 'a.ini', '[Sessions]\nIdleLogout=30\n');
		const dry = await run('import', file, '--state', folder, '--dry-run', '--json');
		t.deepEqual(JSON.parse(dry.out), {
			schema: 'ridethrough.config-import/1',
			applied: false,
			diff: [{key: 'session.idleLogout', before: '3', after: '30'}],
			ignored: [],
			problems: [],
		});
		t.is((await run('import', file, '--state', folder)).out, 'session.idleLogout: 3 -> 30\n');
		const kept = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')) as Record<string, unknown>;
		t.deepEqual(kept['values'], {'session.idleLogout': '30'});
		t.deepEqual(kept['untold'], ['session.idleLogout']);
	}));

test('a file with wrong lines is refused as a whole, all of them told with line, column and the nearest value', t =>
	inFolder(async folder => {
		const file = written(
			folder,
			'b.yaml',
			'session:\n  idleLogout: 30\nups:\n  transfer:\n    high: 128\n  colour: red\n',
		);
		const {error, notes, out} = await run('import', file, '--state', folder);
		t.is(out, '');
		t.deepEqual(notes, [
			`${file}:5:11: ups.transfer.high cannot be "128": it takes 127, 130, 133 or 136 V; the nearest is 130.`,
			`${file}:6:3: No setting has the key ups.colour; did you mean ups.name?`,
		]);
		t.is((error as CodedError).code, 'E_SETTINGS_INVALID');
		t.is(exitCodeFor('E_SETTINGS_INVALID'), 3);
		t.throws(() => readFileSync(join(folder, 'settings.json')), {code: 'ENOENT'});
	}));

/** A YAML file, and what is told of it. */
const wrong: readonly (readonly [text: string, told: RegExp])[] = [
	['', /:1:1: the file must be a map/],
	['ups', /:1:1: the file must be a map/],
	['ups: [1]', /:1:6: ups must be one value/],
	['ups: {name: [a]}', /ups\.name must be one value/],
	['ups: {name: a, name: b}', /ups\.name was given in line 1 already/],
	['ups: {name: {x: 1}}', /ups\.name must be one value|No setting has the key/],
	['ups: {name: *a}', /not valid YAML|must be one value/],
	['a: &a {b: *a}', /must be one value|No setting/],
	['ups: {name: a', /not valid YAML/],
	['card: {name: "\u00e9"}', /:1:14: card\.name cannot be .*printable ASCII/],
	['session: {idleLogout: 0x10}', /session\.idleLogout cannot be "0x10": it takes 1 to 60 min/],
];

for (const [text, told] of wrong) {
	test(`YAML that reads ${JSON.stringify(text)} is refused with its place`, t =>
		inFolder(async folder => {
			const {error} = await run('import', written(folder, 'c.yaml', text), '--state', folder);
			t.is((error as CodedError).code, 'E_SETTINGS_INVALID');
			t.regex((error as CodedError).message, told);
		}));
}

test('values of one UPS stay there: override in YAML names the serial number', t =>
	inFolder(async folder => {
		const file = written(folder, 'd.yaml', 'override: AS0000000000\nups: {name: Rack 4, off: {delay: 30}}\n');
		const {out, notes} = await run('import', file, '--state', folder);
		t.is(out, 'ups.off.delay: 90 -> 30\n');
		t.deepEqual(notes, [`left alone: ${file}:2:1: ups.name belongs to the device that Override names.`]);
	}));

test('a file that is not there, and one of another ending, are refused with what would be right', t =>
	inFolder(async folder => {
		const missing = await run('import', join(folder, 'none.yaml'), '--state', folder);
		t.is((missing.error as CodedError).code, 'E_FILE_UNREADABLE');
		const other = await run('import', written(folder, 'e.txt', ''), '--state', folder);
		t.is((other.error as CodedError).code, 'E_USAGE');
		t.regex((other.error as CodedError).message, /ends in \.yaml, \.yml, \.ini/);
	}));
