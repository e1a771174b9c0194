// Runs as one JSON document. Keys never change their meaning; times are virtual seconds since the start.

import {SECOND} from '../../src/core/clock.ts';
import type {FaultSpan, StepResult, Verdict} from '../scenario/result.ts';
import type {RunReport} from './facts.ts';

export const REPORT_SCHEMA = 'ridethrough.scenario-report/1';
/** Of several runs: the cases of a matrix. */
export const REPORTS_SCHEMA = 'ridethrough.scenario-reports/1';

/** The worst of all: what the program ends with. */
export function verdictOf(reports: readonly RunReport[]): Verdict {
	const verdicts = reports.map(({result}) => result.verdict);
	return verdicts.find(verdict => verdict === 'failed') ?? verdicts.find(verdict => verdict === 'aborted') ?? 'passed';
}

/** One run as a plain value, without the timeline. */
function summaryOf({result, facts}: RunReport): Record<string, unknown> {
	return {
		schema: REPORT_SCHEMA,
		file: result.file,
		name: result.name,
		verdict: result.verdict,
		seed: result.seed,
		version: facts.version,
		speed: facts.speed,
		reproduce: facts.reproduce,
		cards: result.cardCount,
		events: result.eventCount,
		durationSeconds: result.durationMs / SECOND,
		drift: result.drift,
		steps: result.steps.map(stepValue),
		faults: result.faults.map(faultValue),
		faultsLeftOut: result.faultsLeftOutCount,
		summary: {columns: facts.summary[0] ?? [], rows: facts.summary.slice(1)},
	};
}

function stepValue(step: StepResult): Record<string, unknown> {
	const {atMs, endedMs, limitMs, ...rest} = step;
	return {
		...rest,
		atSeconds: atMs / SECOND,
		endedSeconds: endedMs / SECOND,
		limitSeconds: limitMs === null ? null : limitMs / SECOND,
	};
}

function faultValue({fromMs, untilMs, ...rest}: FaultSpan): Record<string, unknown> {
	return {...rest, fromSeconds: fromMs / SECOND, untilSeconds: untilMs / SECOND};
}

/** The runs as a plain value, without the timelines: of one the run itself, of several all of them below `cases`. */
export function jsonSummary(reports: readonly RunReport[]): Record<string, unknown> {
	return documentOf(reports, summaryOf);
}

/** The report as a whole file, timelines included. */
export function jsonReport(reports: readonly RunReport[]): string {
	return `${JSON.stringify(documentOf(reports, wholeOf), null, '\t')}\n`;
}

function documentOf(
	reports: readonly RunReport[],
	told: (report: RunReport) => Record<string, unknown>,
): Record<string, unknown> {
	return reports.length === 1
		? told(reports[0])
		: {schema: REPORTS_SCHEMA, verdict: verdictOf(reports), cases: reports.map(told)};
}

function wholeOf(report: RunReport): Record<string, unknown> {
	const {timeline, leftOutCount} = report.result;
	return {
		...summaryOf(report),
		timeline: timeline.map(({atMs, kind, card, text}) => ({atSeconds: atMs / SECOND, kind, card, text})),
		timelineLeftOut: leftOutCount,
	};
}
