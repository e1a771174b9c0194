// What `ridethrough hil boards` does: lists, checks and releases boards.

import {writeFileSync} from 'node:fs';
import type {Board} from '../../hil/board/board.ts';
import type {HealthPoint} from '../../hil/board/health.ts';
import type {KnownSickness} from '../../hil/board/known-health.ts';
import type {Reservation} from '../../hil/board/lock.ts';
import type {BoardMap} from '../../hil/board/parse.ts';
import {SECOND} from '../core/clock.ts';
import {codedError} from '../core/errors.ts';
import type {CheckOptions} from './commands/hil-boards.ts';
import type {Io} from './io.ts';
import {textTable} from './text-table.ts';
import type {Column} from './text-table.ts';

/** The boards of the map. Where it has several problems, they are all told before it is refused. */
async function mapOf(io: Io, file: string | undefined): Promise<BoardMap> {
	const [{readBoards}, {isScenarioInvalid}, {refuseProblems}] = await Promise.all([
		import('../../hil/board/open.ts'),
		import('../../sim/scenario/problems.ts'),
		import('./commands/scenario-check.ts'),
	]);
	try {
		return readBoards(file ?? null);
	} catch (error) {
		if (isScenarioInvalid(error)) {
			return refuseProblems(io, error.problems, 'E_BOARDS_INVALID');
		}
		throw error;
	}
}

interface Listed {
	readonly board: Board;
	readonly held: Reservation | null;
	readonly sick: KnownSickness | null;
}

async function listedOf(map: BoardMap): Promise<Listed[]> {
	const [{Locks, ownPorts, usualLocks}, {knownSickness}, {SIMULATED_BOARD}] = await Promise.all([
		import('../../hil/board/lock.ts'),
		import('../../hil/board/known-health.ts'),
		import('../../hil/board/board.ts'),
	]);
	const folder = map.locks ?? usualLocks();
	const locks = map.boards.length > 1 ? new Locks(folder, ownPorts()) : null;
	return map.boards.map(board => {
		const read = board.name === SIMULATED_BOARD ? null : (locks?.read(board.name) ?? null);
		const held = read === null || locks?.staleness(read) !== null ? null : read;
		return {board, held, sick: knownSickness(folder, board.name)};
	});
}

const stamp = (ms: number): string => new Date(ms).toISOString();

const stateOf = ({held, sick}: Listed): 'busy' | 'sick' | 'free' =>
	held === null ? (sick === null ? 'free' : 'sick') : 'busy';

function detailOf({held, sick}: Listed): string {
	if (held !== null) {
		return `${held.user} on ${held.host}, process ${held.pid}, until ${stamp(held.untilMs)}`;
	}
	return sick === null ? '' : `${sick.why} (${stamp(sick.atMs)})`;
}

const columns: readonly Column[] = [
	{title: 'board', align: 'left'},
	{title: 'card', align: 'left'},
	{title: 'state', align: 'left'},
	{title: 'who or why', align: 'left'},
	{title: 'what it is', align: 'left'},
];

export async function listBoards(io: Io, options: {boards?: string; json?: boolean}): Promise<void> {
	const listed = await listedOf(await mapOf(io, options.boards));
	if (options.json === true) {
		io.out(JSON.stringify({schema: 'ridethrough.boards/1', boards: listed.map(factsOf)}, null, '\t'));
		return;
	}
	const rows = listed.map(each => [
		each.board.name,
		each.board.card?.kind ?? 'simulated',
		stateOf(each),
		detailOf(each),
		each.board.summary,
	]);
	io.out(textTable(columns, rows).join('\n'));
}

function factsOf(each: Listed): Record<string, unknown> {
	const {board, held, sick} = each;
	const by =
		held === null
			? null
			: {user: held.user, host: held.host, pid: held.pid, since: stamp(held.sinceMs), until: stamp(held.untilMs)};
	return {
		name: board.name,
		summary: board.summary,
		card: board.card?.kind ?? 'simulated',
		state: stateOf(each),
		held: by,
		sick: sick === null ? null : {why: sick.why, at: stamp(sick.atMs)},
	};
}

export async function checkBoardNamed(io: Io, name: string, options: CheckOptions): Promise<void> {
	const map = await mapOf(io, options.boards);
	const [{openBoard}, {checkBoard, refuseSick}, {keepSickness}, {usualLocks}] = await Promise.all([
		import('../../hil/board/open.ts'),
		import('../../hil/board/health.ts'),
		import('../../hil/board/known-health.ts'),
		import('../../hil/board/lock.ts'),
	]);
	const open = await openBoard(name, options.boards ?? null, {
		waitMs: options.wait * SECOND,
		say: text => io.note(text),
		onLost: () => io.note(`board ${name}: somebody else has reserved it`),
		stop: io.stop,
	});
	try {
		const points = await checkBoard(open.board, options.timeout * SECOND);
		tellHealth(io, name, points, options.json === true);
		if (points.length > 0) {
			const sick = points.filter(({isOk}) => !isOk).map(({what, says}) => `${what}: ${says}`);
			const folder = map.locks ?? usualLocks();
			keepSickness(folder, name, sick.length === 0 ? null : {why: sick.join('; '), atMs: Date.now()});
		}
		refuseSick(name, points);
	} finally {
		open.release();
	}
}

function tellHealth(io: Io, board: string, points: readonly HealthPoint[], json: boolean): void {
	if (json) {
		const told = points.map(({what, isOk, code, says, tookMs}) => ({what, ok: isOk, code, says, tookMs}));
		const ok = points.every(({isOk}) => isOk);
		io.out(JSON.stringify({schema: 'ridethrough.board-health/1', board, ok, points: told}, null, '\t'));
		return;
	}
	if (points.length === 0) {
		io.out(`${board}: nothing to ask`);
	}
	points.forEach(({what, isOk, says, tookMs}) => io.out(`${isOk ? 'ok  ' : 'sick'}  ${what}: ${says} (${tookMs} ms)`));
}

/** Throws E_BOARD_MISSING, and E_BOARD_BUSY where the holder is alive and nobody forces it. */
export async function releaseBoard(io: Io, name: string, options: {boards?: string; force?: boolean}): Promise<void> {
	const map = await mapOf(io, options.boards);
	const [{findBoard}, {Locks, ownPorts, reservationText, usualLocks}] = await Promise.all([
		import('../../hil/board/open.ts'),
		import('../../hil/board/lock.ts'),
	]);
	findBoard(map, name, options.boards ?? null);
	const locks = new Locks(map.locks ?? usualLocks(), ownPorts());
	const held = locks.read(name);
	if (held === null) {
		io.note(`board ${name}: nobody holds it`);
		locks.free(name);
		return;
	}
	if (locks.staleness(held) === null && options.force !== true) {
		const message = `the board ${name} is held by ${reservationText(held)}; end it nevertheless with --force`;
		throw codedError('E_BOARD_BUSY', message, {board: name, host: held.host, user: held.user, pid: held.pid});
	}
	locks.free(name);
	io.note(`board ${name}: released; it was held by ${reservationText(held)}`);
}

/** Prints the schema of board maps, or writes it; throws E_FILE_UNWRITABLE. */
export async function tellBoardSchema(io: Io, {out}: {out?: string}): Promise<void> {
	const {boardSchema} = await import('../../hil/board/schema.ts');
	const text = JSON.stringify(boardSchema(), null, '\t');
	if (out === undefined) {
		io.out(text);
		return;
	}
	try {
		writeFileSync(out, `${text}\n`);
	} catch (error) {
		const reason = (error as Error).message;
		throw codedError('E_FILE_UNWRITABLE', `the schema cannot be written to ${out}: ${reason}`, {file: out, reason});
	}
	io.note(`written: ${out}`);
}
