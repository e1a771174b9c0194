// What the twin foresees, with its uncertainty: runtime, health, and when a self-test will ask for a new battery.

import {MINUTE, YEAR} from '../../core/clock.ts';
import type {Rating} from '../../ups/rating.ts';
import {INVERTER_EFFICIENCY} from '../../ups/rating.ts';
import {REPLACE_CELL_VOLTS, REPLACE_RESISTANCE, TEST_MS} from '../../ups/self-test.ts';
import {blockOpenVolts, CELLS_PER_BLOCK, constantPowerAmperes} from '../../ups/voltage.ts';
import {spreadOf} from './estimate.ts';
import {
	headIn,
	healthIn,
	minutesIn,
	minutesLeft,
	ohmsIn,
	packFactor,
	trial,
	tryEstimates,
	UNKNOWNS,
} from './physics.ts';
import type {TwinState} from './rows.ts';

/** A prediction: the value and its standard deviation, left here by the functions below. One for all, read at once. */
export const foreseen = {value: 0, sigma: 0};

/** What the model itself leaves open of a runtime, as a share: battery.md 4, median of a line left out. */
const RUNTIME_SIGMA = 0.02;
const HEALTH_SIGMA = 0.005;
/** Nobody knows the weather of the years ahead: as a share of the time that is left. */
const CLIMATE_SIGMA = 0.1;
/** What the aging law itself leaves open, years: found on simulated batteries that age by a law a little other than the twin's. */
const LAW_SIGMA_YEARS = 0.22;
const GRADIENT_STEP = 0.02;
/** Further ahead nothing is said. */
export const FARTHEST_YEARS = 20;
/** Halvings of that: to 10 minutes. */
const HALVINGS = 20;
/** Tests run every 14 days (battery.md 9): the one that fails comes a week after the limit on average. */
const TEST_DELAY_YEARS = (7 * 86400000) / YEAR;
const TEST_SIGMA_YEARS = (4 * 86400000) / YEAR;
/** The low-battery warning of the factory: a battery that cannot hold it is to be replaced. */
const LOW_BATTERY_MINUTES = 2;
/** A lithium battery has had its life at this health (design life to 80 %, battery.md 8). */
const LITHIUM_END = 0.8;

const slopes = new Float64Array(UNKNOWNS);

/** Runtime at `watts` from here, minutes. */
export function foreseeRuntime(s: TwinState, rating: Rating, watts: number): void {
	tryEstimates(s);
	const minutes = minutesLeft(s, rating, watts, s.drawn, s.gap);
	for (let i = 0; i < UNKNOWNS; i++) {
		trial[i] += GRADIENT_STEP;
		slopes[i] = (minutesLeft(s, rating, watts, s.drawn, s.gap) - minutes) / GRADIENT_STEP;
		trial[i] -= GRADIENT_STEP;
	}
	const model = RUNTIME_SIGMA * minutes;
	foreseen.value = minutes;
	foreseen.sigma = Math.sqrt(spreadOf(s, slopes) + model * model);
}

/** Present full capacity as a share of new. */
export function foreseeHealth(s: TwinState, rating: Rating): void {
	tryEstimates(s);
	const health = healthIn(s, rating, 0);
	for (let i = 0; i < UNKNOWNS; i++) {
		trial[i] += GRADIENT_STEP;
		slopes[i] = (healthIn(s, rating, 0) - health) / GRADIENT_STEP;
		trial[i] -= GRADIENT_STEP;
	}
	foreseen.value = Math.min(1, health);
	foreseen.sigma = Math.sqrt(spreadOf(s, slopes) + HEALTH_SIGMA * HEALTH_SIGMA);
}

/** Whether a self-test would fail in `years` (the rule of battery.md 9), with the estimates on trial. */
function failsIn(s: TwinState, rating: Rating, years: number): boolean {
	const draw = s.usualWatts + rating.idleWatts;
	const drawn = (draw * TEST_MS) / MINUTE;
	const gap = rating.lithium ? 0 : drawn / rating.availableShare;
	const open = rating.blocks * blockOpenVolts(headIn(s, rating, drawn, gap, years));
	const ohms = ohmsIn(s, rating, years);
	const amperes = constantPowerAmperes(open, ohms, draw / INVERTER_EFFICIENCY);
	if (amperes !== amperes) {
		return true;
	}
	const volts = open - amperes * ohms;
	const shown = ((rating.blocks * blockOpenVolts(1) - volts) / amperes) * packFactor(s);
	return (
		shown >= REPLACE_RESISTANCE * rating.stringOhms
		|| volts < REPLACE_CELL_VOLTS * CELLS_PER_BLOCK * rating.blocks
		|| minutesIn(s, rating, s.usualWatts, drawn, gap, years) < LOW_BATTERY_MINUTES
		|| (rating.lithium && healthIn(s, rating, years) < LITHIUM_END)
	);
}

/** Years until the first failing test, by halving: wear only grows. FARTHEST_YEARS where none comes before. */
function yearsToFailure(s: TwinState, rating: Rating): number {
	let good = 0;
	let bad = FARTHEST_YEARS;
	for (let i = 0; i < HALVINGS; i++) {
		const middle = (good + bad) / 2;
		if (failsIn(s, rating, middle)) {
			bad = middle;
		} else {
			good = middle;
		}
	}
	return bad;
}

/** Years until replace-battery comes. Costs a hundred looks ahead: once a day, or after a discharge. */
export function foreseeReplacement(s: TwinState, rating: Rating): void {
	tryEstimates(s);
	const years = yearsToFailure(s, rating);
	for (let i = 0; i < UNKNOWNS; i++) {
		trial[i] += GRADIENT_STEP;
		const later = yearsToFailure(s, rating);
		trial[i] -= 2 * GRADIENT_STEP;
		slopes[i] = (later - yearsToFailure(s, rating)) / (2 * GRADIENT_STEP);
		trial[i] += GRADIENT_STEP;
	}
	const climate = CLIMATE_SIGMA * years;
	const fixed = TEST_SIGMA_YEARS * TEST_SIGMA_YEARS + LAW_SIGMA_YEARS * LAW_SIGMA_YEARS;
	foreseen.value = years + TEST_DELAY_YEARS;
	foreseen.sigma = Math.sqrt(spreadOf(s, slopes) + climate * climate + fixed);
}
