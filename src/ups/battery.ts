// The two-well battery (KiBaM, Manwell & McGowan 1993) written in energy, with an idle draw and a cut-off that rises with
// the rate: battery.md section 1. Energy in W·min, power in W, time in minutes. Everything is in closed form.

import {clamp, exp} from '../core/math.ts';

/** The five parameters of a battery as the AC output sees it. */
export interface Battery {
	/** Energy at vanishing rate, W·min. */
	readonly capacityWmin: number;
	/** Share of the available well, 0 to 1; 1 means a single well (lithium). */
	readonly availableShare: number;
	/** Rate at which the wells level out, per minute. */
	readonly levelingPerMinute: number;
	/** Rise of the cut-off with the rate, in hours. */
	readonly cutoffHours: number;
	/** What inverter and electronics draw on battery, W. */
	readonly idleWatts: number;
}

/** No rate may cut off more than this much of the available well. */
const HIGHEST_CUTOFF = 0.95;
/** Where Halley stops, in minutes: convergence is cubic, so that a step this short leaves an error near its cube. */
const SOLVED_MINUTES = 1e-3;
const MOST_STEPS = 60;

/** The head of the available well, as a share of full, at which a discharge with `drawWatts` ends. */
export function cutoffHead(drawWatts: number, capacityWmin: number, cutoffHours: number): number {
	return Math.min(HIGHEST_CUTOFF, (cutoffHours * 60 * drawWatts) / capacityWmin);
}

/** The head of the available well as a share of full: 1 full, `cutoffHead` at the end. */
export function availableHead(
	energyWmin: number,
	headGap: number,
	capacityWmin: number,
	availableShare: number,
): number {
	return (energyWmin - (1 - availableShare) * headGap) / capacityWmin;
}

/** The head gap (bound minus available well) that a constant draw tends to. */
export function steadyGap(drawWatts: number, availableShare: number, levelingPerMinute: number): number {
	return drawWatts / (availableShare * levelingPerMinute);
}

/** The head gap after `minutes` of a constant draw; rest is a draw of 0, charging a negative one. */
export function gapAfter(gap: number, steady: number, levelingPerMinute: number, minutes: number): number {
	return gap === steady ? steady : steady + (gap - steady) * exp(-levelingPerMinute * minutes);
}

/**
 * Minutes until a constant `drawWatts` (load plus idle draw) ends the discharge; 0 when it already has.
 * Solves t = A - B exp(-k t), battery.md 1.2, by Halley from the side on which the iterates move one way only.
 */
export function minutesToEmpty(
	energyWmin: number,
	headGap: number,
	drawWatts: number,
	capacityWmin: number,
	availableShare: number,
	levelingPerMinute: number,
	cutoffHours: number,
): number {
	if (drawWatts <= 0) {
		return Infinity;
	}
	const cutoff = cutoffHead(drawWatts, capacityWmin, cutoffHours);
	const bound = 1 - availableShare;
	if (energyWmin - bound * headGap <= cutoff * capacityWmin) {
		return 0;
	}
	const steady = steadyGap(drawWatts, availableShare, levelingPerMinute);
	const latest = (energyWmin - cutoff * capacityWmin) / drawWatts;
	const a = latest - (bound * steady) / drawWatts;
	const b = (bound * (headGap - steady)) / drawWatts;
	// Where b is negative the solution lies above a, and Halley comes from below.
	return solveEmpty(a, b, levelingPerMinute, b < 0 ? Math.max(0, a) : latest);
}

function solveEmpty(a: number, b: number, k: number, start: number): number {
	let t = start;
	for (let step = 0; step < MOST_STEPS; step++) {
		const fading = b * exp(-k * t);
		const missed = a - fading - t;
		const slope = k * fading - 1;
		const change = missed / (slope + (k * k * fading * missed) / (2 * slope));
		t -= change;
		if (Math.abs(change) < SOLVED_MINUTES) {
			break;
		}
	}
	return Math.max(0, t);
}

/** Minutes to empty of a full battery at `loadWatts`. */
export function fullRuntimeMinutes(battery: Battery, loadWatts: number): number {
	return minutesToEmpty(
		battery.capacityWmin,
		0,
		loadWatts + battery.idleWatts,
		battery.capacityWmin,
		battery.availableShare,
		battery.levelingPerMinute,
		battery.cutoffHours,
	);
}

/** Share of the new capacity at a battery temperature: 0.65 at -15 °C, 0.85 at 0, 1 at 25, 1.02 at 40 (battery.md 7). */
export function temperatureFactor(celsius: number): number {
	const last = temperatureTable.length - 1;
	const t = clamp(celsius, temperatureTable[0][0], temperatureTable[last][0]);
	let i = 1;
	while (i < last && t > temperatureTable[i][0]) {
		i += 1;
	}
	const low = temperatureTable[i - 1];
	const high = temperatureTable[i];
	return low[1] + ((t - low[0]) * (high[1] - low[1])) / (high[0] - low[0]);
}

const temperatureTable: readonly (readonly [celsius: number, factor: number])[] = [
	[-15, 0.65],
	[0, 0.85],
	[25, 1],
	[40, 1.02],
];
