// Programs of the system that tests and measurements use.

import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';

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
