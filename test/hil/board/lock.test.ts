import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {LEASE_MS, Locks} from '../../../hil/board/lock.ts';
import type {LockPorts} from '../../../hil/board/lock.ts';
import {openBoard} from '../../../hil/board/open.ts';

function folderOf(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-locks-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

interface World {
	nowMs: number;
	readonly dead: Set<number>;
}

function portsOf(world: World, pid: number, host = 'here'): LockPorts {
	return {pid, host, user: `user-${pid}`, now: () => world.nowMs, isAlive: each => !world.dead.has(each)};
}

const newWorld = (): World => ({nowMs: 1_000_000, dead: new Set()});

test('a board is held by one until given back', t => {
	const world = newWorld();
	const folder = folderOf(t);
	const [first, second] = [1, 2].map(pid => new Locks(folder, portsOf(world, pid)));
	const taken = first.take('rack');
	t.true(taken.ok);
	t.like(second.take('rack'), {ok: false, by: {pid: 1, host: 'here', user: 'user-1'}});
	t.true(second.take('other').ok);
	if (taken.ok) {
		first.release('rack', taken.held);
	}
	t.true(second.take('rack').ok);
});

test('the reservation of a dead process is taken over, on this machine only', t => {
	const world = newWorld();
	const folder = folderOf(t);
	t.true(new Locks(folder, portsOf(world, 1)).take('rack').ok);
	world.dead.add(1);
	t.like(new Locks(folder, portsOf(world, 2, 'there')).take('rack'), {ok: false});
	t.like(new Locks(folder, portsOf(world, 3)).take('rack'), {
		ok: true,
		insteadOf: 'user-1 on here, process 1, since 1970-01-01T00:16:40.000Z: process 1 is dead',
	});
});

test('a reservation past its end is taken over, and whoever held it finds it gone', t => {
	const world = newWorld();
	const folder = folderOf(t);
	const first = new Locks(folder, portsOf(world, 1));
	const taken = first.take('rack');
	world.nowMs += LEASE_MS - 1;
	t.false(new Locks(folder, portsOf(world, 2, 'there')).take('rack').ok);
	world.nowMs += 1;
	t.true(new Locks(folder, portsOf(world, 2, 'there')).take('rack').ok);
	if (taken.ok) {
		t.is(first.renew('rack', taken.held), null);
		first.release('rack', taken.held);
	}
	t.is(first.read('rack')?.pid, 2);
});

test('a renewed reservation holds for another lease', t => {
	const world = newWorld();
	const folder = folderOf(t);
	const first = new Locks(folder, portsOf(world, 1));
	const taken = first.take('rack');
	world.nowMs += LEASE_MS - 1;
	t.is(taken.ok ? first.renew('rack', taken.held)?.untilMs : 0, world.nowMs + LEASE_MS);
	world.nowMs += LEASE_MS - 1;
	t.false(new Locks(folder, portsOf(world, 2)).take('rack').ok);
});

test('of many who find a reservation stale exactly one gets the board, and no file is left but the reservation', t => {
	const world = newWorld();
	const folder = folderOf(t);
	new Locks(folder, portsOf(world, 1)).take('rack');
	world.dead.add(1);
	const winners = Array.from({length: 20}, (_, i) => new Locks(folder, portsOf(world, i + 2)).take('rack')).filter(
		({ok}) => ok,
	);
	t.is(winners.length, 1);
	t.deepEqual(readdirSync(folder), ['rack.lock']);
});

test('a claim that somebody left behind when they died keeps nobody out for long', t => {
	const world = newWorld();
	world.nowMs = Date.now();
	const folder = folderOf(t);
	const first = new Locks(folder, portsOf(world, 1)).take('rack');
	world.dead.add(1);
	writeFileSync(join(folder, `rack.lock.after-${first.ok ? first.held.token : ''}`), '');
	const second = new Locks(folder, portsOf(world, 2));
	t.false(second.take('rack').ok);
	world.nowMs += 11_000;
	second.take('rack');
	t.true(second.take('rack').ok);
});

test('a file that is no reservation holds nothing', t => {
	const folder = folderOf(t);
	writeFileSync(join(folder, 'rack.lock'), '{"pid":');
	t.like(new Locks(folder, portsOf(newWorld(), 1)).take('rack'), {ok: true});
});

function boardsFile(t: ExecutionContext): string {
	const file = join(folderOf(t), 'boards.yaml');
	writeFileSync(file, 'locks: locks\nboards:\n  rack-3:\n    card: {kind: agent}\n');
	return file;
}

const quiet = {waitMs: 0, say() {}, onLost() {}};

test('a board of the map is opened once, and again when it is released', async t => {
	const file = boardsFile(t);
	const open = await openBoard('rack-3', file, quiet);
	t.is(open.board.card?.kind, 'agent');
	await t.throwsAsync(openBoard('rack-3', file, quiet), {
		code: 'E_BOARD_BUSY',
		message: /process \d+.*looked once.*--wait/,
	});
	open.release();
	open.release();
	(await openBoard('rack-3', file, quiet)).release();
});

test('a busy board is waited for, and no longer than said', async t => {
	const file = boardsFile(t);
	const open = await openBoard('rack-3', file, quiet);
	const said: string[] = [];
	const waiting = openBoard('rack-3', file, {...quiet, waitMs: 20_000, say: text => said.push(text)});
	await t.throwsAsync(openBoard('rack-3', file, {...quiet, waitMs: 50}), {
		code: 'E_BOARD_BUSY',
		message: /looked 2 times in 0\.05 s/,
	});
	open.release();
	(await waiting).release();
	t.regex(said[0], /^board rack-3: waiting for /);
});

test('whoever stops while waiting stops at once', async t => {
	const file = boardsFile(t);
	const open = await openBoard('rack-3', file, quiet);
	const stop = new AbortController();
	const waiting = openBoard('rack-3', file, {...quiet, waitMs: 60_000, stop: stop.signal});
	stop.abort();
	await t.throwsAsync(waiting, {code: 'E_BOARD_BUSY'});
	open.release();
});

test('a board that is not in the map is missing, with the nearest that is', async t => {
	const file = boardsFile(t);
	await t.throwsAsync(openBoard('rack-4', file, quiet), {
		code: 'E_BOARD_MISSING',
		message: /simulated, rack-3; did you mean rack-3\?/,
	});
	await t.throwsAsync(openBoard('rack-3', null, quiet), {
		code: 'E_BOARD_MISSING',
		message: /without a board map there is simulated/,
	});
	await t.throwsAsync(openBoard('rack-3', `${file}.no`, quiet), {code: 'E_FILE_UNREADABLE'});
});

test('the simulated board needs no map and is never busy', async t => {
	const [first, second] = await Promise.all([openBoard('simulated', null, quiet), openBoard('simulated', null, quiet)]);
	t.is(first.board.card, null);
	second.release();
	first.release();
});
