// The facts of all campaigns on the disk: one file of JSON lines that only grows, read once at the start. What was appended is safe
// when `append` resolves; a crash cuts off at most what was not.

import {join} from 'node:path';
import {codedError} from '../../core/errors.ts';
import {JsonLinesFile} from '../../platform/node/json-lines-file.ts';
import {StateDirectory} from '../../platform/node/state-dir.ts';
import type {Fact} from './facts.ts';
import {apply, emptyState} from './state.ts';
import type {RolloutState} from './state.ts';

const FILE = 'rollout.jsonl';

export class RolloutStore {
	readonly state: RolloutState;
	readonly #directory: StateDirectory;
	readonly #file: JsonLinesFile;
	#waiting: string[] = [];
	#writing: Promise<void> | undefined;

	private constructor(directory: StateDirectory, file: JsonLinesFile, state: RolloutState) {
		this.#directory = directory;
		this.#file = file;
		this.state = state;
	}

	/** Opens the folder, makes it where needed, and takes its lock. Throws E_STATE_UNUSABLE, E_FILE_UNREADABLE, E_FILE_UNWRITABLE. */
	static async open(folder: string): Promise<RolloutStore> {
		const directory = StateDirectory.open(folder);
		try {
			const state = emptyState();
			const file = await JsonLinesFile.open(join(folder, FILE), line => read(state, line, join(folder, FILE)));
			return new RolloutStore(directory, file, state);
		} catch (error) {
			directory.close();
			throw error;
		}
	}

	/** Resolves when the facts are on the disk. Facts that come while the disk is busy go together with the next write. */
	async append(facts: readonly Fact[]): Promise<void> {
		for (const fact of facts) {
			this.#waiting.push(JSON.stringify(fact));
		}
		while (this.#writing !== undefined) {
			const isLast = this.#waiting.length === 0;
			await this.#writing;
			if (isLast) {
				return;
			}
		}
		await this.#write();
	}

	async close(): Promise<void> {
		await this.#writing;
		await this.#file.close();
		this.#directory.close();
	}

	async #write(): Promise<void> {
		const lines = this.#waiting;
		this.#waiting = [];
		if (lines.length === 0) {
			return;
		}
		this.#writing = this.#file.append(lines);
		try {
			await this.#writing;
		} finally {
			this.#writing = undefined;
		}
	}
}

function read(state: RolloutState, line: Record<string, unknown>, file: string): void {
	try {
		apply(state, line as unknown as Fact);
	} catch (error) {
		throw codedError(
			'E_FILE_UNREADABLE',
			`${file} has a line that is no fact of a campaign (${(error as Error).message}); give another folder, or move this file away.`,
			{file},
		);
	}
}
