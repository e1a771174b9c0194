// A directory that holds the state of one card over restarts: files replaced as a whole and flushed before anybody relies on
// them, and a lock that tells a second process off and outlives a crash of the first.

import {closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {codedError} from '../../core/errors.ts';
import type {Store} from '../../core/ports.ts';

const LOCK = 'lock';
/** Some of it is secret: only who runs the card reads it. */
const PRIVATE = 0o600;

function unusable(directory: string, what: string): Error {
	return codedError('E_STATE_UNUSABLE', `The state directory ${directory} cannot be used: ${what}.`, {directory});
}

/** Whether a process of this number runs. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

function syncDirectory(directory: string): void {
	const handle = openSync(directory, 'r');
	fsyncSync(handle);
	closeSync(handle);
}

export class StateDirectory implements Store {
	readonly directory: string;

	private constructor(directory: string) {
		this.directory = directory;
	}

	/** Makes the directory where needed and takes its lock. Throws E_STATE_UNUSABLE. */
	static open(directory: string): StateDirectory {
		const state = new StateDirectory(directory);
		try {
			mkdirSync(directory, {recursive: true});
			state.#lock();
		} catch (error) {
			throw 'code' in (error as Error) && (error as {code: string}).code === 'E_STATE_UNUSABLE'
				? error
				: unusable(directory, `${(error as Error).message}; choose one that this user may write`);
		}
		return state;
	}

	load(name: string): Uint8Array | null {
		try {
			return readFileSync(join(this.directory, name));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
				return null;
			}
			throw unusable(this.directory, (error as Error).message);
		}
	}

	/** Returns when the bytes are on the disk under their name: a crash leaves the old ones or the new ones. */
	save(name: string, bytes: Uint8Array): void {
		const temporary = join(this.directory, `${name}.new`);
		const handle = openSync(temporary, 'w', PRIVATE);
		try {
			writeSync(handle, bytes);
			fsyncSync(handle);
		} finally {
			closeSync(handle);
		}
		renameSync(temporary, join(this.directory, name));
		syncDirectory(this.directory);
	}

	/** Gives the lock back. */
	close(): void {
		rmSync(join(this.directory, LOCK), {force: true});
	}

	#lock(): void {
		const file = join(this.directory, LOCK);
		try {
			const handle = openSync(file, 'wx');
			writeSync(handle, String(process.pid));
			closeSync(handle);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
				throw error;
			}
			this.#takeOver(file);
		}
	}

	/** A lock whose owner is gone is left over from a crash. */
	#takeOver(file: string): void {
		const owner = Number(readFileSync(file, 'utf8'));
		if (owner !== process.pid && owner > 0 && isAlive(owner)) {
			throw unusable(this.directory, `process ${owner} uses it; stop that one, or give each agent its own directory`);
		}
		rmSync(file, {force: true});
		this.#lock();
	}
}
