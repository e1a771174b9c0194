import test from 'ava';
import type {Io} from '../../src/cli/io.ts';
import {progressText, ScenarioProgress} from '../../src/cli/scenario-progress.ts';

const progress = {atMs: 3_723_500, step: 4, stepCount: 20, stepName: 'expect status OB', eventCount: 1234};

function recorder(interactive: boolean): {io: Io; lines: string[]; notes: string[]} {
	const lines: string[] = [];
	const notes: string[] = [];
	const io: Io = {
		out: () => {},
		note: text => notes.push(text),
		interactive,
		progress: text => lines.push(text),
		stop: new AbortController().signal,
		exitCode: 0,
	};
	return {io, lines, notes};
}

test('a progress line has the time, the step and the events', t => {
	t.is(progressText(progress), '01:02:03  step 4 of 20: expect status OB  1234 events');
});

test('on a terminal the line is redrawn five times a second at most, and taken away at the end', t => {
	const {io, lines, notes} = recorder(true);
	let now = 1000;
	const shown = new ScenarioProgress(
		io,
		() => 5000,
		() => now,
	);
	for (; now < 2000; now += 50) {
		shown.tell(progress);
	}
	shown.end();
	t.is(lines.length, 5);
	t.is(lines[3], progressText(progress));
	t.is(lines[4], '');
	t.deepEqual(notes, []);
});

test('elsewhere a line is noted every ten seconds', t => {
	const {io, lines, notes} = recorder(false);
	let now = 0;
	const shown = new ScenarioProgress(
		io,
		() => 5000,
		() => now,
	);
	for (; now < 35_000; now += 500) {
		shown.tell(progress);
	}
	shown.end();
	t.is(notes.length, 3);
	t.deepEqual(lines, []);
});

test('where nothing happens the clock is still seen to run', t => {
	const {io, lines} = recorder(true);
	let now = 0;
	const shown = new ScenarioProgress(
		io,
		() => 60_000,
		() => now,
	);
	now = 300;
	shown.pulse();
	t.deepEqual(lines, []);
	shown.tell(progress);
	now = 600;
	shown.pulse();
	shown.end();
	t.deepEqual(lines, [progressText(progress), progressText({...progress, atMs: 60_000}), '']);
});
