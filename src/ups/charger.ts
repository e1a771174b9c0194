// Charger: constant current, then constant voltage with an exponential tail, then float: battery.md section 6.
// The state of charge is a share of full, 0 to 1.

import {exp, log} from '../core/math.ts';

/** Where constant current ends. */
export const ABSORPTION_FROM = 0.8;
/** The tail never reaches 1: this counts as full. */
export const FULL_FROM = 0.995;
/** The published recharge time runs from here to 90 %. */
const RATED_FROM = 0.1;
/** ln 2: from 80 % to 90 % the tail takes this many time constants. */
const LN2 = 0.6931471805599453;

/** Charge per hour in the constant-current stage, from the published hours to 90 %. */
export function bulkRatePerHour(hoursTo90Percent: number): number {
	return (ABSORPTION_FROM - RATED_FROM + (1 - ABSORPTION_FROM) * LN2) / hoursTo90Percent;
}

/** Time constant of the tail, hours: the current is continuous where the stages meet. */
export function tailHours(ratePerHour: number): number {
	return (1 - ABSORPTION_FROM) / ratePerHour;
}

/** Hours of constant current left from `charge`; 0 when the tail has begun. */
export function hoursOfBulk(charge: number, ratePerHour: number): number {
	return Math.max(0, (ABSORPTION_FROM - charge) / ratePerHour);
}

/** State of charge after `hours` on the charger. */
export function chargeAfter(charge: number, ratePerHour: number, hours: number): number {
	const bulkHours = hoursOfBulk(charge, ratePerHour);
	if (hours <= bulkHours) {
		return charge + ratePerHour * hours;
	}
	const gap = 1 - Math.max(charge, ABSORPTION_FROM);
	if (gap === 0) {
		return 1;
	}
	return 1 - gap * exp(-(hours - bulkHours) / tailHours(ratePerHour));
}

/** Hours on the charger until the state of charge is `target` (below 1); 0 when it is there. */
export function hoursToCharge(charge: number, target: number, ratePerHour: number): number {
	if (charge >= target) {
		return 0;
	}
	const bulkHours = hoursOfBulk(charge, ratePerHour);
	if (target <= ABSORPTION_FROM) {
		return (target - charge) / ratePerHour;
	}
	const gap = 1 - Math.max(charge, ABSORPTION_FROM);
	return bulkHours + tailHours(ratePerHour) * log(gap / (1 - target));
}
