import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {ConfigLayers} from '../../src/cli/config/layers.ts';
import type {Io} from '../../src/cli/io.ts';
import {createProgram} from '../../src/cli/main.ts';

async function shown(t: ExecutionContext, text: string, env: Record<string, string>, ...words: string[]) {
	const cwd = mkdtempSync(join(tmpdir(), 'ridethrough-show-'));
	t.teardown(() => rmSync(cwd, {recursive: true}));
	writeFileSync(join(cwd, 'ridethrough.yaml'), text);
	let out = '';
	const io: Io = {
		out: said => (out += said),
		note: () => {},
		interactive: false,
		progress: () => {},
		stop: new AbortController().signal,
		exitCode: 0,
	};
	const program = await createProgram(io, new ConfigLayers({env, cwd}));
	await program.parseAsync(['config', 'show', ...words], {from: 'user'});
	return out.replaceAll(cwd, '.');
}

test('each value is shown with where it comes from', async t => {
	const out = await shown(
		t,
		'agent:\n  load: 40\n  site: Halle\n',
		{RIDETHROUGH_LOAD: '50', RIDETHROUGH_MQTT: 'mqtt://me:hunter2@h'},
		'agent',
		'--origin',
	);
	t.regex(out, /^agent +load +50 +RIDETHROUGH_LOAD$/m);
	t.regex(out, /^agent +site +Halle +\.\/ridethrough\.yaml:3:3$/m);
	t.regex(out, /^agent +model +SMT1500 +default$/m);
	t.regex(out, /^agent +mqtt +mqtt:\/\/me:\*\*\*@h +RIDETHROUGH_MQTT$/m);
	t.notRegex(out, /hunter2/);
});

test('JSON has the same, with file, line and column apart', async t => {
	const out = await shown(t, 'sim: {disturbances: no}', {}, 'sim', '--json');
	const document = JSON.parse(out) as {schema: string; file: string; options: Array<Record<string, unknown>>};
	t.is(document.schema, 'ridethrough.config-show/1');
	t.is(document.file, './ridethrough.yaml');
	t.deepEqual(
		document.options.find(({key}) => key === 'disturbances'),
		{
			command: 'sim',
			option: '--no-disturbances',
			key: 'disturbances',
			value: 'false',
			variable: 'RIDETHROUGH_DISTURBANCES',
			origin: 'file',
			file: './ridethrough.yaml',
			line: 1,
			column: 7,
		},
	);
	t.like(
		document.options.find(({key}) => key === 'duration'),
		{value: null, origin: 'default'},
	);
});

test('a command that is none is refused with those there are', async t => {
	await t.throwsAsync(shown(t, '', {}, 'scenario', 'rum'), {
		message: /There is no command "scenario rum"; there are agent, .*scenario run/,
	});
});
