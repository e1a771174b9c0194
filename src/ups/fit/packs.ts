// External battery packs: each adds a share of the internal capacity, everything else stays (battery.md 3).

import type {Battery} from '../battery.ts';
import {exp, log} from '../../core/math.ts';
import {highestLoad, largestEnergy, logError, lowestMinimum, writePriors} from './fit.ts';
import {batteryFrom, freeCount, fullShape, priorsOf, type RuntimePoint} from './shape.ts';

/** A published table of one UPS with so many external packs. */
export interface PackTable {
	readonly packs: number;
	readonly points: readonly RuntimePoint[];
}

export interface PackFit {
	/** The UPS without packs. */
	readonly battery: Battery;
	/** Capacity of one pack as a share of the internal capacity. */
	readonly packShare: number;
}

/** A pack is expected to hold about as much as the UPS. The weight is that of the other priors. */
const PACK_WEIGHT = 0.02;

/** The battery with `packs` external packs. Idle draw and cut-off stay: one is the inverter's, the other per rate. */
export function withPacks(battery: Battery, packs: number, packShare: number): Battery {
	return {
		capacityWmin: battery.capacityWmin * (1 + packs * packShare),
		availableShare: battery.availableShare,
		levelingPerMinute: battery.levelingPerMinute,
		cutoffHours: battery.cutoffHours,
		idleWatts: battery.idleWatts,
	};
}

/** One parameter set, and the share of a pack, for all tables of a UPS; the first table is that without packs. */
export function fitPacks(tables: readonly PackTable[]): PackFit {
	const internal = tables[0].points;
	const shape = fullShape(highestLoad(internal));
	const free = freeCount(shape);
	const priors = priorsOf(shape, log(1.2 * largestEnergy(internal)));
	priors.push({expected: 0, weight: PACK_WEIGHT});
	const count = pointCount(tables);
	const minimum = lowestMinimum(
		(at, out) => {
			writeErrors(tables, batteryFrom(shape, at), exp(at[free]), out);
			writePriors(priors, at, out, count);
		},
		count + priors.length,
		priors,
	);
	return {battery: batteryFrom(shape, minimum.parameters), packShare: exp(minimum.parameters[free])};
}

function pointCount(tables: readonly PackTable[]): number {
	let count = 0;
	for (let i = 0; i < tables.length; i++) {
		count += tables[i].points.length;
	}
	return count;
}

function writeErrors(tables: readonly PackTable[], battery: Battery, packShare: number, out: Float64Array): void {
	let at = 0;
	for (let i = 0; i < tables.length; i++) {
		const grown = withPacks(battery, tables[i].packs, packShare);
		const points = tables[i].points;
		for (let p = 0; p < points.length; p++) {
			out[at] = logError(grown, points[p]);
			at += 1;
		}
	}
}
