import {appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {DataLog, dataFiles} from '../../../src/platform/node/data-log.ts';
import {dataColumns, dataValues} from '../../../src/platform/node/main/data-columns.ts';
import {AgentData} from '../../../src/platform/node/main/agent-data.ts';
import {batteryCharge, batteryTemperature, NOT_AVAILABLE, READING_SIZE} from '../../../src/ups/reading.ts';

const options = {
	columns: [
		{name: 'inputVolts', unit: 'V'},
		{name: 'outputStatus', unit: ''},
	],
	fileBytes: 1000,
	files: 3,
};
const TITLE = 'utc,inputVolts (V),outputStatus';
const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

function place(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

/** Appends lines numbered from `from`, a few at a time. */
async function fill(folder: string, from: number, count: number, chosen = options): Promise<DataLog> {
	const log = DataLog.open(folder, chosen);
	for (let i = from; i < from + count; i++) {
		log.append(START + i * MINUTE, [i, null]);
		if (i % 16 === 0) {
			// oxlint-disable-next-line no-await-in-loop
			await log.close();
		}
	}
	await log.close();
	return log;
}

/** Lines of all files without their titles. */
function lines(folder: string): string[] {
	return dataFiles(folder).flatMap(name => {
		const [title, ...rest] = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
		return title === TITLE ? rest : [`no title in ${name}`];
	});
}

const line = (i: number): string => `${new Date(START + i * MINUTE).toISOString()},${i},`;

test('a file begins with the names and units of its columns, and goes on after a restart', async t => {
	const folder = place(t);
	await fill(folder, 0, 2);
	await fill(folder, 2, 1);
	t.deepEqual(dataFiles(folder), ['00000001.csv']);
	t.is(readFileSync(join(folder, '00000001.csv'), 'utf8'), `${[TITLE, line(0), line(1), line(2)].join('\n')}\n`);
});

test('full files are followed by others, and only the newest are kept', async t => {
	const folder = place(t);
	await fill(folder, 0, 200);
	t.is(dataFiles(folder).length, 3);
	const kept = lines(folder);
	t.deepEqual(
		kept,
		Array.from({length: kept.length}, (_, i) => line(200 - kept.length + i)),
	);
	t.true(kept.length > 60);
});

test('a line that a crash cut is cut off', async t => {
	const folder = place(t);
	await fill(folder, 0, 2);
	appendFileSync(join(folder, '00000001.csv'), '2026-01-01T00:0');
	await fill(folder, 2, 1);
	t.deepEqual(lines(folder), [line(0), line(1), line(2)]);
});

test('other columns begin a file of their own', async t => {
	const folder = place(t);
	await fill(folder, 0, 1, {...options, columns: [{name: 'outputWatts', unit: 'W'}]});
	await fill(folder, 1, 1);
	t.deepEqual(dataFiles(folder), ['00000001.csv', '00000002.csv']);
	t.is(readFileSync(join(folder, '00000002.csv'), 'utf8'), `${TITLE}\n${line(1)}\n`);
});

test('lines that the disk refuses are counted, and nothing is thrown', async t => {
	const folder = place(t);
	const log = DataLog.open(join(folder, 'data'), options);
	rmSync(join(folder, 'data'), {recursive: true});
	log.append(START, [1, 2]);
	await log.close();
	t.is(log.lost, 1);
});

test('more lines than may wait for the disk are dropped and counted', async t => {
	const log = DataLog.open(place(t), options);
	for (let i = 0; i < 100; i++) {
		log.append(START, [i, i]);
	}
	await log.close();
	t.is(log.lost, 36);
	t.is(lines(log.directory).length, 64);
});

test('a place that is no directory is refused with what to do', t => {
	const file = join(place(t), 'file');
	writeFileSync(file, '');
	t.throws(() => DataLog.open(file, options), {code: 'E_STATE_UNUSABLE', message: /may write/});
});

test('the data log holds readings in their units, and nothing where there is none', t => {
	const row = new Int32Array(READING_SIZE).fill(NOT_AVAILABLE);
	row[batteryCharge] = 995;
	const values = dataValues(row, 0);
	t.is(values.length, dataColumns.length);
	t.is(values[batteryCharge], 99.5);
	t.is(values[batteryTemperature], null);
	t.deepEqual(dataColumns[batteryCharge], {name: 'batteryCharge', unit: '%'});
});

test('a line is taken every interval, none while it is off, and a change holds at the next look', t => {
	const settings = {dataIntervalMs: 10 * MINUTE};
	const taken: number[] = [];
	const data = new AgentData(settings, {append: utcMs => taken.push((utcMs - START) / MINUTE)}, 0);
	const row = new Int32Array(READING_SIZE).fill(NOT_AVAILABLE);
	const look = (minute: number): void => data.observe(row, minute * MINUTE, START + minute * MINUTE);
	for (let minute = 0; minute <= 25; minute++) {
		look(minute);
	}
	t.deepEqual(taken, [0, 10, 20]);
	t.is(data.nextAt(25 * MINUTE), 30 * MINUTE);
	settings.dataIntervalMs = 0;
	t.is(data.nextAt(25 * MINUTE), Infinity);
	look(40);
	settings.dataIntervalMs = MINUTE;
	t.true(data.nextAt(41 * MINUTE) <= 42 * MINUTE);
	look(42);
	t.deepEqual(taken, [0, 10, 20, 42]);
});
