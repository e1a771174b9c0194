import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {register} from '../../src/cli/commands/battery.ts';
import {isCoded} from '../../src/core/errors.ts';
import {fullRuntimeMinutes} from '../../src/ups/battery.ts';
import {fitShape} from '../../src/ups/fit/fit.ts';
import {fullShape} from '../../src/ups/fit/shape.ts';
import {runCommand} from './run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
test.after.always(() => rmSync(folder, {recursive: true}));

function written(name: string, content: string | Uint8Array): string {
	const file = join(folder, name);
	writeFileSync(file, content);
	return file;
}

function fixture(name: string): string {
	return fileURLToPath(new URL(`../../../test/fixtures/runtime/${name}`, import.meta.url));
}

const su420 = fixture('apc-su420.csv');
const plus4 = fixture('liebert-gxt3-plus4.csv');

test('the JSON of a fit has parameters and points, and no lines left out unless asked for', async t => {
	const ran = await runCommand(register, 'battery', 'fit', su420, '--json');
	const report = JSON.parse(ran.out);
	t.deepEqual(Object.keys(report), ['schema', 'loadUnit', 'parameters', 'points', 'leaveOneOut']);
	t.is(report.schema, 'ridethrough.battery-fit/1');
	t.is(report.loadUnit, 'W');
	t.deepEqual(Object.keys(report.parameters), [
		'capacityWh',
		'availableShare',
		'levelingPerMinute',
		'cutoffHours',
		'idleWatts',
	]);
	t.true(Math.abs(report.parameters.capacityWh / 72.7 - 1) < 0.005);
	t.true(Math.abs(report.parameters.idleWatts / 10.7 - 1) < 0.01);
	t.is(report.points.length, 9);
	t.deepEqual(Object.keys(report.points[0]), ['loadW', 'runtimeMin', 'fittedMin', 'errorPercent']);
	t.is(report.points[0].loadW, 35.7);
	t.is(report.points[0].runtimeMin, 41);
	t.is(report.points[0].fittedMin.toFixed(1), '40.7');
	t.is(report.points[0].errorPercent.toFixed(1), '-0.8');
	t.deepEqual(report.leaveOneOut, []);
	t.deepEqual(ran.notes, []);
	t.is(ran.exitCode, 0);
});

test('each line left out is predicted from the others, less closely than it is fitted', async t => {
	const ran = await runCommand(register, 'battery', 'fit', su420, '--leave-one-out', '--json');
	const {leaveOneOut} = JSON.parse(ran.out);
	t.is(leaveOneOut.length, 9);
	t.deepEqual(Object.keys(leaveOneOut[0]), ['loadW', 'runtimeMin', 'predictedMin', 'errorPercent']);
	t.is(leaveOneOut[0].loadW, 35.7);
	t.is(leaveOneOut[0].predictedMin.toFixed(1), '39.6');
	const worst = Math.max(...leaveOneOut.map((point: {errorPercent: number}) => Math.abs(point.errorPercent)));
	t.is(worst.toFixed(1), '3.5');
});

test('people get the parameters with units, a line for each load, and how far off the fit is', async t => {
	const ran = await runCommand(register, 'battery', 'fit', su420, '--leave-one-out');
	t.regex(ran.out, /^capacity +72\.7 Wh$/m);
	t.regex(ran.out, /^idle draw +10\.7 W$/m);
	t.regex(ran.out, /^load W {2}runtime min {2}fitted min {2}error % {2}left out min {2}error %$/m);
	t.regex(ran.out, /^ +35\.7 +41 +40\.7 +-0\.8 +39\.6 +-3\.3$/m);
	t.regex(ran.out, /^fit: median error 0\.8 %, worst 2\.8 %$/m);
	t.regex(ran.out, /^left out: median error 1\.3 %, worst 3\.5 %$/m);
	t.notRegex(ran.out, /-0\.0/);
});

test('without leaving one out its columns are not there', async t => {
	const ran = await runCommand(register, 'battery', 'fit', su420);
	t.notRegex(ran.out, /left out/);
});

test('a table in percent keeps its unit, and says on stderr that a capped line was left out', async t => {
	const json = await runCommand(register, 'battery', 'fit', plus4, '--json');
	t.is(JSON.parse(json.out).loadUnit, '%');
	t.is(JSON.parse(json.out).points.length, 9);
	t.deepEqual(json.notes, [`${plus4}: 1 line(s) flagged cap left out`]);
	const text = await runCommand(register, 'battery', 'fit', plus4);
	t.regex(text.out, /^capacity +157\.5 %·h$/m);
	t.regex(text.out, /^load % /m);
});

test('two lines are fitted with typical wells, with a remark', async t => {
	const file = written('two.csv', 'load_w,runtime_min\n2000,26.7\n4000,9.4\n');
	const ran = await runCommand(register, 'battery', 'fit', file, '--json');
	const {parameters} = JSON.parse(ran.out);
	t.is(parameters.availableShare, 0.5);
	t.true(Math.abs(parameters.capacityWh / 2011 - 1) < 0.005);
	t.is(ran.notes.length, 1);
	t.regex(ran.notes[0] ?? '', /fewer than 5 lines.*typical battery/);
});

test('a line left out of five is predicted by the shape that the five are fitted with', async t => {
	const points = [
		{load: 50, minutes: 100},
		{load: 100, minutes: 45},
		{load: 200, minutes: 19},
		{load: 300, minutes: 11},
		{load: 400, minutes: 7},
	];
	const lines = points.map(point => `${point.load},${point.minutes}`);
	const file = written('five.csv', `load_w,runtime_min\n${lines.join('\n')}\n`);
	const ran = await runCommand(register, 'battery', 'fit', file, '--leave-one-out', '--json');
	const battery = fitShape(points.slice(1), fullShape(400));
	t.not(battery.availableShare, 0.5);
	t.is(JSON.parse(ran.out).leaveOneOut[0].predictedMin.toFixed(2), fullRuntimeMinutes(battery, 50).toFixed(2));
	t.deepEqual(ran.notes, []);
});

test('a runtime that rises with the load is fitted with a warning', async t => {
	const file = written('rising.csv', 'load_w,runtime_min\n100,20\n200,30\n');
	const ran = await runCommand(register, 'battery', 'fit', file, '--json');
	t.is(ran.error, undefined);
	t.regex(ran.notes[0] ?? '', /^warning: .*rising\.csv, line 3, column runtime_min: 30 min/);
});

const tooShort: ReadonlyArray<readonly [title: string, text: string, flags: string[], line: number, words: RegExp]> = [
	['a table of one line', 'load_w,runtime_min\n100,20\n', [], 2, /has 1 usable line; a fit needs at least 2/],
	['a header alone', '# none\nload_pct,runtime_min\n', [], 2, /has 0 usable lines; a fit needs at least 2/],
	[
		'a table of capped lines',
		'load_w,runtime_min,flag\n1,360,cap\n2,360,cap\n3,200,\n',
		[],
		4,
		/has 1 usable line, besides 2 flagged cap; a fit/,
	],
	[
		'a table of two lines to leave one out of',
		'load_w,runtime_min\n100,20\n200,9\n',
		['--leave-one-out'],
		3,
		/leaving one out needs at least 3/,
	],
];

for (const [title, text, flags, line, words] of tooShort) {
	test(`${title} is too short`, async t => {
		const file = written(`short-${line}-${flags.length}-${text.length}.csv`, text);
		const {error, out} = await runCommand(register, 'battery', 'fit', file, ...flags);
		t.true(isCoded(error));
		t.like(error, {code: 'E_TABLE_TOO_SHORT', context: {file, line}});
		t.regex((error as Error).message, words);
		t.is(out, '');
	});
}

test('a broken table is refused with file, line and column, and nothing is printed', async t => {
	const file = written('broken.csv', 'load_w,runtime_min\n100,20\n200,-9\n');
	const {error, out} = await runCommand(register, 'battery', 'fit', file, '--json');
	t.like(error, {code: 'E_TABLE_INVALID', context: {file, line: 3, column: 'runtime_min'}});
	t.is(out, '');
});

const binaries: ReadonlyArray<readonly [title: string, bytes: Uint8Array]> = [
	['a binary file', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1])],
	['a file in Latin-1', new Uint8Array([0x23, 0xe4, 0x0a])],
	['a file in UTF-16', new Uint8Array([0xff, 0xfe, 0x6c, 0x00])],
];

for (const [title, bytes] of binaries) {
	test(`${title} is refused as not being text`, async t => {
		const {error} = await runCommand(register, 'battery', 'fit', written(`binary-${bytes.length}`, bytes));
		t.like(error, {code: 'E_TABLE_INVALID', context: {line: 1, column: 'all'}});
		t.regex((error as Error).message, /UTF-8/);
	});
}

test('a file of more than a mebibyte is refused unread', async t => {
	const {error} = await runCommand(register, 'battery', 'fit', written('big.csv', '#'.repeat(1024 * 1024 + 1)));
	t.like(error, {code: 'E_TABLE_INVALID'});
	t.regex((error as Error).message, /1048577 bytes; a runtime table has at most 1048576/);
});

test('a file that is not there, a folder and a device are unreadable', async t => {
	const missing = await runCommand(register, 'battery', 'fit', join(folder, 'none.csv'));
	t.like(missing.error, {code: 'E_FILE_UNREADABLE', context: {file: join(folder, 'none.csv')}});
	t.regex((missing.error as Error).message, /there is no such file/);
	t.like((await runCommand(register, 'battery', 'fit', folder)).error, {code: 'E_FILE_UNREADABLE'});
	t.like((await runCommand(register, 'battery', 'fit', '/dev/null')).error, {code: 'E_FILE_UNREADABLE'});
});

test('the help begins with examples and gives the unit of every number', async t => {
	const {out} = await runCommand(register, 'battery', 'fit', '--help');
	t.true(out.startsWith('Examples:\n  ridethrough battery fit '));
	for (const words of ['load in watts', 'runtime in minutes', 'capacityWh (Wh)', 'cutoffHours (h)', 'idleWatts (W)']) {
		t.true(out.includes(words), words);
	}
});
