import test from 'ava';
import {MINUTE, SECOND} from '../../../../src/core/clock.ts';
import {runScenario} from '../../../../sim/scenario/runner.ts';
import {scenarioOf, scenarioText} from '../../../helpers/scenario-text.ts';
import {TwinBench} from '../../../helpers/twin-bench.ts';
import {play} from '../../../helpers/twin-run.ts';

test('every repeats an action while the steps after it go on, so many times, each fault with its own end', async t => {
	const {result, bench} = await play(`
  - {at: 10s, inject: {outage: {}}, for: 30s, every: 5m, times: 3}
  - {after: 1h, within: 0s, expect: {status: OL}}`);
	t.is(result.verdict, 'passed');
	t.is(result.steps.length, 2);
	t.deepEqual(
		result.faults.map(({name, area, fromMs, untilMs, cards}) => [
			name,
			area,
			fromMs / SECOND,
			untilMs / SECOND,
			cards.count,
		]),
		[
			['outage', 'grid', 10, 40, 2],
			['outage', 'grid', 310, 340, 2],
			['outage', 'grid', 610, 640, 2],
		],
	);
	t.is(bench.openUndos, 0);
});

test('every ends at until, or with the scenario', async t => {
	const until = await play('  - {set: {load: 60}, every: 1m, until: 3m30s}\n  - {after: 10m, set: {load: 1}}', [{}]);
	t.deepEqual(
		until.bench.settings.map(({value}) => value),
		[60, 60, 60, 60, 1],
	);
	const open = await play('  - {set: {load: 60}, every: 1m}\n  - {at: 2m30s, set: {load: 1}}', [{}]);
	t.deepEqual(
		open.bench.settings.map(({value}) => value),
		[60, 60, 60, 1],
	);
	t.is(open.result.durationMs, 150_000);
});

test('a repetition that is refused fails the run, with a result of its own', async t => {
	const bench = new TwinBench([{id: 'main-001'}, {id: 'main-002'}]);
	const text = scenarioText(
		'  - {command: {name: testBattery}, every: 1m, times: 5}\n  - {within: 1h, expect: {alarm: lowBattery}}\n  - {set: {load: 1}}',
	);
	bench.refusalOf = card => (bench.now() >= 2 * MINUTE && card === 1 ? 'E_COMMAND_BUSY: busy' : '');
	const result = await runScenario(scenarioOf(text), bench, {seed: 1});
	t.is(result.verdict, 'failed');
	t.deepEqual(
		result.steps.map(({number, outcome, reason, endedMs}) => [number, outcome, reason, endedMs / MINUTE]),
		[
			['1', 'passed', '', 0],
			['2', 'skipped', '', 2],
			['1#3', 'failed', 'refused', 2],
			['3', 'skipped', '', 2],
		],
	);
	t.deepEqual(result.steps[2].failedCards, {ids: ['main-002'], count: 1});
});

test('after so many events of its cards a step begins', async t => {
	const {result} = await play(`
  - {inject: {flicker: {dip: 1s, period: 1m, count: 5}}}
  - {after: {events: 6, event: onBattery, within: 1h}, set: {load: 1}}`);
	t.is(result.verdict, 'passed');
	t.is(result.steps[1].atMs, 2 * MINUTE);
	const one = await play(`
  - {inject: {flicker: {dip: 1s, period: 1m, count: 5}}}
  - {after: {events: 2, event: {name: onBattery, phase: clear}, within: 1h}, on: {card: main-002}, set: {load: 1}}`);
	t.is(one.result.steps[1].atMs, MINUTE + 5 * SECOND);
});

test('events that do not come in time fail the step that waits for them', async t => {
	const {result} = await play(`
  - {inject: {outage: {}}, on: {card: main-001}}
  - {after: {events: 2, event: onBattery, within: 5m}, set: {load: 1}}`);
	t.is(result.verdict, 'failed');
	const {reason, expected, seen, endedMs, failedCards} = result.steps[1];
	t.is(reason, 'events');
	t.is(expected, '2 times event onBattery within 5m before it begins');
	t.is(seen, '1 since the last action');
	t.is(endedMs, 5 * MINUTE);
	t.deepEqual(failedCards.ids, ['main-002']);
});

test('set changes settings of cards by their keys, and a card that refuses one fails it', async t => {
	const {result, bench} = await play('  - {set: {load: 40, ups.transfer.high: 253}}');
	t.is(result.verdict, 'passed');
	t.deepEqual(bench.changes, ['0 ups.transfer.high 253', '1 ups.transfer.high 253']);
	const refusing = new TwinBench([{}]);
	refusing.refusalOf = () => 'E_SETTING_VALUE: no';
	const failed = await runScenario(scenarioOf(scenarioText('  - {set: {ups.name: x}}')), refusing, {seed: 1});
	t.is(failed.steps[0].reason, 'refused');
});

test('snapshots are handed on with the step that makes them, and at regular times', async t => {
	const kept: string[] = [];
	await play('  - {at: 90s, snapshot: before}\n  - {inject: {outage: {}}}\n  - {at: 150s, set: {load: 1}}', [{}], {
		snapshotEveryMs: MINUTE,
		onSnapshot: ({name, step, atMs, eventCount}) => kept.push(`${name}/${step} ${atMs / SECOND} ${eventCount}`),
	});
	t.deepEqual(kept, ['/ 60 0', 'before/1 90 0', '/ 120 1']);
});

test('results tell the cards of a step and those that failed it, a hundred of them by name', async t => {
	const many = Array.from({length: 120}, (_, i) => ({id: `main-${i}`, site: i % 2 === 0 ? 'even' : 'odd'}));
	const bench = new TwinBench(many);
	const scenario = scenarioOf(
		scenarioText('  - {inject: {brownout: {depth: 0.4}}}\n  - {within: 1s, expect: {status: OL}}'),
	);
	const {steps, faults} = await runScenario(scenario, bench, {seed: 1});
	t.is(steps[0].cards.count, 120);
	t.is(steps[0].cards.ids.length, 100);
	t.deepEqual(steps[0].failedCards, {ids: [], count: 0});
	t.is(steps[1].failedCards.count, 120);
	t.is(steps[1].expected, 'status OL on all 120 cards within 1s');
	t.regex(steps[1].seen, /^status OB DISCHRG; alarms onBattery; 0 of 120 cards fulfil it$/);
	t.is(faults[0].values, 'depth 0.4');
	t.is(faults[0].untilMs, 1000);
});
