// Nonlinear least squares by Levenberg and Marquardt, with a Jacobian by central differences. Pure arithmetic, so that
// the same data give the same bits on every engine.

/** Writes the residuals at `parameters` into `out`. */
export type ResidualsOf = (parameters: Float64Array, out: Float64Array) => void;

export interface Minimum {
	readonly parameters: Float64Array;
	/** Sum of squared residuals. */
	readonly cost: number;
}

const DIFFERENCE = 1e-5;
const FIRST_DAMPING = 1e-2;
const LOWEST_DAMPING = 1e-10;
const HIGHEST_DAMPING = 1e10;
const MOST_STEPS = 200;
/** A step that lowers the cost by less than this share is the last. */
const SETTLED = 1e-12;

/** What one minimisation works on: allocated once. */
interface Work {
	readonly residuals: Float64Array;
	readonly trial: Float64Array;
	readonly high: Float64Array;
	readonly low: Float64Array;
	/** One row a parameter: the derivative of each residual. */
	readonly jacobian: Float64Array[];
	readonly normal: Float64Array[];
	readonly gradient: Float64Array;
	readonly step: Float64Array;
}

/** The minimum that lies downhill of `start`; `residualCount` numbers are asked of `residualsOf`. */
export function leastSquares(residualsOf: ResidualsOf, residualCount: number, start: Float64Array): Minimum {
	const work = createWork(start.length, residualCount);
	const at = new Float64Array(start);
	residualsOf(at, work.residuals);
	let cost = sumOfSquares(work.residuals);
	let damping = FIRST_DAMPING;
	for (let i = 0; i < MOST_STEPS && damping < HIGHEST_DAMPING; i++) {
		fillJacobian(residualsOf, at, work);
		fillNormal(work);
		const before = cost;
		while (damping < HIGHEST_DAMPING) {
			const trialCost = tryStep(residualsOf, at, damping, work);
			if (trialCost < cost) {
				at.set(work.trial);
				cost = trialCost;
				damping = Math.max(LOWEST_DAMPING, damping / 10);
				break;
			}
			damping *= 10;
		}
		if (before - cost <= SETTLED * before) {
			break;
		}
		residualsOf(at, work.residuals);
	}
	return {parameters: at, cost: cost};
}

function createWork(parameterCount: number, residualCount: number): Work {
	const jacobian: Float64Array[] = [];
	const normal: Float64Array[] = [];
	for (let i = 0; i < parameterCount; i++) {
		jacobian.push(new Float64Array(residualCount));
		normal.push(new Float64Array(parameterCount + 1));
	}
	return {
		residuals: new Float64Array(residualCount),
		trial: new Float64Array(parameterCount),
		high: new Float64Array(residualCount),
		low: new Float64Array(residualCount),
		jacobian: jacobian,
		normal: normal,
		gradient: new Float64Array(parameterCount),
		step: new Float64Array(parameterCount),
	};
}

function sumOfSquares(values: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < values.length; i++) {
		sum += values[i] * values[i];
	}
	return sum;
}

function dot(a: Float64Array, b: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) {
		sum += a[i] * b[i];
	}
	return sum;
}

function fillJacobian(residualsOf: ResidualsOf, at: Float64Array, work: Work): void {
	work.trial.set(at);
	for (let p = 0; p < at.length; p++) {
		work.trial[p] = at[p] + DIFFERENCE;
		residualsOf(work.trial, work.high);
		work.trial[p] = at[p] - DIFFERENCE;
		residualsOf(work.trial, work.low);
		work.trial[p] = at[p];
		const row = work.jacobian[p];
		for (let i = 0; i < row.length; i++) {
			row[i] = (work.high[i] - work.low[i]) / (2 * DIFFERENCE);
		}
	}
}

function fillNormal(work: Work): void {
	const count = work.jacobian.length;
	for (let p = 0; p < count; p++) {
		for (let q = 0; q < count; q++) {
			work.normal[p][q] = dot(work.jacobian[p], work.jacobian[q]);
		}
		work.gradient[p] = dot(work.jacobian[p], work.residuals);
	}
}

/** Puts the damped step into `work.trial`; its cost, or Infinity where the equations have no solution. */
function tryStep(residualsOf: ResidualsOf, at: Float64Array, damping: number, work: Work): number {
	const count = at.length;
	const matrix: Float64Array[] = [];
	for (let p = 0; p < count; p++) {
		const row = new Float64Array(work.normal[p]);
		row[p] += damping * (row[p] + 1e-12);
		row[count] = -work.gradient[p];
		matrix.push(row);
	}
	if (!solve(matrix, work.step)) {
		return Infinity;
	}
	for (let p = 0; p < count; p++) {
		work.trial[p] = at[p] + work.step[p];
	}
	residualsOf(work.trial, work.high);
	const cost = sumOfSquares(work.high);
	return cost === cost ? cost : Infinity;
}

/** Gauss elimination with pivoting; each row of `matrix` ends with its right-hand side. False when it is singular. */
function solve(matrix: Float64Array[], solution: Float64Array): boolean {
	const count = solution.length;
	for (let column = 0; column < count; column++) {
		bringPivotUp(matrix, column);
		const pivot = matrix[column][column];
		if (!(Math.abs(pivot) > 0)) {
			return false;
		}
		for (let row = column + 1; row < count; row++) {
			subtractRow(matrix[row], matrix[column], matrix[row][column] / pivot);
		}
	}
	for (let row = count - 1; row >= 0; row--) {
		let sum = matrix[row][count];
		for (let column = row + 1; column < count; column++) {
			sum -= matrix[row][column] * solution[column];
		}
		solution[row] = sum / matrix[row][row];
	}
	return true;
}

function bringPivotUp(matrix: Float64Array[], column: number): void {
	let best = column;
	for (let row = column + 1; row < matrix.length; row++) {
		if (Math.abs(matrix[row][column]) > Math.abs(matrix[best][column])) {
			best = row;
		}
	}
	const pivotRow = matrix[best];
	matrix[best] = matrix[column];
	matrix[column] = pivotRow;
}

function subtractRow(from: Float64Array, row: Float64Array, factor: number): void {
	for (let i = 0; i < from.length; i++) {
		from[i] -= factor * row[i];
	}
}
