// Which of the five battery parameters a fit may move, and how they become the free numbers of a minimisation:
// logarithms, and the logit of the share, so that no step leaves the range that has a meaning (battery.md 3).

import type {Battery} from '../battery.ts';
import {exp, log} from '../../core/math.ts';

/** One line of a published table. The load is in watts, amperes or percent of the rating: the model is scale-free. */
export interface RuntimePoint {
	readonly load: number;
	readonly minutes: number;
}

/** Where a parameter's logarithm (or logit) is expected, and how firmly it is held there. */
export interface Prior {
	readonly expected: number;
	readonly weight: number;
}

/** What a fit is told before it sees the table. */
export interface Shape {
	/** Available share and levelling rate, per minute, held at these values; null lets both be fitted. */
	readonly wells: {readonly availableShare: number; readonly levelingPerMinute: number} | null;
	/** False for a bare block or cell: nothing idles behind it. */
	readonly idle: boolean;
	readonly sharePrior: Prior;
	readonly levelingPrior: Prior;
	readonly cutoffPrior: Prior;
	readonly idlePrior: Prior;
}

const LN_TENTH = -2.302585092994046;

function priorAt(expected: number, weight: number): Prior {
	return {expected: expected, weight: weight};
}

/** Everything free, for a UPS table of five lines or more; `highestLoad` is the largest in the table. */
export function fullShape(highestLoad: number): Shape {
	return {
		wells: null,
		idle: true,
		sharePrior: priorAt(0, 0.02 / 1.5),
		levelingPrior: priorAt(log(1 / 60), 0.02 / 1.5),
		cutoffPrior: priorAt(LN_TENTH, 0.02),
		idlePrior: priorAt(log(0.03 * highestLoad), 0.02),
	};
}

/** A bare block or cell: everything free, no idle draw. */
export function cellShape(): Shape {
	const shape = fullShape(1);
	return {
		wells: null,
		idle: false,
		sharePrior: shape.sharePrior,
		levelingPrior: shape.levelingPrior,
		cutoffPrior: shape.cutoffPrior,
		idlePrior: shape.idlePrior,
	};
}

/** What two runtimes tell: typical wells, the rest free. `ratedLoad` sets the expected idle draw. */
export function fixedWellsShape(ratedLoad: number): Shape {
	return {
		wells: {availableShare: TYPICAL_SHARE, levelingPerMinute: TYPICAL_LEVELING},
		idle: true,
		sharePrior: priorAt(0, 0),
		levelingPrior: priorAt(0, 0),
		cutoffPrior: priorAt(LN_TENTH, 0.05),
		idlePrior: priorAt(log(TYPICAL_IDLE_SHARE * ratedLoad), 0.05),
	};
}

/** The shape assumed of a lead-acid battery of which only the size is known (battery.md 3). */
export const TYPICAL_SHARE = 0.5;
export const TYPICAL_LEVELING = 0.03;
export const TYPICAL_CUTOFF_HOURS = 0.1;
export const TYPICAL_IDLE_SHARE = 0.04;

/** How many numbers a fit of this shape moves. */
export function freeCount(shape: Shape): number {
	return 2 + (shape.wells === null ? 2 : 0) + (shape.idle ? 1 : 0);
}

/** The battery that the free numbers stand for, in the order capacity, cut-off, then idle draw, share, levelling. */
export function batteryFrom(shape: Shape, free: Float64Array): Battery {
	const wells = shape.wells;
	const after = shape.idle ? 3 : 2;
	return {
		capacityWmin: exp(free[0]),
		availableShare: wells === null ? 1 / (1 + exp(-free[after])) : wells.availableShare,
		levelingPerMinute: wells === null ? exp(free[after + 1]) : wells.levelingPerMinute,
		cutoffHours: exp(free[1]),
		idleWatts: shape.idle ? exp(free[2]) : 0,
	};
}

/** The priors in the order of the free numbers. Energy has none: its expected value is only where the fit starts. */
export function priorsOf(shape: Shape, expectedLogEnergy: number): Prior[] {
	const priors: Prior[] = [priorAt(expectedLogEnergy, 0), shape.cutoffPrior];
	if (shape.idle) {
		priors.push(shape.idlePrior);
	}
	if (shape.wells === null) {
		priors.push(shape.sharePrior);
		priors.push(shape.levelingPrior);
	}
	return priors;
}
