import test from 'ava';
import fc from 'fast-check';
import {
	availableHead,
	cutoffHead,
	fullRuntimeMinutes,
	gapAfter,
	minutesToEmpty,
	steadyGap,
	temperatureFactor,
} from '../../src/ups/battery.ts';
import {refBattery as ref} from '../helpers/ref-model.ts';

const {capacityWmin: W, availableShare: c, levelingPerMinute: k, cutoffHours: r, idleWatts: P0} = ref;

interface State {
	energy: number;
	gap: number;
}

function after(state: State, loadWatts: number | undefined, minutes: number): State {
	const draw = loadWatts === undefined ? 0 : loadWatts + P0;
	return {energy: state.energy - draw * minutes, gap: gapAfter(state.gap, steadyGap(draw, c, k), k, minutes)};
}

function left(state: State, loadWatts: number): number {
	return minutesToEmpty(state.energy, state.gap, loadWatts + P0, W, c, k, r);
}

const full: State = {energy: W, gap: 0};

function near(actual: number, expected: number, relative: number): boolean {
	return Math.abs(actual - expected) <= relative * Math.abs(expected);
}

// battery.md 5, from full.
for (const [load, cutoff, minutes] of [
	[0, 0.0095, 668.446],
	[50, 0.0235, 248.278],
	[100, 0.0375, 141.684],
	[200, 0.0655, 66.009],
	[300, 0.0935, 38.327],
	[400, 0.1215, 25.609],
	[500, 0.1495, 18.725],
	[700, 0.2055, 11.663],
	[857, 0.2495, 8.717],
	[950, 0.2755, 7.487],
] as const) {
	test(`REF from full at ${load} W is empty after ${minutes} min, at a head of ${cutoff}`, t => {
		t.true(Math.abs(cutoffHead(load + P0, W, r) - cutoff) < 5.1e-5);
		t.true(Math.abs(fullRuntimeMinutes(ref, load) - minutes) < 5.1e-4);
	});
}

test('REF after 10 min at 700 W stands where battery.md 5 says', t => {
	const state = after(full, 700, 10);
	t.is((state.energy / 60).toFixed(2), '277.67');
	t.is((state.gap / 60).toFixed(2), '250.96');
	t.is(availableHead(state.energy, state.gap, W, c).toFixed(4), '0.3033');
	t.is((state.energy / W).toFixed(4), '0.6942');
	t.is(left(state, 700).toFixed(3), '1.663');
	t.is(left(state, 857).toFixed(3), '0.702');
	t.is(left(state, 100).toFixed(3), '86.518');
});

test('REF recovers when the load falls, and more when it rests (battery.md 5)', t => {
	const start = after(full, 700, 10);
	const light = after(start, 100, 5);
	t.is((light.energy / 60).toFixed(2), '266.50');
	t.is((light.gap / 60).toFixed(2), '217.74');
	t.is(availableHead(light.energy, light.gap, W, c).toFixed(4), '0.3271');
	t.is(left(light, 700).toFixed(3), '1.987');
	const rest = after(start, undefined, 30);
	t.is((rest.energy / 60).toFixed(2), '277.67');
	t.is((rest.gap / 60).toFixed(2), '49.96');
	t.is(availableHead(rest.energy, rest.gap, W, c).toFixed(4), '0.6163');
	t.is(left(rest, 700).toFixed(3), '5.839');
});

test('REF emptied at 857 W keeps two thirds of its energy, and an hour of rest gives minutes back (battery.md 5)', t => {
	const empty = after(full, 857, 8.717);
	t.is((empty.energy / W).toFixed(4), '0.6764');
	t.is(availableHead(empty.energy, empty.gap, W, c).toFixed(4), '0.2495');
	t.is(left(after(empty, undefined, 60), 857).toFixed(3), '4.516');
});

test('REF at 400 W runs longer when warm (battery.md 7)', t => {
	for (const [celsius, minutes] of [
		[0, 20.03],
		[10, 22.19],
		[20, 24.45],
		[25, 25.61],
		[40, 26.39],
	] as const) {
		const warm = {...ref, capacityWmin: W * temperatureFactor(celsius)};
		t.is(fullRuntimeMinutes(warm, 400).toFixed(2), minutes.toFixed(2), `${celsius} °C`);
	}
});

const load = fc.double({min: 0, max: 950, noNaN: true});
const minutes = fc.double({min: 0, max: 30, noNaN: true});

test('a step split anywhere ends in the same state, to 1e-9', t => {
	fc.assert(
		fc.property(load, minutes, fc.double({min: 0, max: 1, noNaN: true}), (watts, dt, share) => {
			const whole = after(full, watts, dt);
			const split = after(after(full, watts, dt * share), watts, dt * (1 - share));
			return near(split.energy, whole.energy, 1e-9) && Math.abs(split.gap - whole.gap) <= 1e-9 * W;
		}),
	);
	t.pass();
});

test('at constant load the time to empty falls a second a second', t => {
	fc.assert(
		fc.property(load, fc.double({min: 0, max: 0.99, noNaN: true}), (watts, share) => {
			const start = left(full, watts);
			return Math.abs(left(after(full, watts, start * share), watts) - start * (1 - share)) < 1e-5;
		}),
	);
	t.pass();
});

test('a state reached by any history satisfies the equation it solves: after the time to empty the head is at the cut-off', t => {
	fc.assert(
		fc.property(
			fc.array(fc.tuple(load, fc.double({min: 0, max: 2, noNaN: true})), {maxLength: 8}),
			load,
			(steps, watts) => {
				let state = full;
				for (const [draw, dt] of steps) {
					state = after(state, draw, Math.min(dt, left(state, draw)));
				}
				const end = after(state, watts, left(state, watts));
				const head = availableHead(end.energy, end.gap, W, c);
				const wasEmpty = availableHead(state.energy, state.gap, W, c) <= cutoffHead(watts + P0, W, r);
				return wasEmpty || Math.abs(head - cutoffHead(watts + P0, W, r)) < 1e-7;
			},
		),
		{numRuns: 2000},
	);
	t.pass();
});

test('more load never lasts longer', t => {
	fc.assert(
		fc.property(load, load, minutes, (a, b, dt) => {
			const state = after(full, 300, dt);
			return left(state, Math.max(a, b)) <= left(state, Math.min(a, b)) + 1e-9;
		}),
	);
	t.pass();
});
