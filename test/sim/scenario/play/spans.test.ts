import test from 'ava';
import {MINUTE} from '../../../../src/core/clock.ts';
import {runScenario} from '../../../../sim/scenario/runner.ts';
import type {RunResult} from '../../../../sim/scenario/result.ts';
import {scenarioOf, scenarioText} from '../../../helpers/scenario-text.ts';
import {TwinBench} from '../../../helpers/twin-bench.ts';
import {play} from '../../../helpers/twin-run.ts';

async function onNoting(
	steps: string,
	prepare: (bench: TwinBench) => void,
): Promise<{result: RunResult; bench: TwinBench}> {
	const bench = new TwinBench([{id: 'main-001'}, {id: 'main-002'}]);
	prepare(bench);
	return {result: await runScenario(scenarioOf(scenarioText(steps)), bench, {seed: 1}), bench};
}

test('count compares how many of the selected cards fulfil something, or their share', async t => {
	const outage = '  - {inject: {outage: {}}, on: {card: main-001}}\n';
	const verdict = async (count: string): Promise<string> =>
		(await play(`${outage}  - {within: 1s, expect: {count: ${count}}}`)).result.verdict;
	t.is(await verdict('{of: {status: OB}, is: ">= 1"}'), 'passed');
	t.is(await verdict('{of: {status: OB}, is: "= 2"}'), 'failed');
	t.is(await verdict('{of: {status: OB}, is: ">= 50 %"}'), 'passed');
	t.is(await verdict('{of: {status: OB}, is: "> 50 %"}'), 'failed');
	t.is(await verdict('{of: {status: OB, alarm: onBattery}, is: "= 1"}'), 'passed');
	t.is(await verdict('[{of: {status: OB}, is: "= 1"}, {of: {status: OL}, is: "= 1"}]'), 'passed');
});

test('a count that fails tells how many there are, and the cards that do not count', async t => {
	const {result} = await play(
		'  - {inject: {outage: {}}, on: {card: main-001}}\n  - {within: 1s, expect: {count: {of: {status: OB}, is: "= 2"}}}',
	);
	const {reason, seen, failedCards} = result.steps[1];
	t.is(reason, 'count');
	t.regex(seen, /; 1 of 2 cards with status OB$/);
	t.deepEqual(failedCards.ids, ['main-002']);
});

test('none asks that no card fulfils it', async t => {
	const calm = await play('  - {within: 0s, hold: 1m, expect: {status: OB, none: true}}');
	t.is(calm.result.verdict, 'passed');
	const {result} = await play(
		'  - {inject: {outage: {}}, on: {card: main-002}}\n  - {within: 0s, hold: 1m, expect: {status: OB, none: true}}',
	);
	t.is(result.steps[1].outcome, 'failed');
	t.deepEqual(result.steps[1].failedCards.ids, ['main-002']);
	t.regex(result.steps[1].expected, /on none of 2 cards/);
});

test('spans of time are noted from the last action on, and only where somebody asks', async t => {
	const {result, bench} = await onNoting(
		'  - {after: 1m, set: {load: 50}}\n  - {after: 3m, within: 0s, expect: {telemetryGap: "< 2m"}}',
		({notes}) => {
			notes.longestGapMs = (card, startMs) => (card === 1 ? startMs + MINUTE : 0);
		},
	);
	t.is(result.steps[1].outcome, 'failed');
	t.regex(result.steps[1].text, /main-002 .*\n {2}expected: telemetry gap < 2m .*\n.*; telemetry gap 2m; 1 of 2/);
	t.deepEqual(bench.notes.asked, [['telemetryGap'], ['telemetryGap']]);
	t.is(bench.notes.open, 0);
	const plain = await onNoting('  - {set: {load: 50}}', () => {});
	t.deepEqual(plain.bench.notes.asked, []);
});

test('a load that was dropped, events that are missing and a runtime that was off are told', async t => {
	const steps = (expected: string): string => `  - {within: 1s, expect: ${expected}}`;
	const failing = async (expected: string, prepare: (bench: TwinBench) => void): Promise<string> =>
		(await onNoting(steps(expected), prepare)).result.steps[0].seen;
	t.regex(
		await failing('{loadDropped: false}', ({notes}) => (notes.loadDropped = card => card === 0)),
		/the load was without output; 1 of 2/,
	);
	t.regex(
		await failing('{eventsMissing: "= 0"}', ({notes}) => (notes.eventsMissing = () => 3)),
		/3 events not published; 0 of 2/,
	);
	t.regex(
		await failing('{runtimeError: "< 10 %"}', ({notes}) => (notes.runtimeError = () => 12.345)),
		/runtime off by 12\.3 %; 0 of 2/,
	);
	t.regex(await failing('{runtimeError: "< 10 %"}', () => {}), /the battery did not run empty/);
	const {result} = await onNoting(
		steps('{loadDropped: false, eventsMissing: "<= 3", runtimeError: "< 10 %"}'),
		({notes}) => {
			notes.eventsMissing = () => 3;
			notes.runtimeError = () => 9.9;
		},
	);
	t.is(result.verdict, 'passed');
});
