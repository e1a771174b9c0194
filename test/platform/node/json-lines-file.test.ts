import {appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {JsonLinesFile} from '../../../src/platform/node/json-lines-file.ts';

function place(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	return join(folder, 'events.jsonl');
}

async function reopen(file: string): Promise<Array<Record<string, unknown>>> {
	const seen: Array<Record<string, unknown>> = [];
	const opened = await JsonLinesFile.open(file, line => seen.push(line));
	await opened.close();
	return seen;
}

test('lines that were appended are there at the next opening', async t => {
	const file = place(t);
	const lines = await JsonLinesFile.open(file, () => t.fail());
	await lines.append(['{"n":1}', '{"n":2}']);
	await lines.append(['{"n":3}']);
	await lines.close();
	t.deepEqual(await reopen(file), [{n: 1}, {n: 2}, {n: 3}]);
});

test('wherever a crash cuts the last line, the lines before it are kept and new ones follow', async t => {
	const whole = '{"n":1}\n{"n":2}\n';
	const last = '{"n":3,"text":"é"}\n';
	for (let cut = 0; cut < Buffer.byteLength(last); cut++) {
		const file = place(t);
		writeFileSync(file, whole);
		appendFileSync(file, Buffer.from(last).subarray(0, cut));
		const lines = await JsonLinesFile.open(file, () => {});
		await lines.append(['{"n":4}']);
		await lines.close();
		t.is(readFileSync(file, 'utf8'), `${whole}{"n":4}\n`, `cut at ${cut}`);
	}
});

test('a torn line longer than a block is cut as well', async t => {
	const file = place(t);
	writeFileSync(file, `{"n":1}\n${'x'.repeat(200_000)}`);
	t.deepEqual(await reopen(file), [{n: 1}]);
	t.is(readFileSync(file, 'utf8'), '{"n":1}\n');
});

test('a file that holds something else is refused with its line', async t => {
	const file = place(t);
	writeFileSync(file, '{"n":1}\nhello\n');
	await t.throwsAsync(reopen(file), {code: 'E_FILE_UNREADABLE', message: /events\.jsonl:2: /});
});

test('a place that cannot be written is refused with what to do', async t => {
	await t.throwsAsync(reopen('/proc/nothing/here'), {code: 'E_FILE_UNWRITABLE', message: /Choose a place/});
});
