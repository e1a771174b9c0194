// Runs as TAP 14: a test point a step, a subtest a run where there are several. What failed and why stands in YAML below its point.

import {SECOND} from '../../src/core/clock.ts';
import type {StepResult} from '../scenario/result.ts';
import type {RunReport} from './facts.ts';
import {timelineLines} from './text.ts';

const INDENT = '    ';

/** The whole stream. */
export function tapReport(reports: readonly RunReport[]): string {
	const lines = reports.length === 1 ? pointsOf(reports[0]) : reports.flatMap((report, i) => subtest(report, i + 1));
	const plan = reports.length === 1 ? [] : [`1..${reports.length}`];
	return ['TAP version 14', ...plan, ...lines, ''].join('\n');
}

function subtest(report: RunReport, number: number): string[] {
	const {name, verdict} = report.result;
	const ok = verdict === 'passed' ? 'ok' : 'not ok';
	return [
		`# Subtest: ${escaped(name)}`,
		...pointsOf(report).map(line => (line === '' ? '' : `${INDENT}${line}`)),
		`${ok} ${number} - ${escaped(name)}`,
	];
}

function pointsOf({result, facts}: RunReport): string[] {
	return [
		`1..${result.steps.length}`,
		...comments([
			`${result.name}: ${result.file}, seed ${result.seed}, ${result.cardCount} cards, speed ${facts.speed}, version ${facts.version}`,
		]),
		...result.steps.flatMap((step, i) => stepLines(step, i + 1)),
		...comments([`${result.verdict}; again: ${facts.reproduce}`, ...timelineLines(result)]),
	];
}

function stepLines(step: StepResult, number: number): string[] {
	const line = point(step, number);
	return step.outcome === 'failed' ? [line, ...diagnostic(step)] : [line];
}

function point({outcome, number, name, text}: StepResult, place: number): string {
	const ok = outcome === 'failed' ? 'not ok' : 'ok';
	const skip = outcome === 'skipped' ? ` # SKIP ${escaped(text)}` : '';
	// TAP counts from 1 on; the step's own number tells rounds and branches as well.
	return `${ok} ${place} - ${escaped(`${number} ${name}`)}${skip}`;
}

/** A YAML document: the text as a block, so that nothing in it has to be escaped. */
function diagnostic({text, line, atMs, endedMs}: StepResult): string[] {
	return [
		'  ---',
		'  message: |',
		...printable(text)
			.split('\n')
			.map(each => `    ${each}`),
		`  line: ${line}`,
		`  at: ${atMs / SECOND}`,
		`  duration_ms: ${endedMs - atMs}`,
		'  ...',
	];
}

function comments(lines: readonly string[]): string[] {
	return lines.map(line => `# ${oneLine(line)}`);
}

/** A hash would begin a directive. */
function escaped(text: string): string {
	return oneLine(text).replaceAll('\\', String.raw`\\`).replaceAll('#', String.raw`\#`);
}

function oneLine(text: string): string {
	return printable(text).replaceAll('\n', ' ');
}

/** Control characters have no place in YAML, and would move a terminal's cursor. */
function printable(text: string): string {
	// oxlint-disable-next-line no-control-regex
	return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff]/gu, '');
}
