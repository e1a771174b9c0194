import test from 'ava';
import {HOUR, MINUTE, SECOND} from '../../src/core/clock.ts';
import type {SeenEvent} from '../../sim/scenario/bench.ts';
import {TwinBench} from './twin-bench.ts';
import {FULL_RUNTIME_MS, QUALIFY_MS, STALE_MS} from './twin-ups.ts';

function watched(bench: TwinBench): SeenEvent[] {
	const seen: SeenEvent[] = [];
	bench.onEvent(event => seen.push(event));
	return seen;
}

function brief(events: readonly SeenEvent[]): string[] {
	return events.map(({atMs, card, name, phase}) => `${atMs} ${card} ${name} ${phase}`);
}

test('a quiet bench stays on line, full, without events', async t => {
	const bench = new TwinBench([{}]);
	const seen = watched(bench);
	t.is(await bench.runUntil(HOUR), HOUR);
	t.is(bench.now(), HOUR);
	t.deepEqual(bench.statusWords(0), ['OL']);
	t.deepEqual(bench.alarms(0), []);
	t.is(bench.reading(0, 'batteryCharge'), 100);
	t.deepEqual(seen, []);
});

test('an outage runs the battery low and empty, and the utility brings the output back', async t => {
	const bench = new TwinBench([{}]);
	const seen = watched(bench);
	const undo = bench.target(0).scaleInput(0);
	t.deepEqual(bench.statusWords(0), ['OB', 'DISCHRG']);
	await bench.runUntil(FULL_RUNTIME_MS + MINUTE);
	t.deepEqual(bench.statusWords(0), ['OFF', 'LB']);
	t.deepEqual(bench.alarms(0), ['lowBattery', 'outputOff']);
	undo();
	await bench.runUntil(bench.now() + HOUR);
	t.deepEqual(bench.statusWords(0), ['OL', 'CHRG']);
	// Charging began with the utility, not before: an hour of three.
	t.is(Math.round(bench.reading(0, 'batteryCharge')!), 33);
	const back = FULL_RUNTIME_MS + MINUTE + QUALIFY_MS;
	t.deepEqual(brief(seen).slice(0, 5), [
		'0 0 onBattery set',
		`${0.9 * FULL_RUNTIME_MS} 0 lowBattery set`,
		`${FULL_RUNTIME_MS} 0 onBattery clear`,
		`${FULL_RUNTIME_MS} 0 outputOff set`,
		`${back} 0 outputOff clear`,
	]);
	t.deepEqual(
		seen.map(({sequence}) => sequence),
		seen.map((_, i) => i + 1),
	);
	t.deepEqual(bench.alarms(0), []);
});

test('a low input is boosted, a lower one is not', t => {
	const bench = new TwinBench([{}]);
	const undo = bench.target(0).scaleInput(0.85);
	t.deepEqual(bench.statusWords(0), ['OL', 'BOOST']);
	undo();
	t.deepEqual(bench.statusWords(0), ['OL']);
	bench.target(0).scaleInput(0.79);
	t.deepEqual(bench.statusWords(0), ['OB', 'DISCHRG']);
});

test('a card loses its UPS after the limit of silence and finds it again at once', async t => {
	const bench = new TwinBench([{}]);
	const undo = bench.target(0).silenceLink();
	await bench.runUntil(STALE_MS - 1);
	t.deepEqual(bench.alarms(0), []);
	await bench.runUntil(STALE_MS);
	t.deepEqual(bench.alarms(0), ['linkLost']);
	t.deepEqual(bench.statusWords(0), []);
	undo();
	t.deepEqual(bench.alarms(0), []);
});

test('a run stops where it is settled: at the start, or after the event that settled it', async t => {
	const bench = new TwinBench([{}]);
	t.is(await bench.runUntil(HOUR, () => true), 0);
	bench.target(0).scaleInput(0);
	const low = 0.9 * FULL_RUNTIME_MS;
	t.is(await bench.runUntil(HOUR, () => bench.alarms(0).includes('lowBattery')), low);
	t.is(bench.now(), low);
});

test('timers run in order of time, ties in order of setting, and not when cancelled', async t => {
	const bench = new TwinBench([{}]);
	const ran: string[] = [];
	const {clock} = bench.surroundings;
	clock.after(2 * SECOND, () => ran.push(`c ${clock.now()}`));
	clock.after(SECOND, () => ran.push(`a ${clock.now()}`));
	clock.after(SECOND, () => ran.push(`b ${clock.now()}`));
	clock.after(SECOND, () => ran.push('never'))();
	await bench.runUntil(3 * SECOND);
	t.deepEqual(ran, ['a 1000', 'b 1000', 'c 2000']);
});

test('settings are kept and the load acts', async t => {
	const bench = new TwinBench([{}, {}]);
	bench.set(1, 'load', 120);
	bench.set(0, 'returnDelay', 30);
	t.deepEqual(bench.settings, [
		{card: 1, name: 'load', value: 120},
		{card: 0, name: 'returnDelay', value: 30},
	]);
	t.deepEqual(bench.statusWords(1), ['OL', 'OVER']);
	t.deepEqual(bench.statusWords(0), ['OL']);
});

test('undos are counted once each, whoever calls them twice', t => {
	const bench = new TwinBench([{}]);
	const undo = bench.target(0).addLoad(0.1);
	const restart = bench.surroundings.disturbBroker({kind: 'outage'});
	t.is(bench.openUndos, 2);
	t.is(bench.brokerFaults.length, 1);
	undo();
	undo();
	restart();
	restart();
	t.is(bench.openUndos, 0);
	t.is(bench.brokerFaults.length, 0);
	t.is(bench.world(0).load, 0.5);
});

test('what no real bench would take is refused', async t => {
	const bench = new TwinBench([{}], 5 * SECOND);
	t.is(bench.now(), 5 * SECOND);
	await t.throwsAsync(bench.runUntil(SECOND), {instanceOf: RangeError});
	const running = bench.runUntil(10 * SECOND);
	await t.throwsAsync(bench.runUntil(20 * SECOND), {message: /while it runs/});
	await running;
	t.throws(() => bench.target(1), {message: 'there is no card 1'});
	t.throws(() => bench.target(0).scaleInput(-1), {instanceOf: RangeError});
	t.throws(() => bench.target(0).scaleInput(Number.NaN), {instanceOf: RangeError});
	t.throws(() => bench.target(0).failCells(0), {instanceOf: RangeError});
	t.throws(() => bench.target(0).addLoad(Infinity), {instanceOf: RangeError});
	t.throws(() => bench.set(0, 'load', -5), {instanceOf: RangeError});
	t.throws(() => bench.surroundings.clock.after(-1, () => {}), {instanceOf: RangeError});
});
