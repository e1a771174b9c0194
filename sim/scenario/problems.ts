// What is wrong with a scenario file, with its place: all of it, not only the first.

import {codedError} from '../../src/core/errors.ts';
import type {CodedError} from '../../src/core/errors.ts';
import type {Place} from './tree.ts';

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
	/** The line itself. */
	readonly source: string;
}

/** E_SCENARIO_INVALID, E_FAULTS_INVALID or E_BOARDS_INVALID, with everything that is wrong. */
export interface ScenarioInvalid extends CodedError {
	readonly problems: readonly Problem[];
}

/** Whoever made a hundred mistakes made one mistake: the rest is left out. */
const MOST_PROBLEMS = 100;

/** What is wrong so far; the same thing at the same place counts once. */
export class ProblemList {
	readonly all: Problem[] = [];
	readonly #known = new Set<string>();

	add({source, offset}: Place, field: string, message: string): void {
		// Whoever made a hundred mistakes need not wait until the place of each is known.
		if (this.all.length < MOST_PROBLEMS) {
			const {line, column} = source.position(offset);
			this.take({file: source.file, line, column, field, message, source: source.lineText(line)});
		}
	}

	/** One that another list has. */
	take(problem: Problem): void {
		const key = problemText(problem);
		if (this.all.length < MOST_PROBLEMS && !this.#known.has(key)) {
			this.#known.add(key);
			this.all.push(problem);
		}
	}
}

/** A problem as one line, `file:line:column: field: message`. */
export function problemText({file, line, column, field, message}: Problem): string {
	return `${file}:${line}:${column}: ${field === '' ? '' : `${field}: `}${message}`;
}

/** Longer lines are cut, so that their caret stays on the screen. */
const WIDEST = 100;

/** The line of a problem as it stands in the file, with a caret under the place; '' where the line is empty. */
function excerptText({line, column, source}: Problem): string {
	const from = Math.max(0, Math.min(column - 1 - WIDEST / 2, source.length - WIDEST));
	// A tab is as wide as its terminal likes, and other control characters do as they like: a space keeps the caret in place.
	const shown = source.slice(from, from + WIDEST).replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');
	const number = String(line);
	return shown.trim() === ''
		? ''
		: `  ${number} | ${shown.trimEnd()}\n  ${' '.repeat(number.length)} | ${' '.repeat(column - 1 - from)}^`;
}

/** A problem with its excerpt below. */
export function shownProblem(problem: Problem): string {
	return [problemText(problem), excerptText(problem)].filter(text => text !== '').join('\n');
}

/** What the file with the problems is of. */
const problemCodes = ['E_SCENARIO_INVALID', 'E_FAULTS_INVALID', 'E_BOARDS_INVALID'] as const;
type ProblemCode = (typeof problemCodes)[number];

/** The error to throw for at least one problem: its message is the first, the others are in its list. */
export function scenarioInvalid(
	problems: readonly Problem[],
	code: ProblemCode = 'E_SCENARIO_INVALID',
): ScenarioInvalid {
	const [{file, line, column, field}] = problems;
	const error = codedError(code, problemText(problems[0]), {file, line, column, field});
	return Object.assign(error, {problems});
}

/** Whether `error` lists problems of a file. */
export function isScenarioInvalid(error: unknown): error is ScenarioInvalid {
	return (
		error instanceof Error
		&& problemCodes.some(code => code === (error as Partial<CodedError>).code)
		&& Array.isArray((error as Partial<ScenarioInvalid>).problems)
	);
}
