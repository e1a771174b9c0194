// Fits a published runtime table: battery.md section 3.

import {type Battery, fullRuntimeMinutes} from '../battery.ts';
import {log} from '../../core/math.ts';
import {RandomStream} from '../../core/random.ts';
import {leastSquares, type Minimum, type ResidualsOf} from './least-squares.ts';
import {
	batteryFrom,
	cellShape,
	fixedWellsShape,
	freeCount,
	fullShape,
	type Prior,
	priorsOf,
	type RuntimePoint,
	type Shape,
} from './shape.ts';

/** A parameter set is free to lie beside the table; what it gives is held above this, so that its logarithm exists. */
const SHORTEST_MINUTES = 1e-6;
/** Fits started elsewhere than at the expected values. */
const RESTARTS = 6;
const RESTART_SEED = 20200401;
const RESTART_SPREAD = 1.5;
/** With fewer lines than this the shape of the wells is not fitted but taken as typical. */
export const LEAST_POINTS_FOR_WELLS = 5;
/** A capacity and a second number need two lines. */
export const LEAST_POINTS = 2;

/** The parameters that a table gives: all five free from five lines on, the typical wells below. Needs two lines. */
export function fitTable(points: readonly RuntimePoint[]): Battery {
	return fitShape(points, shapeFor(points.length, highestLoad(points)));
}

/** What a table of so many lines can tell. */
export function shapeFor(lineCount: number, highest: number): Shape {
	return lineCount < LEAST_POINTS_FOR_WELLS ? fixedWellsShape(highest) : fullShape(highest);
}

/** The parameters of a bare block or cell: no idle draw. Loads in W give W·min, loads in A give A·min. */
export function fitCell(points: readonly RuntimePoint[]): Battery {
	return fitShape(points, cellShape());
}

/** The parameters from the runtimes at half and full load, or any two: the wells as in a typical battery. */
export function fitTwoPoints(first: RuntimePoint, second: RuntimePoint): Battery {
	return fitShape([first, second], fixedWellsShape(Math.max(first.load, second.load)));
}

/** The best parameters of a shape. */
export function fitShape(points: readonly RuntimePoint[], shape: Shape): Battery {
	const priors = priorsOf(shape, log(1.2 * largestEnergy(points)));
	const residualsOf: ResidualsOf = (free, out) => {
		const battery = batteryFrom(shape, free);
		for (let i = 0; i < points.length; i++) {
			out[i] = logError(battery, points[i]);
		}
		writePriors(priors, free, out, points.length);
	};
	const free = freeCount(shape);
	return batteryFrom(shape, lowestMinimum(residualsOf, points.length + free, priors).parameters);
}

/** Logarithm of modelled over published runtime. */
export function logError(battery: Battery, point: RuntimePoint): number {
	return log(Math.max(SHORTEST_MINUTES, fullRuntimeMinutes(battery, point.load)) / point.minutes);
}

/** Writes how far the free numbers are from where they are expected, as residuals from `from` on. */
export function writePriors(priors: readonly Prior[], free: Float64Array, out: Float64Array, from: number): void {
	for (let i = 0; i < priors.length; i++) {
		out[from + i] = priors[i].weight * (free[i] - priors[i].expected);
	}
}

/** The lowest minimum found from the expected values and from places around them. */
export function lowestMinimum(residualsOf: ResidualsOf, residualCount: number, priors: readonly Prior[]): Minimum {
	const random = new RandomStream(RESTART_SEED);
	const start = new Float64Array(priors.length);
	for (let p = 0; p < priors.length; p++) {
		start[p] = priors[p].expected;
	}
	let best = leastSquares(residualsOf, residualCount, start);
	for (let i = 0; i < RESTARTS; i++) {
		for (let p = 0; p < priors.length; p++) {
			start[p] = priors[p].expected + random.between(-RESTART_SPREAD, RESTART_SPREAD) * (p === 0 ? 0.3 : 1);
		}
		const next = leastSquares(residualsOf, residualCount, start);
		if (next.cost < best.cost) {
			best = next;
		}
	}
	return best;
}

export function highestLoad(points: readonly RuntimePoint[]): number {
	let highest = 0;
	for (let i = 0; i < points.length; i++) {
		highest = Math.max(highest, points[i].load);
	}
	return highest;
}

/** The largest load times runtime: a battery holds at least that. */
export function largestEnergy(points: readonly RuntimePoint[]): number {
	let largest = 0;
	for (let i = 0; i < points.length; i++) {
		largest = Math.max(largest, points[i].load * points[i].minutes);
	}
	return largest;
}
