import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {register} from '../../src/cli/commands/schedule.ts';
import {isCoded} from '../../src/core/errors.ts';
import {runCommand} from './run-command.ts';
import type {Ran} from './run-command.ts';

type Run = (...words: string[]) => Promise<Ran>;

function calendar(t: ExecutionContext): Run {
	const state = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	t.teardown(() => rmSync(state, {recursive: true}));
	return async (...words) => runCommand(register, 'schedule', ...words, '--state', state);
}

const test1 = ['add', 'test-1', '--action', 'selfTest', '--every', 'weekly', '--weeks', '2', '--from', '2026-11-29'];

test('what was added is listed, and what was removed is not', async t => {
	const run = calendar(t);
	t.is((await run('list')).out, 'the calendar is empty\n');
	t.is((await run(...test1, '--at', '03:00')).error, undefined);
	await run('add', 'night', '--action', 'shutdown', '--from', '2030-01-01', '--at', '22:30', '--back', '06:00');
	const {out} = await run('list');
	t.regex(out, /test-1 +selfTest +every 2 weeks from 2026-11-29 at 03:00 +never/);
	t.regex(out, /night +shutdown +once from 2030-01-01 at 22:30 +06:00 +2030-01-01T22:30/);
	await run('remove', 'test-1');
	const {schedules} = JSON.parse((await run('list', '--json')).out) as {schedules: Array<Record<string, unknown>>};
	t.deepEqual(
		schedules.map(each => [each['id'], each['minute'], each['back'], each['backMinute']]),
		[['night', 1350, 'at', 360]],
	);
});

test('the same id replaces', async t => {
	const run = calendar(t);
	await run(...test1, '--at', '03:00');
	await run(...test1, '--at', '04:00');
	t.is((await run('list')).out.split('test-1').length, 2);
});

for (const [what, words, code] of [
	['a time that is none', [...test1, '--at', '24:00'], 'E_USAGE'],
	[
		'a day that is none',
		['add', 'a', '--action', 'selfTest', '--from', '2026-13-01', '--at', '03:00'],
		'E_SCHEDULE_INVALID',
	],
	[
		'three weeks',
		['add', 'a', '--action', 'selfTest', '--every', 'weekly', '--weeks', '3', '--from', '2026-12-01', '--at', '03:00'],
		'E_SCHEDULE_INVALID',
	],
	[
		'an id with a space',
		['add', 'a b', '--action', 'selfTest', '--from', '2026-12-01', '--at', '03:00'],
		'E_SCHEDULE_INVALID',
	],
	['removing what is not there', ['remove', 'a'], 'E_SCHEDULE_INVALID'],
] as const) {
	test(`${what} is refused with ${code}, and the calendar stays as it was`, async t => {
		const run = calendar(t);
		const {error} = await run(...words);
		t.is(isCoded(error) ? error.code : error, code);
		t.is((await run('list')).out, 'the calendar is empty\n');
	});
}
