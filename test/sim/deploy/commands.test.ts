import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {Command} from 'commander';
import {parse} from 'yaml';
import {ConfigLayers, descendants} from '../../../src/cli/config/layers.ts';
import type {Io} from '../../../src/cli/io.ts';
import {createProgram} from '../../../src/cli/main.ts';
import {containers, manifests, textOf} from './files.ts';

const io: Io = {
	out: () => {},
	note: () => {},
	interactive: false,
	progress: () => {},
	stop: new AbortController().signal,
	exitCode: 0,
};

/** What the words would start, with its options; throws what the program says of words that are wrong. */
async function started(words: readonly string[], env: Record<string, string> = {}): Promise<Record<string, unknown>> {
	const program = await createProgram(io, new ConfigLayers({env, cwd: tmpdir()}));
	let options: Record<string, unknown> | undefined;
	for (const command of descendants(program)) {
		command.action((...given: unknown[]) => {
			options = (given.at(-1) as Command).opts();
		});
	}
	await program.parseAsync([...words], {from: 'user'});
	return options ?? {};
}

test('every shard and the collector of the compose file start with options that the program has', async t => {
	const {services} = parse(textOf('compose.yaml'), {merge: true}) as {services: Record<string, {command?: string[]}>};
	const commands = Object.values(services).flatMap(({command}) => (command === undefined ? [] : [command]));
	t.true(commands.length >= 3);
	for (const command of commands) {
		t.is((await started(command))['mqtt'], 'mqtt://broker:1883');
	}
	await t.throwsAsync(started(['sim', '--crads', '3']), {message: /unknown option/});
});

test.serial(
	'our containers in the cluster start with options and a file of options that the program takes',
	async t => {
		const own = containers().filter(({image}) => image === 'ridethrough');
		t.is(own.length, 2);
		const place = mkdtempSync(join(tmpdir(), 'options-'));
		t.teardown(() => rmSync(place, {recursive: true}));
		// A shard reads its number from the name of its host.
		const host = process.env['HOSTNAME'];
		process.env['HOSTNAME'] = 'fleet-3';
		t.teardown(() => {
			if (host === undefined) {
				delete process.env['HOSTNAME'];
			} else {
				process.env['HOSTNAME'] = host;
			}
		});
		for (const {of, args = []} of own) {
			const data = manifests().find(
				({kind, metadata}) => kind === 'ConfigMap' && metadata.name === of.metadata.name,
			)?.data;
			for (const [name, text] of Object.entries(data ?? {})) {
				writeFileSync(join(place, name), text);
			}
			const here = args.map(word => word.replace('/etc/ridethrough', place));
			const options = await started(here, {RIDETHROUGH_SHARD: 'auto/8'});
			t.is(options['mqtt'], 'mqtt://broker:1883', of.metadata.name);
		}
	},
);
