import test from 'ava';
import fc from 'fast-check';
import {leastSquares} from '../../../src/ups/fit/least-squares.ts';

test('a straight line is found from any start', t => {
	fc.assert(
		fc.property(
			fc.double({min: -50, max: 50, noNaN: true}),
			fc.double({min: -50, max: 50, noNaN: true}),
			(slope, offset) => {
				const minimum = leastSquares(
					(p, out) => {
						for (let x = 0; x < 5; x++) {
							out[x] = p[0] * x + p[1] - (slope * x + offset);
						}
					},
					5,
					new Float64Array([1, 1]),
				);
				return Math.abs(minimum.parameters[0] - slope) < 1e-4 && Math.abs(minimum.parameters[1] - offset) < 1e-4;
			},
		),
		{numRuns: 50},
	);
	t.pass();
});

test('the curved valley of Rosenbrock is followed to its end', t => {
	const minimum = leastSquares(
		(p, out) => {
			out[0] = 10 * (p[1] - p[0] * p[0]);
			out[1] = 1 - p[0];
		},
		2,
		new Float64Array([-1.2, 1]),
	);
	t.true(Math.abs(minimum.parameters[0] - 1) < 1e-6);
	t.true(minimum.cost < 1e-12);
});

test('a parameter that changes nothing stays where it started', t => {
	const minimum = leastSquares(
		(p, out) => {
			out[0] = p[0] - 3;
		},
		1,
		new Float64Array([0, 7]),
	);
	t.true(Math.abs(minimum.parameters[0] - 3) < 1e-6);
	t.is(minimum.parameters[1], 7);
});

test('steps into a place without a value are refused', t => {
	const minimum = leastSquares(
		(p, out) => {
			out[0] = p[0] < 0 ? NaN : Math.sqrt(p[0]) - 0.1;
		},
		1,
		new Float64Array([4]),
	);
	t.true(Math.abs(minimum.parameters[0] - 0.01) < 1e-6);
});
