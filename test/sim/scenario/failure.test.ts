import test from 'ava';
import {outcomes, play} from '../../helpers/twin-run.ts';

test('a step whose time has passed fails, and says by how much', async t => {
	const played = await play(
		'  - {inject: {outage: {}}}\n  - {within: 20m, expect: {alarm: lowBattery}}\n  - {at: 1m, set: {load: 1}}',
		[{}],
	);
	t.deepEqual(outcomes(played), ['0 0 passed', '0 1080 passed', '1080 1080 failed']);
	t.is(played.result.verdict, 'failed');
	t.regex(
		played.result.steps[2].text,
		/^\[00:18:00\.000\] Test: step 3 of 3, set load 1 \(test\.yaml:8\), failed\n {2}expected: to begin at 1m after the start\n {2}seen: the step before it ended 17m later/,
	);
});

test('an expectation that does not come true fails with time, card, step, what was expected and seen, and the last events', async t => {
	const played = await play(`
  - {at: 10s, inject: {outage: {}}}
  - {name: dark, within: 3m, on: {card: main-001}, expect: {status: OB LB, alarm: lowBattery, reading: {batteryCharge: "< 5"}}}
  - {within: 1s, expect: {status: OL}}`);
	t.is(played.result.verdict, 'failed');
	t.is(
		played.result.steps[1].text,
		[
			'[00:03:10.000] main-001 (TWIN, site main): step 2 of 3, dark (test.yaml:8), failed',
			'  expected: status OB LB, alarm lowBattery, batteryCharge < 5 % on the card within 3m',
			'  seen: status OB DISCHRG; alarms onBattery; batteryCharge 85 %; 0 of 1 cards fulfil it',
			'  last events of main-001:',
			'    [00:00:10.000] #1 onBattery set: onBattery set',
		].join('\n'),
	);
	t.deepEqual(outcomes(played), ['10 10 passed', '10 190 failed', '190 190 skipped']);
	t.is(played.result.steps[2].text, 'a step before it failed');
	t.is(played.bench.openUndos, 0);
	t.is(played.bench.inputFactor(0), 1);
});

test('of many cards the first that stands in the way is blamed, with its last ten events only', async t => {
	const {result} = await play(`
  - {inject: {flicker: {dip: 1s, period: 10s, count: 9}}, on: {card: main-002}}
  - {within: 2m, expect: {status: OB}}`);
	const {text} = result.steps[1];
	t.regex(
		text,
		/main-001 .*\n {2}expected: status OB on all 2 cards within 2m\n.*0 of 2 cards fulfil it\n {2}last events of main-001: none$/,
	);
	const other = await play(
		'  - {inject: {flicker: {dip: 1s, period: 10s, count: 9}}}\n  - {within: 2m, expect: {status: OB, alarm: lowBattery}}',
	);
	const events = other.result.steps[1].text.split('\n').slice(4);
	t.is(events.length, 10);
	t.regex(events[9], /#18 onBattery clear/);
});

test('a reading that is not there fulfils nothing, and the failure says so', async t => {
	const {result} = await play('  - {within: 1s, expect: {reading: {batteryRuntime: "!= 5"}}}');
	t.regex(result.steps[0].text, /batteryRuntime not available/);
});
