// Tests that need a program of the system: skipped by name where it is missing, so that a skip is seen in the output.

import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';

/** Debian keeps servers where an ordinary user's PATH does not look. */
const systemFolders = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

/** Where the program is; null when it is not installed. */
export function findProgram(name: string): string | null {
	const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...systemFolders];
	for (const folder of folders) {
		const path = join(folder, name);
		try {
			accessSync(path, constants.X_OK);
			return path;
		} catch {
			continue;
		}
	}
	return null;
}

type Declare = (title: string, run: (t: ExecutionContext) => Promise<void> | void) => void;

/** Declares tests that need programs: as `test` does, or skipped with the title's suffix `skipped: … not installed`. */
export function needs(...programs: readonly string[]): Declare {
	const missing = programs.find(program => findProgram(program) === null);
	if (missing === undefined) {
		return (title, run) => test(title, run);
	}
	return (title, run) => test.skip(`${title} (skipped: ${missing} not installed)`, run);
}
