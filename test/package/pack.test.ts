import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';

interface Packed {
	readonly filename: string;
	readonly files: readonly {readonly path: string}[];
}

const folder = mkdtempSync(join(tmpdir(), 'ridethrough-package-'));
test.after.always(() => rmSync(folder, {recursive: true, force: true}));

function npm(args: readonly string[], cwd: string): string {
	return execFileSync('npm', args, {cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
}

function ridethrough(args: readonly string[]): string {
	return npm(['exec', '--offline', '--', 'ridethrough', ...args], folder);
}

const [packed] = JSON.parse(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], '.')) as Packed[];

test.before('what npm pack makes is installed in an empty folder', t => {
	writeFileSync(join(folder, 'package.json'), '{"private": true}\n');
	const flags = ['--omit=dev', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
	t.notThrows(() => npm(['install', ...flags, join(folder, packed.filename)], folder));
});

test('the package holds the program, the scenarios and the messages, and no test', t => {
	const paths = packed.files.map(({path}) => path);
	for (const wanted of ['dist/src/cli/main.js', 'sim/scenarios/evening-storm.yaml', 'LICENSE', 'package.json']) {
		t.true(paths.includes(wanted), wanted);
	}
	t.true(paths.some(path => path.startsWith('proto/') && path.endsWith('.proto')));
	t.deepEqual(
		paths.filter(path => /(^|\/)(test|node_modules|\.cache)\//.test(path)),
		[],
	);
});

test('the installed program prints its version alone', t => {
	const {version} = JSON.parse(readFileSync('package.json', 'utf8')) as {version: string};
	t.is(ridethrough(['--version']), `${version}\n`);
});

test('the installed program finds the scenarios that it was shipped with', t => {
	t.regex(ridethrough(['scenario', 'list']), /evening-storm/);
});

test('npx finds the program in the checkout too', t => {
	t.is(npm(['exec', '--offline', '--', 'ridethrough', '--version'], '.'), ridethrough(['--version']));
});
