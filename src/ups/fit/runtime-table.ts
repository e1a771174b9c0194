// Reads a published runtime table: comma-separated text with `#` comments, a header that names load_w (watts) or
// load_pct (percent of the rating) and runtime_min (minutes), and perhaps load_va and flag. Refuses what is in doubt.

import type {ErrorCode} from '../../core/error-codes.ts';
import {type CodedError, codedError} from '../../core/errors.ts';
import type {RuntimePoint} from './shape.ts';

export type LoadUnit = 'W' | '%';

export interface RuntimeTable {
	readonly loadUnit: LoadUnit;
	/** In the order of the file; censored lines are left out. */
	readonly points: readonly RuntimePoint[];
	/** Lines flagged `cap`: the display had reached its end, so that the value is not a runtime. */
	readonly cappedCount: number;
	/** Number of the last line that is not empty. */
	readonly lastLine: number;
	/** What is odd but can be fitted. */
	readonly warnings: readonly string[];
}

/** Where the columns are; -1 where there is none. */
interface Columns {
	readonly names: readonly string[];
	readonly load: number;
	readonly minutes: number;
	readonly flag: number;
}

/** A table as it grows, line by line. */
interface Growing {
	readonly file: string;
	columns: Columns | null;
	readonly points: RuntimePoint[];
	readonly lines: number[];
	cappedCount: number;
	lastLine: number;
	readonly warnings: string[];
}

const LOAD_WATTS = 'load_w';
const LOAD_PERCENT = 'load_pct';
const RUNTIME = 'runtime_min';
const FLAG = 'flag';
/** Columns that may stand in the table and are not used. */
const UNUSED = 'load_va';
const CAPPED = 'cap';
/** A data sheet has some twenty lines; leaving each out in turn grows with the square. */
const MOST_LINES = 500;
/** No UPS has more watts, and no battery more minutes: beyond, something else is meant. */
const LARGEST = 1000000000;
const EXAMPLE = 'load_w,runtime_min';

/** Reads the text of a table; `file` is the name for messages. Throws E_TABLE_INVALID with file, line and column. */
export function parseRuntimeTable(text: string, file: string): RuntimeTable {
	const table: Growing = {
		file: file,
		columns: null,
		points: [],
		lines: [],
		cappedCount: 0,
		lastLine: 1,
		warnings: [],
	};
	const lines = text.split('\n');
	for (let i = 0; i < lines.length; i++) {
		readLine(table, i === 0 ? withoutMark(lines[i]) : lines[i], i + 1);
	}
	if (table.columns === null) {
		throw tableError(table, 1, EXAMPLE, 'the table is empty; its first line must name the columns');
	}
	warnOfRising(table);
	return {
		loadUnit: table.columns.names[table.columns.load] === LOAD_WATTS ? 'W' : '%',
		points: table.points,
		cappedCount: table.cappedCount,
		lastLine: table.lastLine,
		warnings: table.warnings,
	};
}

/** A byte order mark, which spreadsheets put in front. */
function withoutMark(line: string): string {
	return line.charCodeAt(0) === 0xfeff ? line.substring(1) : line;
}

function tableError(table: Growing, line: number, column: string, what: string): CodedError {
	return refusal('E_TABLE_INVALID', table.file, line, column, what);
}

/** An error about a table, with file, line and column as data and in the sentence. */
export function refusal(code: ErrorCode, file: string, line: number, column: string, what: string): CodedError {
	return codedError(code, `${file}, line ${line}, column ${column}: ${what}`, {file: file, line: line, column: column});
}

function readLine(table: Growing, raw: string, line: number): void {
	refuseBinary(table, raw, line);
	const text = raw.trim();
	if (text === '') {
		return;
	}
	table.lastLine = line;
	if (text.charAt(0) === '#') {
		return;
	}
	const cells = text.split(',');
	for (let i = 0; i < cells.length; i++) {
		cells[i] = cells[i].trim();
	}
	if (table.columns === null) {
		table.columns = readHeader(table, cells, line);
	} else {
		readPoint(table, table.columns, cells, line);
	}
}

const REPLACEMENT_CHARACTER = 0xfffd;

/** NUL, or the mark that a text decoder leaves where the bytes were not text. */
function refuseBinary(table: Growing, raw: string, line: number): void {
	if (raw.indexOf(String.fromCharCode(0)) >= 0 || raw.indexOf(String.fromCharCode(REPLACEMENT_CHARACTER)) >= 0) {
		throw tableError(table, line, 'all', 'is not text; a table is comma-separated text in UTF-8');
	}
}

function readHeader(table: Growing, cells: readonly string[], line: number): Columns {
	refuseOddColumns(table, cells, line);
	const watts = cells.indexOf(LOAD_WATTS);
	const percent = cells.indexOf(LOAD_PERCENT);
	if (watts >= 0 && percent >= 0) {
		throw tableError(table, line, LOAD_PERCENT, 'stands beside load_w; a table has one of the two');
	}
	if (watts < 0 && percent < 0) {
		throw tableError(table, line, LOAD_WATTS, 'the header lacks the load; it must name load_w (W) or load_pct (%)');
	}
	const minutes = cells.indexOf(RUNTIME);
	if (minutes < 0) {
		throw tableError(table, line, RUNTIME, 'is missing in the header; it must name runtime_min (minutes)');
	}
	return {names: cells, load: Math.max(watts, percent), minutes: minutes, flag: cells.indexOf(FLAG)};
}

function refuseOddColumns(table: Growing, cells: readonly string[], line: number): void {
	const known = [LOAD_WATTS, LOAD_PERCENT, RUNTIME, FLAG, UNUSED];
	for (let i = 0; i < cells.length; i++) {
		const name = cells[i];
		if (isNumber(name) || (cells.length === 1 && name.indexOf(';') >= 0)) {
			const rule = `column names separated by commas, such as ${EXAMPLE}`;
			throw tableError(table, line, EXAMPLE, `"${name}" stands where the header must be: ${rule}`);
		}
		if (known.indexOf(name) < 0) {
			throw tableError(table, line, name, `is not a column of a runtime table; these are: ${known.join(', ')}`);
		}
		if (cells.indexOf(name) !== i) {
			throw tableError(table, line, name, 'stands twice in the header; it must stand there once');
		}
	}
}

function readPoint(table: Growing, columns: Columns, cells: readonly string[], line: number): void {
	if (cells.length !== columns.names.length) {
		const counts = `has ${cells.length} values where the header names ${columns.names.length} columns`;
		const rule = 'numbers have a decimal point and no separator of thousands';
		throw tableError(table, line, columns.names.join(','), `${counts}; ${rule}`);
	}
	const load = readNumber(table, columns, cells, columns.load, line);
	const minutes = readNumber(table, columns, cells, columns.minutes, line);
	if (isCapped(table, columns, cells, line)) {
		table.cappedCount += 1;
		return;
	}
	refuseDuplicate(table, columns, load, line);
	if (table.points.length === MOST_LINES) {
		const what = `this is point ${MOST_LINES + 1}; a table has at most ${MOST_LINES}`;
		throw tableError(table, line, columns.names[columns.load], what);
	}
	table.points.push({load: load, minutes: minutes});
	table.lines.push(line);
}

function readNumber(table: Growing, columns: Columns, cells: readonly string[], at: number, line: number): number {
	const text = cells[at];
	const value = isNumber(text) ? Number(text) : NaN;
	if (value > 0 && value <= LARGEST) {
		return value;
	}
	const rule = `it must be a number above 0 (and at most ${LARGEST}), such as 12.5`;
	throw tableError(table, line, columns.names[at], `is "${text.substring(0, 40)}"; ${rule}`);
}

/** Whether a text is digits, a sign and a decimal point: Number() alone also takes hexadecimals and nothing at all. */
function isNumber(text: string): boolean {
	for (let i = 0; i < text.length; i++) {
		if ('0123456789.+-'.indexOf(text.charAt(i)) < 0) {
			return false;
		}
	}
	return text !== '' && !isNaN(Number(text));
}

function isCapped(table: Growing, columns: Columns, cells: readonly string[], line: number): boolean {
	const flag = columns.flag < 0 ? '' : cells[columns.flag];
	if (flag !== '' && flag !== CAPPED) {
		const rule = 'it must be empty, or cap where the printed runtime is the end of the scale';
		throw tableError(table, line, FLAG, `is "${flag.substring(0, 40)}"; ${rule}`);
	}
	return flag === CAPPED;
}

function refuseDuplicate(table: Growing, columns: Columns, load: number, line: number): void {
	for (let i = 0; i < table.points.length; i++) {
		if (table.points[i].load === load) {
			const what = `is ${load} again, as in line ${table.lines[i]}; each load must stand once`;
			throw tableError(table, line, columns.names[columns.load], what);
		}
	}
}

/** A runtime that rises with the load is a misprint, or a mix-up of columns; the fit will lie between. */
function warnOfRising(table: Growing): void {
	const order = loadOrder(table.points);
	for (let i = 1; i < order.length; i++) {
		const lower = table.points[order[i - 1]];
		const higher = table.points[order[i]];
		if (higher.minutes > lower.minutes) {
			const place = `${table.file}, line ${table.lines[order[i]]}, column ${RUNTIME}`;
			const seen = `${higher.minutes} min at a load of ${higher.load}`;
			const other = `the ${lower.minutes} min at ${lower.load}`;
			table.warnings.push(`${place}: ${seen} is more than ${other}; runtime must fall as the load rises`);
		}
	}
}

/** Indices of the points by rising load. Loads are all different, so that the order is total. */
function loadOrder(points: readonly RuntimePoint[]): number[] {
	const order: number[] = [];
	for (let i = 0; i < points.length; i++) {
		order.push(i);
	}
	return order.sort((a, b) => points[a].load - points[b].load);
}
