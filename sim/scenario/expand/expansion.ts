// Puts variables in their places, and the steps of included files in theirs.

import {suggestion} from '../nearest.ts';
import type {ProblemList} from '../problems.ts';
import {Reader} from '../reader.ts';
import type {Field} from '../reader.ts';
import {childOf} from '../tree.ts';
import type {MapTree, Tree} from '../tree.ts';
import type {Files} from './files.ts';
import {Scope} from './scope.ts';
import {readVariables, refuseValue, scalarOf} from './variables.ts';
import type {Variables} from './variables.ts';

/** Steps of all includes together: as many as a scenario can have. */
export const MOST_INCLUDED_STEPS = 10_000;
/** Values of all cases together: beyond, includes or cases multiply as nobody can have meant. */
const MOST_VALUES = 5_000_000;

export const includeStepKeys: readonly string[] = ['include', 'with'];
/** Keys of a file in which no variable can stand. */
const untouched: readonly string[] = ['include', 'variables', 'matrix', 'fragment'];

/** Where a part of a scenario stands: its variables, and the files that led to it. */
interface Where {
	readonly scope: Scope;
	readonly chain: readonly string[];
}

export class Expansion {
	readonly #files: Files;
	readonly #problems: ProblemList;
	#stepCount = 0;
	#valueCount = 0;

	constructor(files: Files, problems: ProblemList) {
		this.#files = files;
		this.#problems = problems;
	}

	/** A whole file with its variables put in, and with the steps that it includes. */
	file(tree: MapTree, where: Where): MapTree {
		this.#stepCount = 0;
		return {
			...tree,
			entries: tree.entries.map(entry =>
				untouched.includes(entry.key)
					? entry
					: {...entry, value: this.#tree(entry.value, where, entry.key, entry.key === 'steps')},
			),
		};
	}

	#tree(tree: Tree, where: Where, path: string, takesSteps: boolean): Tree {
		this.#valueCount += 1;
		if (this.#valueCount > MOST_VALUES) {
			const message = `with its includes and cases it has more than ${MOST_VALUES} values; make less of it`;
			this.#problems.add({source: tree.place.source, offset: 0}, '', message);
			return broken(tree);
		}
		if (tree.kind === 'scalar') {
			return where.scope.scalar(tree, path);
		}
		if (tree.kind === 'list') {
			return {
				...tree,
				items: tree.items.flatMap((item, i) =>
					takesSteps && childOf(item, 'include') !== undefined
						? this.#included(item, where, `${path}[${i}]`)
						: [this.#tree(item, where, `${path}[${i}]`, takesSteps)],
				),
			};
		}
		return {
			...tree,
			entries: tree.entries.map(entry => {
				const inner = `${path}.${entry.key}`;
				return {
					...entry,
					key: where.scope.key(entry, inner),
					value: this.#tree(entry.value, where, inner, takesSteps),
				};
			}),
		};
	}

	/** The steps of the file that a step includes. */
	#included(tree: Tree, where: Where, path: string): readonly Tree[] {
		const reader = new Reader(tree, this.#problems);
		const fields = reader.map({path, place: tree.place, tree}, includeStepKeys);
		const include = fields.get('include')!;
		const file = this.#files.included(reader, include, where.chain, 'steps');
		const part = file === null ? null : this.#stepsOf(file.tree);
		if (file === null || part === null) {
			return [broken(tree)];
		}
		const {own, steps, count} = part;
		this.#stepCount += count + 1;
		if (this.#stepCount > MOST_INCLUDED_STEPS) {
			reader.refuse(include, `makes more than ${MOST_INCLUDED_STEPS} steps of it; include less`);
			return [broken(tree)];
		}
		const declared = readVariables(own, childField(own, 'variables'));
		const variables = this.#given(reader, fields.get('with'), declared, where.scope);
		const scope = new Scope(variables, new Set(), this.#problems);
		const inner = this.#tree(steps, {scope, chain: file.chain}, 'steps', true);
		refuseUnused(own, declared, scope.used);
		return inner.kind === 'list' ? inner.items : [inner];
	}

	/** The steps of an included file; null where it has none. */
	#stepsOf(tree: MapTree): {readonly own: Reader; readonly steps: Tree; readonly count: number} | null {
		const own = new Reader(tree, this.#problems);
		const steps = childField(own, 'steps');
		const count = steps === undefined ? 0 : own.list(steps).length;
		if (steps === undefined || count === 0) {
			own.refuse(steps ?? own.root(), 'must hold steps: the file is included as a step');
			return null;
		}
		return {own, steps: steps.tree, count};
	}

	/** The variables of an included file, with the values that the step gives them. */
	#given(reader: Reader, field: Field | undefined, declared: Variables, outer: Scope): Variables {
		const variables = new Map(declared);
		if (field === undefined) {
			return variables;
		}
		const names = [...declared.keys()];
		for (const [name, {tree, ...place}] of reader.map(field, null)) {
			const given = {...place, tree: tree.kind === 'scalar' ? outer.scalar(tree, place.path) : tree};
			const variable = declared.get(name);
			if (variable === undefined) {
				const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
				reader.refuse(given, `the included file has no variable ${name}; ${known}${suggestion(name, names)}`);
			} else {
				variables.set(name, {...variable, value: scalarOf(reader, given)});
				refuseValue(reader, given, variable, variables.get(name)!.value);
			}
		}
		return variables;
	}
}

/** Stands where something is that has been refused already. */
function broken({place}: Tree): Tree {
	return {kind: 'scalar', place, end: place.offset, value: null, isBroken: true};
}

function childField(reader: Reader, key: string): Field | undefined {
	return reader.map(reader.root(), null).get(key);
}

/** Variables that a file declares itself and that nothing uses: mostly a use is misspelt, or what used them is gone. */
export function refuseUnused(reader: Reader, declared: Variables, used: ReadonlySet<string>): void {
	const {file} = reader.root().place.source;
	for (const {name, field} of declared.values()) {
		// Files that are made to be included may declare more than each of those that include them needs.
		if (!used.has(name) && field.place.source.file === file) {
			reader.refuse(field, `nothing uses \${${name}}; remove it`);
		}
	}
}
