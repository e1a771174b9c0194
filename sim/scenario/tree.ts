// A scenario file as a tree of plain values, each with the place where it stands. Parts of several files can be put together in one
// tree, and each still tells its own place.

import type {Source} from './source.ts';

/** A place in a file, in characters from its start. */
export interface Place {
	readonly source: Source;
	readonly offset: number;
}

export interface ScalarTree {
	readonly kind: 'scalar';
	readonly place: Place;
	/** Behind its last character, from the start of the file. */
	readonly end: number;
	readonly value: unknown;
	/** The variables that made the value, as they are written; absent where none did. */
	readonly from?: string;
	/** What should stand here has been refused already: nothing more is said of it. */
	readonly isBroken?: true;
}

export interface MapEntry {
	readonly key: string;
	/** Where the key stands. */
	readonly place: Place;
	readonly value: Tree;
}

export interface MapTree {
	readonly kind: 'map';
	readonly place: Place;
	/** In the order of the file; a key that stands twice is there twice. */
	readonly entries: readonly MapEntry[];
}

export interface ListTree {
	readonly kind: 'list';
	readonly place: Place;
	readonly items: readonly Tree[];
}

export type Tree = ScalarTree | MapTree | ListTree;

/** The plain value of a tree. */
export function valueOf(tree: Tree): unknown {
	if (tree.kind === 'scalar') {
		return tree.value;
	}
	return tree.kind === 'list'
		? tree.items.map(valueOf)
		: Object.fromEntries(tree.entries.map(({key, value}) => [key, valueOf(value)]));
}

/** The value of `key` in a map; undefined where there is none, or where `tree` is no map. */
export function childOf(tree: Tree, key: string): Tree | undefined {
	return tree.kind === 'map' ? tree.entries.find(entry => entry.key === key)?.value : undefined;
}
