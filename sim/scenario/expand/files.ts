// The files that a scenario is made of: its own and the fragments that it includes, each read once.

import type {ProblemList} from '../problems.ts';
import {Reader} from '../reader.ts';
import type {Field} from '../reader.ts';
import type {MapTree, Tree} from '../tree.ts';
import {numberOf, required} from '../values.ts';
import {readTree} from '../yaml-tree.ts';
import {fragmentKeys} from './file-keys.ts';
import {includedPath, shownPath} from './include-path.ts';
import {hasPath, merged} from './merge.ts';
import type {Clash} from './merge.ts';

/** Reads the files that a scenario includes. */
export interface IncludePort {
	/** The text of a file by its path from the folder of the scenario; or why there is none. */
	read(path: string): {readonly text: string} | {readonly reason: string};
}

/** For a text that stands in no folder. */
export const noIncludes: IncludePort = {read: () => ({reason: 'this scenario is not in a folder'})};

/** What a file gives to the one that includes it. */
export type Role = 'top' | 'variables' | 'steps';

/** Keys that a fragment must not have where it is included, and why. */
const misplaced: Readonly<Record<Role, {readonly keys: readonly string[]; readonly why: string}>> = {
	top: {keys: ['steps'], why: 'steps come in by a step "- include: FILE", and this file is included at the top'},
	variables: {
		keys: ['steps', 'sites', 'devices', 'firmware'],
		why: 'what steps include at their top gives them variables and nothing else',
	},
	steps: {
		keys: ['sites', 'devices', 'firmware'],
		why: 'sites, devices and firmware come in by include at the top, and this file is included as a step',
	},
};

export const MOST_LEVELS = 20;

/** A file as it is included: its path, and the paths of those that led to it, itself last. */
export interface Included {
	readonly tree: MapTree;
	readonly chain: readonly string[];
}

export class Files {
	readonly #main: string;
	readonly #port: IncludePort;
	readonly #problems: ProblemList;
	readonly #read = new Map<string, Tree | null>();

	/** `main` is the scenario's own file, as messages name it. */
	constructor(main: string, port: IncludePort, problems: ProblemList) {
		this.#main = main;
		this.#port = port;
		this.#problems = problems;
	}

	/** The path of the scenario's own file. */
	get root(): string {
		return this.#main.slice(this.#main.lastIndexOf('/') + 1);
	}

	/** The fragment that `field` names, with what it includes itself; null where it is refused. */
	included(reader: Reader, field: Field, chain: readonly string[], role: Role): Included | null {
		const inner = this.#chainTo(reader, field, chain);
		const tree = inner === null ? null : this.#tree(reader, field, inner.at(-1)!);
		return inner === null || tree === null || !this.#isFragment(tree, role)
			? null
			: this.withShared({tree, chain: inner}, role, new Set());
	}

	/** The file with what the files that it includes at its top give it. Those in `seen` did so already. */
	withShared({tree, chain}: Included, role: Role, seen: Set<string>): Included {
		const reader = new Reader(tree, this.#problems);
		const include = reader.map(reader.root(), null).get('include');
		let together: MapTree | undefined;
		for (const item of include === undefined ? [] : reader.listOrOne(include)) {
			const given = this.#given(reader, item, chain, role === 'top' ? 'top' : 'variables', seen);
			// Of two that say the same neither goes before, unless this file has its own word on it.
			const clash: Clash = (path, first) => {
				if (!hasPath(tree, path)) {
					reader.refuse(item, `gives ${path}, and so does ${first.place.source.file}; say here which it is`);
				}
			};
			together = given === null || together === undefined ? (given ?? together) : merged(together, given, clash);
		}
		return {tree: together === undefined ? tree : merged(tree, together, () => {}), chain};
	}

	/** What a file included at the top gives; null where it is refused, or comes in a second time on another way. */
	#given(reader: Reader, item: Field, chain: readonly string[], role: Role, seen: Set<string>): MapTree | null {
		const inner = this.#chainTo(reader, item, chain);
		const path = inner?.at(-1) ?? '';
		const tree = inner === null || seen.has(path) ? null : this.#tree(reader, item, path);
		if (inner === null || tree === null || !this.#isFragment(tree, role)) {
			return null;
		}
		seen.add(path);
		return this.withShared({tree, chain: inner}, role, seen).tree;
	}

	/** The paths that lead to the file that `field` names; null where they go in a circle, too deep, or nowhere. */
	#chainTo(reader: Reader, field: Field, chain: readonly string[]): readonly string[] | null {
		const found = includedPath(chain.at(-1)!, reader.value(field));
		const inner = 'path' in found ? [...chain, found.path] : chain;
		const refusal =
			'reason' in found
				? found.reason
				: chain.includes(found.path)
					? `includes itself: ${inner.join(' → ')}`
					: chain.length > MOST_LEVELS
						? `${chain.length} levels of includes; there may be at most ${MOST_LEVELS}`
						: null;
		if (refusal !== null) {
			reader.refuse(field, refusal);
		}
		return refusal === null ? inner : null;
	}

	#tree(reader: Reader, field: Field, path: string): MapTree | null {
		if (!this.#read.has(path)) {
			const found = this.#port.read(path);
			if ('reason' in found) {
				reader.refuse(field, `${path} cannot be read: ${found.reason}`);
			}
			const file = shownPath(this.#main, path);
			this.#read.set(path, 'text' in found ? readTree(found.text, file, this.#problems) : null);
		}
		const tree = this.#read.get(path) ?? null;
		if (tree !== null && tree.kind !== 'map') {
			this.#problems.add(tree.place, '', `must be a map of ${fragmentKeys.join(', ')}`);
		}
		return tree?.kind === 'map' ? tree : null;
	}

	#isFragment(tree: MapTree, role: Role): boolean {
		const reader = new Reader(tree, this.#problems);
		const root = reader.root();
		const all = reader.map(root, null);
		const mark = all.get('fragment');
		if (mark === undefined || reader.value(mark) !== true) {
			reader.refuse(mark ?? root, 'only fragments can be included: write fragment: true at the top of this file');
			return false;
		}
		const known = reader.map(root, fragmentKeys);
		const {keys, why} = misplaced[role];
		for (const [key, field] of known) {
			if (keys.includes(key)) {
				reader.refuse(field, `stands in the wrong file: ${why}`);
			}
		}
		const version = required(reader, root, all, 'version', 'version: 1');
		numberOf(reader, version, {min: 1, max: 1, unit: '', whole: true}, 1);
		return known.size === all.size;
	}
}
