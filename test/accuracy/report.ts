// The whole accuracy report as data, and its goals: battery.md 4.

import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {completeCycles, readingsFrom, recoveryPerMinute, voltageRms} from './discharge.ts';
import {leaveOneOutErrors, type Method, methods, type TableErrors, twoPointErrors} from './prediction.ts';
import {quantile, type Spread, spreadOf} from './statistics.ts';
import {cellTables, upsTables} from './tables.ts';

/** One line of the comparison: how far each method was off, percent. */
export interface Comparison {
	readonly name: string;
	readonly count: number;
	readonly errors: Readonly<Record<Method, Spread>>;
}

/** What the measured discharges say: volts root mean square, and per minute for each rest. */
export interface Measured {
	readonly voltageRmsVolts: number;
	readonly recoveryPerMinute: readonly number[];
}

export type GoalState = 'ok' | 'MISSED' | 'skipped';

/** One goal: the value must lie between `atLeast` and `atMost`; null where the data to measure it are missing. */
export interface Goal {
	readonly name: string;
	readonly unit: string;
	readonly value: number | null;
	readonly atLeast: number;
	readonly atMost: number;
	readonly state: GoalState;
}

export interface Report {
	readonly schema: 'ridethrough.accuracy/1';
	readonly tables: readonly Comparison[];
	readonly pooled: readonly Comparison[];
	readonly twoPoint: {readonly battery: Spread; readonly peukert: Spread};
	readonly measured: Measured | null;
	readonly goals: readonly Goal[];
}

const MEASURED_FILE = join('measured', 'bboxx-12v17ah-cycles.csv');

/** The measured cycles under the data folder; null when the folder is not named or does not hold them. */
export function measuredText(dataFolder: string | undefined): string | null {
	const file = join(dataFolder ?? '', MEASURED_FILE);
	return dataFolder !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function comparison(name: string, tables: readonly TableErrors[], set: 'all' | 'interior'): Comparison {
	const errors = {} as Record<Method, Spread>;
	for (const method of methods) {
		errors[method] = spreadOf(tables.flatMap(table => table[set][method]));
	}
	return {name, count: errors.battery.count, errors};
}

function pooledRows(tables: readonly TableErrors[]): Comparison[] {
	const ups = tables.filter(table => table.kind === 'ups');
	const cells = tables.filter(table => table.kind === 'cell');
	return [
		comparison(`${ups.length} UPS tables, all points`, ups, 'all'),
		comparison('same, interior points', ups, 'interior'),
		comparison(`${cells.length} cell rows, all points`, cells, 'all'),
		comparison('same, interior points', cells, 'interior'),
	];
}

function twoPointRow(): Report['twoPoint'] {
	const errors = upsTables().map(twoPointErrors);
	return {
		battery: spreadOf(errors.flatMap(table => table.battery)),
		peukert: spreadOf(errors.flatMap(table => table.peukert)),
	};
}

function measuredFrom(text: string): Measured {
	const cycles = completeCycles(readingsFrom(text));
	return {
		voltageRmsVolts: voltageRms(cycles),
		recoveryPerMinute: cycles.map(cycle => recoveryPerMinute(cycle.rest)),
	};
}

function goal(name: string, unit: string, value: number | null, atLeast: number, atMost: number): Goal {
	if (value === null) {
		return {name, unit, value, atLeast, atMost, state: 'skipped'};
	}
	return {name, unit, value, atLeast, atMost, state: value >= atLeast && value <= atMost ? 'ok' : 'MISSED'};
}

function goalsOf(pooled: readonly Comparison[], twoPoint: Spread, measured: Measured | null): Goal[] {
	const [ups, upsInterior, cells] = pooled.map(row => row.errors.battery);
	const rates = measured === null ? null : measured.recoveryPerMinute;
	return [
		goal('UPS tables, leave one out, median', '%', ups?.median ?? NaN, 0, 2.5),
		goal('UPS tables, leave one out, 90th percentile', '%', ups?.p90 ?? NaN, 0, 8),
		goal('UPS tables, leave one out, worst interior', '%', upsInterior?.worst ?? NaN, 0, 16),
		goal('cell tables, leave one out, median', '%', cells?.median ?? NaN, 0, 2.5),
		goal('cell tables, leave one out, 90th percentile', '%', cells?.p90 ?? NaN, 0, 7),
		goal('from half and full load, median', '%', twoPoint.median, 0, 5),
		goal('from half and full load, 90th percentile', '%', twoPoint.p90, 0, 17),
		goal('from half and full load, worst', '%', twoPoint.worst, 0, 25),
		goal('voltage, root mean square of a 12 V block', 'mV', measured && measured.voltageRmsVolts * 1000, 0, 25),
		goal('recovery in rest, slowest', '/min', rates && quantile(rates, 0), 0.025, 0.04),
		goal('recovery in rest, median', '/min', rates && quantile(rates, 0.5), 0.025, 0.04),
		goal('recovery in rest, fastest', '/min', rates && quantile(rates, 1), 0.025, 0.04),
	];
}

/** Measures everything; without the data folder the rows that need measured discharges are skipped. */
export function accuracyReport(dataFolder: string | undefined): Report {
	const errors = [...upsTables(), ...cellTables()].map(leaveOneOutErrors);
	const pooled = pooledRows(errors);
	const twoPoint = twoPointRow();
	const text = measuredText(dataFolder);
	const measured = text === null ? null : measuredFrom(text);
	return {
		schema: 'ridethrough.accuracy/1',
		tables: errors.map(table => comparison(table.name, [table], 'all')),
		pooled,
		twoPoint,
		measured,
		goals: goalsOf(pooled, twoPoint.battery, measured),
	};
}
