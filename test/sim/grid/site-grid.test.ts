import test from 'ava';
import {SiteGrid} from '../../../sim/grid/site-grid.ts';
import {DAY} from '../../helpers/ref-model.ts';

function history(
	seed: number,
	rates: ConstructorParameters<typeof SiteGrid>[1],
	days: number,
): Array<[at: number, level: number]> {
	const grid = new SiteGrid(seed, rates);
	const seen: Array<[number, number]> = [];
	while (grid.nextAt < days * DAY) {
		const at = grid.nextAt;
		grid.strike();
		seen.push([at, grid.level]);
	}
	return seen;
}

test('a site without disturbances stays at its normal voltage for ever', t => {
	const grid = new SiteGrid(1, {});
	t.is(grid.nextAt, Infinity);
	t.is(grid.level, 1);
});

test('the same seed gives the same disturbances, another one others', t => {
	t.deepEqual(history(7, {sag: 10, outage: 1}, 30), history(7, {sag: 10, outage: 1}, 30));
	t.notDeepEqual(history(8, {sag: 10, outage: 1}, 30), history(7, {sag: 10, outage: 1}, 30));
});

test('every disturbance ends: levels alternate with normal, and time only goes on', t => {
	const seen = history(3, {sag: 20, swell: 5, flicker: 5, outage: 3}, 60);
	t.true(seen.length > 1000);
	for (const [i, [at, level]] of seen.entries()) {
		t.is(level === 1, i % 2 === 1);
		t.true(i === 0 || at > seen[i - 1][0]);
	}
});

for (const [kind, perDay, low, high] of [
	['sag', 12, 0.5, 0.9],
	['swell', 6, 1.1, 1.2],
	['outage', 4, 0, 0],
] as const) {
	test(`${perDay} of ${kind} a day come about that often, with levels from ${low} to ${high}`, t => {
		const levels = history(5, {[kind]: perDay}, 200)
			.map(([, level]) => level)
			.filter(level => level !== 1);
		t.true(Math.abs(levels.length / 200 - perDay) < 0.15 * perDay, `${levels.length / 200}`);
		t.true(levels.every(level => level >= low && level <= high));
	});
}

test('a flicker is several short dips in a row', t => {
	const seen = history(9, {flicker: 1}, 100);
	const gaps = seen.filter((_, i) => i % 2 === 1).map(([at], i) => (seen[2 * i + 2]?.[0] ?? Infinity) - at);
	t.true(gaps.filter(gap => gap < 6000).length > gaps.length / 2);
});
