// Overload: a warning above the rating, and after a time that shrinks with the excess the UPS acts (battery.md 11).

import {MINUTE, SECOND} from '../core/clock.ts';
import * as code from './codes.ts';
import * as condition from './conditions.ts';
import {latchOff} from './groups.ts';
import type {Ups} from './row.ts';
import {enterBypass, enterLine, hasBypass} from './source.ts';

interface Limit {
	readonly above: number;
	readonly afterMs: number;
}

/** Highest first. On line: CyberPower OL1500, above 150 % Riello DLP. */
const onLineLimits: readonly Limit[] = [
	{above: 1.5, afterMs: 0.5 * SECOND},
	{above: 1.25, afterMs: 10 * SECOND},
	{above: 1.05, afterMs: MINUTE},
];
/** On battery: CyberPower OL1500. */
const onBatteryLimits: readonly Limit[] = [
	{above: 1.5, afterMs: 0.5 * SECOND},
	{above: 1.3, afterMs: 2 * SECOND},
	{above: 1.05, afterMs: 10 * SECOND},
];

function loadRatio(u: Ups): number {
	return u.loadWatts / u.rating.ratedWatts;
}

/** How long the present load is borne, ms; Infinity when it is within the rating. */
function toleranceMs(u: Ups): number {
	const limits = u.source === code.sourceBattery ? onBatteryLimits : onLineLimits;
	const ratio = loadRatio(u);
	for (let i = 0; i < limits.length; i++) {
		if (ratio > limits[i].above) {
			return limits[i].afterMs;
		}
	}
	return Infinity;
}

/** Takes up a changed load or source: raises or clears the condition and sets the time at which the UPS acts. */
export function settleOverload(u: Ups, t: number): void {
	const over = u.source !== code.sourceOff && loadRatio(u) > 1;
	u.mark(condition.overload, over);
	const acts = over && u.source !== code.sourceBypass;
	const due = acts ? t + toleranceMs(u) : Infinity;
	u.atOverload = Math.min(due, acts ? u.atOverload : Infinity);
	if (!over && u.source === code.sourceBypass && u.bypassReason === code.bypassByOverload) {
		enterLine(u, t);
	}
}

/** The overload has been borne for as long as it may: double conversion goes to bypass, all else drops the load. */
export function actOnOverload(u: Ups, t: number): void {
	const onGoodLine = u.source === code.sourceLine && u.inputGrade === code.inputGood;
	if (u.rating.doubleConversion && onGoodLine && hasBypass(u)) {
		enterBypass(u, t, code.bypassByOverload);
	} else {
		u.changeCause = code.changePowerSystemError;
		latchOff(u, t, code.latchedByOverload);
	}
}
