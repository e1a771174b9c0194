import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {openBoard} from '../../hil/board/open.ts';
import {exitCodeFor} from '../../src/cli/exit.ts';
import {register} from '../../src/cli/commands/hil.ts';
import type {ErrorCode} from '../../src/core/error-codes.ts';
import {isCoded} from '../../src/core/errors.ts';
import {runCommand} from './run-command.ts';

const sickMap = `locks: locks
boards:
  rack-3:
    summary: a card with a line that is not there
    card: {kind: agent}
    link: 'serial:/dev/no-such-line'
  bare:
    card: {kind: agent}
`;

function mapIn(t: ExecutionContext, text = sickMap): string {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-boards-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	const file = join(folder, 'boards.yaml');
	writeFileSync(file, text);
	return file;
}

const boards = async (...words: string[]) => runCommand(register, 'hil', 'boards', ...words);

const quiet = {waitMs: 0, say() {}, onLost() {}};

function failedWith(t: ExecutionContext, error: unknown, code: ErrorCode, exit: number): string {
	t.true(isCoded(error), String(error));
	if (!isCoded(error)) {
		return '';
	}
	t.is(error.code, code);
	t.is(exitCodeFor(error.code), exit);
	return error.message;
}

test('without a map there is the simulated board, and it is free', async t => {
	const {out, error} = await boards();
	t.is(error, undefined);
	t.regex(out, /^simulated +simulated +free +the simulation, in this process$/m);
});

test('boards are listed with who holds them', async t => {
	const file = mapIn(t);
	const open = await openBoard('bare', file, quiet);
	const {out} = await boards('--boards', file, '--json');
	const {schema, boards: listed} = JSON.parse(out);
	t.is(schema, 'ridethrough.boards/1');
	t.like(listed, [
		{name: 'simulated', state: 'free'},
		{name: 'rack-3', state: 'free', held: null},
		{name: 'bare', state: 'busy', held: {pid: process.pid}},
	]);
	t.regex(
		(await boards('list', '--boards', file)).out,
		new RegExp(`^bare +agent +busy +.*process ${process.pid}, until `, 'm'),
	);
	open.release();
});

test('a sick board is told with what is wrong, ends in exit code 4, and is listed as sick until it is well', async t => {
	const file = mapIn(t);
	const {out, error} = await boards('check', 'rack-3', '--boards', file);
	t.regex(failedWith(t, error, 'E_BOARD_SICK', 4), /rack-3 is not well: link serial:\/dev\/no-such-line/);
	t.regex(out, /^sick {2}link serial:\/dev\/no-such-line: .* cannot be opened/);
	const {out: listed} = await boards('--boards', file);
	t.regex(listed, /^rack-3 +agent +sick +link serial:\/dev\/no-such-line/m);
	const {out: json} = await boards('check', 'rack-3', '--boards', file, '--json');
	t.like(JSON.parse(json), {
		schema: 'ridethrough.board-health/1',
		board: 'rack-3',
		ok: false,
		points: [{ok: false, code: 'E_BOARD_SICK'}],
	});
});

test('a board of which nothing can be asked is well', async t => {
	const {out, error} = await boards('check', 'simulated');
	t.is(error, undefined);
	t.is(out, 'simulated: nothing to ask\n');
});

test('a held board is neither checked nor released, unless by force', async t => {
	const file = mapIn(t);
	await openBoard('bare', file, quiet);
	failedWith(t, (await boards('check', 'bare', '--boards', file)).error, 'E_BOARD_BUSY', 4);
	t.regex(failedWith(t, (await boards('release', 'bare', '--boards', file)).error, 'E_BOARD_BUSY', 4), /--force/);
	t.regex((await boards('release', 'bare', '--boards', file, '--force')).notes[0], /released; it was held by/);
	t.deepEqual((await boards('release', 'bare', '--boards', file)).notes, ['board bare: nobody holds it']);
});

test('a board that is missing, and a map with problems, are refused', async t => {
	const file = mapIn(t);
	t.regex(
		failedWith(t, (await boards('check', 'rack-4', '--boards', file)).error, 'E_BOARD_MISSING', 4),
		/did you mean rack-3/,
	);
	const bad = mapIn(t, 'boards:\n  one: {zzz: 1}\n');
	const {error, notes} = await boards('--boards', bad);
	failedWith(t, error, 'E_BOARDS_INVALID', 3);
	t.regex(notes.join('\n'), /boards\.yaml:2:9: boards\.one\.zzz: unknown key/);
	t.regex(notes.join('\n'), /card is missing/);
});

test('the schema is printed, or written to a file that can be', async t => {
	t.is(JSON.parse((await boards('schema')).out).title, 'Ridethrough board map');
	const out = join(mapIn(t), '..', 'schema.json');
	t.deepEqual((await boards('schema', '--out', out)).notes, [`written: ${out}`]);
	failedWith(t, (await boards('schema', '--out', '/no/such/folder/x')).error, 'E_FILE_UNWRITABLE', 4);
});
