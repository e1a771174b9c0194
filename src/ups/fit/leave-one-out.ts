// How well a fit predicts what it has not seen: each line of a table is left out once and predicted from the others.

import type {RuntimePoint} from './shape.ts';

/** A way to predict runtimes from a table: given lines, it gives minutes at a load. */
export type Predictor = (points: readonly RuntimePoint[]) => (load: number) => number;

/** Minutes predicted for each line from all the others, in the order of the table. */
export function leaveOneOut(points: readonly RuntimePoint[], predictor: Predictor): number[] {
	const predicted: number[] = [];
	for (let i = 0; i < points.length; i++) {
		predicted.push(predictor(pointsWithout(points, i))(points[i].load));
	}
	return predicted;
}

function pointsWithout(points: readonly RuntimePoint[], index: number): RuntimePoint[] {
	const others: RuntimePoint[] = [];
	for (let i = 0; i < points.length; i++) {
		if (i !== index) {
			others.push(points[i]);
		}
	}
	return others;
}

/** Error of a modelled against a published runtime, percent of the published one. */
export function errorPercent(modelled: number, published: number): number {
	return 100 * (modelled / published - 1);
}
