// Reads a scenario field by field, keeping the place of each, and collects what is wrong instead of stopping at it.

import {suggestion} from './nearest.ts';
import type {Problem, ProblemList} from './problems.ts';
import {shown} from './shown.ts';
import {valueOf} from './tree.ts';
import type {MapEntry, Place, Tree} from './tree.ts';

/** A value in the file. */
export interface Field {
	/** How it is reached, such as `steps[2].inject`. */
	readonly path: string;
	/** Where its key stands (or itself, in a list). */
	readonly place: Place;
	readonly tree: Tree;
}

/** The fields of a map by key. */
export type Fields = ReadonlyMap<string, Field>;

export class Reader {
	readonly #root: Tree;
	readonly #problems: ProblemList;

	constructor(root: Tree, problems: ProblemList) {
		this.#root = root;
		this.#problems = problems;
	}

	get problems(): readonly Problem[] {
		return this.#problems.all;
	}

	root(): Field {
		return {path: '', place: {source: this.#root.place.source, offset: 0}, tree: this.#root};
	}

	/** Notes a problem at `field`. */
	refuse(field: Field, message: string): void {
		const {tree} = field;
		if (tree.kind === 'scalar' && tree.isBroken === true) {
			return;
		}
		const from = tree.kind === 'scalar' && tree.from !== undefined ? ` (from ${tree.from})` : '';
		this.#problems.add(field.place, field.path, `${message}${from}`);
	}

	/** The line on which `field` stands, from 1. */
	line({place}: Field): number {
		return place.source.position(place.offset).line;
	}

	/** The file in which `field` stands. */
	file({place}: Field): string {
		return place.source.file;
	}

	isMap({tree}: Field): boolean {
		return tree.kind === 'map';
	}

	isList({tree}: Field): boolean {
		return tree.kind === 'list';
	}

	/** How many keys a map has, known or not; 0 where it is none. */
	size({tree}: Field): number {
		return tree.kind === 'map' ? tree.entries.length : 0;
	}

	/** The fields of a map. Keys that `known` does not list are problems; null lets every key pass. */
	map(field: Field, known: readonly string[] | null): Fields {
		const fields = new Map<string, Field>();
		const {tree} = field;
		if (tree.kind !== 'map') {
			this.refuse(field, `must be a map${known === null ? '' : ` of ${known.join(', ')}`}, not ${this.shown(field)}`);
			return fields;
		}
		for (const entry of tree.entries) {
			this.#addEntry(fields, field, known, entry);
		}
		return fields;
	}

	#addEntry(
		fields: Map<string, Field>,
		parent: Field,
		known: readonly string[] | null,
		{key, place, value}: MapEntry,
	): void {
		const field = {path: parent.path === '' ? key : `${parent.path}.${key}`, place, tree: value};
		if (fields.has(key)) {
			this.#problems.add(place, field.path, `the key ${shown(key)} stands twice; remove one`);
		} else if (known !== null && !known.includes(key)) {
			const message = `unknown key; known here are ${known.join(', ')}${suggestion(key, known)}`;
			this.#problems.add(place, field.path, message);
		} else {
			fields.set(key, field);
		}
	}

	/** The items of a list; a value that is none is a problem. */
	list(field: Field): Field[] {
		const {tree} = field;
		if (tree.kind !== 'list') {
			this.refuse(field, `must be a list, not ${this.shown(field)}`);
			return [];
		}
		return tree.items.map((item, i) => ({path: `${field.path}[${i}]`, place: item.place, tree: item}));
	}

	/** The items of a list, or the one value that stands instead of a list. */
	listOrOne(field: Field): Field[] {
		return this.isList(field) ? this.list(field) : [field];
	}

	/** The plain value: text, number, truth or null; a list or map comes as a whole. */
	value({tree}: Field): unknown {
		return valueOf(tree);
	}

	/** The value for a message. */
	shown(field: Field): string {
		const value = this.value(field);
		return value === null ? 'nothing' : shown(value);
	}
}
