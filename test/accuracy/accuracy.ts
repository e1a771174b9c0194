// Prints how accurate the battery is, beside Peukert and interpolation, and whether each goal of battery.md 4 is met.
// Exit code 1 when one is missed. `--json` prints the same as one document.

import {methods, methodTitles} from './prediction.ts';
import {accuracyReport, type Comparison, type Goal, type Report} from './report.ts';
import type {Spread} from './statistics.ts';
import {type TwinReport, twinReport} from './twin.ts';

const NAME_WIDTH = 34;
const CELL_WIDTH = 20;

function row(name: string, count: string, cells: readonly string[]): string {
	return name.padEnd(NAME_WIDTH) + count.padStart(4) + cells.map(cell => cell.padStart(CELL_WIDTH)).join('');
}

function percents(values: readonly number[]): string {
	return values.map(value => value.toFixed(1)).join(' / ');
}

function comparisons(title: string, rows: readonly Comparison[], cell: (spread: Spread) => string): string[] {
	return [
		title,
		row(
			'',
			'n',
			methods.map(method => methodTitles[method]),
		),
		...rows.map(({name, count, errors}) =>
			row(
				name,
				String(count),
				methods.map(method => cell(errors[method])),
			),
		),
		'',
	];
}

function pooledCell(spread: Spread): string {
	return percents([spread.median, spread.p90, spread.worst]);
}

function goalLine(goal: Goal): string {
	const digits = goal.unit === '/min' ? 4 : 1;
	const wanted = goal.atLeast > 0 ? `${goal.atLeast} to ${goal.atMost}` : `at most ${goal.atMost}`;
	const value = goal.value === null ? '-' : goal.value.toFixed(digits);
	const state = goal.state === 'skipped' ? 'skipped: RIDETHROUGH_DATA not set' : goal.state;
	return `${goal.name.padEnd(48)}${value.padStart(8)} ${goal.unit.padEnd(5)}${`(${wanted})`.padEnd(18)}${state}`;
}

function textOf(report: Report): string {
	const {battery, peukert} = report.twoPoint;
	return [
		...comparisons('Runtime of a line left out, |error| in %, median / worst:', report.tables, spread =>
			percents([spread.median, spread.worst]),
		),
		...comparisons(
			'The same pooled, median / 90th percentile / worst (interpolation has interior points only):',
			report.pooled,
			pooledCell,
		),
		'All other lines from half and full load, UPS tables, median / 90th percentile / worst:',
		row('', 'n', [methodTitles.battery, methodTitles.peukert]),
		row('', String(battery.count), [pooledCell(battery), pooledCell(peukert)]),
		'',
		'Goals:',
		...report.goals.map(goalLine),
	].join('\n');
}

/** How many simulated batteries the twin is judged on. */
const BATTERIES = 200;

function twinText(twin: TwinReport): string {
	const cell = (spread: Spread): string => percents([spread.median, spread.p90]);
	return [
		'',
		`The twin on ${twin.batteries} simulated aging batteries of ${twin.models.length} models, |error| median / 90th percentile:`,
		row('runtime, %', 'n', ['twin', 'reported by the UPS', 'new-battery table']),
		...twin.runtimes.map(one =>
			row(one.name, String(one.twin.count), [cell(one.twin), cell(one.reported), cell(one.table)]),
		),
		row('health, % of new', String(twin.health.count), [cell(twin.health)]),
		row('day of replace-battery, days', 'n', ['error', 'in the 80 % interval']),
		...twin.replacements.map(one =>
			row(`${one.aheadDays} days ahead`, String(one.errorDays.count), [
				cell(one.errorDays),
				`${one.coveredPercent.toFixed(0)} % (70 to 90)`,
			]),
		),
	].join('\n');
}

const twin = twinReport(BATTERIES);
const report = accuracyReport(process.env['RIDETHROUGH_DATA']);
process.stdout.write(
	`${process.argv.includes('--json') ? JSON.stringify({...report, twin}, null, '\t') : textOf(report) + twinText(twin)}\n`,
);
if (report.goals.some(goal => goal.state === 'MISSED')) {
	process.exitCode = 1;
}
