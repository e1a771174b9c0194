// Runtime as drivers and data sheets reckon it, without a battery behind it: Peukert's power law, NUT's `runtimecal`,
// interpolation between published lines. Our battery is compared with them, and others show them (battery.md 10).

import {clamp, exp, log, pow} from '../core/math.ts';
import type {RuntimePoint} from './fit/shape.ts';

/** Peukert's law: minutes = `scale` / load^`exponent`. */
export interface Peukert {
	readonly scale: number;
	readonly exponent: number;
}

/** The law through the logarithms of a table by least squares; two points are met exactly. */
export function fitPeukert(points: readonly RuntimePoint[]): Peukert {
	let meanX = 0;
	let meanY = 0;
	for (let i = 0; i < points.length; i++) {
		meanX += log(points[i].load) / points.length;
		meanY += log(points[i].minutes) / points.length;
	}
	let xx = 0;
	let xy = 0;
	for (let i = 0; i < points.length; i++) {
		const x = log(points[i].load) - meanX;
		xx += x * x;
		xy += x * (log(points[i].minutes) - meanY);
	}
	return {scale: exp(meanY - (xy / xx) * meanX), exponent: -xy / xx};
}

/** Minutes at a load by Peukert's law. */
export function peukertMinutes(law: Peukert, load: number): number {
	return law.scale / pow(load, law.exponent);
}

/** Minutes at a load on the straight line between the neighbours in the table; NaN outside it. */
export function interpolatedMinutes(points: readonly RuntimePoint[], load: number): number {
	const below = neighbour(points, load, -1);
	const above = neighbour(points, load, 1);
	if (below < 0 || above < 0) {
		return NaN;
	}
	return between(points[below].load, points[below].minutes, points[above].load, points[above].minutes, load);
}

/** The same on the line between the neighbours' logarithms. */
export function logInterpolatedMinutes(points: readonly RuntimePoint[], load: number): number {
	const below = neighbour(points, load, -1);
	const above = neighbour(points, load, 1);
	if (below < 0 || above < 0) {
		return NaN;
	}
	const low = points[below];
	const high = points[above];
	return exp(between(log(low.load), log(low.minutes), log(high.load), log(high.minutes), log(load)));
}

/** Index of the point next to `load` on one side (-1 below, 1 above), or on it; -1 when there is none. */
function neighbour(points: readonly RuntimePoint[], load: number, side: number): number {
	let best = -1;
	for (let i = 0; i < points.length; i++) {
		const away = (points[i].load - load) * side;
		if (away >= 0 && (best < 0 || away < (points[best].load - load) * side)) {
			best = i;
		}
	}
	return best;
}

function between(x0: number, y0: number, x1: number, y1: number, x: number): number {
	return x0 === x1 ? y0 : y0 + ((x - x0) * (y1 - y0)) / (x1 - x0);
}

/** What NUT makes of `runtimecal = rh,lh,rl,ll`: two runtimes in seconds at two loads in percent. */
export interface NutCalibration {
	readonly exponent: number;
	/** Seconds at 100 % load. */
	readonly nominalSeconds: number;
}

/** NUT reckons with at least this load, percent. */
const NUT_IDLE_PERCENT = 10;
/** NUT's default for the time to charge an empty battery. */
export const NUT_CHARGE_SECONDS = 43200;

/** The calibration from the runtime at a high load and at a low one. */
export function nutCalibration(
	highSeconds: number,
	highPercent: number,
	lowSeconds: number,
	lowPercent: number,
): NutCalibration {
	const exponent = log(lowSeconds / highSeconds) / log(highPercent / lowPercent);
	return {exponent: exponent, nominalSeconds: highSeconds * pow(highPercent / 100, exponent)};
}

/** Seconds left at a load, from the estimate of the seconds left at 100 %. */
export function nutRuntimeSeconds(calibration: NutCalibration, estimateSeconds: number, loadPercent: number): number {
	return estimateSeconds / nutRate(calibration, loadPercent);
}

/** The estimate after `seconds` on battery at a load: it falls faster than time above 100 % load, slower below. */
export function nutDischarged(
	calibration: NutCalibration,
	estimateSeconds: number,
	loadPercent: number,
	seconds: number,
): number {
	return Math.max(0, estimateSeconds - nutRate(calibration, loadPercent) * seconds);
}

/** The estimate after `seconds` on mains; `chargeSeconds` is the time from empty to full. */
export function nutCharged(
	calibration: NutCalibration,
	estimateSeconds: number,
	chargeSeconds: number,
	seconds: number,
): number {
	const full = calibration.nominalSeconds;
	return clamp(estimateSeconds + (full / chargeSeconds) * seconds, 0, full);
}

function nutRate(calibration: NutCalibration, loadPercent: number): number {
	return pow(Math.max(loadPercent, NUT_IDLE_PERCENT) / 100, calibration.exponent);
}

/** Steps in which a GE NetPro shows minutes: so many below that many (battery.md 10). */
const displaySteps: readonly (readonly [below: number, step: number])[] = [
	[100, 1],
	[200, 2],
	[500, 5],
	[1000, 10],
	[2000, 20],
];

/** Minutes as a display with growing steps shows them, rounded down: it never promises more than there is. */
export function displayedMinutes(minutes: number): number {
	let i = 0;
	while (i < displaySteps.length - 1 && minutes >= displaySteps[i][0]) {
		i += 1;
	}
	const step = displaySteps[i][1];
	return Math.floor(minutes / step) * step;
}
