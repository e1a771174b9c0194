// Runs every bench of this folder, each in a process of its own so that none warms or burdens the next, and prints one
// table. `--json` prints one document. Exit code 1 when a goal is missed. File names as arguments pick some of them; one that is
// none starts nothing, exit code 2.

import {execFile} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {promisify} from 'node:util';
import {isMet, type Bench, type BenchRow} from './row.ts';
import {documentOf, tableText} from './table.ts';

const FOLDER = 'test/bench';
const RESULT = 'rows: ';

/** The files that hold a bench: those of the sources, since dist may keep what was deleted. */
function benchNames(): string[] {
	return readdirSync(FOLDER)
		.filter(file => file.endsWith('.ts') && /^export .*\bbench\b/m.test(readFileSync(join(FOLDER, file), 'utf8')))
		.map(file => basename(file, '.ts'))
		.sort();
}

/** What the child of `rowsFrom` does. */
async function runOne(name: string): Promise<void> {
	const {bench} = (await import(`./${name}.js`)) as {bench: Bench};
	process.stdout.write(`${RESULT}${JSON.stringify(await bench())}\n`);
}

async function rowsFrom(name: string): Promise<BenchRow[]> {
	process.stderr.write(`${name} …\n`);
	const words = ['--expose-gc', '--max-old-space-size=4096', process.argv[1], '--one', name];
	const {stdout} = await promisify(execFile)(process.execPath, words, {maxBuffer: 1 << 26});
	const line = stdout.split('\n').findLast(text => text.startsWith(RESULT));
	if (line === undefined) {
		throw new Error(`test/bench/${name}.ts printed no rows`);
	}
	return JSON.parse(line.slice(RESULT.length)) as BenchRow[];
}

async function runAll(wanted: readonly string[], json: boolean): Promise<void> {
	const rows: BenchRow[] = [];
	const names = benchNames();
	const unknown = wanted.filter(name => !names.includes(name));
	if (unknown.length > 0) {
		process.stderr.write(`No bench is called ${unknown.join(' or ')}; there are ${names.join(', ')}.\n`);
		process.exitCode = 2;
		return;
	}
	for (const name of names) {
		if (wanted.length === 0 || wanted.includes(name)) {
			rows.push(...(await rowsFrom(name)));
		}
	}
	process.stdout.write(json ? `${JSON.stringify(documentOf(rows), null, '\t')}\n` : `${tableText(rows)}\n`);
	process.exitCode = rows.length > 0 && rows.every(isMet) ? 0 : 1;
}

const words = process.argv.slice(2);
await (words[0] === '--one'
	? runOne(words[1])
	: runAll(
			words.filter(word => !word.startsWith('--')),
			words.includes('--json'),
		));
