import test from 'ava';
import fc from 'fast-check';
import {HOUR} from '../../../../src/core/clock.ts';
import {runScenario} from '../../../../sim/scenario/runner.ts';
import type {RunResult} from '../../../../sim/scenario/result.ts';
import {scenarioOf} from '../../../helpers/scenario-text.ts';
import {TwinBench} from '../../../helpers/twin-bench.ts';

const seconds = (max: number): fc.Arbitrary<string> => fc.integer({min: 1, max}).map(value => `${value}s`);
const after = fc.oneof(
	seconds(300),
	fc.record({events: fc.integer({min: 1, max: 3}), event: fc.constant('onBattery'), within: seconds(600)}),
);
const every = fc.oneof(
	fc.constant({}),
	fc.record({every: seconds(600), times: fc.integer({min: 2, max: 5})}),
	fc.record({every: seconds(600), until: seconds(3000)}),
	fc.record({every: seconds(600)}),
);
const fault = fc.constantFrom<object>(
	{outage: {}},
	{brownout: {depth: 0.3}},
	{linkSilence: {}},
	{flicker: {count: 5}},
	{brokerOutage: {}},
);
const expected = fc.constantFrom<object>(
	{status: 'OL'},
	{status: 'OB', any: true},
	{status: 'OB', none: true},
	{reading: {batteryCharge: '> 50'}},
	{count: {of: {alarm: 'onBattery'}, is: '>= 50 %'}},
);

const {step} = fc.letrec<{step: object; block: object}>(tie => ({
	step: fc.oneof(
		{maxDepth: 3, withCrossShrink: true},
		fc.tuple(fc.record({after, inject: fault, for: seconds(600)}), every).map(parts => Object.assign({}, ...parts)),
		fc.record({after, inject: fault}),
		fc
			.tuple(fc.record({after, set: fc.record({load: fc.integer({min: 1, max: 100})})}), every)
			.map(parts => Object.assign({}, ...parts)),
		fc.record({after, command: fc.constant({name: 'testBattery'})}),
		fc.record({within: seconds(300), hold: seconds(60), expect: expected}),
		fc.record({snapshot: fc.constant('there')}),
		tie('block'),
	),
	block: fc.oneof(
		fc.record({
			repeat: fc.record({
				times: fc.integer({min: 1, max: 3}),
				steps: fc.array(tie('step'), {minLength: 1, maxLength: 3}),
			}),
		}),
		fc.record({
			parallel: fc.array(fc.array(tie('step'), {minLength: 1, maxLength: 3}), {minLength: 2, maxLength: 3}),
		}),
	),
}));

interface Ran {
	readonly result: RunResult;
	readonly bench: TwinBench;
	readonly snapshots: string[];
}

/** Plays on a bench that asks as often as `pace` says. */
async function ran(text: string, abortAfter: number): Promise<Ran> {
	const bench = new TwinBench([{id: 'main-001'}, {id: 'main-002', load: 1}]);
	const stop = new AbortController();
	const snapshots: string[] = [];
	let events = 0;
	bench.onTick = () => {
		events += 1;
		if (events === abortAfter) {
			stop.abort();
		}
	};
	const result = await runScenario(scenarioOf(text), bench, {
		seed: 3,
		signal: stop.signal,
		onSnapshot: ({name, atMs, digest}) => snapshots.push(`${name} ${atMs} ${digest()?.sha256 ?? ''}`),
	});
	return {result, bench, snapshots};
}

test('whatever the steps, a run ends, leaves no fault and no timer, and is the same again', async t => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(step, {minLength: 1, maxLength: 5}),
			fc.option(fc.integer({min: 1, max: 30}), {nil: Infinity}),
			async (steps, abortAfter) => {
				const text = JSON.stringify({name: 'Random', version: 1, devices: {count: 2, model: 'TWIN'}, steps});
				const first = await ran(text, abortAfter);
				t.is(first.bench.openUndos, 0);
				t.is(first.bench.openTimers, 0);
				t.is(first.bench.notes.open, 0);
				t.is(first.bench.inputFactor(0), 1);
				const second = await ran(text, abortAfter);
				t.deepEqual(second.result, first.result);
				t.deepEqual(second.snapshots, first.snapshots);
				await first.bench.runUntil(first.bench.now() + HOUR);
				t.is(first.bench.inputFactor(0), 1);
			},
		),
		{numRuns: 60},
	);
});
