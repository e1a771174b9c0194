// Processes that a bench starts: each ends with its parent, since its channel to the parent ends then.

import {fork} from 'node:child_process';
import type {ChildProcess, Serializable, StdioOptions} from 'node:child_process';

export interface ChildOptions {
	readonly words: readonly string[];
	readonly stdio: StdioOptions;
	/** Options of Node itself. */
	readonly execArgv?: readonly string[];
	readonly cwd?: string;
	readonly env?: NodeJS.ProcessEnv;
}

/** A process that does not end by itself is ended. */
const END_WITHIN_MS = 3000;

export class Child {
	readonly process: ChildProcess;
	/** Resolves when it has ended, with how that was. */
	readonly gone: Promise<string>;

	constructor(script: string, {words, stdio, execArgv = [], ...place}: ChildOptions) {
		const child = fork(script, words, {...place, stdio, execArgv: [...execArgv]});
		this.process = child;
		this.gone = new Promise(resolve => {
			child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
			child.once('error', error => resolve(error.message));
		});
	}

	/** Calls `failed` where it could not be sent. */
	send(message: Serializable, failed: () => void): void {
		if (!this.process.connected) {
			failed();
			return;
		}
		this.process.send(message, error => {
			if (error !== null) {
				failed();
			}
		});
	}

	/** Asks it to end, and ends it where it does not. Safe to call twice. */
	async end(): Promise<void> {
		if (this.process.connected) {
			this.process.disconnect();
		}
		const kill = setTimeout(() => this.process.kill('SIGKILL'), END_WITHIN_MS);
		await this.gone;
		clearTimeout(kill);
	}

	async kill(): Promise<void> {
		this.process.kill('SIGKILL');
		await this.gone;
	}
}

/** `promise`, or what `late` makes of it where it takes longer than `ms`. */
export async function within<T>(ms: number, promise: Promise<T>, late: () => Error): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const limit = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(late()), ms);
	});
	try {
		return await Promise.race([promise, limit]);
	} finally {
		clearTimeout(timer);
	}
}
