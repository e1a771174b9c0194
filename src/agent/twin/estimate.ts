// What the voltage under load says of a battery: an extended Kalman filter with three unknowns and one number measured at a
// time, in closed form. Early in a discharge the sag tells the resistance, later the fall of the voltage against the energy
// given tells the capacity; both age together (battery.md 8), so each is evidence for the other.

import {clamp} from '../../core/math.ts';
import type {Rating} from '../../ups/rating.ts';
import {COVARIANCE, ESTIMATES} from './rows.ts';
import type {TwinState} from './rows.ts';
import {trial, tryEstimates, UNKNOWNS, voltsNow} from './physics.ts';

/** Prior deviations: life 3 to 5 years and halving per 8 to 10 K; batteries of one type differ; sag has a wide spread. */
const RATE_SIGMA = 0.25;
const SIZE_SIGMA = 0.05;
const OHM_SIGMA = 0.08;
/** How far the estimates wander in a year of their own. */
const RATE_DRIFT = 0.12;
const SIZE_DRIFT = 0.005;
const OHM_DRIFT = 0.03;
/** What the voltage curve leaves unexplained of a block: 21 mV root mean square (battery.md 2). */
const BLOCK_SIGMA_VOLTS = 0.021;
/** The same for the drop over the resistance, as a share of it. */
const SAG_SIGMA = 0.02;
const GRADIENT_STEP = 0.01;
/** An innovation beyond so many deviations is no noise. */
const SURPRISE = 4;
/** What a surprise for the worse adds to the variance of size and resistance: a dead cell may have any effect. */
const BROKEN_VARIANCE = 0.25;
/** No single comparison moves an estimate by more than this. */
const LARGEST_MOVE = 0.5;
const lowest: readonly number[] = [-1.5, -2.5, -0.7];
const highest: readonly number[] = [1.5, 0.3, 2];

export const asExpected = 0;
export const muchWorse = 1;
export const muchBetter = 2;

/** Place of the covariance of unknowns i and j in the row. */
const places: readonly number[] = [0, 1, 2, 1, 3, 4, 2, 4, 5];
const gradient = new Float64Array(UNKNOWNS);
const gain = new Float64Array(UNKNOWNS);

function variance(s: TwinState, i: number, j: number): number {
	return s.f[s.o + COVARIANCE + places[i * UNKNOWNS + j]];
}

/** A battery of which nothing is known but its type. `rateSigma` widens what is believed of its age. */
export function forget(s: TwinState, extraRateSigma: number): void {
	for (let i = 0; i < UNKNOWNS; i++) {
		s.f[s.o + ESTIMATES + i] = 0;
	}
	s.p00 = RATE_SIGMA * RATE_SIGMA + extraRateSigma * extraRateSigma;
	s.p01 = 0;
	s.p02 = 0;
	s.p11 = SIZE_SIGMA * SIZE_SIGMA;
	s.p12 = 0;
	s.p22 = OHM_SIGMA * OHM_SIGMA;
}

/** Time makes estimates older. */
export function drift(s: TwinState, years: number): void {
	s.p00 += RATE_DRIFT * RATE_DRIFT * years;
	s.p11 += SIZE_DRIFT * SIZE_DRIFT * years;
	s.p22 += OHM_DRIFT * OHM_DRIFT * years;
}

/** Variance of a quantity with this gradient over the unknowns, from what the estimates do not know. */
export function spreadOf(s: TwinState, slopes: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < UNKNOWNS; i++) {
		for (let j = 0; j < UNKNOWNS; j++) {
			sum += slopes[i] * slopes[j] * variance(s, i, j);
		}
	}
	return Math.max(0, sum);
}

/** Compares the volts measured at `amperes` with the twin's, and learns from the difference. Returns how it was. */
export function learnVolts(s: TwinState, rating: Rating, volts: number, amperes: number): number {
	tryEstimates(s);
	const expected = voltsNow(s, rating, amperes);
	for (let i = 0; i < UNKNOWNS; i++) {
		trial[i] += GRADIENT_STEP;
		gradient[i] = (voltsNow(s, rating, amperes) - expected) / GRADIENT_STEP;
		trial[i] -= GRADIENT_STEP;
	}
	const curve = BLOCK_SIGMA_VOLTS * rating.blocks;
	const sag = SAG_SIGMA * amperes * rating.stringOhms;
	const noise = curve * curve + sag * sag;
	const surprise = (volts - expected) / Math.sqrt(spreadOf(s, gradient) + noise);
	if (surprise > SURPRISE) {
		return muchBetter;
	}
	if (surprise < -SURPRISE) {
		s.p11 += BROKEN_VARIANCE;
		s.p22 += BROKEN_VARIANCE;
	}
	update(s, volts - expected, noise);
	return surprise < -SURPRISE ? muchWorse : asExpected;
}

/** The scalar update: P g, its variance, and what both do to estimates and covariance. */
function update(s: TwinState, innovation: number, noise: number): void {
	const total = spreadOf(s, gradient) + noise;
	for (let i = 0; i < UNKNOWNS; i++) {
		gain[i] = 0;
		for (let j = 0; j < UNKNOWNS; j++) {
			gain[i] += variance(s, i, j) * gradient[j];
		}
	}
	for (let i = 0; i < UNKNOWNS; i++) {
		const at = s.o + ESTIMATES + i;
		const move = clamp((gain[i] / total) * innovation, -LARGEST_MOVE, LARGEST_MOVE);
		s.f[at] = clamp(s.f[at] + move, lowest[i], highest[i]);
		for (let j = i; j < UNKNOWNS; j++) {
			s.f[s.o + COVARIANCE + places[i * UNKNOWNS + j]] -= (gain[i] * gain[j]) / total;
		}
	}
	keepPositive(s);
}

/** Rounding must never make a variance vanish. */
const LEAST_VARIANCE = 1e-6;

function keepPositive(s: TwinState): void {
	s.p00 = Math.max(s.p00, LEAST_VARIANCE);
	s.p11 = Math.max(s.p11, LEAST_VARIANCE);
	s.p22 = Math.max(s.p22, LEAST_VARIANCE);
}
