// The text of a scenario file as a tree, or what is wrong with it as YAML.

import {isAlias, isMap, isScalar, isSeq, parseDocument} from 'yaml';
import type {Node, Pair, ParsedNode} from 'yaml';
import {Source} from './source.ts';
import type {ProblemList} from './problems.ts';
import type {MapEntry, Place, Tree} from './tree.ts';

/** A scenario has a few hundred lines: what is larger is some other file. */
export const MOST_CHARACTERS = 1024 * 1024;
/** Values in a tree, each as often as aliases name it: what is beyond was written to do harm. */
export const MOST_VALUES = 1_000_000;
/** A step in a step in a step needs a dozen. */
const DEEPEST = 100;

/** The tree of `text`; null where it is none, and then `problems` says why. `file` is only for messages. */
export function readTree(text: string, file: string, problems: ProblemList): Tree | null {
	if (text.length > MOST_CHARACTERS) {
		const message = `the file has ${text.length} characters; a scenario has at most ${MOST_CHARACTERS}`;
		problems.add({source: new Source(file, ''), offset: 0}, '', message);
		return null;
	}
	const source = new Source(file, text);
	try {
		return treeOf(source, problems);
	} catch (error) {
		// Nesting deeper than the parser's stack, or a document that only an attacker writes.
		problems.add({source, offset: 0}, '', `the file cannot be read as YAML: ${(error as Error).message}`);
		return null;
	}
}

function treeOf(source: Source, problems: ProblemList): Tree | null {
	// Repeated keys are found by the reader: the library compares each key with every other.
	const document = parseDocument(source.text, {uniqueKeys: false, prettyErrors: false});
	const errors = [...document.errors, ...document.warnings];
	for (const {pos, message} of errors) {
		const variable = unquotedVariable(source.text, pos[0]);
		if (variable !== undefined) {
			problems.add(
				{source, offset: pos[0] - 1},
				'',
				`inside {…} and […] a variable stands in quotes: "${variable}"; YAML reads its braces as a map`,
			);
			// Whatever else is wrong follows from it.
			return null;
		}
		problems.add({source, offset: pos[0]}, '', `not valid YAML: ${message}`);
	}
	if (errors.length > 0) {
		return null;
	}
	if (document.contents === null) {
		const right = 'a scenario has at least name, version, devices and steps';
		problems.add({source, offset: 0}, '', `the file is empty; ${right}`);
		return null;
	}
	return new Grower(source).grow(document.contents);
}

/** The variable whose braces the parser stumbled over at `offset`. */
function unquotedVariable(text: string, offset: number): string | undefined {
	return /^\$\{[A-Za-z][\w-]*\}/.exec(text.slice(Math.max(0, offset - 1), offset + 100))?.[0];
}

interface Grown {
	readonly tree: Tree;
	/** Values in it. */
	readonly size: number;
}

/** Makes a tree of the library's nodes. Throws where aliases are wrong, or nesting or size out of bounds. */
class Grower {
	readonly #source: Source;
	/** By anchor, as soon as they are complete: what holds itself is never found. */
	readonly #anchored = new Map<string, Grown>();
	#size = 0;

	constructor(source: Source) {
		this.#source = source;
	}

	grow(node: ParsedNode | Node): Tree {
		return this.#grown(node, {source: this.#source, offset: 0}, 0);
	}

	#grown(node: Node | null, parent: Place, depth: number): Tree {
		if (depth > DEEPEST) {
			throw new Error(`it is nested deeper than ${DEEPEST} levels`);
		}
		const before = this.#size;
		this.#grew(1);
		const place = {source: this.#source, offset: node?.range?.[0] ?? parent.offset};
		if (isAlias(node)) {
			return this.#aliased(node.source, place);
		}
		const tree = this.#own(node, place, depth);
		const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
		if (anchor !== undefined) {
			this.#anchored.set(anchor, {tree, size: this.#size - before});
		}
		return tree;
	}

	#grew(by: number): void {
		this.#size += by;
		if (this.#size > MOST_VALUES) {
			throw new Error(`its aliases make more than ${MOST_VALUES} values of it`);
		}
	}

	/** What an alias stands for, at the place of the alias. */
	#aliased(name: string, place: Place): Tree {
		const grown = this.#anchored.get(name);
		if (grown === undefined) {
			throw new Error(`the alias *${name} stands before the end of what it names, or nothing is named &${name}`);
		}
		this.#grew(grown.size);
		return {...grown.tree, place};
	}

	#own(node: Node | null, place: Place, depth: number): Tree {
		if (isMap(node)) {
			return {kind: 'map', place, entries: node.items.map(pair => this.#entry(pair, place, depth))};
		}
		if (isSeq(node)) {
			return {kind: 'list', place, items: node.items.map(item => this.#grown(item as Node, place, depth + 1))};
		}
		const scalar = isScalar(node) ? node : null;
		return {kind: 'scalar', place, end: scalar?.range?.[1] ?? place.offset, value: scalar?.value ?? null};
	}

	#entry({key, value}: Pair, parent: Place, depth: number): MapEntry {
		const place = {source: this.#source, offset: (key as Node | null)?.range?.[0] ?? parent.offset};
		return {
			key: isScalar(key) ? String(key.value) : '?',
			place,
			value: this.#grown(value as Node | null, place, depth + 1),
		};
	}
}
