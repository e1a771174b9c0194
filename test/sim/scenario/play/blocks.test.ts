import test from 'ava';
import {SECOND} from '../../../../src/core/clock.ts';
import type {StepResult} from '../../../../sim/scenario/result.ts';
import {play} from '../../../helpers/twin-run.ts';

/** Number, begin, end and outcome of each step; s. */
function told(steps: readonly StepResult[]): string[] {
	return steps.map(({number, atMs, endedMs, outcome}) => `${number} ${atMs / SECOND} ${endedMs / SECOND} ${outcome}`);
}

test('repeat plays its steps round after round, and at counts from the start of each', async t => {
	const {result, bench} = await play(`
  - {at: 1m, set: {load: 10}}
  - repeat:
      times: 3
      steps:
        - {at: 10s, inject: {outage: {}}, for: 5s}
        - {within: 1m, hold: 20s, expect: {status: OL}}
  - {after: 1s, set: {load: 20}}`);
	t.is(result.verdict, 'passed');
	t.deepEqual(told(result.steps), [
		'1 60 60 passed',
		'2 60 177 passed',
		'2.1#1 70 70 passed',
		'2.2#1 70 99 passed',
		'2.1#2 109 109 passed',
		'2.2#2 109 138 passed',
		'2.1#3 148 148 passed',
		'2.2#3 148 177 passed',
		'3 178 178 passed',
	]);
	t.is(bench.openUndos, 0);
});

test('a step that fails in a round fails the repeat, and the rest is skipped', async t => {
	const {result} = await play(`
  - repeat:
      times: 3
      steps:
        - {set: {load: 10}}
        - {within: 1s, expect: {status: OB}}
        - {set: {load: 20}}
  - {set: {load: 30}}`);
	t.is(result.verdict, 'failed');
	t.deepEqual(told(result.steps), [
		'1 0 1 failed',
		'1.1#1 0 0 passed',
		'1.2#1 0 1 failed',
		'1.3#1 1 1 skipped',
		'2 1 1 skipped',
	]);
	t.is(result.steps[0].reason, 'steps');
	t.regex(result.steps[0].seen, /^step 1\.2#1, expect status OB, failed$/);
	t.is(result.steps[2].reason, 'status');
	t.is(result.steps[4].text, 'a step before it failed');
});

test('parallel plays branches side by side, each with its own times and its own last action', async t => {
	const {result, bench} = await play(`
  - parallel:
      - - {at: 10s, on: {card: main-001}, inject: {outage: {}}, for: 1m}
        - {within: 5s, on: {card: main-001}, expect: {event: onBattery}}
        - {after: 2m, on: {card: main-001}, within: 0s, expect: {event: onBattery}}
      - - {at: 30s, on: {card: main-002}, set: {load: 90}}
        - {within: 0s, expect: {noEvent: onBattery}}
  - {after: 10s, within: 0s, expect: {event: onBattery, any: true}}`);
	t.is(result.verdict, 'passed');
	t.deepEqual(told(result.steps), [
		'1 0 130 passed',
		'1.1.1 10 10 passed',
		'1.2.1 30 30 passed',
		'1.1.2 10 10 passed',
		'1.1.3 130 130 passed',
		'1.2.2 30 30 passed',
		'2 140 140 passed',
	]);
	t.is(bench.openUndos, 0);
});

test('a branch that fails ends the block, and the other branches are not played further', async t => {
	const {result, bench} = await play(`
  - parallel:
      - - {at: 10s, within: 1s, expect: {status: OB}}
      - - {inject: {outage: {}}, on: {card: main-002}}
        - {at: 1h, set: {load: 1}}
  - {set: {load: 2}}`);
	t.is(result.verdict, 'failed');
	t.is(result.durationMs, 11_000);
	const late = result.steps.find(({number}) => number === '1.2.2');
	t.is(late?.outcome, 'skipped');
	t.is(late?.text, 'another branch failed');
	t.deepEqual(bench.settings, []);
	t.is(bench.openUndos, 0);
});

test('blocks hold blocks, and numbers tell where a step stands', async t => {
	const {result} = await play(`
  - parallel:
      - - repeat:
            times: 2
            steps:
              - parallel:
                  - - {set: {load: 10}}
                  - - {after: 1s, set: {load: 20}}
      - - {set: {load: 30}}`);
	t.is(result.verdict, 'passed');
	t.deepEqual(result.steps.map(({number}) => number).sort(), [
		'1',
		'1.1.1',
		'1.1.1.1#1',
		'1.1.1.1#1.1.1',
		'1.1.1.1#1.2.1',
		'1.1.1.1#2',
		'1.1.1.1#2.1.1',
		'1.1.1.1#2.2.1',
		'1.2.1',
	]);
});

test('a run that is aborted within blocks puts everything right', async t => {
	const stop = new AbortController();
	const {result, bench} = await play(
		`
  - parallel:
      - - {inject: {outage: {}}, every: 1m, for: 30s}
        - {at: 1h, set: {load: 1}}
      - - {repeat: {times: 100, steps: [{after: 10s, set: {load: 50}}]}}`,
		[{}],
		{
			signal: stop.signal,
			onProgress: ({atMs}) => {
				if (atMs >= 200_000) {
					stop.abort();
				}
			},
		},
	);
	t.is(result.verdict, 'aborted');
	t.true(result.durationMs < 300_000);
	t.is(bench.openUndos, 0);
	t.is(bench.openTimers, 0);
});
