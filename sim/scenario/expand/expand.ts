// From the text of a scenario to its cases: what its files give is put together, each case of its matrix gets its parameters, and
// variables become values. Everything keeps the place where it is written.

import {codedError} from '../../../src/core/errors.ts';
import {ProblemList} from '../problems.ts';
import {Reader} from '../reader.ts';
import type {MapTree} from '../tree.ts';
import {readTree} from '../yaml-tree.ts';
import {Expansion, refuseUnused} from './expansion.ts';
import {fragmentKeys, scenarioKeys} from './file-keys.ts';
import {Files, noIncludes} from './files.ts';
import type {IncludePort} from './files.ts';
import {caseText, readMatrix} from './matrix.ts';
import type {Parameter} from './matrix.ts';
import {Scope, unknownVariable} from './scope.ts';
import {readVariables, scalarRefusal, valueRefusal} from './variables.ts';
import type {Variable, Variables, VariableValue} from './variables.ts';

export interface ExpandOptions {
	readonly include?: IncludePort;
	/** Values that go before those of the file, as a person writes them. */
	readonly set?: ReadonlyMap<string, string>;
}

export interface ExpandedCase {
	/** None without a matrix. */
	readonly parameters: readonly Parameter[];
	readonly tree: MapTree;
}

export interface Expanded {
	/** The file is made to be included, and is no scenario of its own. */
	readonly isFragment: boolean;
	/** Empty where files cannot be put together. */
	readonly cases: readonly ExpandedCase[];
}

/** What `text` says; problems go to `problems`. Throws E_USAGE where `set` gives what no variable can have. */
export function expand(text: string, file: string, options: ExpandOptions, problems: ProblemList): Expanded {
	const tree = readTree(text, file, problems);
	if (tree === null || tree.kind !== 'map') {
		if (tree !== null) {
			const reader = new Reader(tree, problems);
			reader.map(reader.root(), scenarioKeys);
		}
		return {isFragment: false, cases: []};
	}
	const files = new Files(file, options.include ?? noIncludes, problems);
	const isFragment = isMarked(tree, problems);
	const whole = files.withShared({tree, chain: [files.root]}, 'top', new Set([files.root]));
	if (problems.all.length > 0) {
		return {isFragment, cases: []};
	}
	return {isFragment, cases: casesOf(whole.tree, files, options.set ?? new Map<string, string>(), problems)};
}

function isMarked(tree: MapTree, problems: ProblemList): boolean {
	const reader = new Reader(tree, problems);
	const mark = reader.map(reader.root(), null).get('fragment');
	if (mark !== undefined && reader.value(mark) !== true) {
		reader.refuse(mark, `must be true, in a file that others include; leave it out in a scenario`);
	}
	if (mark !== undefined) {
		reader.map(reader.root(), fragmentKeys);
	}
	return mark !== undefined;
}

function casesOf(
	tree: MapTree,
	files: Files,
	set: ReadonlyMap<string, string>,
	problems: ProblemList,
): readonly ExpandedCase[] {
	const reader = new Reader(tree, problems);
	const fields = reader.map(reader.root(), null);
	const declared = readVariables(reader, fields.get('variables'));
	const matrix = readMatrix(reader, fields.get('matrix'), declared) ?? [[]];
	const variables = withSet(declared, matrix[0], set);
	const expansion = new Expansion(files, problems);
	const used = new Set<string>();
	const cases = matrix.map(parameters => {
		const all = new Map([...variables, ...parameters.map(each => [each.name, each] as const)]);
		const scope = new Scope(all, used, problems);
		return {
			parameters: parameters.map(({name, value}) => ({name, value: String(value)})),
			tree: expansion.file(tree, {scope, chain: [files.root]}),
		};
	});
	// A misspelt use leaves its variable unused, and has been told.
	if (problems.all.length === 0) {
		const parameters = matrix[0].map(each => [each.name, each] as const);
		refuseUnused(reader, new Map([...declared, ...parameters]), used);
	}
	return cases;
}

/** `declared` with the values that the command line gives. */
function withSet(declared: Variables, parameters: readonly Variable[], set: ReadonlyMap<string, string>): Variables {
	const variables = new Map(declared);
	for (const [name, text] of set) {
		const variable = declared.get(name);
		const parameter = parameters.find(each => each.name === name);
		if (parameter !== undefined) {
			throw badSet(name, text, `is a parameter of the matrix: pick cases of it with --case ${name}=VALUE`);
		}
		if (variable === undefined) {
			throw badSet(name, text, `is not possible: ${unknownVariable(name, declared)}`);
		}
		variables.set(name, {...variable, value: setValue(variable, text)});
	}
	return variables;
}

function setValue(variable: Variable, text: string): VariableValue {
	const tree = readTree(text, '--set', new ProblemList());
	const value = tree?.kind === 'scalar' ? tree.value : text;
	const refusal = tree?.kind === 'scalar' ? scalarRefusal(value) : 'must be a single value';
	const why = refusal ?? valueRefusal(variable, value as VariableValue);
	if (why !== null) {
		throw badSet(variable.name, text, `is not possible: ${why}`);
	}
	return value as VariableValue;
}

function badSet(name: string, text: string, why: string): Error {
	return codedError('E_USAGE', `--set ${name}=${text} ${why}`, {option: '--set', value: `${name}=${text}`});
}

/** A case behind the name of its scenario. */
export function caseName(name: string, parameters: readonly Parameter[]): string {
	return parameters.length === 0 ? name : `${name} [${caseText(parameters)}]`;
}

/** The name of the scenario alone. */
export function titleOf({
	name,
	parameters,
}: {
	readonly name: string;
	readonly parameters: readonly Parameter[];
}): string {
	return name.slice(0, name.length - caseName('', parameters).length);
}
