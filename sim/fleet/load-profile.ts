// What the equipment behind a UPS draws over time: piecewise constant, a function of (seed, card, time) alone.

import {DAY, HOUR, MINUTE} from '../../src/core/clock.ts';
import type {Millis} from '../../src/core/clock.ts';
import {unitAt} from '../../src/core/random.ts';

/** `constant` never changes; `wander` steps every half an hour or more; `office` follows working hours and wanders. */
export type LoadProfile = 'constant' | 'wander' | 'office';

/** The load as a multiple of its base, and when it changes next. */
export interface LoadStep {
	readonly factor: number;
	readonly until: Millis;
}

const STEP_MS = 30 * MINUTE;
const WANDER = 0.12;
const NIGHT_FACTOR = 0.6;
const WEEKEND_FACTOR = 0.5;
/** 1 January 1970 was a Thursday: days since then plus this, modulo 7, count from Monday. */
const MONDAY_OFFSET = 3;

function wanderAt(seed: number, t: Millis): LoadStep {
	const tick = Math.floor(t / STEP_MS);
	// Each step lasts 30 to 60 minutes: its own start is moved by up to half an hour.
	const start = tick * STEP_MS + Math.floor(unitAt(seed, 1, tick) * STEP_MS);
	const current = t >= start ? tick : tick - 1;
	const next = t >= start ? (tick + 1) * STEP_MS + Math.floor(unitAt(seed, 1, tick + 1) * STEP_MS) : start;
	return {factor: 1 + WANDER * (2 * unitAt(seed, 2, current) - 1), until: next};
}

function officeFactor(utc: Millis): number {
	const weekday = (Math.floor(utc / DAY) + MONDAY_OFFSET) % 7;
	const hour = (utc % DAY) / HOUR;
	if (weekday >= 5) {
		return WEEKEND_FACTOR;
	}
	return hour >= 8 && hour < 18 ? 1 : NIGHT_FACTOR;
}

/** The load of a card at `t` since the start, which was at `startUtc`. */
export function loadStep(profile: LoadProfile, seed: number, startUtc: Millis, t: Millis): LoadStep {
	if (profile === 'constant') {
		return {factor: 1, until: Infinity};
	}
	const wander = wanderAt(seed, t);
	return profile === 'wander' ? wander : {factor: wander.factor * officeFactor(startUtc + t), until: wander.until};
}
