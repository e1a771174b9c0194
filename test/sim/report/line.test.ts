import test from 'ava';
import fc from 'fast-check';
import {Line, thin} from '../../../sim/report/line.ts';
import {valueBetween} from './value-between.ts';

test('what lies on a straight line needs two points', t => {
	const line = new Line(0.5, 100);
	for (let at = 0; at <= 1000; at++) {
		line.add(at, at / 10);
	}
	t.deepEqual(line.end(), {at: [0, 1000], values: [0, 100]});
});

test('a step stays a step, and a gap a gap', t => {
	const line = new Line(0.5, 100);
	line.add(0, 230);
	line.step(10, 0);
	line.add(20, 0);
	line.add(30, NaN);
	line.add(40, NaN);
	line.add(50, 5);
	t.deepEqual(line.end(), {at: [0, 10, 10, 20, 30, 50], values: [230, 230, 0, 0, NaN, 5]});
});

test('a line is off by at most its tolerance from anything that was added', t => {
	fc.assert(
		fc.property(fc.array(fc.double({min: -50, max: 50, noNaN: true}), {minLength: 1, maxLength: 200}), values => {
			const line = new Line(2, 10_000);
			values.forEach((value, at) => line.add(at, value));
			const points = line.end();
			values.forEach((value, at) => {
				t.true(Math.abs(valueBetween(points, at) - value) <= 2 + 1e-9);
			});
		}),
	);
});

test('a line that is full is thinned, and keeps its lows and highs', t => {
	const line = new Line(0.1, 100);
	for (let at = 0; at < 5000; at++) {
		line.add(at, at === 1234 ? -99 : at === 4321 ? 99 : (at % 7) * 2);
	}
	const {at, values} = line.end();
	t.true(at.length <= 101);
	t.is(Math.min(...values), -99);
	t.is(Math.max(...values), 99);
	t.deepEqual(
		[...at].sort((a, b) => a - b),
		at,
	);
});

test('thinning leaves the ends where they are', t => {
	const points = {at: Array.from({length: 500}, (_, i) => i), values: Array.from({length: 500}, (_, i) => i)};
	thin(points, 10);
	t.is(points.at[0], 0);
	t.is(points.at.at(-1), 499);
	t.true(points.at.length <= 44);
});
