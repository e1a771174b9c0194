// A run as JUnit XML, for CI servers: suite = scenario, case = step, time = virtual seconds (ecosystem.md 2.7).

import {SECOND} from '../../src/core/clock.ts';
import type {RunResult, StepOutcome, StepResult} from '../scenario/result.ts';
import type {RunFacts, RunReport} from './facts.ts';
import {timelineLines} from './text.ts';
import {xmlAttribute, xmlAttributes, xmlText} from './xml.ts';

/** The report as a whole file, a suite a run. */
export function junitReport(reports: readonly RunReport[]): string {
	const counts = reports.map(({result}) => countsOf(result));
	const total = (key: keyof Counts): number => counts.reduce((sum, each) => sum + each[key], 0);
	const all: Counts = {
		tests: total('tests'),
		failures: total('failures'),
		errors: total('errors'),
		skipped: total('skipped'),
		time: total('time'),
	};
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites${xmlAttributes({name: 'ridethrough', ...all})}>`,
		...reports.flatMap(({result, facts}, i) => suiteLines(result, facts, counts[i])),
		'</testsuites>',
		'',
	].join('\n');
}

interface Counts extends Readonly<Record<string, number>> {
	readonly tests: number;
	readonly failures: number;
	readonly errors: number;
	readonly skipped: number;
	readonly time: number;
}

function countsOf({steps, durationMs}: RunResult): Counts {
	return {
		tests: steps.length,
		failures: countOf(steps, 'failed'),
		errors: 0,
		skipped: countOf(steps, 'skipped'),
		time: durationMs / SECOND,
	};
}

function suiteLines(result: RunResult, facts: RunFacts, counts: Counts): string[] {
	return [
		`\t<testsuite${xmlAttributes({name: result.name, file: result.file, ...counts})}>`,
		'\t\t<properties>',
		...properties(result, facts).map(([name, value]) => `\t\t\t<property${xmlAttributes({name, value})}/>`),
		'\t\t</properties>',
		...result.steps.map(step => caseText(result, step)),
		`\t\t<system-out>${xmlText(timelineLines(result).join('\n'))}</system-out>`,
		'\t</testsuite>',
	];
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
		...(result.drift === null ? [] : [['drift_ms', result.drift.worstMs] as const]),
		['reproduce', facts.reproduce],
	];
}

function caseText(result: RunResult, step: StepResult): string {
	const attributes = xmlAttributes({
		name: `${step.number}: ${step.name}`,
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
