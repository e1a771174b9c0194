// A judged suite as reports: text, TAP, JUnit, JSON and an HTML table, a clause a line.

import {xmlAttribute, xmlAttributes, xmlText} from '../../sim/report/xml.ts';
import type {Judged, Outcome} from './clause.ts';

export interface Conformance {
	readonly suite: string;
	readonly title: string;
	/** Who was asked, and how, without secrets. */
	readonly target: string;
	/** Of this program. */
	readonly version: string;
	readonly clauses: readonly Judged[];
}

export type ConformanceFormat = 'html' | 'json' | 'junit' | 'tap' | 'text';

const words: Readonly<Record<Outcome, string>> = {passed: 'passed', failed: 'FAILED', notApplicable: 'not applicable'};

export function countOf({clauses}: Conformance, outcome: Outcome): number {
	return clauses.filter(each => each.outcome === outcome).length;
}

/** What is said of a clause besides that it passed. */
function remarkOf({outcome, expected, got, why}: Judged): string {
	return outcome === 'failed' ? `expected ${expected}; got ${got}` : why;
}

function summaryOf(report: Conformance): string {
	const counts = (['passed', 'failed', 'notApplicable'] as const).map(
		outcome => `${countOf(report, outcome)} ${words[outcome].toLowerCase()}`,
	);
	return `${report.clauses.length} clauses: ${counts.join(', ')}`;
}

function textReport(report: Conformance): string {
	const lines = report.clauses
		.filter(({outcome}) => outcome !== 'passed')
		.map(each => `${words[each.outcome].padEnd(14)}  ${each.id}  ${each.requires}\n${' '.repeat(16)}${remarkOf(each)}`);
	return [`${report.title}: ${report.target}`, ...lines, summaryOf(report), ''].join('\n');
}

/** A hash would begin a directive; a line ends a point. */
function tapText(text: string): string {
	return oneLine(text).replaceAll('\\', String.raw`\\`).replaceAll('#', String.raw`\#`);
}

function oneLine(text: string): string {
	return JSON.stringify(text).slice(1, -1).replaceAll(String.raw`\"`, '"');
}

function tapPoint(judged: Judged, place: number): string[] {
	const {outcome, id, requires, expected, got, source, why} = judged;
	const skip = outcome === 'notApplicable' ? ` # SKIP ${tapText(why)}` : '';
	const point = `${outcome === 'failed' ? 'not ok' : 'ok'} ${place} - ${tapText(`${id} ${requires}`)}${skip}`;
	const facts = {expected, got, source};
	const diagnostic = Object.entries(facts).map(([name, text]) => `  ${name}: ${JSON.stringify(text)}`);
	return outcome === 'failed' ? [point, '  ---', ...diagnostic, '  ...'] : [point];
}

function tapReport(report: Conformance): string {
	const points = report.clauses.flatMap((judged, i) => tapPoint(judged, i + 1));
	const remark = `# ${oneLine(`${report.title}: ${report.target}, version ${report.version}`)}`;
	return ['TAP version 14', `1..${report.clauses.length}`, remark, ...points, ''].join('\n');
}

function junitCase(suite: string, judged: Judged): string[] {
	const {id, requires, source, outcome, tookMs} = judged;
	const open = `<testcase${xmlAttributes({classname: suite, name: `${id} ${requires}`, time: tookMs / 1000})}`;
	const message = xmlAttribute(remarkOf(judged));
	const inner: Readonly<Record<Outcome, string | null>> = {
		passed: null,
		failed: `<failure message="${message}">${xmlText(source)}</failure>`,
		notApplicable: `<skipped message="${message}"/>`,
	};
	const told = inner[outcome];
	return told === null ? [`  ${open}/>`] : [`  ${open}>`, `   ${told}`, '  </testcase>'];
}

function junitReport(report: Conformance): string {
	const {suite, target, clauses} = report;
	const counts = {
		tests: clauses.length,
		failures: countOf(report, 'failed'),
		errors: 0,
		skipped: countOf(report, 'notApplicable'),
	};
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites${xmlAttributes({name: 'ridethrough', ...counts})}>`,
		` <testsuite${xmlAttributes({name: `${suite}: ${target}`, ...counts})}>`,
		...clauses.flatMap(judged => junitCase(suite, judged)),
		' </testsuite>',
		'</testsuites>',
		'',
	].join('\n');
}

export function jsonOf(report: Conformance): object {
	return {
		schema: 'ridethrough.conformance/1',
		...report,
		counts: {
			passed: countOf(report, 'passed'),
			failed: countOf(report, 'failed'),
			notApplicable: countOf(report, 'notApplicable'),
		},
	};
}

const style = [
	'body{font:14px sans-serif;margin:2em}',
	'table{border-collapse:collapse}',
	'td,th{border:1px solid #bbb;padding:.3em .6em;text-align:left;vertical-align:top}',
	'tr.failed td:first-child{background:#fbd5d5}',
	'tr.passed td:first-child{background:#d9f2dc}',
].join('');

function htmlReport(report: Conformance): string {
	const {title, target, version, clauses} = report;
	const rows = clauses.map(judged => {
		const cells = [words[judged.outcome], judged.id, judged.requires, judged.source, remarkOf(judged)];
		return `<tr class="${judged.outcome}">${cells.map(cell => `<td>${xmlText(cell)}</td>`).join('')}</tr>`;
	});
	const titles = ['Verdict', 'Clause', 'Required', 'Source', 'Remark'];
	return [
		'<!doctype html>',
		`<html lang="en"><head><meta charset="utf-8"><title>${xmlText(title)}</title><style>${style}</style></head><body>`,
		`<h1>${xmlText(title)}</h1><p>${xmlText(target)}, version ${xmlText(version)}. ${summaryOf(report)}.</p>`,
		`<table><thead><tr>${titles.map(each => `<th>${each}</th>`).join('')}</tr></thead><tbody>`,
		...rows,
		'</tbody></table></body></html>',
		'',
	].join('\n');
}

export const conformanceReports: Readonly<Record<ConformanceFormat, (report: Conformance) => string>> = {
	html: htmlReport,
	json: report => `${JSON.stringify(jsonOf(report), null, '\t')}\n`,
	junit: junitReport,
	tap: tapReport,
	text: textReport,
};
