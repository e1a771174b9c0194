// What a value measures: a number, with its unit where it has one. So that a variable can be held to a range.

import {formatDuration, parseDuration} from '../duration.ts';

export interface Measure {
	/** Milliseconds for durations. */
	readonly amount: number;
	/** '' without one, `ms` for every duration. */
	readonly unit: string;
}

const withUnit = /^(-?[0-9]+(?:\.[0-9]+)?) ?([^\s\d].{0,15})$/;

/** Undefined where `value` measures nothing. */
export function measureOf(value: unknown): Measure | undefined {
	if (typeof value === 'number') {
		return {amount: value, unit: ''};
	}
	if (typeof value !== 'string') {
		return undefined;
	}
	const millis = parseDuration(value);
	if (millis !== undefined) {
		return {amount: millis, unit: 'ms'};
	}
	const match = withUnit.exec(value);
	return match === null ? undefined : {amount: Number(match[1]), unit: match[2]};
}

/** As it is written in a file. */
export function measureText({amount, unit}: Measure): string {
	if (unit === 'ms') {
		return formatDuration(amount);
	}
	return unit === '' ? String(amount) : `${amount} ${unit}`;
}
