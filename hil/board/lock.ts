// The reservation of a board: a file that only one can make. It says who holds the board and until when, is renewed while they live,
// and goes to the next when they are dead or past that time. All who share the folder share the boards, on other machines too.

import {randomUUID} from 'node:crypto';
import {linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {hostname, tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {MINUTE, SECOND} from '../../src/core/clock.ts';
import {codedError} from '../../src/core/errors.ts';

/** How long a reservation holds when nobody renews it. */
export const LEASE_MS = MINUTE;
/** Whoever takes a stale reservation over is done within this, or died at it. */
const TAKING_MS = 10 * SECOND;

export interface Reservation {
	readonly token: string;
	readonly pid: number;
	readonly host: string;
	readonly user: string;
	/** Wall-clock, in milliseconds of Unix time. */
	readonly sinceMs: number;
	readonly untilMs: number;
}

/** Who reserves, and how to know of others. */
export interface LockPorts {
	readonly pid: number;
	readonly host: string;
	readonly user: string;
	/** Unix time in milliseconds: the clock that machines share. */
	now(): number;
	/** Whether a process of this machine lives. */
	isAlive(pid: number): boolean;
}

export function ownPorts(): LockPorts {
	return {pid: process.pid, host: hostname(), user: userInfo().username, now: () => Date.now(), isAlive};
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// EPERM: it lives and is somebody else's.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Where reservations stand when the board map does not say. */
export const usualLocks = (): string => join(tmpdir(), 'ridethrough-boards');

export type Taken =
	| {readonly ok: true; readonly held: Reservation; readonly insteadOf: string | null}
	| {readonly ok: false; readonly by: Reservation};

/** The reservations of one folder. */
export class Locks {
	readonly #folder: string;
	readonly #ports: LockPorts;

	/** Throws E_STATE_UNUSABLE where the folder cannot be made. */
	constructor(folder: string, ports: LockPorts) {
		this.#folder = folder;
		this.#ports = ports;
		try {
			mkdirSync(folder, {recursive: true});
		} catch (error) {
			throw this.#unusable(error);
		}
	}

	/** Who holds `board`; null where nobody does. What cannot be read was written by none of us, and holds nothing. */
	read(board: string): Reservation | null {
		let text: string;
		try {
			text = readFileSync(this.#path(board), 'utf8');
		} catch {
			return null;
		}
		return reservationFrom(text);
	}

	/** Why a reservation holds no longer; null while it does. */
	staleness({pid, host, untilMs}: Reservation): string | null {
		if (this.#ports.now() >= untilMs) {
			return `it ended at ${stamp(untilMs)}`;
		}
		return host === this.#ports.host && !this.#ports.isAlive(pid) ? `process ${pid} is dead` : null;
	}

	/** Reserves `board`, in place of a stale reservation where there is one. */
	take(board: string): Taken {
		const {pid, host, user} = this.#ports;
		const sinceMs = this.#ports.now();
		const held = {token: randomUUID(), pid, host, user, sinceMs, untilMs: sinceMs + LEASE_MS};
		if (this.#make(this.#path(board), held)) {
			return {ok: true, held, insteadOf: null};
		}
		const before = this.read(board) ?? this.#unreadable(board);
		const why = this.staleness(before);
		if (why !== null && this.#succeed(board, before, held)) {
			return {ok: true, held, insteadOf: `${holderText(before)}: ${why}`};
		}
		return {ok: false, by: this.read(board) ?? before};
	}

	/** Holds `held` for another lease; null where it has gone to somebody else. */
	renew(board: string, held: Reservation): Reservation | null {
		if (this.read(board)?.token !== held.token) {
			return null;
		}
		const renewed = {...held, untilMs: this.#ports.now() + LEASE_MS};
		this.#replace(board, renewed);
		return renewed;
	}

	/** Gives `board` back, if `held` still holds it. */
	release(board: string, held: Reservation): void {
		if (this.read(board)?.token === held.token) {
			this.free(board);
		}
	}

	/** Ends whatever reservation there is. */
	free(board: string): void {
		rmSync(this.#path(board), {force: true});
	}

	/**
	 * Several may find the same reservation stale: one of them claims the succession, by a file named after what it replaces, and
	 * looks again before it replaces it. The others find the claim, or the successor.
	 */
	#succeed(board: string, before: Reservation, held: Reservation): boolean {
		const claim = `${this.#path(board)}.after-${before.token}`;
		if (!this.#make(claim, held)) {
			this.#dropOld(claim);
			return false;
		}
		try {
			const isSame = (this.read(board) ?? this.#unreadable(board)).token === before.token;
			if (isSame) {
				this.#replace(board, held);
			}
			return isSame;
		} finally {
			rmSync(claim, {force: true});
		}
	}

	#dropOld(claim: string): void {
		const madeMs = statSync(claim, {throwIfNoEntry: false})?.mtimeMs ?? Number.POSITIVE_INFINITY;
		if (this.#ports.now() - madeMs > TAKING_MS) {
			rmSync(claim, {force: true});
		}
	}

	/** A file that says nothing: stale from the start. */
	#unreadable(board: string): Reservation {
		return {token: 'unreadable', pid: 0, host: '?', user: `an unreadable ${this.#path(board)}`, sinceMs: 0, untilMs: 0};
	}

	/** Makes a file whole or not at all; false where it is there already. */
	#make(path: string, held: Reservation): boolean {
		const draft = this.#draft(held);
		try {
			linkSync(draft, path);
			return true;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
				return false;
			}
			throw this.#unusable(error);
		} finally {
			rmSync(draft, {force: true});
		}
	}

	#replace(board: string, held: Reservation): void {
		renameSync(this.#draft(held), this.#path(board));
	}

	#draft(held: Reservation): string {
		const path = join(this.#folder, `.${held.token}-${randomUUID()}`);
		try {
			writeFileSync(path, `${JSON.stringify(held)}\n`, {flag: 'wx'});
		} catch (error) {
			throw this.#unusable(error);
		}
		return path;
	}

	#path(board: string): string {
		return join(this.#folder, `${board}.lock`);
	}

	#unusable(error: unknown): Error {
		const reason = (error as Error).message;
		return codedError('E_STATE_UNUSABLE', `boards cannot be reserved in ${this.#folder}: ${reason}`, {
			folder: this.#folder,
			reason,
		});
	}
}

function reservationFrom(text: string): Reservation | null {
	try {
		const read = JSON.parse(text) as Reservation;
		const isWhole =
			[read.token, read.host, read.user].every(each => typeof each === 'string')
			&& [read.pid, read.sinceMs, read.untilMs].every(each => Number.isSafeInteger(each));
		return isWhole ? read : null;
	} catch {
		return null;
	}
}

const stamp = (ms: number): string => new Date(ms).toISOString();

/** Who holds a board, for messages. */
export function holderText({user, host, pid, sinceMs}: Reservation): string {
	return `${user} on ${host}, process ${pid}, since ${stamp(sinceMs)}`;
}

/** The same, with the end. */
export function reservationText(held: Reservation): string {
	return `${holderText(held)}, until ${stamp(held.untilMs)} unless renewed`;
}
