import test from 'ava';
import type {FleetSettings} from '../../../sim/fleet/open-fleet.ts';
import {openFleet} from '../../../sim/fleet/open-fleet.ts';
import {openBench} from '../../../sim/fleet/open-bench.ts';
import {statusCodes} from '../../../sim/report/card-status.ts';
import {quantities} from '../../../sim/report/recording.ts';
import type {Recording} from '../../../sim/report/recording.ts';
import {Recorder} from '../../../sim/report/recorder.ts';
import {parseScenario} from '../../../sim/scenario/parse.ts';
import {runScenario} from '../../../sim/scenario/runner.ts';
import {vocabulary} from '../../../src/cli/scenario-files.ts';
import {HOUR, MINUTE} from '../../../src/core/clock.ts';
import {smallSpec} from '../../helpers/fleets.ts';
import {valueBetween} from './value-between.ts';

const settings: FleetSettings = {
	speed: Infinity,
	mqttUrl: 'off',
	signal: new AbortController().signal,
	note: () => {},
};

const outage = `name: Outage
version: 1
seed: 11
sites: {a: {disturbances: {sagsPerDay: 40}}, b: {}}
devices:
  - {count: 3, site: a, model: SMT1500, load: {from: 20, to: 60}, profile: wander}
  - {count: 3, site: b, model: SMT750I, load: 50}
steps:
  - {at: 10m, on: {site: b}, inject: {outage: {}}, for: 2h}
  - {on: {site: b}, expect: {event: lowBattery}, within: 1h}
  - {at: 4h, expect: {status: OL}, within: 1m}
`;

async function play(isRecorded: boolean): Promise<{recording: Recording | null; digest: unknown; text: string}> {
	const scenario = parseScenario(outage, 'outage.yaml', vocabulary);
	const {bench, close} = await openBench(scenario, {...settings, seed: scenario.seed});
	const recorder = isRecorded ? new Recorder(bench) : null;
	const result = await runScenario(scenario, bench, {seed: scenario.seed});
	const recording = recorder?.end() ?? null;
	const digest = bench.digest();
	await close();
	return {recording, digest, text: JSON.stringify(result)};
}

test('a run that is recorded is the same run, to the last bit of its state', async t => {
	const [with_, without] = [await play(true), await play(false)];
	t.deepEqual(with_.digest, without.digest);
	t.is(with_.text, without.text);
});

test('the recording tells when each card was on battery, low, off and back', async t => {
	const {recording} = await play(true);
	const {statuses, cards} = recording as Recording;
	const card = cards.findIndex(({site}) => site === 'b');
	const had = [...statuses.card].flatMap((each, i) => (each === card ? [[statuses.at[i], statuses.status[i]]] : []));
	t.is(statuses.initial[card], statusCodes.online);
	t.deepEqual(had[0], [10 * MINUTE, statusCodes.battery]);
	t.deepEqual(had.map(([, status]) => status).slice(0, 3), [statusCodes.battery, statusCodes.low, statusCodes.off]);
	t.is(had.at(-1)?.[1], statusCodes.online);
});

test('the recording tells the voltage of the grid as a step, and how the battery ran empty', async t => {
	const {recording} = await play(true);
	const {cards, linesOf, watched} = recording as Recording;
	t.is(watched.length, 6);
	const lines = linesOf(cards.findIndex(({site}) => site === 'b')) ?? [];
	const line = (name: string) => lines[quantities.findIndex(each => each.name === name)];
	t.true(valueBetween(line('inputVolts'), 10 * MINUTE - 1) > 200);
	t.true(valueBetween(line('inputVolts'), 10 * MINUTE + 1) < 20);
	t.is(valueBetween(line('batteryCharge'), 5 * MINUTE), 100);
	t.true(valueBetween(line('batteryCharge'), 25 * MINUTE) < 10);
});

test('what is recorded of a run of any length is bounded', async t => {
	const opened = await openFleet(smallSpec([60], {disturbances: {sag: 30}}), settings);
	const recorder = new Recorder(opened.bench);
	await opened.bench.runUntil(5 * 24 * HOUR);
	const {watched, linesOf, statuses} = recorder.end();
	await opened.close();
	t.is(watched.length, 1);
	t.true((linesOf(0) ?? []).every(({at}) => at.length <= 1_001));
	t.true((linesOf(59) ?? []).every(({at}) => at.length <= 48 && at.length >= 24));
	t.true(statuses.at.length > 0);
});
