// The data log: readings as lines of CSV in numbered files, of which the oldest go (nmc.md 14). It is worth less than an event:
// lines are written behind the card's back, and what the disk does not take is counted and dropped.

import {mkdirSync, readdirSync, readFileSync, truncateSync} from 'node:fs';
import {appendFile, stat, unlink} from 'node:fs/promises';
import {join} from 'node:path';
import {codedError} from '../../core/errors.ts';

export interface DataColumn {
	readonly name: string;
	/** '' where there is none. */
	readonly unit: string;
}

export interface DataLogOptions {
	readonly columns: readonly DataColumn[];
	/** A file that reached this size is followed by another, bytes. */
	readonly fileBytes: number;
	/** This many files are kept. */
	readonly files: number;
}

const SUFFIX = '.csv';
const DIGITS = 8;
/** Lines that may wait for the disk; more are dropped. */
const WAITING_MOST = 64;

function fileName(number: number): string {
	return `${String(number).padStart(DIGITS, '0')}${SUFFIX}`;
}

/** Names of the files in a directory, oldest first. */
export function dataFiles(directory: string): string[] {
	return readdirSync(directory)
		.filter(name => /^\d+\.csv$/.test(name))
		.sort();
}

function titleLine(columns: readonly DataColumn[]): string {
	return ['utc', ...columns.map(({name, unit}) => (unit === '' ? name : `${name} (${unit})`))].join(',');
}

export class DataLog {
	readonly directory: string;
	readonly options: DataLogOptions;
	/** Lines that were not written, since the disk refused or did not keep up. */
	lost = 0;
	readonly #title: string;
	#number = 1;
	#bytes = 0;
	#waiting = 0;
	#written: Promise<void> = Promise.resolve();

	private constructor(directory: string, options: DataLogOptions) {
		this.directory = directory;
		this.options = options;
		this.#title = titleLine(options.columns);
	}

	/** Opens the log or begins one, and cuts a line that a crash left half written. Throws E_STATE_UNUSABLE. */
	static open(directory: string, options: DataLogOptions): DataLog {
		const log = new DataLog(directory, options);
		try {
			mkdirSync(directory, {recursive: true});
			log.#goOn();
		} catch (error) {
			throw codedError(
				'E_STATE_UNUSABLE',
				`The data log in ${directory} cannot be used: ${(error as Error).message}. It needs a directory that this user may write.`,
				{directory},
			);
		}
		return log;
	}

	/** Adds a line, in the order of the columns; null where there is no reading. Never throws and never waits. */
	append(utcMs: number, values: readonly (number | null)[]): void {
		if (this.#waiting >= WAITING_MOST) {
			this.lost += 1;
			return;
		}
		const line = `${[new Date(utcMs).toISOString(), ...values.map(value => value ?? '')].join(',')}\n`;
		this.#waiting += 1;
		this.#written = this.#written.then(() => this.#write(line));
	}

	/** Resolves when what was appended is written or counted as lost. */
	async close(): Promise<void> {
		await this.#written;
	}

	#goOn(): void {
		const newest = dataFiles(this.directory).at(-1);
		if (newest === undefined) {
			return;
		}
		this.#number = Number(newest.slice(0, -SUFFIX.length));
		const place = join(this.directory, newest);
		const bytes = readFileSync(place);
		this.#bytes = bytes.lastIndexOf('\n') + 1;
		if (this.#bytes < bytes.length) {
			truncateSync(place, this.#bytes);
		}
		// Other columns, as after an update: they begin a file of their own.
		if (this.#bytes > 0 && !bytes.toString('utf8').startsWith(`${this.#title}\n`)) {
			this.#begin();
		}
	}

	#begin(): void {
		this.#number += 1;
		this.#bytes = 0;
	}

	async #write(line: string): Promise<void> {
		try {
			if (this.#bytes >= this.options.fileBytes) {
				this.#begin();
				await this.#dropOldest();
			}
			const place = join(this.directory, fileName(this.#number));
			const text = this.#bytes === 0 ? `${this.#title}\n${line}` : line;
			await appendFile(place, text);
			this.#bytes += Buffer.byteLength(text);
		} catch {
			this.lost += 1;
			await this.#measure();
		} finally {
			this.#waiting -= 1;
		}
	}

	/** After a failed write part of a line may be there: the next one goes to a new file. */
	async #measure(): Promise<void> {
		const place = join(this.directory, fileName(this.#number));
		const size = await stat(place).then(
			found => found.size,
			() => 0,
		);
		if (size !== this.#bytes) {
			this.#begin();
		}
	}

	async #dropOldest(): Promise<void> {
		const names = dataFiles(this.directory);
		const most = Math.max(0, names.length - (this.options.files - 1));
		for (const name of names.slice(0, most)) {
			await unlink(join(this.directory, name));
		}
	}
}
