// Where a program of the system is.

import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';

/** Debian keeps servers where an ordinary user's PATH does not look. */
const systemFolders = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

/** The path of the program; null when it is not installed. */
export function findProgram(name: string): string | null {
	const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...systemFolders];
	const found = folders.map(folder => join(folder, name)).find(isExecutable);
	return found ?? null;
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
