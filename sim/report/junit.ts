// A run as JUnit XML, for CI servers: suite = scenario, case = step, time = virtual seconds (ecosystem.md 2.7).

import {SECOND} from '../../src/core/clock.ts';
import type {RunResult, StepOutcome, StepResult} from '../scenario/result.ts';
import type {RunFacts} from './facts.ts';
import {timelineLines} from './text.ts';
import {xmlAttribute, xmlAttributes, xmlText} from './xml.ts';

/** The report as a whole file. */
export function junitReport(result: RunResult, facts: RunFacts): string {
	const counts = {
		tests: result.steps.length,
		failures: countOf(result.steps, 'failed'),
		errors: 0,
		skipped: countOf(result.steps, 'skipped'),
		time: result.durationMs / SECOND,
	};
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites${xmlAttributes({name: 'ridethrough', ...counts})}>`,
		`\t<testsuite${xmlAttributes({name: result.name, file: result.file, ...counts})}>`,
		'\t\t<properties>',
		...properties(result, facts).map(([name, value]) => `\t\t\t<property${xmlAttributes({name, value})}/>`),
		'\t\t</properties>',
		...result.steps.map((step, i) => caseText(result, step, i + 1)),
		`\t\t<system-out>${xmlText(timelineLines(result).join('\n'))}</system-out>`,
		'\t</testsuite>',
		'</testsuites>',
		'',
	].join('\n');
}

function countOf(steps: readonly StepResult[], outcome: StepOutcome): number {
	return steps.filter(step => step.outcome === outcome).length;
}

function properties(result: RunResult, facts: RunFacts): Array<readonly [name: string, value: string | number]> {
	return [
		['seed', result.seed],
		['version', facts.version],
		['profile', facts.speed],
		['verdict', result.verdict],
		['cards', result.cardCount],
		['events', result.eventCount],
		['reproduce', facts.reproduce],
	];
}

function caseText(result: RunResult, step: StepResult, number: number): string {
	const attributes = xmlAttributes({
		name: `${number}: ${step.name}`,
		classname: result.name,
		file: step.file ?? result.file,
		line: step.line,
		time: (step.endedMs - step.atMs) / SECOND,
	});
	const inside = insides[step.outcome](step.text);
	return inside === '' ? `\t\t<testcase${attributes}/>` : `\t\t<testcase${attributes}>${inside}</testcase>`;
}

const insides: Readonly<Record<StepOutcome, (text: string) => string>> = {
	passed: () => '',
	failed: text =>
		`<failure${xmlAttributes({message: text.split('\n')[0], type: 'E_SCENARIO_FAILED'})}>${xmlText(text)}</failure>`,
	skipped: text => `<skipped message="${xmlAttribute(text)}"/>`,
};
