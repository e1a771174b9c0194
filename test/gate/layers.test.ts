import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import test from 'ava';
import {sourcesBelow} from './files.ts';
import {breachesIn, readSources} from './layers.ts';

interface Case {
	readonly file: string;
	readonly code: string;
	/** What the objection says; none where the import is allowed. */
	readonly why?: RegExp;
}

const cases: readonly Case[] = [
	{file: 'src/core/a.ts', code: `import {b} from './b.ts';`},
	{
		file: 'src/core/a.ts',
		code: `import type {Ups} from '../ups/row.ts';`,
		why: /src\/core may not import src\/ups\/row\.ts/,
	},
	{file: 'src/core/a.ts', code: `import {readFileSync} from 'node:fs';`, why: /pure and may not import 'node:fs'/},
	{file: 'src/ups/a.ts', code: `import {exp} from '../core/math.ts';`},
	{file: 'src/ups/a.ts', code: `import type {CardState} from '../agent/card.ts';`, why: /src\/ups may not import/},
	{file: 'src/codec/a.ts', code: `import type {UpsModel} from '../ups/model.ts';`},
	{file: 'src/codec/a.ts', code: `import {modelOf} from '../ups/model.ts';`, why: /only as types/},
	{file: 'src/agent/a.ts', code: `import {advance} from '../ups/ups.ts';`},
	{file: 'src/agent/a.ts', code: `import {Writer} from '../codec/writer.ts';`, why: /only as types/},
	{file: 'src/agent/a.ts', code: `import mqtt from 'mqtt';`, why: /pure/},
	{file: 'src/protocols/snmp/a.ts', code: `import {b} from './map.ts';`},
	{
		file: 'src/protocols/snmp/a.ts',
		code: `import type {B} from '../nut/map.ts';`,
		why: /src\/protocols may not import/,
	},
	{file: 'src/protocols/snmp/a.ts', code: `import snmp from 'snmp-native';`},
	{file: 'src/platform/node/a.ts', code: `import {b} from './clock.ts';`},
	{file: 'src/platform/node/a.ts', code: `import {b} from '../memory/clock.ts';`, why: /src\/platform may not import/},
	{file: 'src/platform/node/a.ts', code: `import {b} from '../../agent/card.ts';`, why: /src\/platform may not import/},
	{file: 'src/platform/node/main.ts', code: `import {b} from '../../agent/card.ts';`},
	{file: 'src/platform/espruino/a.ts', code: `import {b} from '../../agent/card.ts';`},
	{
		file: 'src/platform/espruino/a.ts',
		code: `import {b} from '../../protocols/mqtt/topics.ts';`,
		why: /may not import/,
	},
	{file: 'src/platform/espruino/a.ts', code: `import mqtt from 'mqtt';`, why: /pure/},
	{
		file: 'src/platform/node/main.ts',
		code: `import {b} from '../../../sim/fleet/fleet.ts';`,
		why: /may not import sim/,
	},
	{file: 'src/smartconnect/a.ts', code: `import {events} from '../agent/events.ts';`},
	{
		file: 'src/smartconnect/a.ts',
		code: `import {Card} from '../agent/card.ts';`,
		why: /src\/smartconnect may not import/,
	},
	{file: 'src/cli/a.ts', code: `export const load = () => import('../../sim/fleet/fleet.ts');`},
	{file: 'src/cli/a.ts', code: `import type {Bench} from '../../sim/scenario/bench.ts';`},
	{file: 'src/cli/a.ts', code: `import {Fleet} from '../../sim/fleet/fleet.ts';`, why: /types or when needed/},
	{file: 'src/agent/a.ts', code: `import type {Bench} from '../../sim/scenario/bench.ts';`, why: /may not import sim/},
	{file: 'sim/faults/a.ts', code: `import type {Ups} from '../../src/ups/row.ts';`},
	{file: 'sim/faults/a.ts', code: `import {Ups} from '../../src/ups/row.ts';`, why: /only as types/},
	{file: 'sim/fleet/a.ts', code: `import {Ups} from '../../src/ups/row.ts';`},
	{file: 'sim/fleet/a.ts', code: `import {b} from '../../src/platform/espruino/clock.ts';`, why: /may not import/},
	{file: 'hil/a.ts', code: `import {b} from '../sim/fleet/fleet.ts';`, why: /hil may not import sim\/fleet/},
	{file: 'sim/grid/a.ts', code: `import {b} from '../../test/helpers/b.ts';`, why: /may not import test/},
	{file: 'test/a.ts', code: `import {b} from '../hil/bench/b.ts';`},
	{file: 'src/newcomer/a.ts', code: `export const a = 1;`, why: /no row/},
];

for (const {file, code, why} of cases) {
	test(`${why === undefined ? 'allowed' : 'refused'}: ${code.replace('export const load = () => ', '')} in ${file}`, t => {
		const breaches = breachesIn([{path: file, text: `\n${code}\n`}]);
		t.is(breaches.length, why === undefined ? 0 : 1);
		if (why !== undefined) {
			t.regex(breaches[0].why, why);
			t.is(breaches[0].file, file);
		}
	});
}

test('a breach is named by the line of the import', t => {
	const [breach] = breachesIn([{path: 'src/core/a.ts', text: `// first\n\nimport {Ups} from '../ups/row.ts';\n`}]);
	t.is(breach.line, 3);
});

test('a circle of value imports is refused, one closed by types is not', t => {
	const circle = (last: string): string[] =>
		breachesIn([
			{path: 'src/core/a.ts', text: `import {b} from './b.ts';`},
			{path: 'src/core/b.ts', text: `import {c} from './c.ts';`},
			{path: 'src/core/c.ts', text: last},
		]).map(({why}) => why);
	t.deepEqual(circle(`import {b} from './b.ts';`), [
		'imports in a circle: src/core/b.ts → src/core/c.ts → src/core/b.ts',
	]);
	t.deepEqual(circle(`import type {B} from './b.ts';`), []);
});

test('the project keeps to the table', t => {
	t.deepEqual(breachesIn(readSources(sourcesBelow(['src', 'sim', 'hil', 'test']))), []);
});

test('dependency-cruiser finds a breach planted in a copy, and none besides', t => {
	const folder = mkdtempSync(join(tmpdir(), 'layers-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	for (const name of ['.layers.cjs', '.dependency-cruiser.cjs', 'package.json']) {
		cpSync(name, join(folder, name));
	}
	symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
	const write = (path: string, text: string): void => {
		mkdirSync(dirname(join(folder, path)), {recursive: true});
		writeFileSync(join(folder, path), text);
	};
	const cruise = (): {status: number | null; stdout: string} =>
		spawnSync(
			process.execPath,
			[
				resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
				'--config',
				'.dependency-cruiser.cjs',
				'src',
			],
			{cwd: folder, encoding: 'utf8'},
		);
	write('src/core/queue.ts', 'export const queue = 1;\n');
	write('src/ups/row.ts', `import {queue} from '../core/queue.ts';\nexport const row = queue;\n`);
	write('src/protocols/nut/map.ts', `import type {row} from '../../ups/row.ts';\nexport const map = 1;\n`);
	write(
		'src/protocols/nut/server.ts',
		`import {map} from './map.ts';\nimport 'node:net';\nexport const server = map;\n`,
	);
	const clean = cruise();
	t.is(clean.status, 0, clean.stdout);
	write('src/core/clock.ts', `import {row} from '../ups/row.ts';\nimport 'node:fs';\nexport const clock = row;\n`);
	write('src/protocols/snmp/map.ts', `import {map} from '../nut/map.ts';\nimport 'ava';\nexport const other = map;\n`);
	const {status, stdout} = cruise();
	t.is(status, 4, stdout);
	t.regex(stdout, /src-core-imports-only-what-its-row-names: src\/core\/clock\.ts → src\/ups\/row\.ts/);
	t.regex(stdout, /src-core-is-pure: src\/core\/clock\.ts → fs/);
	t.regex(stdout, /src-protocols-imports-only-what-its-row-names: src\/protocols\/snmp\/map\.ts → src\/protocols\/nut/);
	t.regex(stdout, /what-ships-uses-no-development-package: src\/protocols\/snmp\/map\.ts/);
});
