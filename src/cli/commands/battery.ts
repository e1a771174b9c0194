// `ridethrough battery fit`: battery parameters from a published runtime table, so that users can add a UPS from its
// data sheet.

import {readFileSync, statSync} from 'node:fs';
import {type CodedError, codedError} from '../../core/errors.ts';
import {type Battery, fullRuntimeMinutes} from '../../ups/battery.ts';
import {fitShape, highestLoad, LEAST_POINTS, LEAST_POINTS_FOR_WELLS, shapeFor} from '../../ups/fit/fit.ts';
import {errorPercent, leaveOneOut} from '../../ups/fit/leave-one-out.ts';
import {type LoadUnit, parseRuntimeTable, refusal, type RuntimeTable} from '../../ups/fit/runtime-table.ts';
import type {RuntimePoint} from '../../ups/fit/shape.ts';
import type {Io, Register} from '../io.ts';
import {textTable} from '../text-table.ts';

/** Battery parameters as JSON shows them. For a table in percent, Wh reads %·h and W reads %. */
export interface BatteryParameters {
	readonly capacityWh: number;
	readonly availableShare: number;
	readonly levelingPerMinute: number;
	readonly cutoffHours: number;
	readonly idleWatts: number;
}

interface FittedPoint {
	readonly loadW: number;
	readonly runtimeMin: number;
	readonly fittedMin: number;
	readonly errorPercent: number;
}

interface PredictedPoint {
	readonly loadW: number;
	readonly runtimeMin: number;
	readonly predictedMin: number;
	readonly errorPercent: number;
}

interface FitReport {
	readonly schema: 'ridethrough.battery-fit/1';
	readonly loadUnit: LoadUnit;
	readonly parameters: BatteryParameters;
	readonly points: readonly FittedPoint[];
	/** Empty unless asked for. */
	readonly leaveOneOut: readonly PredictedPoint[];
}

/** A data sheet has a few dozen lines: what is larger is some other file. */
const MOST_BYTES = 1024 * 1024;
const LEAST_POINTS_TO_LEAVE_ONE_OUT = LEAST_POINTS + 1;

const examples = `Examples:
  ridethrough battery fit smt1500.csv
  ridethrough battery fit smt1500.csv --leave-one-out
  ridethrough battery fit smt1500.csv --json > smt1500.json
`;

const formats = `
TABLE.csv holds comma-separated text: lines that begin with # are comments, then a header, then a line for each load.
  load_w       load in watts, or
  load_pct     load in percent of the rating
  runtime_min  runtime in minutes
  flag         optional; cap where the printed runtime is the end of the scale: such a line is left out
  load_va      optional, not used
Fewer than ${LEAST_POINTS_FOR_WELLS} lines (say, half and full load) give a fit with typical wells; more lines fit these too.

JSON:
  schema       ridethrough.battery-fit/1
  loadUnit     W or %, the unit of loadW; with % the parameters in Wh and W read %·h and %
  parameters   capacityWh (Wh), availableShare (0 to 1), levelingPerMinute (1/min), cutoffHours (h), idleWatts (W)
  points       loadW, runtimeMin (min, as published), fittedMin (min), errorPercent (% of the published runtime)
  leaveOneOut  loadW, runtimeMin, predictedMin (min, from all other lines), errorPercent; empty without --leave-one-out`;

/** Adds `battery fit`. */
export const register: Register = (program, io) => {
	const battery = program.command('battery').description('battery parameters from published runtimes');
	battery
		.command('fit')
		.description('fit a published runtime table, so that a UPS can be added from its data sheet')
		.argument('<TABLE.csv>', 'runtime table: loads in W or %, runtimes in min')
		.option('--leave-one-out', 'also predict each line from all others, which shows how far the fit can be trusted')
		.option('--json', 'print one JSON document')
		.addHelpText('before', examples)
		.addHelpText('after', formats)
		.action((file: string, options: {leaveOneOut?: boolean; json?: boolean}) => {
			fitFile(io, file, options.leaveOneOut === true, options.json === true);
		});
};

function fitFile(io: Io, file: string, withLeaveOneOut: boolean, json: boolean): void {
	const table = parseRuntimeTable(readTable(file), file);
	refuseTooShort(file, table, withLeaveOneOut);
	for (const remark of remarksOn(file, table)) {
		io.note(remark);
	}
	const report = reportOn(table, withLeaveOneOut);
	io.out(json ? JSON.stringify(report, null, '\t') : textOf(report));
}

/** The text of a table; bytes that are no text are left to the parser, which names their line. */
function readTable(file: string): string {
	let size = 0;
	let text = '';
	try {
		const stat = statSync(file);
		if (!stat.isFile() && !stat.isFIFO()) {
			throw new Error('it is not a file');
		}
		size = stat.size;
		text = size > MOST_BYTES ? '' : readFileSync(file, 'utf8');
	} catch (error) {
		throw unreadable(file, error);
	}
	if (size > MOST_BYTES) {
		const what = `the file has ${size} bytes; a runtime table has at most ${MOST_BYTES}`;
		throw refusal('E_TABLE_INVALID', file, 1, 'all', what);
	}
	return text;
}

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file',
	EACCES: 'its permissions do not allow it',
	ENOTDIR: 'a part of its path is not a directory',
};

function unreadable(file: string, error: unknown): CodedError {
	const {code, message} = error as NodeJS.ErrnoException;
	const reason = reasons[code ?? ''] ?? message;
	const sentence = `${file} cannot be read: ${reason}; give the path of a runtime table`;
	return codedError('E_FILE_UNREADABLE', sentence, {file, reason});
}

function refuseTooShort(file: string, table: RuntimeTable, withLeaveOneOut: boolean): void {
	const needed = withLeaveOneOut ? LEAST_POINTS_TO_LEAVE_ONE_OUT : LEAST_POINTS;
	const count = table.points.length;
	if (count >= needed) {
		return;
	}
	const what = withLeaveOneOut ? 'leaving one out' : 'a fit';
	const capped = table.cappedCount > 0 ? `, besides ${table.cappedCount} flagged cap` : '';
	const column = table.loadUnit === 'W' ? 'load_w' : 'load_pct';
	const usable = `the table has ${count} usable line${count === 1 ? '' : 's'}${capped}`;
	const sentence = `${usable}; ${what} needs at least ${needed}`;
	throw refusal('E_TABLE_TOO_SHORT', file, table.lastLine, column, sentence);
}

function remarksOn(file: string, table: RuntimeTable): string[] {
	const remarks = table.warnings.map(warning => `warning: ${warning}`);
	if (table.cappedCount > 0) {
		remarks.push(`${file}: ${table.cappedCount} line(s) flagged cap left out`);
	}
	if (table.points.length < LEAST_POINTS_FOR_WELLS) {
		const few = `with fewer than ${LEAST_POINTS_FOR_WELLS} lines`;
		remarks.push(`${file}: ${few}, available share and levelling rate are those of a typical battery, not fitted`);
	}
	return remarks;
}

function reportOn(table: RuntimeTable, withLeaveOneOut: boolean): FitReport {
	// The shape is that of the whole table, so that leaving a line out judges the fit that is shown.
	const fit: Fit = points => fitShape(points, shapeFor(table.points.length, highestLoad(points)));
	const battery = fit(table.points);
	return {
		schema: 'ridethrough.battery-fit/1',
		loadUnit: table.loadUnit,
		parameters: parametersOf(battery),
		points: table.points.map(point => fittedPoint(point, fullRuntimeMinutes(battery, point.load))),
		leaveOneOut: withLeaveOneOut ? predictedPoints(table.points, fit) : [],
	};
}

/** The parameters in the units of JSON, to six digits. */
export function parametersOf(battery: Battery): BatteryParameters {
	return {
		capacityWh: digits(battery.capacityWmin / 60),
		availableShare: digits(battery.availableShare),
		levelingPerMinute: digits(battery.levelingPerMinute),
		cutoffHours: digits(battery.cutoffHours),
		idleWatts: digits(battery.idleWatts),
	};
}

function digits(value: number): number {
	return Number(value.toPrecision(6));
}

function fittedPoint(point: RuntimePoint, minutes: number): FittedPoint {
	return {
		loadW: point.load,
		runtimeMin: point.minutes,
		fittedMin: digits(minutes),
		errorPercent: digits(errorPercent(minutes, point.minutes)),
	};
}

type Fit = (points: readonly RuntimePoint[]) => Battery;

function predictedPoints(points: readonly RuntimePoint[], fit: Fit): PredictedPoint[] {
	const predicted = leaveOneOut(points, others => {
		const battery = fit(others);
		return load => fullRuntimeMinutes(battery, load);
	});
	return points.map((point, i) => ({
		loadW: point.load,
		runtimeMin: point.minutes,
		predictedMin: digits(predicted[i] ?? NaN),
		errorPercent: digits(errorPercent(predicted[i] ?? NaN, point.minutes)),
	}));
}

function textOf(report: FitReport): string {
	return [...parameterLines(report), '', ...pointLines(report), '', ...summaryLines(report)].join('\n');
}

function parameterLines({parameters, loadUnit}: FitReport): string[] {
	const energy = loadUnit === 'W' ? 'Wh' : '%·h';
	return [
		`capacity         ${parameters.capacityWh.toFixed(1)} ${energy}`,
		`available share  ${parameters.availableShare.toFixed(3)}`,
		`levelling rate   ${parameters.levelingPerMinute.toFixed(4)} /min`,
		`cut-off          ${parameters.cutoffHours.toFixed(3)} h`,
		`idle draw        ${parameters.idleWatts.toFixed(1)} ${loadUnit}`,
	];
}

function pointLines({points, leaveOneOut: left, loadUnit}: FitReport): string[] {
	const titles = [`load ${loadUnit}`, 'runtime min', 'fitted min', 'error %'];
	const leftTitles = left.length > 0 ? ['left out min', 'error %'] : [];
	const rows = points.map((point, i) => {
		const other = left[i];
		const fitted = [point.fittedMin.toFixed(1), signed(point.errorPercent)];
		const predicted = other === undefined ? [] : [other.predictedMin.toFixed(1), signed(other.errorPercent)];
		return [String(point.loadW), String(point.runtimeMin), ...fitted, ...predicted];
	});
	return textTable(
		[...titles, ...leftTitles].map(title => ({title, align: 'right' as const})),
		rows,
	);
}

function signed(percent: number): string {
	const text = percent.toFixed(1);
	// Neither a plus nor a minus before a zero.
	return Number(text) === 0 ? '0.0' : `${percent > 0 ? '+' : ''}${text}`;
}

function summaryLines({points, leaveOneOut: left}: FitReport): string[] {
	const lines = [`fit: ${medianAndWorst(points)}`];
	return left.length > 0 ? [...lines, `left out: ${medianAndWorst(left)}`] : lines;
}

function medianAndWorst(points: ReadonlyArray<{readonly errorPercent: number}>): string {
	const sizes = points.map(point => Math.abs(point.errorPercent)).sort((a, b) => a - b);
	const middle = sizes.length / 2;
	const median = ((sizes[Math.ceil(middle) - 1] ?? NaN) + (sizes[Math.floor(middle)] ?? NaN)) / 2;
	return `median error ${median.toFixed(1)} %, worst ${(sizes.at(-1) ?? NaN).toFixed(1)} %`;
}
