// What is wrong with a scenario file, with its place: all of it, not only the first.

import {codedError} from '../../src/core/errors.ts';
import type {CodedError} from '../../src/core/errors.ts';

export interface Problem {
	readonly file: string;
	/** Counted from 1. */
	readonly line: number;
	/** Counted from 1. */
	readonly column: number;
	/** Path of the field, such as `steps[2].expect.status`; '' for the file as a whole. */
	readonly field: string;
	/** What was wrong and what would be right. */
	readonly message: string;
}

/** E_SCENARIO_INVALID with everything that is wrong. */
export interface ScenarioInvalid extends CodedError {
	readonly problems: readonly Problem[];
}

/** A problem as one line, `file:line:column: field: message`. */
export function problemText({file, line, column, field, message}: Problem): string {
	return `${file}:${line}:${column}: ${field === '' ? '' : `${field}: `}${message}`;
}

/** The error to throw for at least one problem: its message is the first, the others are in its list. */
export function scenarioInvalid(problems: readonly Problem[]): ScenarioInvalid {
	const [{file, line, column, field}] = problems;
	const error = codedError('E_SCENARIO_INVALID', problemText(problems[0]), {file, line, column, field});
	return Object.assign(error, {problems});
}

/** Whether `error` lists problems of a scenario. */
export function isScenarioInvalid(error: unknown): error is ScenarioInvalid {
	return (
		error instanceof Error
		&& (error as Partial<CodedError>).code === 'E_SCENARIO_INVALID'
		&& Array.isArray((error as Partial<ScenarioInvalid>).problems)
	);
}
