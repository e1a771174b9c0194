// Tests that need a program of the system: skipped by name where it is missing, so that a skip is seen in the output.

import test from 'ava';
import type {ExecutionContext} from 'ava';
import {findProgram} from './programs.ts';

export {findProgram};

type Declare = (title: string, run: (t: ExecutionContext) => Promise<void> | void) => void;

/** Declares tests that need programs: as `test` does, or skipped with the title's suffix `skipped: … not installed`. */
export function needs(...programs: readonly string[]): Declare {
	const missing = programs.find(program => findProgram(program) === null);
	if (missing === undefined) {
		return (title, run) => test(title, run);
	}
	return (title, run) => test.skip(`${title} (skipped: ${missing} not installed)`, run);
}
