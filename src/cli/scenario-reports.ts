// The reports of `scenario run`: which are asked for, where they go, and what they are written by.

import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {RunReport} from '../../sim/report/facts.ts';
import {codedError} from '../core/errors.ts';
import type {Report, ReportFormat} from './scenario-options.ts';

/** Those that are always written: one for machines, which holds the seed that a failure needs to be seen again, one for people. */
const standing: readonly ReportFormat[] = ['json', 'html'];

/** The bundle of sim/web/report, which stands beside what was compiled. */
const page = (name: string): string => fileURLToPath(new URL(`../../sim/web/report/${name}`, import.meta.url));

/** The reports that are asked for, and in `folder` those that are always written. */
export function withStandingReports(reports: readonly Report[], folder: string): Report[] {
	const missing = standing.filter(format => !reports.some(report => report.format === format) && isThere(format));
	return [...reports, ...missing.map(format => ({format, file: `${folder}/report.${format}`}))];
}

/** A program that was compiled without its pages leaves the timeline out, unless it is asked for. */
function isThere(format: ReportFormat): boolean {
	return format !== 'html' || (existsSync(page('main.js')) && existsSync(page('main.css')));
}

/** Makes the folders now: nobody wants to learn after the run that its report has no place. */
export function prepareReports(reports: readonly Report[]): void {
	for (const {file} of reports) {
		attempt(file, () => mkdirSync(dirname(resolve(file)), {recursive: true}));
	}
}

export async function writeReports(reports: readonly Report[], runs: readonly RunReport[]): Promise<void> {
	for (const {format, file} of reports) {
		const text = await writers[format](runs);
		attempt(file, () => writeFileSync(file, text));
	}
}

const writers: Readonly<Record<ReportFormat, (runs: readonly RunReport[]) => Promise<string>>> = {
	junit: async runs => (await import('../../sim/report/junit.ts')).junitReport(runs),
	json: async runs => (await import('../../sim/report/json.ts')).jsonReport(runs),
	text: async runs => (await import('../../sim/report/text.ts')).textReport(runs),
	tap: async runs => (await import('../../sim/report/tap.ts')).tapReport(runs),
	html: async runs => (await import('../../sim/report/html.ts')).htmlReport(runs, pageFiles()),
};

function pageFiles(): {script: string; style: string} {
	try {
		return {script: readFileSync(page('main.js'), 'utf8'), style: readFileSync(page('main.css'), 'utf8')};
	} catch (error) {
		const reason = (error as Error).message;
		throw codedError('E_FILE_UNREADABLE', `the timeline has no page to show it: ${reason}; npm run build makes it`, {
			file: page('main.js'),
			reason,
		});
	}
}

/** Writes, or throws E_FILE_UNWRITABLE. */
export function attempt(file: string, act: () => void): void {
	try {
		act();
	} catch (error) {
		const reason = (error as Error).message;
		throw codedError('E_FILE_UNWRITABLE', `the report ${file} cannot be written: ${reason}`, {file, reason});
	}
}
