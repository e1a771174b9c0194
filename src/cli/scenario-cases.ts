// Which cases of a scenario `scenario run` plays, and with what values of its variables: --case and --set, from text to values.

import type {CheckedScenario} from '../../sim/scenario/parse.ts';
import type {Scenario} from '../../sim/scenario/scenario.ts';
import {codedError} from '../core/errors.ts';
import type {CodedError} from '../core/errors.ts';

/** Values by the names of variables or parameters. */
export type Values = ReadonlyMap<string, string>;

const assignment = /^([A-Za-z][\w-]*)=(.*)$/s;
/** Between two conditions: a comma or blanks, and then the next name. */
const between = /[, ]+(?=[A-Za-z][\w-]*=)/;

/** The values of all `--set NAME=VALUE`. Throws E_USAGE. */
export function parseSets(texts: readonly string[]): Values {
	const values = new Map<string, string>();
	for (const text of texts) {
		const [, name, value] = assignment.exec(text) ?? [];
		if (name === undefined) {
			throw usage('--set', text, 'must be the name of a variable, = and a value, such as depth=0.5');
		}
		if (values.has(name)) {
			throw usage('--set', text, `is the second value of ${name}; give one`);
		}
		values.set(name, value);
	}
	return values;
}

/** What each `--case` asks for, such as `model=SMT750I,depth=0.2`. Throws E_USAGE. */
export function parsePicks(texts: readonly string[]): Values[] {
	return texts.map(text => {
		const conditions = text.split(between).map(part => assignment.exec(part));
		if (conditions.some(condition => condition === null)) {
			throw usage('--case', text, 'must be parameters of the matrix with values, such as model=SMT750I,depth=0.2');
		}
		return new Map(conditions.map(condition => [condition![1], condition![2]]));
	});
}

/** The cases that one of `picks` asks for, in their order; all without any. Throws E_USAGE where one asks for none. */
export async function pickedCases(cases: readonly Scenario[], picks: readonly Values[]): Promise<readonly Scenario[]> {
	if (picks.length === 0) {
		return cases;
	}
	for (const pick of picks) {
		if (!cases.some(each => isPicked(each, pick))) {
			throw await noCase(cases, pick);
		}
	}
	return cases.filter(each => picks.some(pick => isPicked(each, pick)));
}

function isPicked({parameters}: Scenario, pick: Values): boolean {
	return [...pick].every(([name, value]) => parameters.some(each => each.name === name && each.value === value));
}

async function noCase(cases: readonly Scenario[], pick: Values): Promise<CodedError> {
	const {caseText} = await import('../../sim/scenario/expand/matrix.ts');
	const {suggestion} = await import('../../sim/scenario/nearest.ts');
	const text = [...pick].map(([name, value]) => `${name}=${value}`).join(',');
	const known = cases.flatMap(({parameters}) => (parameters.length === 0 ? [] : [caseText(parameters)]));
	const why =
		known.length === 0
			? 'picks cases of a matrix, and this scenario has none; leave it out'
			: `is no case; the first is ${known[0]}${suggestion(text.replaceAll(',', ' '), known)}`;
	return usage('--case', text, why);
}

/** The options that make the same case again. */
export function caseWords({parameters}: Scenario, set: Values): string[] {
	const sets = [...set].flatMap(([name, value]) => ['--set', `${name}=${value}`]);
	const pick = parameters.map(({name, value}) => `${name}=${value}`).join(',');
	return pick === '' ? sets : [...sets, '--case', pick];
}

/** The cases of a file without problems. Throws E_SCENARIO_INVALID for a file that others include. */
export function playable(file: string, {isFragment, cases}: CheckedScenario): readonly Scenario[] {
	if (isFragment) {
		throw codedError('E_SCENARIO_INVALID', `${file} is a fragment for scenarios to include, and none itself`, {
			file,
			line: 1,
			column: 1,
			field: 'fragment',
		});
	}
	return cases;
}

function usage(option: string, value: string, message: string): CodedError {
	return codedError('E_USAGE', `${option} ${value} ${message}`, {option, value});
}
