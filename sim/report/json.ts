// A run as one JSON document. Keys never change their meaning; times are virtual seconds since the start.

import {SECOND} from '../../src/core/clock.ts';
import type {RunResult} from '../scenario/result.ts';
import type {RunFacts} from './facts.ts';

export const REPORT_SCHEMA = 'ridethrough.scenario-report/1';

/** The report as a plain value, without the timeline. */
export function jsonSummary(result: RunResult, facts: RunFacts): Record<string, unknown> {
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
		steps: result.steps.map(({name, verb, file, line, atMs, endedMs, outcome, text}) => ({
			name,
			verb,
			...(file === undefined ? {} : {file}),
			line,
			atSeconds: atMs / SECOND,
			endedSeconds: endedMs / SECOND,
			outcome,
			text,
		})),
		summary: {columns: facts.summary[0] ?? [], rows: facts.summary.slice(1)},
	};
}

/** The report as a whole file, timeline included. */
export function jsonReport(result: RunResult, facts: RunFacts): string {
	const timeline = result.timeline.map(({atMs, kind, card, text}) => ({atSeconds: atMs / SECOND, kind, card, text}));
	return `${JSON.stringify({...jsonSummary(result, facts), timeline, timelineLeftOut: result.leftOutCount}, null, '\t')}\n`;
}
