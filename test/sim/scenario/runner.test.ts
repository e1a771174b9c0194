import test from 'ava';
import fc from 'fast-check';
import {HOUR, MINUTE, SECOND} from '../../../src/core/clock.ts';
import type {Progress} from '../../../sim/scenario/result.ts';
import {runScenario} from '../../../sim/scenario/runner.ts';
import {scenarioOf, scenarioText} from '../../helpers/scenario-text.ts';
import {TwinBench} from '../../helpers/twin-bench.ts';
import {outcomes, play, twoCards} from '../../helpers/twin-run.ts';
import type {Played} from '../../helpers/twin-run.ts';

test('a scenario passes when every expectation comes true in time, and all is put right', async t => {
	const played = await play(`
  - {at: 10s, inject: {outage: {}}, for: 15m}
  - {within: 2s, expect: {status: OB DISCHRG, alarms: [onBattery]}}
  - {within: 20m, on: {card: main-002}, expect: {alarm: lowBattery}}
  - {within: 10m, expect: {status: OL CHRG, noAlarm: onBattery}}
  - {within: 4h, expect: {status: "=OL", alarms: []}}`);
	t.is(played.result.verdict, 'passed');
	t.deepEqual(outcomes(played), [
		'10 10 passed',
		'10 10 passed',
		'10 550 passed',
		'550 914 passed',
		'914 11710 passed',
	]);
	t.true(played.result.steps.every(({text}) => text === ''));
	t.is(played.bench.openUndos, 0);
	t.is(played.result.durationMs, played.result.steps.at(-1)!.endedMs);
	t.is(played.result.cardCount, 2);
	t.is(played.result.seed, 5);
});

test('times count from the start of the run, whatever time the bench has', async t => {
	const bench = new TwinBench([{}], HOUR);
	const result = await runScenario(
		scenarioOf(scenarioText('  - {at: 10s, inject: {outage: {}}}\n  - {within: 20m, expect: {alarm: lowBattery}}')),
		bench,
		{seed: 1},
	);
	t.is(result.verdict, 'passed');
	t.deepEqual(
		result.steps.map(({atMs, endedMs}) => [atMs, endedMs]),
		[
			[10_000, 10_000],
			[10_000, 10_000 + 18 * MINUTE],
		],
	);
	t.deepEqual(
		result.timeline.filter(({kind}) => kind === 'event').map(({atMs}) => atMs),
		[10_000, 10_000 + 18 * MINUTE],
	);
});

test('a command goes to every selected card, and what it causes at once is seen', async t => {
	const played = await play(
		'  - {at: 5s, command: {name: groupOff, group: 2}}\n  - {on: {card: main-002}, command: {name: testBattery, value: 3}}',
	);
	t.is(played.result.verdict, 'passed');
	t.deepEqual(played.bench.commands, [
		{card: 0, name: 'groupOff', group: 2, value: null},
		{card: 1, name: 'groupOff', group: 2, value: null},
		{card: 1, name: 'testBattery', group: 0, value: 3},
	]);
	t.deepEqual(
		played.result.steps.map(({name}) => name),
		['command groupOff to group 2', 'command testBattery 3'],
	);
	t.true(
		played.result.timeline.some(
			({kind, text}) => kind === 'command' && text === 'command groupOff to group 2 to 2 cards',
		),
	);
});

test('a command that one card refuses fails the step, with the card and the reason', async t => {
	const bench = new TwinBench([{}, {}]);
	bench.refusalOf = card => (card === 1 ? 'E_COMMAND_STATE: not now' : '');
	const result = await runScenario(scenarioOf(scenarioText('  - {command: {name: testBattery}}')), bench, {seed: 1});
	t.is(result.verdict, 'failed');
	t.regex(result.steps[0].text, /card-2: step 1 of 1, .*\n {2}expected: .*\n {2}seen: E_COMMAND_STATE: not now$/);
});

test('after counts from the end of the step before, at from the start', async t => {
	const played = await play(
		'  - {after: 5s, set: {load: 10}}\n  - {after: 5s, set: {load: 20}}\n  - {at: 1m, set: {load: 30}}',
	);
	t.deepEqual(outcomes(played), ['5 5 passed', '10 10 passed', '60 60 passed']);
	t.deepEqual(
		played.bench.settings.map(({card, value}) => `${card} ${value}`),
		['0 10', '1 10', '0 20', '1 20', '0 30', '1 30'],
	);
});

test('a fault ends after its time, and the timeline tells both', async t => {
	const {result, bench} = await play(
		'  - {inject: {outage: {}}, for: 90s, on: {card: main-002}}\n  - {at: 5m, within: 1s, expect: {status: OL}}',
	);
	t.deepEqual(
		result.timeline.map(({atMs, kind, card, text}) => `${atMs / SECOND} ${kind} ${card} ${text}`),
		[
			'0 step  step 1: inject outage for 1m30s',
			'0 fault  inject outage for 1m30s on 1 card',
			'0 event main-002 #1 onBattery set: onBattery set',
			'90 undo  outage ends after 1m30s',
			'94 event main-002 #2 onBattery clear: onBattery clear',
			'300 step  step 2: expect status OL',
			'300 verdict  passed',
		],
	);
	t.is(result.eventCount, 2);
	t.is(bench.openUndos, 0);
});

test('a fault without an end lasts until the run is over, and ending it is no longer part of the run', async t => {
	const {result, bench} = await play(
		'  - {inject: {outage: {}}}\n  - {inject: {brokerOutage: {}}}\n  - {after: 1m, within: 1s, expect: {status: OB}}',
	);
	t.is(result.verdict, 'passed');
	t.is(result.eventCount, 2);
	t.is(bench.openUndos, 0);
	t.is(bench.brokerFaults.length, 0);
	t.is(bench.inputFactor(0), 1);
	await bench.runUntil(bench.now() + HOUR);
	t.is(result.eventCount, 2);
	t.is(result.timeline.filter(({kind}) => kind === 'event').length, 2);
});

test('a run that is aborted stops at the next event, skips the rest and puts everything right', async t => {
	const bench = new TwinBench(twoCards);
	const stop = new AbortController();
	bench.onTick = now => {
		if (now >= 5 * MINUTE) {
			stop.abort();
		}
	};
	const scenario = scenarioOf(
		scenarioText(
			'  - {inject: {outage: {}}}\n  - {within: 30m, expect: {reading: {batteryCharge: "< 1"}}}\n  - {set: {load: 1}}',
		),
	);
	const result = await runScenario(scenario, bench, {seed: 1, signal: stop.signal});
	t.is(result.verdict, 'aborted');
	t.deepEqual(
		result.steps.map(({outcome, text}) => `${outcome} ${text}`),
		['passed ', 'skipped the run was aborted', 'skipped the run was aborted'],
	);
	t.true(result.durationMs < 10 * MINUTE);
	t.is(bench.openUndos, 0);
	t.deepEqual(bench.settings, []);
});

test('a run that is aborted before it starts does nothing', async t => {
	const {result, bench} = await play('  - {inject: {outage: {}}}', twoCards, {signal: AbortSignal.abort()});
	t.is(result.verdict, 'aborted');
	t.is(result.eventCount, 0);
	t.is(bench.now(), 0);
});

test('a bench that breaks makes the run throw, after everything was put right', async t => {
	const bench = new TwinBench(twoCards);
	const scenario = scenarioOf(
		scenarioText('  - {inject: {outage: {}}}\n  - {within: 30m, expect: {alarm: lowBattery}}'),
	);
	bench.onTick = () => {
		throw new Error('the power went out for real');
	};
	await t.throwsAsync(runScenario(scenario, bench, {seed: 1}), {message: 'the power went out for real'});
	t.is(bench.openUndos, 0);
});

test('a step about cards that the bench lacks is skipped with the reason, never passed', async t => {
	const {result} = await play('  - {within: 1s, on: {card: main-002}, expect: {status: OL}}', [{id: 'main-001'}]);
	t.deepEqual(
		result.steps.map(({outcome, text}) => `${outcome}: ${text}`),
		['skipped: the bench has no card that the step is about'],
	);
});

test('the timeline keeps so many events and counts the rest', async t => {
	const {result} = await play(
		'  - {inject: {flicker: {dip: 1s, period: 10s, count: 9}}}\n  - {after: 5m, within: 1s, expect: {status: OL}}',
		[{}],
		{timelineEvents: 4},
	);
	t.is(result.timeline.filter(({kind}) => kind === 'event').length, 4);
	t.is(result.leftOutCount, 14);
	t.is(result.eventCount, 18);
	t.is(result.timeline.at(-1)!.kind, 'verdict');
});

test('progress tells the step and the events, in order of time', async t => {
	const told: Progress[] = [];
	await play('  - {inject: {outage: {}}}\n  - {name: low, within: 30m, expect: {alarm: lowBattery}}', [{}], {
		onProgress: progress => told.push(progress),
	});
	t.deepEqual(
		told.map(
			({atMs, step, stepCount, stepName, eventCount}) =>
				`${atMs / SECOND} ${step}/${stepCount} ${stepName} ${eventCount}`,
		),
		['0 1/2 inject outage 0', '0 1/2 inject outage 1', '0 2/2 low 1', '1080 2/2 low 2'],
	);
});

test('a share is drawn by the seed of the run, and the same seed gives the same run', async t => {
	const many = Array.from({length: 20}, (_, i) => ({id: `main-${i}`}));
	const steps =
		'  - {inject: {outage: {}}, on: {share: 30%}}\n  - {within: 30m, expect: {alarm: lowBattery, any: true}}';
	const cardsHit = ({result}: Played): string[] =>
		result.timeline.filter(({text}) => text.includes('onBattery set')).map(({card}) => card);
	const first = await play(steps, many, {seed: 1});
	t.is(cardsHit(first).length, 6);
	t.deepEqual((await play(steps, many, {seed: 1})).result, first.result);
	t.notDeepEqual(cardsHit(await play(steps, many, {seed: 2})), cardsHit(first));
});

test('whatever is injected, for however long, everything is put right at the end', async t => {
	const faults = fc.constantFrom(
		'{outage: {}}',
		'{brownout: {depth: 0.3}}',
		'{flicker: {count: 50}}',
		'{overload: {ratio: 0.3}}',
		'{linkSilence: {}}',
		'{cellFailure: {}}',
		'{agedBattery: {}}',
	);
	const injection = fc.tuple(faults, fc.integer({min: 0, max: 300}), fc.option(fc.integer({min: 1, max: 1200})));
	await fc.assert(
		fc.asyncProperty(fc.array(injection, {minLength: 1, maxLength: 8}), fc.boolean(), async (list, fails) => {
			const steps = list.map(
				([fault, after, span]) => `  - {after: ${after}s, inject: ${fault}${span === null ? '' : `, for: ${span}s`}}`,
			);
			const {result, bench} = await play(
				[...steps, `  - {within: 1s, expect: {status: ${fails ? 'FSD' : 'OL'}}}`].join('\n'),
			);
			t.is(bench.openUndos, 0);
			t.is(bench.inputFactor(0), 1);
			t.is(result.steps.length, list.length + 1);
			await bench.runUntil(bench.now() + HOUR);
			t.is(bench.inputFactor(0), 1);
		}),
		{numRuns: 40},
	);
});
