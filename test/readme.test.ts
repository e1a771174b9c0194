import {execFile} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import test from 'ava';
import {errorCodes} from '../src/core/error-codes.ts';
import {otaCodes} from '../src/ota/codes.ts';
import {exitCodes} from '../src/cli/exit.ts';

const run = promisify(execFile);
/** Compiled, this file is dist/test/readme.test.js. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = join(ROOT, 'dist/src/cli/main.js');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

interface Block {
	kind: string;
	text: string;
}

const blocks: Block[] = [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(match => ({
	kind: match[1] ?? '',
	text: match[2] ?? '',
}));

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

for (const {text} of blocks.filter(block => block.kind === 'console')) {
	for (const [, command = '', shown = ''] of text.matchAll(/^\$ (.+)\n((?:(?!\$ ).*\n)*)/gm)) {
		test(`README: ${command}`, async t => {
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

for (const [i, {text}] of blocks.filter(block => block.kind === 'yaml').entries()) {
	test(`README: scenario ${i + 1} passes`, async t => {
		const place = checkout();
		t.teardown(() => rmSync(place, {recursive: true}));
		writeFileSync(join(place, 'readme.yaml'), text);
		const {stdout} = await run(process.execPath, [MAIN, 'scenario', 'run', 'readme.yaml'], {cwd: place});
		t.regex(stdout, /^PASSED/);
	});
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
