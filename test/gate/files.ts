// Which files the gates look at.

import {existsSync, readdirSync} from 'node:fs';
import {posix} from 'node:path';

/** The TypeScript sources below `folders` (from the root of the project, forward slashes), sorted. */
export function sourcesBelow(folders: readonly string[]): string[] {
	return folders
		.filter(folder => existsSync(folder))
		.flatMap(folder => readdirSync(folder, {recursive: true, encoding: 'utf8'}).map(name => posix.join(folder, name)))
		.filter(path => path.endsWith('.ts') && !path.endsWith('.d.ts'))
		.sort();
}
