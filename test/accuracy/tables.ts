// The published tables that accuracy is measured on: the copies under test/fixtures/runtime, with their source lines.

import {readFileSync} from 'node:fs';
import {parseRuntimeTable} from '../../src/ups/fit/runtime-table.ts';
import type {RuntimePoint} from '../../src/ups/fit/shape.ts';

export interface PublishedTable {
	readonly name: string;
	/** A UPS has an idle draw behind its battery, a bare block or cell has none. */
	readonly kind: 'ups' | 'cell';
	readonly points: readonly RuntimePoint[];
}

/** Where the fixtures lie, seen from the compiled file. */
const fixtures = new URL('../../../test/fixtures/runtime/', import.meta.url);

export const upsTableNames = [
	'apc-su420',
	'apc-su1000',
	'apc-su1400',
	'liebert-gxt3-internal',
	'liebert-gxt3-plus2',
	'liebert-gxt3-plus4',
] as const;

/** Every row of the published cell tables: file, cut-off column as printed. */
const cellRows: ReadonlyArray<readonly [file: string, cutoffs: readonly string[]]> = [
	['panasonic-up-pw1245-power', ['9.6', '9.9', '10.2', '10.5', '10.8']],
	['panasonic-up-pw1245-current', ['9.6']],
	['csb-gp645-current', ['1.6', '1.67', '1.7', '1.75', '1.8']],
	['csb-hc1228w-current', ['1.6', '1.67', '1.7', '1.75', '1.8', '1.85']],
];

export function fixtureText(file: string): string {
	return readFileSync(new URL(file, fixtures), 'utf8');
}

/** One published UPS table; censored lines are left out. */
export function upsTable(name: string): PublishedTable {
	return {name, kind: 'ups', points: parseRuntimeTable(fixtureText(`${name}.csv`), `${name}.csv`).points};
}

export function upsTables(): PublishedTable[] {
	return upsTableNames.map(upsTable);
}

/** One row of a cell table: the lines with this cut-off. The columns are cut-off, minutes, load. */
export function cellTable(file: string, cutoff: string): PublishedTable {
	const points = dataLines(fixtureText(`${file}.csv`))
		.filter(cells => cells[0] === cutoff)
		.map(cells => ({load: Number(cells[2]), minutes: Number(cells[1])}));
	return {name: `${file} ${cutoff} V`, kind: 'cell', points};
}

export function cellTables(): PublishedTable[] {
	return cellRows.flatMap(([file, cutoffs]) => cutoffs.map(cutoff => cellTable(file, cutoff)));
}

/** The half-load and full-load runtimes of models for which nothing more is published. */
export function twoPointRow(model: string): [half: RuntimePoint, full: RuntimePoint] {
	const cells = dataLines(fixtureText('two-point.csv')).find(row => row[0] === model) ?? [];
	const [halfLoad, halfMinutes, fullLoad, fullMinutes] = cells.slice(1).map(Number);
	return [
		{load: halfLoad ?? NaN, minutes: halfMinutes ?? NaN},
		{load: fullLoad ?? NaN, minutes: fullMinutes ?? NaN},
	];
}

/** The cells of all lines but comments and the header. */
export function dataLines(text: string): string[][] {
	return text
		.split('\n')
		.filter(line => line !== '' && !line.startsWith('#'))
		.slice(1)
		.map(line => line.split(','));
}
