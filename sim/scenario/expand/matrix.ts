// A matrix: `matrix: {model: [SMT750I, SMT1500], depth: [0.2, 0.4], exclude: [{model: SMT1500, depth: 0.4}]}`. Every combination of the
// values, but for those excluded, is a case: a scenario of its own with the variables set.

import {suggestion} from '../nearest.ts';
import type {Field, Reader} from '../reader.ts';
import {noRule, refuseValue, scalarOf, variableName} from './variables.ts';
import type {Variable, Variables, VariableValue} from './variables.ts';

export const MOST_CASES = 1000;
/** Before exclude: whoever excludes nearly all of more than this means another matrix. */
const MOST_COMBINATIONS = 100_000;
const EXCLUDE = 'exclude';

/** One parameter of a case. */
export interface Parameter {
	readonly name: string;
	/** As `scenario run --case` takes it. */
	readonly value: string;
}

/** The parameters of each case as variables, in the order of the file: the last parameter changes fastest. */
export type Matrix = ReadonlyArray<readonly Variable[]>;

interface Axis {
	readonly name: string;
	readonly values: readonly Variable[];
}

/** Undefined where the file has none. Parameters that `variables` declares too must keep to the rules there. */
export function readMatrix(reader: Reader, field: Field | undefined, variables: Variables): Matrix | undefined {
	if (field === undefined) {
		return undefined;
	}
	const fields = reader.map(field, null);
	const axes = [...fields]
		.filter(([key]) => key !== EXCLUDE)
		.map(([name, axis]) => readAxis(reader, name, axis, variables));
	const combinations = axes.reduce((product, {values}) => product * values.length, 1);
	if (axes.length === 0 && reader.isMap(field)) {
		reader.refuse(field, 'must hold at least one parameter with its values, such as model: [SMT750I, SMT1500]');
	}
	if (axes.length === 0 || combinations === 0) {
		return undefined;
	}
	if (combinations > MOST_COMBINATIONS) {
		reader.refuse(field, `${combinations} combinations; there may be at most ${MOST_CASES} cases`);
		return undefined;
	}
	const cases = withoutExcluded(reader, fields.get(EXCLUDE), axes, casesOf(axes));
	if (cases.length > MOST_CASES || cases.length === 0) {
		reader.refuse(field, `${cases.length} cases; there may be 1 to ${MOST_CASES}`);
		return undefined;
	}
	return cases;
}

function readAxis(reader: Reader, name: string, field: Field, variables: Variables): Axis {
	if (!variableName.test(name)) {
		reader.refuse(field, 'the name of a parameter is letters, digits, _ and -, a letter first');
	}
	const items = reader.list(field);
	if (reader.isList(field) && items.length === 0) {
		reader.refuse(field, 'must hold at least one value');
	}
	const seen = new Set<VariableValue>();
	const values = items.map((item): Variable => {
		const value = scalarOf(reader, item);
		if (seen.has(value)) {
			reader.refuse(item, `the value ${reader.shown(item)} stands twice; remove one`);
		}
		seen.add(value);
		const variable = {name, field, rule: variables.get(name)?.rule ?? noRule, value};
		refuseValue(reader, item, variable, value);
		return variable;
	});
	return {name, values};
}

function casesOf(axes: readonly Axis[]): Array<readonly Variable[]> {
	return axes.reduce<Array<readonly Variable[]>>(
		(cases, {values}) => cases.flatMap(before => values.map(value => [...before, value])),
		[[]],
	);
}

function withoutExcluded(
	reader: Reader,
	field: Field | undefined,
	axes: readonly Axis[],
	cases: Array<readonly Variable[]>,
): Array<readonly Variable[]> {
	if (field === undefined) {
		return cases;
	}
	const excluded = reader.list(field).map(item => readExcluded(reader, item, axes));
	return cases.filter(each => !excluded.some(values => isExcluded(each, values)));
}

function isExcluded(parameters: readonly Variable[], values: ReadonlyMap<string, VariableValue>): boolean {
	return values.size > 0 && parameters.every(({name, value}) => !values.has(name) || values.get(name) === value);
}

/** The values of the cases to leave out; a parameter that is not named may have any. */
function readExcluded(reader: Reader, field: Field, axes: readonly Axis[]): Map<string, VariableValue> {
	const values = new Map<string, VariableValue>();
	const names = axes.map(({name}) => name);
	if (reader.isMap(field) && reader.size(field) === 0) {
		reader.refuse(field, `must hold at least one of ${names.join(', ')}`);
	}
	for (const [name, given] of reader.map(field, names)) {
		const known = axes.find(axis => axis.name === name)?.values ?? [];
		const value = reader.value(given);
		const found = known.find(each => each.value === value);
		if (found === undefined) {
			const texts = known.map(each => String(each.value));
			reader.refuse(
				given,
				`${reader.shown(given)} is no value of ${name}; there are ${texts.join(', ')}${suggestion(String(value), texts)}`,
			);
		}
		values.set(name, found?.value ?? '');
	}
	return values;
}

/** What a case is called, such as `model=SMT750I depth=0.2`. */
export function caseText(parameters: readonly Parameter[]): string {
	return parameters.map(({name, value}) => `${name}=${value}`).join(' ');
}
