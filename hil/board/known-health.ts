// What the last check of a board found, kept beside its reservation for whoever lists boards.

import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

export interface KnownSickness {
	readonly why: string;
	/** Unix time in milliseconds. */
	readonly atMs: number;
}

const pathOf = (folder: string, board: string): string => join(folder, `${board}.sick.json`);

/** Null where the board was well, or never checked. */
export function knownSickness(folder: string, board: string): KnownSickness | null {
	try {
		const read = JSON.parse(readFileSync(pathOf(folder, board), 'utf8')) as KnownSickness;
		return typeof read.why === 'string' && Number.isSafeInteger(read.atMs) ? read : null;
	} catch {
		return null;
	}
}

/** Keeps what was found; null says that the board is well. */
export function keepSickness(folder: string, board: string, sickness: KnownSickness | null): void {
	if (sickness === null) {
		rmSync(pathOf(folder, board), {force: true});
	} else {
		writeFileSync(pathOf(folder, board), `${JSON.stringify(sickness)}\n`);
	}
}
