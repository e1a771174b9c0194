// Curves as paths and as values at a time; what lies outside the window is left out.

import type {Curve} from './model.ts';
import type {Span} from './window.ts';

export interface Range {
	readonly low: number;
	readonly high: number;
}

/** First place in `at` that is not before `ms`. */
export function placeOf(at: readonly number[], ms: number): number {
	let low = 0;
	let high = at.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (at[middle] < ms) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/** The value at a time, on the line between two points; NaN in a gap. */
export function valueAt({at, values}: Curve, ms: number): number {
	const place = placeOf(at, ms);
	if (at[place] === ms || place === 0) {
		return at[place] === ms ? values[place] : NaN;
	}
	if (place === at.length) {
		return values[place - 1];
	}
	const share = (ms - at[place - 1]) / (at[place] - at[place - 1]);
	return values[place - 1] + (values[place] - values[place - 1]) * share;
}

/** Steps that people count in: 1, 2, 5 and their tens; of time such that minutes and hours come out round. */
const timeSteps: readonly number[] = [1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 18_000, 36_000];

function stepOf(wanted: number, isTime: boolean): number {
	const round = isTime ? timeSteps.find(step => step >= wanted) : undefined;
	if (round !== undefined) {
		return round;
	}
	let step = 1e-3;
	for (let i = 0; step < wanted; i++) {
		step *= [2, 2.5, 2][i % 3];
	}
	return step;
}

/** How an axis is chosen: what it always shows, and whether it counts seconds. */
export interface AxisRule {
	readonly shows?: readonly [low: number, high: number];
	/** The least that it spans. */
	readonly least: number;
	readonly isTime: boolean;
}

function extremesOf({at, values}: Curve, {fromMs, toMs}: Span): Range {
	let low = Infinity;
	let high = -Infinity;
	const last = Math.min(at.length, placeOf(at, toMs) + 1);
	for (let i = Math.max(0, placeOf(at, fromMs) - 1); i < last; i++) {
		low = values[i] < low ? values[i] : low;
		high = values[i] > high ? values[i] : high;
	}
	return {low, high};
}

/** A range of round numbers around what the curve shows in the window, and its ticks. */
export function rangeOf(curve: Curve, span: Span, rule: AxisRule): Range & {readonly ticks: readonly number[]} {
	const seen = extremesOf(curve, span);
	const low = Math.min(seen.low, rule.shows?.[0] ?? Infinity);
	const high = Math.max(seen.high, rule.shows?.[1] ?? -Infinity);
	if (low > high) {
		return {low: 0, high: 1, ticks: []};
	}
	// A line that hardly moves would else be drawn as noise; what comes near to nothing is shown from nothing on.
	const missing = Math.max(0, rule.least - (high - low)) / 2;
	const from = low >= 0 && low < high * 0.6 ? 0 : low - missing;
	const step = stepOf((high + missing - from) / 2.5, rule.isTime);
	const bottom = Math.floor(from / step) * step;
	const top = Math.max(bottom + step, Math.ceil((high + missing) / step) * step);
	const ticks: number[] = [];
	for (let tick = bottom; tick <= top + step / 1000; tick += step) {
		ticks.push(Number(tick.toPrecision(10)));
	}
	return {low: bottom, high: top, ticks};
}

export interface Box {
	readonly width: number;
	readonly height: number;
}

/** A path in a box. */
export function pathOf({at, values}: Curve, {fromMs, toMs}: Span, {low, high}: Range, {width, height}: Box): string {
	const x = (ms: number): string => (((ms - fromMs) / (toMs - fromMs)) * width).toFixed(1);
	const y = (value: number): string => ((1 - (value - low) / (high - low)) * height).toFixed(1);
	const last = Math.min(at.length, placeOf(at, toMs) + 1);
	let path = '';
	let isGap = true;
	for (let i = Math.max(0, placeOf(at, fromMs) - 1); i < last; i++) {
		if (Number.isNaN(values[i])) {
			isGap = true;
			continue;
		}
		path += `${isGap ? 'M' : 'L'}${x(at[i])} ${y(values[i])}`;
		isGap = false;
	}
	return path;
}
