// Scenario files for tests, around the part that a test is about.

import test from 'ava';
import type {Problem} from '../../sim/scenario/problems.ts';
import {checkScenario, parseScenario} from '../../sim/scenario/parse.ts';
import type {Scenario} from '../../sim/scenario/scenario.ts';
import {twinVocabulary} from './twin-vocabulary.ts';

export {twinVocabulary} from './twin-vocabulary.ts';

/** A whole file around `steps`, which are the lines below `steps:`. */
export function scenarioText(steps: string, head = 'devices: {count: 2, model: TWIN}'): string {
	return `name: Test\nversion: 1\nseed: 5\n${head}\nsteps:\n${steps}\n`;
}

export function problemsOf(text: string): readonly Problem[] {
	return checkScenario(text, 'test.yaml', twinVocabulary).problems;
}

export function scenarioOf(text: string): Scenario {
	return parseScenario(text, 'test.yaml', twinVocabulary);
}

/** A file whose only step is `line`. */
export const step = (line: string): string => scenarioText(`  - ${line}`);
/** A file whose only step expects what is `inside`. */
export const expecting = (inside: string): string => step(`{within: 1s, expect: ${inside}}`);
/** A file with `head` between seed and steps. */
export const world = (head: string): string => scenarioText(FINE, head);
/** A step that is as it must be. */
export const FINE = '  - {within: 1s, expect: {status: OL}}';

/** One mistake: what it is, the file, where it is told (line:column and field), and how. */
export type Refusal = readonly [what: string, text: string, place: string, message: RegExp];

/** Declares a test for each mistake: it is the only problem, told at its place. */
export function testRefusals(refusals: readonly Refusal[]): void {
	for (const [what, text, place, message] of refusals) {
		test(`${what} is refused with its place`, t => {
			const problems = problemsOf(text);
			t.deepEqual(
				problems.map(({line, column, field}) => `${line}:${column} ${field}`),
				[place],
				JSON.stringify(problems),
			);
			t.regex(problems[0].message, message);
			// The key itself stands at the place, unless the problem is about an item of a list or the whole file.
			const [{line, column, field}] = problems;
			const key = field.endsWith(']') ? '' : field.slice(field.lastIndexOf('.') + 1);
			const there = (text.split('\n')[line - 1] ?? '').slice(column - 1);
			t.true(there.startsWith(key));
		});
	}
}
