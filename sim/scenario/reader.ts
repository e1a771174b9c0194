// Reads a YAML document field by field, keeping the place of each, and collects what is wrong instead of stopping at it.

import {isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument} from 'yaml';
import type {Document, Node} from 'yaml';
import {suggestion} from './nearest.ts';
import type {Problem} from './problems.ts';
import {shown} from './shown.ts';

/** A value in the file. `node` is null where a key stands without a value. */
export interface Field {
	/** How it is reached, such as `steps[2].inject`. */
	readonly path: string;
	/** Where its key stands (or itself, in a list), in characters from the start. */
	readonly offset: number;
	readonly node: Node | null;
}

/** The fields of a map by key. */
export type Fields = ReadonlyMap<string, Field>;

/** A scenario has a few hundred lines: what is larger is some other file. */
export const MOST_CHARACTERS = 1024 * 1024;
/** How many times aliases may multiply a document; the library refuses beyond. */
const MOST_ALIASES = 100;
/** Whoever made a hundred mistakes made one mistake: the rest is left out. */
const MOST_PROBLEMS = 100;

export class Reader {
	readonly file: string;
	readonly problems: Problem[] = [];
	#document: Document | undefined;
	readonly #lines = new LineCounter();

	constructor(text: string, file: string) {
		this.file = file;
		try {
			this.#open(text);
		} catch (error) {
			// Nesting deeper than the parser's stack, or a document that only an attacker writes.
			this.refuse(this.root(), `the file cannot be read as YAML: ${(error as Error).message}`);
		}
	}

	#open(text: string): void {
		if (text.length > MOST_CHARACTERS) {
			this.refuse(this.root(), `the file has ${text.length} characters; a scenario has at most ${MOST_CHARACTERS}`);
			return;
		}
		// Repeated keys are found in map(): the library compares each key with every other.
		const document = parseDocument(text, {lineCounter: this.#lines, uniqueKeys: false, prettyErrors: false});
		for (const {pos, message} of [...document.errors, ...document.warnings]) {
			this.refuse({path: '', offset: pos[0], node: null}, `not valid YAML: ${message}`);
		}
		if (this.problems.length > 0) {
			return;
		}
		document.toJS({maxAliasCount: MOST_ALIASES});
		this.#document = document;
		if (document.contents === null) {
			this.refuse(this.root(), 'the file is empty; a scenario has at least name, version, devices and steps');
		}
	}

	root(): Field {
		return {path: '', offset: 0, node: this.#document?.contents ?? null};
	}

	/** Notes a problem at `field`. */
	refuse(field: Field, message: string): void {
		if (this.problems.length >= MOST_PROBLEMS) {
			return;
		}
		const {line, col} = this.#lines.linePos(field.offset);
		this.problems.push({
			file: this.file,
			line: Math.max(1, line),
			column: Math.max(1, col),
			field: field.path,
			message,
		});
	}

	/** The line on which `field` stands, from 1. */
	line(field: Field): number {
		return this.#lines.linePos(field.offset).line;
	}

	/** The node itself, where an alias stands for it. */
	#resolved(field: Field): Node | null {
		const {node} = field;
		return isAlias(node) && this.#document !== undefined ? (node.resolve(this.#document) ?? null) : node;
	}

	isMap(field: Field): boolean {
		return isMap(this.#resolved(field));
	}

	isList(field: Field): boolean {
		return isSeq(this.#resolved(field));
	}

	/** How many keys a map has, known or not; 0 where it is none. */
	size(field: Field): number {
		const node = this.#resolved(field);
		return isMap(node) ? node.items.length : 0;
	}

	/** The fields of a map. Keys that `known` does not list are problems; null lets every key pass. */
	map(field: Field, known: readonly string[] | null): Fields {
		const fields = new Map<string, Field>();
		const node = this.#resolved(field);
		if (!isMap(node)) {
			this.refuse(field, `must be a map${known === null ? '' : ` of ${known.join(', ')}`}, not ${this.shown(field)}`);
			return fields;
		}
		for (const {key, value} of node.items) {
			this.#addPair(fields, field, known, key as Node, value as Node | null);
		}
		return fields;
	}

	#addPair(
		fields: Map<string, Field>,
		parent: Field,
		known: readonly string[] | null,
		key: Node,
		value: Node | null,
	): void {
		const name = isScalar(key) ? String(key.value) : '?';
		const path = parent.path === '' ? name : `${parent.path}.${name}`;
		const field = {path, offset: key.range?.[0] ?? parent.offset, node: value};
		if (fields.has(name)) {
			this.refuse(field, `the key ${shown(name)} stands twice; remove one`);
		} else if (known !== null && !known.includes(name)) {
			this.refuse(field, `unknown key; known here are ${known.join(', ')}${suggestion(name, known)}`);
		} else {
			fields.set(name, field);
		}
	}

	/** The items of a list; a value that is none is a problem. */
	list(field: Field): Field[] {
		const node = this.#resolved(field);
		if (!isSeq(node)) {
			this.refuse(field, `must be a list, not ${this.shown(field)}`);
			return [];
		}
		return node.items.map((item, i) => ({
			path: `${field.path}[${i}]`,
			offset: (item as Node).range?.[0] ?? field.offset,
			node: item as Node,
		}));
	}

	/** The items of a list, or the one value that stands instead of a list. */
	listOrOne(field: Field): Field[] {
		return this.isList(field) ? this.list(field) : [field];
	}

	/** The plain value: text, number, truth or null; a list or map comes as a whole. */
	value(field: Field): unknown {
		const node = this.#resolved(field);
		if (node === null || this.#document === undefined) {
			return null;
		}
		return isScalar(node) ? node.value : node.toJS(this.#document, {maxAliasCount: MOST_ALIASES});
	}

	/** The value for a message. */
	shown(field: Field): string {
		const value = this.value(field);
		return value === null ? 'nothing' : shown(value);
	}
}
