// Judges every import by the table of .layers.cjs, with what a tool cannot tell: whether an import binds values, types
// only, or is loaded when needed. Also finds circles of value imports.

import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {posix} from 'node:path';
import {importsOf, type Import} from './imports.ts';

type Level = 'value' | 'types' | 'lazy';
type Allowed = Readonly<Record<string, Level>>;

interface Row {
	readonly from: string;
	readonly to: Allowed;
	readonly ownFolder?: boolean;
	readonly packages: boolean;
}

interface Table {
	readonly layers: readonly Row[];
	readonly composition: {readonly file: string; readonly to: Allowed; readonly packages: boolean};
	readonly shared: Allowed;
}

export interface Breach {
	readonly file: string;
	readonly line: number;
	readonly why: string;
}

/** A source file: its path from the root of the project with forward slashes, and its text. */
export interface Source {
	readonly path: string;
	readonly text: string;
}

/** What each level lets through. */
const permits: Readonly<Record<Level, readonly Import['kind'][]>> = {
	value: ['value', 'types', 'lazy'],
	types: ['types'],
	lazy: ['types', 'lazy'],
};

const table = createRequire(import.meta.url)(posix.resolve('.layers.cjs')) as Table;

/** Every import of `sources` that the table does not allow. */
export function breachesIn(sources: readonly Source[]): Breach[] {
	return [...sources.flatMap(breachesOf), ...circlesIn(sources)];
}

/** The files at `paths` with their text. */
export function readSources(paths: readonly string[]): Source[] {
	return paths.map(path => ({path, text: readFileSync(path, 'utf8')}));
}

function breachesOf({path, text}: Source): Breach[] {
	const row = rowFor(path);
	if (row === undefined) {
		return [{file: path, line: 1, why: 'no row of .layers.cjs covers this folder: add one, or move the file'}];
	}
	return importsOf(text).flatMap(found => {
		const why = objection(row, path, found);
		return why === undefined ? [] : [{file: path, line: found.line, why}];
	});
}

function rowFor(path: string): Row | undefined {
	const {file, to, packages} = table.composition;
	if (new RegExp(file).test(path)) {
		return {from: 'a main of src/platform', to, packages};
	}
	return longest(
		table.layers.filter(row => isBelow(path, row.from)),
		row => row.from,
	);
}

function objection(row: Row, path: string, {specifier, kind}: Import): string | undefined {
	if (!specifier.startsWith('.')) {
		return row.packages ? undefined : `${row.from} is pure and may not import '${specifier}': take it as a port`;
	}
	const target = posix.join(posix.dirname(path), specifier);
	if (row.ownFolder === true && isBelow(target, posix.join(row.from, path.slice(row.from.length + 1).split('/')[0]))) {
		return undefined;
	}
	const allowed = {...table.shared, ...row.to};
	const prefix = longest(
		Object.keys(allowed).filter(key => isBelow(target, key)),
		key => key,
	);
	if (prefix === undefined) {
		return `${row.from} may not import ${target}`;
	}
	const level = allowed[prefix];
	return permits[level].includes(kind) ? undefined : `${row.from} may import ${prefix} only as ${advice[level]}`;
}

const advice: Readonly<Record<Level, string>> = {
	value: 'values',
	types: 'types: write `import type`',
	lazy: 'types or when needed: write `import type` or `await import()`',
};

function isBelow(path: string, prefix: string): boolean {
	return path === prefix || path.startsWith(`${prefix}/`);
}

function longest<T>(items: readonly T[], text: (item: T) => string): T | undefined {
	return [...items].sort((a, b) => text(b).length - text(a).length)[0];
}

/** Circles of value imports: in a bundle one of their files runs before what it needs. */
function circlesIn(sources: readonly Source[]): Breach[] {
	const targets = new Map(sources.map(({path, text}) => [path, valueTargets(path, text)]));
	const done = new Set<string>();
	const circles: Breach[] = [];
	const follow = (path: string, trail: readonly string[]): void => {
		const at = trail.indexOf(path);
		if (at >= 0) {
			circles.push({file: path, line: 1, why: `imports in a circle: ${[...trail.slice(at), path].join(' → ')}`});
		} else if (!done.has(path)) {
			(targets.get(path) ?? []).forEach(target => follow(target, [...trail, path]));
			done.add(path);
		}
	};
	sources.forEach(({path}) => follow(path, []));
	return circles;
}

function valueTargets(path: string, text: string): string[] {
	return importsOf(text)
		.filter(({specifier, kind}) => kind === 'value' && specifier.startsWith('.'))
		.map(({specifier}) => posix.join(posix.dirname(path), specifier));
}
