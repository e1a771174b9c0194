// One checker for the parameters of every fault, from the table each fault brings.

import {codedError} from '../../src/core/errors.ts';
import {DURATION_FORM, formatDuration, parseDuration} from '../scenario/duration.ts';
import {suggestion} from '../scenario/nearest.ts';
import {shown} from '../scenario/shown.ts';
import type {Fault, FaultParameter, FaultValues} from './fault.ts';

/** What is wrong with one parameter. */
export interface ParameterProblem {
	/** Name of the parameter; '' when it is about all of them. */
	readonly field: string;
	/** What was wrong and what would be right. */
	readonly message: string;
}

export interface CheckedParameters {
	/** Complete and in range only when there are no problems. */
	readonly values: FaultValues;
	readonly problems: readonly ParameterProblem[];
}

/** Checks `raw` (a plain object, or null for no parameters) against the fault's table and fills in defaults. */
export function checkParameters(fault: Fault, raw: unknown): CheckedParameters {
	if (raw !== null && (typeof raw !== 'object' || Array.isArray(raw))) {
		return {values: {}, problems: [{field: '', message: `parameters must be a map${listOf(fault)}, such as {}`}]};
	}
	const given = (raw ?? {}) as Readonly<Record<string, unknown>>;
	const problems = unknownKeys(fault, given);
	const values: Record<string, number> = {};
	for (const parameter of fault.parameters) {
		const value = valueOf(parameter, Object.hasOwn(given, parameter.name) ? given[parameter.name] : undefined);
		if (value === undefined) {
			problems.push({field: parameter.name, message: refusal(parameter, given[parameter.name])});
		} else {
			values[parameter.name] = value;
		}
	}
	const conflict = problems.length === 0 ? fault.conflict?.(values) : undefined;
	return {values, problems: conflict === undefined ? problems : [{field: '', message: conflict}]};
}

/** The values of `raw`; throws E_FAULT_PARAMETER with the first problem. */
export function requireParameters(fault: Fault, raw: unknown): FaultValues {
	const {values, problems} = checkParameters(fault, raw);
	if (problems.length > 0) {
		const {field, message} = problems[0];
		const place = field === '' ? fault.name : `${fault.name}.${field}`;
		throw codedError('E_FAULT_PARAMETER', `${place}: ${message}`, {fault: fault.name, field});
	}
	return values;
}

/** The range a parameter may have, with its unit, such as `0.01 to 0.99 (share of the voltage)`. */
export function rangeText(parameter: FaultParameter): string {
	const {kind, unit, min, max, choices} = parameter;
	if (choices !== undefined) {
		return choices.join(', ');
	}
	const range = `${valueText(parameter, min)} to ${valueText(parameter, max)}`;
	return kind === 'duration' ? range : `${range} (${unit})`;
}

/** A value as it is written in a scenario: durations with a unit, choices as their word. */
export function valueText({kind, choices}: FaultParameter, value: number): string {
	if (choices !== undefined) {
		return choices[value];
	}
	return kind === 'duration' ? formatDuration(value) : String(value);
}

function unknownKeys(fault: Fault, given: Readonly<Record<string, unknown>>): ParameterProblem[] {
	const names = fault.parameters.map(parameter => parameter.name);
	return Object.keys(given)
		.filter(key => !names.includes(key))
		.map(key => ({
			field: key,
			message: `${fault.name} has no parameter ${key}${listOf(fault)}${suggestion(key, names)}`,
		}));
}

function listOf(fault: Fault): string {
	const names = fault.parameters.map(parameter => parameter.name);
	return names.length === 0 ? ` (${fault.name} takes none)` : ` (${fault.name} takes ${names.join(', ')})`;
}

function valueOf(parameter: FaultParameter, raw: unknown): number | undefined {
	const value = raw === undefined ? parameter.default : read(parameter, raw);
	return value !== undefined && value >= parameter.min && value <= parameter.max ? value : undefined;
}

function read({kind, choices}: FaultParameter, raw: unknown): number | undefined {
	if (choices !== undefined) {
		return typeof raw === 'string' ? choices.indexOf(raw) : undefined;
	}
	if (kind === 'duration') {
		return typeof raw === 'string' ? parseDuration(raw) : undefined;
	}
	const number = typeof raw === 'number' ? raw : undefined;
	return kind === 'count' && !Number.isInteger(number) ? undefined : number;
}

const forms: Readonly<Record<FaultParameter['kind'], string>> = {
	ratio: 'a number',
	quantity: 'a number',
	count: 'a whole number',
	duration: DURATION_FORM,
	choice: 'a word',
};

function refusal(parameter: FaultParameter, raw: unknown): string {
	const what = raw === undefined ? 'is missing' : `cannot be ${shown(raw)}`;
	if (parameter.choices !== undefined) {
		return `${parameter.name} ${what}: it must be one of ${rangeText(parameter)}`;
	}
	return `${parameter.name} ${what}: it must be ${forms[parameter.kind]}, from ${rangeText(parameter)}`;
}
