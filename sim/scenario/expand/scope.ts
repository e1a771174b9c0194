// Which variables there are where a part of a scenario stands, and which of them it uses.

import {suggestion} from '../nearest.ts';
import type {ProblemList} from '../problems.ts';
import type {MapEntry, Place, ScalarTree} from '../tree.ts';
import type {Variables} from './variables.ts';

/** `${name}`, or `$${` for the characters themselves. */
const use = /\$(\$?)\{([^}]*)(\}?)/g;

export class Scope {
	readonly variables: Variables;
	/** Names of those that were used; scopes of several cases share it. */
	readonly used: Set<string>;
	readonly #problems: ProblemList;

	constructor(variables: Variables, used: Set<string>, problems: ProblemList) {
		this.variables = variables;
		this.used = used;
		this.#problems = problems;
	}

	/** A scalar with its variables put in: alone it gets the variable's own value, else they become part of its text. */
	scalar(tree: ScalarTree, path: string): ScalarTree {
		const {value} = tree;
		if (typeof value !== 'string' || !value.includes('${')) {
			return tree;
		}
		const uses = [...value.matchAll(use)].filter(([, escaped]) => escaped === '');
		const from = uses.map(([text]) => text).join(', ');
		const isBroken = uses.some(([, , name]) => !this.variables.has(name));
		const text = this.#text(value, tree.place, tree.end, path);
		const put = from === value ? this.variables.get(value.slice(2, -1)) : undefined;
		return {...tree, value: put?.value ?? text, ...(from === '' ? {} : {from}), ...(isBroken ? {isBroken} : {})};
	}

	/** A key with its variables put in. */
	key({key, place}: MapEntry, path: string): string {
		return key.includes('${') ? this.#text(key, place, place.offset + key.length, path) : key;
	}

	#text(text: string, place: Place, end: number, path: string): string {
		return text.replace(use, (whole: string, escaped: string, name: string, brace: string) => {
			if (escaped !== '') {
				return whole.slice(1);
			}
			const variable = this.variables.get(name);
			if (brace === '') {
				this.#problems.add(placeOf(place, end, whole), path, `${whole} has no } at its end`);
			} else if (variable === undefined) {
				this.#problems.add(placeOf(place, end, whole), path, unknownVariable(name, this.variables));
			} else {
				this.used.add(name);
			}
			return String(variable?.value ?? whole);
		});
	}
}

/** Where `part` stands in the scalar at `place`; its start where escapes hide it. */
function placeOf(place: Place, end: number, part: string): Place {
	const {source, offset} = place;
	const found = source.text.slice(offset, end).indexOf(part);
	return {source, offset: offset + Math.max(0, found)};
}

export function unknownVariable(name: string, variables: Variables): string {
	const names = [...variables.keys()];
	const known = names.length === 0 ? 'no variables are declared here' : `there are ${names.join(', ')}`;
	return `no variable is called ${name}; ${known}${suggestion(name, names)}`;
}
