// A run as text for people: what became of each step, and the timeline.

import {formatClock, formatDuration} from '../scenario/duration.ts';
import type {RunResult, StepResult, TimelineEntry} from '../scenario/result.ts';
import type {RunFacts, RunReport} from './facts.ts';

/** Verdict and steps, the text of failures and the reasons of skipped steps below theirs. */
export function stepLines(result: RunResult): string[] {
	const passed = result.steps.filter(({outcome}) => outcome === 'passed').length;
	return [
		`${result.verdict.toUpperCase()}: ${result.name}: ${passed} of ${result.steps.length} steps, ${result.cardCount} cards, `
			+ `${result.eventCount} events, ${formatDuration(result.durationMs)} of virtual time, seed ${result.seed}${driftText(result)}`,
		...result.steps.flatMap(linesOf),
	];
}

function driftText({drift}: RunResult): string {
	return drift === null ? '' : `, at worst ${drift.worstMs} ms behind the clock`;
}

function linesOf(step: StepResult): string[] {
	const took = step.endedMs - step.atMs;
	const span = took === 0 ? '' : ` (${formatDuration(took)})`;
	const line = `  ${formatClock(step.atMs)}  ${step.outcome.padEnd(7)}  ${step.number}. ${step.name}${span}`;
	return step.text === '' ? [line] : [line, ...step.text.split('\n').map(text => `      ${text}`)];
}

/** An entry of the timeline as a line. */
export function timelineLine({atMs, kind, card, text}: TimelineEntry): string {
	return `${formatClock(atMs)}  ${kind.padEnd(7)}  ${card === '' ? '' : `${card}  `}${oneLine(text)}`;
}

/** The timeline, a line an entry, with a count of what was left out. */
export function timelineLines({timeline, leftOutCount}: RunResult): string[] {
	const lines = timeline.map(timelineLine);
	return leftOutCount === 0 ? lines : [...lines, `${leftOutCount} more events left out`];
}

function oneLine(text: string): string {
	return text.replaceAll('\n', ' ');
}

/** Titles and rows as columns, two spaces apart; numbers to the right. */
export function tableLines(table: RunFacts['summary']): string[] {
	const titles = table[0] ?? [];
	const widths = titles.map((_, i) => Math.max(...table.map(row => (row[i] ?? '').length)));
	const numeric = titles.map(
		(_, i) => table.length > 1 && table.slice(1).every(row => /^[0-9.,-]*$/.test(row[i] ?? '')),
	);
	return table.map(row =>
		widths
			.map((width, i) => (numeric[i] ? (row[i] ?? '').padStart(width) : (row[i] ?? '').padEnd(width)))
			.join('  ')
			.trimEnd(),
	);
}

/** The report as a whole file, run after run. */
export function textReport(reports: readonly RunReport[]): string {
	return reports.map(runText).join('\n');
}

function runText({result, facts}: RunReport): string {
	return [
		...stepLines(result),
		'',
		...tableLines(facts.summary),
		'',
		`again: ${facts.reproduce}`,
		'',
		...timelineLines(result),
		'',
	].join('\n');
}
