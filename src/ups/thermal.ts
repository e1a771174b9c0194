// The thermal node of the battery: battery.md section 7. Minutes and degrees Celsius.

import {exp, log} from '../core/math.ts';

/** Temperature after `minutes` on the way to `target`. */
export function temperatureAfter(celsius: number, target: number, constantMinutes: number, minutes: number): number {
	return celsius === target ? target : target + (celsius - target) * exp(-minutes / constantMinutes);
}

/** Minutes until the temperature crosses `threshold`; Infinity when it never does. */
export function minutesToTemperature(
	celsius: number,
	target: number,
	constantMinutes: number,
	threshold: number,
): number {
	const share = (celsius - target) / (threshold - target);
	return share > 1 ? constantMinutes * log(share) : Infinity;
}
