// The bench rows as a table for people and as a document for programs.

import {goalText, isMet, ratioOf, type BenchRow} from './row.ts';

const titles = ['', 'ours', '', 'peer or floor', 'ratio', 'goal', ''];
const rightAligned = [false, true, false, true, true, false, false];
const DIGITS = 3;

/** The rows as lines of equal columns under a line of titles. */
export function tableText(rows: readonly BenchRow[]): string {
	const cells = [titles, ...rows.map(cellsOf)];
	const widths = titles.map((_, column) => Math.max(...cells.map(line => line[column].length)));
	return cells.map(line => lineOf(line, widths)).join('\n');
}

function lineOf(cells: readonly string[], widths: readonly number[]): string {
	return cells
		.map((cell, column) => (rightAligned[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
		.join('  ')
		.trimEnd();
}

function cellsOf(row: BenchRow): string[] {
	const other = `${figure(row.other)} ${row.otherName}`;
	return [
		row.name,
		figure(row.ours),
		row.unit,
		other,
		`${figure(ratioOf(row))} ×`,
		goalText(row),
		isMet(row) ? 'ok' : 'MISSED',
	];
}

/** Three significant digits, without an exponent. */
export function figure(value: number): string {
	if (!Number.isFinite(value) || value === 0) {
		return String(value);
	}
	const decimals = Math.max(0, DIGITS - 1 - Math.floor(Math.log10(Math.abs(value))));
	return value.toLocaleString('en', {minimumFractionDigits: decimals, maximumFractionDigits: decimals});
}

/** The rows with ratio and verdict, as one document. */
export function documentOf(rows: readonly BenchRow[]): object {
	return {
		schema: 'ridethrough.bench.v1',
		node: process.version,
		rows: rows.map(row => ({...row, ratio: ratioOf(row), met: isMet(row)})),
	};
}
