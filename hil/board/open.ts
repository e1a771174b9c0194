// A board for a run: found in the map, reserved, and given back on every way out.

import {readFileSync} from 'node:fs';
import {MINUTE, SECOND} from '../../src/core/clock.ts';
import type {Millis} from '../../src/core/clock.ts';
import {codedError} from '../../src/core/errors.ts';
import {suggestion} from '../../sim/scenario/nearest.ts';
import {scenarioInvalid} from '../../sim/scenario/problems.ts';
import {SIMULATED_BOARD} from './board.ts';
import type {Board} from './board.ts';
import {LEASE_MS, Locks, ownPorts, reservationText, usualLocks} from './lock.ts';
import type {LockPorts, Reservation} from './lock.ts';
import {noBoards, parseBoards} from './parse.ts';
import type {BoardMap} from './parse.ts';

/** How often a busy board is looked at again. */
const LOOK_MS = SECOND / 2;
/** Three chances to renew before the reservation ends. */
const RENEW_MS = LEASE_MS / 3;
const LONGEST_WAIT_MS: Millis = 24 * 60 * MINUTE;

export interface OpenOptions {
	/** How long to wait for a busy board. */
	readonly waitMs: Millis;
	/** Told aloud: that a stale reservation was taken over, and what is waited for. */
	say(text: string): void;
	/** Called once when the board has gone to somebody else, as after a machine slept. */
	onLost(): void;
	/** Ends the waiting. */
	readonly stop?: AbortSignal;
	readonly ports?: LockPorts;
}

export interface OpenBoard {
	readonly board: Board;
	/** Gives the board back; more than once does no harm. */
	release(): void;
}

/** The boards of `file`, or the built-in one alone without a file. Throws E_FILE_UNREADABLE and E_BOARDS_INVALID. */
export function readBoards(file: string | null): BoardMap {
	if (file === null) {
		return noBoards;
	}
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		const reason = (error as Error).message;
		throw codedError('E_FILE_UNREADABLE', `the board map ${file} cannot be read: ${reason}`, {file, reason});
	}
	const {map, problems} = parseBoards(text, file);
	if (problems.length > 0) {
		throw scenarioInvalid(problems, 'E_BOARDS_INVALID');
	}
	return map;
}

/** Throws E_BOARD_MISSING. */
export function findBoard({boards}: BoardMap, name: string, file: string | null): Board {
	const board = boards.find(each => each.name === name);
	if (board === undefined) {
		const names = boards.map(each => each.name);
		const where = file === null ? 'without a board map there is' : `in ${file} there are`;
		const message = `no board is called ${name}: ${where} ${names.join(', ')}${suggestion(name, names)}`;
		throw codedError('E_BOARD_MISSING', message, {board: name, file: file ?? ''});
	}
	return board;
}

/** Finds and reserves the board `name`. Throws E_BOARD_MISSING and E_BOARD_BUSY, E_FILE_UNREADABLE and E_BOARDS_INVALID. */
export async function openBoard(name: string, file: string | null, options: OpenOptions): Promise<OpenBoard> {
	const map = readBoards(file);
	const board = findBoard(map, name, file);
	if (name === SIMULATED_BOARD) {
		// Everybody has one of their own.
		return {board, release() {}};
	}
	const locks = new Locks(map.locks ?? usualLocks(), options.ports ?? ownPorts());
	return {board, release: keep(locks, name, await reserve(locks, name, options), () => options.onLost())};
}

async function reserve(locks: Locks, name: string, options: OpenOptions): Promise<Reservation> {
	const until = Date.now() + Math.min(options.waitMs, LONGEST_WAIT_MS);
	for (let tries = 1; ; tries++) {
		const taken = locks.take(name);
		if (taken.ok) {
			if (taken.insteadOf !== null) {
				options.say(`board ${name}: took over the reservation of ${taken.insteadOf}`);
			}
			return taken.held;
		}
		const left = until - Date.now();
		if (left <= 0 || options.stop?.aborted === true) {
			throw busy(name, taken.by, tries, options.waitMs);
		}
		if (tries === 1) {
			options.say(`board ${name}: waiting for ${reservationText(taken.by)}`);
		}
		await pause(Math.min(left, LOOK_MS), options.stop);
	}
}

function busy(name: string, by: Reservation, tries: number, waitMs: Millis): Error {
	const tried = waitMs === 0 ? 'looked once' : `looked ${tries} times in ${waitMs / SECOND} s`;
	const right = `wait with --wait SECONDS, or end it with "ridethrough hil boards release ${name} --force"`;
	return codedError('E_BOARD_BUSY', `the board ${name} is held by ${reservationText(by)}; ${tried}; ${right}`, {
		board: name,
		host: by.host,
		user: by.user,
		pid: by.pid,
		untilMs: by.untilMs,
	});
}

async function pause(ms: Millis, stop: AbortSignal | undefined): Promise<void> {
	await new Promise<void>(resolve => {
		const done = (): void => {
			clearTimeout(timer);
			stop?.removeEventListener('abort', done);
			resolve();
		};
		const timer = setTimeout(done, ms);
		stop?.addEventListener('abort', done);
	});
}

/** Renews the reservation until it is given back; the returned function does that. */
function keep(locks: Locks, name: string, first: Reservation, onLost: () => void): () => void {
	let held: Reservation | null = first;
	const timer = setInterval(() => {
		held = held === null ? null : locks.renew(name, held);
		if (held === null) {
			clearInterval(timer);
			onLost();
		}
	}, RENEW_MS);
	timer.unref();
	return () => {
		clearInterval(timer);
		if (held !== null) {
			locks.release(name, held);
			held = null;
		}
	};
}
