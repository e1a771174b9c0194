// Durations as people write them: 300ms, 90s, 1h30m. A bare number is refused, since nobody can tell its unit.

import {DAY, HOUR, MINUTE, SECOND} from '../../src/core/clock.ts';
import type {Millis} from '../../src/core/clock.ts';
import {round} from '../../src/core/math.ts';

/** Largest first: the order in which they may follow each other. */
const units: ReadonlyArray<readonly [name: string, millis: Millis]> = [
	['d', DAY],
	['h', HOUR],
	['m', MINUTE],
	['s', SECOND],
	['ms', 1],
];

/** No scenario lasts longer; beyond, milliseconds would leave the whole numbers. */
export const LONGEST_MS: Millis = 3650 * DAY;

/** What a duration looks like, for messages. */
export const DURATION_FORM = 'a number with a unit of ms, s, m, h or d, such as 90s or 1h30m';

const part = /^([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|d) ?/;

/** Whole milliseconds; undefined when `text` is no duration, has no unit, or is finer than a millisecond. */
export function parseDuration(text: string): Millis | undefined {
	let rest = text.trim();
	let total = 0;
	let after = -1;
	do {
		const match = part.exec(rest);
		const order = match === null ? -1 : units.findIndex(([name]) => name === match[2]);
		if (match === null || order <= after) {
			return undefined;
		}
		after = order;
		total += Number(match[1]) * units[order][1];
		rest = rest.slice(match[0].length);
	} while (rest !== '');
	const whole = round(total);
	return Math.abs(total - whole) < 1e-6 && whole <= LONGEST_MS ? whole : undefined;
}

/** The shortest text that parseDuration reads back, such as 1h30m or 300ms. */
export function formatDuration(millis: Millis): string {
	let rest = millis;
	let text = '';
	for (const [name, size] of units) {
		const count = Math.floor(rest / size);
		if (count > 0) {
			text += `${count}${name}`;
			rest -= count * size;
		}
	}
	return text === '' ? '0s' : text;
}

/** A virtual time as a stamp: hours, minutes, seconds and milliseconds since the start, such as 01:02:03.500. */
export function formatClock(millis: Millis): string {
	const pad = (value: number, width: number): string => String(value).padStart(width, '0');
	const seconds = Math.floor(millis / SECOND);
	const hours = pad(Math.floor(seconds / 3600), 2);
	return `${hours}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}.${pad(Math.floor(millis % SECOND), 3)}`;
}
