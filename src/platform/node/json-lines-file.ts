// A file of JSON lines that only grows: what was appended is on the disk when `append` resolves, and a line that a crash cut is
// cut off at the next opening.

import {createReadStream} from 'node:fs';
import {open} from 'node:fs/promises';
import type {FileHandle} from 'node:fs/promises';
import {createInterface} from 'node:readline';
import {codedError} from '../../core/errors.ts';

const NEWLINE = 0x0a;
const BLOCK_BYTES = 65_536;

function unwritable(file: string, error: unknown): Error {
	return codedError(
		'E_FILE_UNWRITABLE',
		`Cannot write ${file}: ${(error as Error).message}. Choose a place that this user may write and that has room.`,
		{file},
	);
}

/** Bytes up to the last newline. */
async function wholeBytes(handle: FileHandle): Promise<number> {
	const block = Buffer.alloc(BLOCK_BYTES);
	let end = (await handle.stat()).size;
	while (end > 0) {
		const start = Math.max(0, end - BLOCK_BYTES);
		const {bytesRead} = await handle.read(block, 0, end - start, start);
		const at = block.subarray(0, bytesRead).lastIndexOf(NEWLINE);
		if (at >= 0) {
			return start + at + 1;
		}
		end = start;
	}
	return 0;
}

export class JsonLinesFile {
	readonly file: string;
	readonly #handle: FileHandle;

	private constructor(file: string, handle: FileHandle) {
		this.file = file;
		this.#handle = handle;
	}

	/** Opens or makes the file; `seen` gets each line that is there, parsed. Throws E_FILE_UNWRITABLE or E_FILE_UNREADABLE. */
	static async open(file: string, seen: (line: Record<string, unknown>) => void): Promise<JsonLinesFile> {
		const handle = await open(file, 'a+').catch((error: unknown) => {
			throw unwritable(file, error);
		});
		try {
			await handle.truncate(await wholeBytes(handle));
			await readLines(file, seen);
		} catch (error) {
			await handle.close();
			throw error;
		}
		return new JsonLinesFile(file, handle);
	}

	/** Resolves when the lines are on the disk. Throws E_FILE_UNWRITABLE. */
	async append(lines: readonly string[]): Promise<void> {
		try {
			await this.#handle.appendFile(lines.map(line => `${line}\n`).join(''));
			await this.#handle.datasync();
		} catch (error) {
			throw unwritable(this.file, error);
		}
	}

	async close(): Promise<void> {
		await this.#handle.close();
	}
}

async function readLines(file: string, seen: (line: Record<string, unknown>) => void): Promise<void> {
	let number = 0;
	for await (const text of createInterface({input: createReadStream(file), crlfDelay: Infinity})) {
		number += 1;
		seen(parsed(file, number, text));
	}
}

function parsed(file: string, number: number, text: string): Record<string, unknown> {
	try {
		return JSON.parse(text) as Record<string, unknown>;
	} catch {
		throw codedError(
			'E_FILE_UNREADABLE',
			`${file}:${number}: this is no line of JSON; give a new file, or move this one away.`,
			{file, line: number},
		);
	}
}
