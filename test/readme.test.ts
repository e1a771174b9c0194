import {execFile} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import test from 'ava';
import type {Command} from 'commander';
import {errorCodes} from '../src/core/error-codes.ts';
import {otaCodes} from '../src/ota/codes.ts';
import {exitCodes} from '../src/cli/exit.ts';
import type {Io} from '../src/cli/io.ts';
import {createProgram} from '../src/cli/main.ts';

const run = promisify(execFile);
/** Compiled, this file is dist/test/readme.test.js. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = join(ROOT, 'dist/src/cli/main.js');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

interface Block {
	/** The document it stands in. */
	file: string;
	kind: string;
	text: string;
}

const blocks: Block[] = ['README.md', 'sim/README.md'].flatMap(file =>
	[...readFileSync(join(ROOT, file), 'utf8').matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(match => ({
		file,
		kind: match[1] ?? '',
		text: match[2] ?? '',
	})),
);

/** A place like a checkout, in which commands may leave reports. */
function checkout(): string {
	const place = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	for (const name of ['test', 'sim']) {
		symlinkSync(join(ROOT, name), join(place, name));
	}
	return place;
}

/** Where the README leaves something out with …, the output may have anything. */
function holdsInOrder(output: string, shown: string): string | undefined {
	let from = 0;
	for (const part of shown.split(/^\s*…\n/m)) {
		const at = output.indexOf(part, from);
		if (at < 0) {
			return part;
		}
		from = at + part.length;
	}
	return undefined;
}

const table = /^\| `([\w-]+)` \| .+ \|$/gm;

test('sim/README.md: its table of scenarios has every shipped one, and no other', t => {
	const [, part = ''] = readFileSync(join(ROOT, 'sim/README.md'), 'utf8').split('## Shipped scenarios');
	const told = [...(part.split('\n## ')[0] ?? '').matchAll(table)].map(([, name = '']) => name);
	const shipped = readdirSync(join(ROOT, 'sim/scenarios')).filter(name => name.endsWith('.yaml'));
	t.deepEqual(told.toSorted(), shipped.map(name => name.replace('.yaml', '')).toSorted());
});

for (const {file, text} of blocks.filter(block => block.kind === 'console')) {
	for (const [, command = '', shown = ''] of text.matchAll(/^\$ (.+)\n((?:(?!\$ ).*\n)*)/gm)) {
		test.serial(`${file}: ${command}`, async t => {
			const place = checkout();
			t.teardown(() => rmSync(place, {recursive: true}));
			const words = command.split(' ');
			t.deepEqual(words.slice(0, 2), ['npx', 'ridethrough']);
			const {stdout} = await run(process.execPath, [MAIN, ...words.slice(2)], {cwd: place});
			t.true(stdout.length > 0);
			t.is(holdsInOrder(stdout, shown), undefined);
		});
	}
}

for (const {file, text} of blocks.filter(block => block.kind === 'yaml')) {
	test.serial(`${file}: its scenario passes`, async t => {
		const place = checkout();
		t.teardown(() => rmSync(place, {recursive: true}));
		writeFileSync(join(place, 'readme.yaml'), text);
		const {stdout} = await run(process.execPath, [MAIN, 'scenario', 'run', 'readme.yaml'], {cwd: place});
		t.regex(stdout, /^PASSED/);
		t.notRegex(stdout, /^FAILED/m);
	});
}

const silent: Io = {
	out: () => {},
	note: () => {},
	interactive: false,
	progress: () => {},
	stop: new AbortController().signal,
	exitCode: 0,
};

/** What is wrong with the options of a command line, by the table of commands; '' where nothing is. */
async function problemOf(words: readonly string[]): Promise<string> {
	let command: Command = await createProgram(silent);
	let at = 0;
	while (command.commands.some(each => each.name() === words[at])) {
		command = command.commands.find(each => each.name() === words[at])!;
		at += 1;
	}
	if (command.commands.length > 0) {
		return `${words.slice(0, at + 1).join(' ')} is no command`;
	}
	const options = words.slice(at).filter(word => word.startsWith('--'));
	const unknown = options.filter(word => !command.options.some(({long}) => long === word));
	return unknown.length === 0 ? '' : `${command.name()} has no ${unknown.join(', ')}`;
}

for (const {file, text} of blocks.filter(block => block.kind === 'sh')) {
	const lines = text.replaceAll('\\\n', ' ').split('\n');
	for (const line of lines.filter(each => each.startsWith('npx ridethrough '))) {
		test(`${file}: its commands and options exist: ${line.replaceAll(/\s+/g, ' ')}`, async t => {
			t.is(await problemOf(line.split(/\s+/).slice(2)), '');
		});
	}
}

test('README: the shell block names the two commands, which the Makefile has', t => {
	const [shell] = blocks;
	t.is(shell?.kind, 'sh');
	const makefile = readFileSync(join(ROOT, 'Makefile'), 'utf8');
	for (const [, target = ''] of shell?.text.matchAll(/^make (\w+)/gm) ?? []) {
		t.regex(makefile, new RegExp(`^${target}:`, 'm'));
	}
});

test('README: every exit code stands in its table', t => {
	for (const code of Object.values(exitCodes)) {
		t.regex(readme, new RegExp(String.raw`^\| (\d+, )?${code}(, \d+)? \|`, 'm'), `${code}`);
	}
});

test('README: the error codes that it names exist', t => {
	for (const [code] of readme.matchAll(/\bE_[A-Z_]+/g)) {
		t.true(Object.hasOwn(errorCodes, code) || Object.hasOwn(otaCodes, code), code);
	}
});
