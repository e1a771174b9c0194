import test from 'ava';
import {stringify} from 'yaml';
import {plannedCards} from '../../../../sim/scenario/cards.ts';
import {checkScenario} from '../../../../sim/scenario/parse.ts';
import {runScenario} from '../../../../sim/scenario/runner.ts';
import type {RunResult} from '../../../../sim/scenario/result.ts';
import type {Scenario} from '../../../../sim/scenario/scenario.ts';
import {failedStep, shrink} from '../../../../sim/scenario/shrink/shrink.ts';
import type {Shrunk} from '../../../../sim/scenario/shrink/shrink.ts';
import type {MapValue} from '../../../../sim/scenario/shrink/step-values.ts';
import {twinVocabulary} from '../../../helpers/scenario-text.ts';
import {TwinBench} from '../../../helpers/twin-bench.ts';

function parse(value: MapValue): Scenario | null {
	return checkScenario(stringify(value, {aliasDuplicateObjects: false}), 'small.yaml', twinVocabulary).cases[0] ?? null;
}

/** The cards that are played; every third carries twice as much. */
function benchOf({devices, only}: Scenario): TwinBench {
	const cards = plannedCards(devices, 5).filter(({id}) => only === null || only.includes(id));
	return new TwinBench(cards.map(({id, site}) => ({id, site, load: Number(id.slice(-3)) % 3 === 0 ? 1 : 0.5})));
}

async function playOnTwins(scenario: Scenario): Promise<RunResult> {
	return runScenario(scenario, benchOf(scenario), {seed: 5});
}

async function shrunk(steps: readonly object[], mostTries = 200): Promise<Shrunk & {first: RunResult}> {
	const value = {name: 'Big', version: 1, seed: 5, devices: {count: 12, model: 'TWIN'}, steps};
	const first = await playOnTwins(parse(value)!);
	const found = await shrink(value, first, {
		parse,
		play: playOnTwins,
		cardsOf: ({devices}) => plannedCards(devices, 5).map(({id}) => id),
		mostTries,
	});
	return {...found, first};
}

test('of an outage that runs some batteries low, one such card, the outage and the question are left', async t => {
	const {value, cards, result, first, isCutShort} = await shrunk([
		{set: {ambient: 20}},
		{at: '1m', inject: {flicker: {count: 3}}, for: '5m'},
		{at: '20m', inject: {outage: {}}, for: '3h'},
		{after: '1m', set: {ambient: 25}},
		{within: '1m', expect: {status: 'OB'}},
		{name: 'never low', after: '10m', within: '1s', expect: {noAlarm: 'lowBattery'}},
		{after: '1h', set: {ambient: 30}},
	]);
	t.is(first.steps[5].outcome, 'failed');
	t.false(isCutShort);
	t.is(cards, 1);
	t.deepEqual(value.only, ['main-003']);
	// Low comes after nine minutes of the outage, at full load; the utility is taken back four seconds after it returns.
	t.deepEqual(value.steps, [
		{at: '0s', inject: {outage: {}}, for: '9m58s'},
		{name: 'never low', after: '10m', within: '1s', expect: {noAlarm: 'lowBattery'}},
	]);
	t.is(failedStep(result)?.reason, 'alarm');
});

test('what fails in a round of a repeat in a branch is lifted out of both', async t => {
	const {value, cards, steps} = await shrunk([
		{
			parallel: [
				[
					{set: {load: 50}},
					{
						repeat: {
							times: 4,
							steps: [
								{after: '1m', inject: {brownout: {depth: 0.4}}, for: '20s'},
								{name: 'calm', within: '1s', expect: {status: 'OL'}},
								{after: '1m', set: {load: 60}},
							],
						},
					},
				],
				[{after: '1m', command: {name: 'testBattery'}}],
			],
		},
	]);
	t.is(cards, 1);
	t.is(steps, 2);
	t.deepEqual(value.steps, [
		{inject: {brownout: {depth: 0.4}}, for: '1s', after: '0s'},
		{name: 'calm', within: '1s', expect: {status: 'OL'}},
	]);
});

test('what needs two cards keeps two', async t => {
	const {cards, steps, value} = await shrunk([
		{inject: {outage: {}}, on: {card: ['main-002', 'main-005', 'main-007']}},
		{set: {load: 50}, every: '1m', times: 3},
		{name: 'few', within: '0s', expect: {count: {of: {status: 'OB'}, is: '< 2'}}},
	]);
	t.is(cards, 2);
	t.is(steps, 2);
	t.is((value.only as string[]).length, 2);
});

test('with few tries what was found by then is handed back, and that it is not all', async t => {
	const steps = [{inject: {outage: {}}}, {set: {load: 1}}, {set: {load: 50}}, {within: '1s', expect: {status: 'OL'}}];
	const {tries, isCutShort, cards} = await shrunk(steps, 3);
	t.is(tries, 3);
	t.true(isCutShort);
	t.is(cards, 1);
	const again = await shrunk(steps, 3);
	t.deepEqual((await shrunk(steps, 3)).value, again.value);
});
