import test from 'ava';
import {outcomes, play} from '../../helpers/twin-run.ts';

test('an expectation holds for all selected cards at the same time, or for any where that is enough', async t => {
	const all = await play('  - {inject: {outage: {}}, for: 10m}\n  - {within: 9m, expect: {alarm: lowBattery}}');
	t.is(all.result.verdict, 'failed');
	t.regex(all.result.steps[1].text, /main-001 .*[\s\S]*1 of 2 cards fulfil it/);
	const any = await play(
		'  - {inject: {outage: {}}, for: 10m}\n  - {within: 9m, expect: {alarm: lowBattery, any: true}}',
	);
	t.deepEqual(outcomes(any), ['0 0 passed', '0 540 passed']);
	const none = await play('  - {within: 1m, expect: {status: OB, any: true}}');
	t.regex(none.result.steps[0].text, /status OB on any of 2 cards within 1m/);
});

test('exactly these words and alarms means no others', async t => {
	const {result} = await play('  - {inject: {outage: {}}}\n  - {within: 1s, expect: {status: "=OB"}}');
	t.is(result.steps[1].outcome, 'failed');
	const alarms = await play('  - {inject: {outage: {}}, for: 10m}\n  - {within: 1s, expect: {alarms: []}}');
	t.is(alarms.result.steps[1].outcome, 'failed');
	const both = await play(
		'  - {inject: {outage: {}}}\n  - {within: 1s, expect: {status: "=DISCHRG OB", alarms: [onBattery]}}',
	);
	t.is(both.result.verdict, 'passed');
	const more = await play('  - {inject: {outage: {}}}\n  - {within: 1s, expect: {alarms: [onBattery, boost]}}');
	t.is(more.result.verdict, 'failed');
});

test('what comes true at the very end of the limit counts, and a millisecond later does not', async t => {
	const steps = (limit: string): string =>
		`  - {inject: {outage: {}}}\n  - {within: ${limit}, expect: {alarm: lowBattery}}`;
	t.is((await play(steps('18m'), [{}])).result.verdict, 'passed');
	t.is((await play(steps('17m59s999ms'), [{}])).result.verdict, 'failed');
	t.is((await play('  - {within: 0s, expect: {status: OL}}')).result.verdict, 'passed');
	t.is((await play('  - {within: 0s, expect: {status: OB}}')).result.verdict, 'failed');
});

test('hold asks that it stays true without a break', async t => {
	const steady = await play('  - {within: 1s, hold: 5m, expect: {status: OL}}');
	t.deepEqual(outcomes(steady), ['0 300 passed']);
	const broken = await play(
		'  - {inject: {flicker: {dip: 300ms, period: 1m, count: 2}}}\n  - {within: 10s, hold: 5m, expect: {status: OL}}',
	);
	t.deepEqual(outcomes(broken), ['0 0 passed', '0 60 failed']);
	t.regex(broken.result.steps[1].text, /within 10s, and then for 5m\n.*; it came true and broke after 55s700ms/);
	const last = await play(
		'  - {inject: {flicker: {dip: 300ms, period: 1m, count: 2}}}\n  - {within: 10s, hold: 55s699ms, expect: {status: OL}}',
	);
	t.is(last.result.verdict, 'passed');
});

test('readings come true between events, and hold is watched for them too', async t => {
	const steps = '  - {inject: {outage: {}}}\n  - {within: 10m, expect: {reading: {batteryCharge: "< 80"}}}';
	const {result} = await play(steps, [{}]);
	t.deepEqual(
		result.steps.map(({endedMs}) => endedMs),
		[0, 241_000],
	);
	const broken = await play(
		'  - {inject: {outage: {}}}\n  - {within: 1s, hold: 10m, expect: {reading: {batteryCharge: "> 80"}}}',
		[{}],
	);
	t.is(broken.result.steps[1].endedMs, 240_000);
	t.is(broken.result.verdict, 'failed');
	const flickered = await play(
		'  - {inject: {flicker: {dip: 10ms, period: 1m5s, count: 2}}}\n  - {within: 10s, hold: 2m, expect: {status: OL, reading: {batteryCharge: "> 80"}}}',
		[{}],
	);
	t.is(flickered.result.steps[1].endedMs, 65_000);
});

test('every comparison of a reading compares', async t => {
	const verdicts: Array<readonly [string, string]> = [];
	for (const comparison of [
		'> 99',
		'> 100',
		'>= 100',
		'>= 101',
		'< 101',
		'< 100',
		'<= 100',
		'<= 99',
		'= 100',
		'= 99',
		'!= 99',
		'!= 100',
	]) {
		const {result} = await play(`  - {within: 0s, expect: {reading: {batteryCharge: "${comparison}"}}}`);
		verdicts.push([comparison, result.verdict]);
	}
	t.deepEqual(
		verdicts.map(([, verdict]) => verdict),
		verdicts.map((_, i) => (i % 2 === 0 ? 'passed' : 'failed')),
	);
});

test('events count from the last action on: what it causes at once is seen, what was before is not', async t => {
	const seen = await play(`
  - {inject: {outage: {}}, for: 1m}
  - {within: 1s, expect: {event: onBattery}}
  - {within: 2m, expect: {event: {name: onBattery, phase: clear}}}
  - {within: 1s, expect: {event: onBattery}}
  - {set: {load: 60}}
  - {within: 1m, hold: 1m, expect: {noEvent: onBattery}}
  - {within: 1m, expect: {event: onBattery}}`);
	t.deepEqual(
		seen.result.steps.map(({outcome}) => outcome),
		['passed', 'passed', 'passed', 'passed', 'passed', 'passed', 'failed'],
	);
	const clear = await play(
		'  - {inject: {outage: {}}, for: 1m}\n  - {within: 1s, expect: {event: {name: onBattery, phase: clear}}}',
	);
	t.is(clear.result.verdict, 'failed');
	const low = await play(
		'  - {inject: {outage: {}}, for: 5m}\n  - {within: 1s, hold: 4m, expect: {noEvent: lowBattery}}',
	);
	t.is(low.result.verdict, 'passed');
});
