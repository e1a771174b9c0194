import {mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {register} from '../../src/cli/commands/scenario.ts';
import {exitCodeFor} from '../../src/cli/exit.ts';
import {isCoded} from '../../src/core/errors.ts';
import {runCommand} from './run-command.ts';
import {folder, written} from './written-scenario.ts';

const passing = written('passing.yaml', '  - {inject: {outage: {}}, for: 1m}\n  - {within: 1s, expect: {status: OB}}');
const broken = written('broken.yaml', '  - {injekt: {outage: {}}}\n  - {within: 5, expect: {status: OL}}');

test('a sound file is ok, with its name and how many cards and steps it has', async t => {
	const {out, notes, error} = await runCommand(register, 'scenario', 'check', passing);
	t.is(error, undefined);
	t.is(out, `${passing}: ok: Test run, 2 cards, 2 steps\n`);
	t.deepEqual(notes, []);
});

test('every problem of every file is told, sound files are told to be ok, and the error ends in exit code 3', async t => {
	const {out, notes, error} = await runCommand(register, 'scenario', 'check', broken, passing);
	t.deepEqual(
		notes.map(note => note.split('\n')[0].slice(broken.length)),
		[
			':6:5: steps[0]: a step has exactly one of inject, set, command, rollout, flashPlan, expect, repeat, parallel, snapshot; this one has none',
			`:6:6: steps[0].injekt: unknown key; known here are name, at, after, on, inject, set, command, rollout, flashPlan, expect, repeat, parallel, snapshot, for, within, hold, every, times, until; did you mean inject?`,
			':7:6: steps[1].within: must be a number with a unit of ms, s, m, h or d, such as 90s or 1h30m; 5 has no unit',
		],
	);
	t.deepEqual(notes[2].split('\n').slice(1), ['  7 |   - {within: 5, expect: {status: OL}}', '    |      ^']);
	t.true(out.startsWith(`${passing}: ok`));
	t.true(isCoded(error) && error.code === 'E_SCENARIO_INVALID' && exitCodeFor(error.code) === 3);
	t.is((error as Error).message, `3 problems in ${broken}`);
});

test('a single problem is the message of the error', async t => {
	const file = written('one.yaml', '  - {set: {lode: 1}}');
	const {notes, error} = await runCommand(register, 'scenario', 'check', file);
	t.deepEqual(notes, []);
	t.true((error as Error).message.startsWith(`${file}:6:12: steps[0].set.lode: unknown key`));
	t.true((error as Error).message.endsWith('\n  6 |   - {set: {lode: 1}}\n    |            ^'));
});

test('checked files as JSON have a schema, what they hold and their problems', async t => {
	const {out, error} = await runCommand(register, 'scenario', 'check', passing, broken, '--json');
	const checked = JSON.parse(out);
	t.is(checked.schema, 'ridethrough.scenario-check/1');
	t.deepEqual(checked.files[0], {
		file: passing,
		ok: true,
		name: 'Test run',
		summary: '',
		seed: 9,
		cards: 2,
		steps: 2,
		cases: 1,
		fragment: false,
		leastSeconds: 0,
		problems: [],
	});
	t.is(checked.files[1].ok, false);
	t.deepEqual(Object.keys(checked.files[1].problems[0]), ['file', 'line', 'column', 'field', 'message', 'source']);
	t.is(checked.files[1].problems.length, 3);
	t.true(isCoded(error));
});

test('models, events and readings are those of the catalogue', async t => {
	const file = written(
		'names.yaml',
		'  - {within: 1s, expect: {alarm: batteryOverTemperature, reading: {batteryTemperature: "< 40 °C"}}}\n  - {within: 1s, expect: {event: onBatery}}',
		'devices: [{count: 1, model: 5PX1500i}, {count: 1, model: SMT750J}]',
	);
	const {notes} = await runCommand(register, 'scenario', 'check', file);
	t.is(notes.length, 2);
	t.regex(notes[0], /"SMT750J" is no SKU of the catalogue; did you mean SMT750I\?\n/);
	t.regex(notes[1], /"onBatery" is no name of the event catalogue; did you mean onBattery\?\n/);
});

test('a file that is not there is E_FILE_UNREADABLE and tells the shipped ones', async t => {
	const {error} = await runCommand(register, 'scenario', 'check', 'evening-strom');
	t.true(isCoded(error) && error.code === 'E_FILE_UNREADABLE');
	t.regex(
		(error as Error).message,
		/^evening-strom cannot be read: there is no such file; .*did you mean evening-storm\?$/,
	);
});

test('shipped scenarios are listed with what they show, and found by name', async t => {
	const {out, notes} = await runCommand(register, 'scenario', 'list');
	t.regex(out, /\nevening-storm +100 +1 +\d+ +7h +Evening storm: .+\n/);
	t.deepEqual(notes, []);
	const checked = await runCommand(register, 'scenario', 'check', 'brownout');
	t.regex(checked.out, /^brownout: ok: Brownout/);
	const list = JSON.parse((await runCommand(register, 'scenario', 'list', '--json')).out);
	t.is(list.schema, 'ridethrough.scenario-list/1');
	const storm = list.scenarios.find(({scenario}: {scenario: string}) => scenario === 'evening-storm');
	t.is(storm.cards, 100);
	t.true(storm.summary.length > 0);
});

test('files with problems are left out of a list and named', async t => {
	const other = join(folder, 'some');
	mkdirSync(other);
	writeFileSync(join(other, 'good.yaml'), readFileSync(passing));
	writeFileSync(join(other, 'bad.yaml'), 'nothing');
	writeFileSync(join(other, 'notes.txt'), 'no scenario');
	writeFileSync(join(other, 'part.yaml'), 'fragment: true\nversion: 1\nsteps: [{set: {load: 1}}]\n');
	const {out, notes} = await runCommand(register, 'scenario', 'list', other);
	t.is(out.trimEnd().split('\n').length, 2);
	t.regex(out, /\ngood +2 +1 +2 +0s +Test run\n/);
	t.is(notes.length, 1);
	t.regex(notes[0], /bad\.yaml: left out, 1 problem: see "scenario check"$/);
	const {error} = await runCommand(register, 'scenario', 'list', join(folder, 'nowhere'));
	t.true(isCoded(error) && error.code === 'E_FILE_UNREADABLE');
});

test('a folder is checked with the folders below it, what its scenarios include, and cases are counted', async t => {
	const whole = join(folder, 'whole');
	mkdirSync(join(whole, 'parts'), {recursive: true});
	writeFileSync(
		join(whole, 'storm.yaml'),
		'name: Storm\nversion: 1\nmatrix: {load: [10, 20]}\ndevices: {count: 3, model: SMT750I, load: "${load}"}\nsteps:\n  - include: parts/dip.yaml\n  - {at: 1h, set: {load: 5}}\n',
	);
	writeFileSync(
		join(whole, 'parts', 'dip.yaml'),
		'fragment: true\nversion: 1\nsteps:\n  - inject: {outage: {}}\n    for: 5s\n',
	);
	const {out, error} = await runCommand(register, 'scenario', 'check', whole);
	t.is(error, undefined);
	t.deepEqual(out.split('\n'), [
		`${whole}/storm.yaml: ok: Storm, 2 cases, 3 cards, 2 steps`,
		`${whole}/parts/dip.yaml: ok: a fragment, for scenarios to include`,
		'',
	]);
	t.regex((await runCommand(register, 'scenario', 'list', whole)).out, /\nstorm +3 +2 +2 +1h +Storm\n/);
});

test('a link out of the folder of a scenario is not followed, and what cannot be read says why', async t => {
	const inside = join(folder, 'inside');
	mkdirSync(inside);
	writeFileSync(join(folder, 'outside.yaml'), 'fragment: true\nversion: 1\nsteps: [{set: {load: 1}}]\n');
	symlinkSync(join(folder, 'outside.yaml'), join(inside, 'link.yaml'));
	const main = join(inside, 'main.yaml');
	writeFileSync(
		main,
		'name: n\nversion: 1\ndevices: {count: 1, model: SMT750I}\nsteps: [{include: link.yaml}, {include: nowhere.yaml}]\n',
	);
	const {notes} = await runCommand(register, 'scenario', 'check', main);
	t.regex(notes[0], /link\.yaml cannot be read: it is a link out of the folder of the scenario\n/);
	t.regex(notes[1], /nowhere\.yaml cannot be read: there is no such file\n/);
});
