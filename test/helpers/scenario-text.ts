// Scenario files for tests, around the part that a test is about, and a vocabulary that needs no catalogue.

import test from 'ava';
import type {Problem} from '../../sim/scenario/problems.ts';
import {checkScenario, parseScenario} from '../../sim/scenario/parse.ts';
import type {Scenario} from '../../sim/scenario/scenario.ts';
import type {Vocabulary} from '../../sim/scenario/vocabulary.ts';
import {statusWordOrder} from '../../src/agent/status-words.ts';

const volts: Readonly<Record<string, number>> = {TWIN: 230, TWIN2: 230, TWIN120: 120};
const events = ['onBattery', 'lowBattery', 'boost', 'overload', 'outputOff', 'linkLost'];

export const twinVocabulary: Vocabulary = {
	knownModel: sku => Object.hasOwn(volts, sku),
	modelVolts: sku => volts[sku],
	models: Object.keys(volts),
	knownEvent: name => events.includes(name),
	events,
	readings: [
		{name: 'batteryCharge', unit: '%'},
		{name: 'batteryRuntime', unit: 's'},
		{name: 'batteryTemperature', unit: 'Cel'},
		{name: 'inputVolts', unit: 'V'},
		{name: 'transferCount', unit: ''},
	],
	commands: ['testBattery', 'groupOff', 'updateUpsFirmware'],
	settings: ['ups.transfer.high', 'ups.name'],
	settingProblem: (_, key, value) =>
		key === 'ups.transfer.high' && !(Number(value) <= 265) ? `${key} cannot be ${value}: it takes up to 265 V.` : '',
	rolloutKeys: ['waves'],
	rolloutProblems: plan => (Object.hasOwn(plan, 'waves') ? [{path: 'waves[0].percent', message: 'is wrong'}] : []),
	statusWords: statusWordOrder,
};

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
