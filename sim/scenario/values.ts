// Single values of a scenario file: each is read, checked, and refused with what would be right. Where a value is refused the
// fallback stands in, so that the rest of the file can be checked.

import type {Millis} from '../../src/core/clock.ts';
import {DURATION_FORM, formatDuration, LONGEST_MS, parseDuration} from './duration.ts';
import {suggestion} from './nearest.ts';
import type {Field, Fields, Reader} from './reader.ts';

export interface NumberRule {
	readonly min: number;
	readonly max: number;
	/** Unit for messages; `%` lets the number carry a percent sign. */
	readonly unit: string;
	readonly whole?: boolean;
}

/** The field `key`; where it is missing, a problem at `parent`. */
export function required(reader: Reader, parent: Field, fields: Fields, key: string, right: string): Field | undefined {
	const field = fields.get(key);
	// A parent that is no map has been refused already.
	if (field === undefined && reader.isMap(parent)) {
		reader.refuse(parent, `${key} is missing: ${right}`);
	}
	return field;
}

const percentSign = /^([0-9]+(?:\.[0-9]+)?) ?%$/;

export function numberOf(reader: Reader, field: Field | undefined, rule: NumberRule, fallback: number): number {
	if (field === undefined) {
		return fallback;
	}
	const raw = reader.value(field);
	const match = rule.unit === '%' && typeof raw === 'string' ? percentSign.exec(raw) : null;
	const value = match === null ? raw : Number(match[1]);
	const fits =
		typeof value === 'number' && value >= rule.min && value <= rule.max && (!rule.whole || Number.isInteger(value));
	if (!fits) {
		reader.refuse(
			field,
			`must be ${rule.whole ? 'a whole number' : 'a number'} ${rangeOf(rule)}, not ${reader.shown(field)}`,
		);
	}
	return fits ? value : fallback;
}

function rangeOf({min, max, unit}: NumberRule): string {
	return `from ${min} to ${max}${unit === '' ? '' : ` ${unit}`}`;
}

/** Text of one line, 1 to `longest` characters. */
export function textOf(reader: Reader, field: Field | undefined, longest: number, fallback: string): string {
	if (field === undefined) {
		return fallback;
	}
	const value = reader.value(field);
	const fits = typeof value === 'string' && value.length >= 1 && value.length <= longest && !value.includes('\n');
	if (!fits) {
		reader.refuse(field, `must be text of one line with 1 to ${longest} characters, not ${reader.shown(field)}`);
	}
	return fits ? value : fallback;
}

/** One of `names`; `what` says what they are. */
export function nameOf<Name extends string>(
	reader: Reader,
	field: Field,
	names: readonly Name[],
	what: string,
): Name | undefined {
	const value = reader.value(field);
	const found = names.find(name => name === value);
	if (found === undefined) {
		reader.refuse(field, `${reader.shown(field)} is no ${what}${listed(names)}${suggestion(String(value), names)}`);
	}
	return found;
}

/** A list too long to read helps nobody; the suggestion is enough then. */
const MOST_LISTED = 20;

function listed(names: readonly string[]): string {
	return names.length > MOST_LISTED ? '' : `; there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`;
}

export function durationOf(
	reader: Reader,
	field: Field | undefined,
	range: {min: Millis; max?: Millis},
	fallback: Millis,
): Millis {
	if (field === undefined) {
		return fallback;
	}
	const raw = reader.value(field);
	const value = typeof raw === 'string' ? parseDuration(raw) : undefined;
	if (value === undefined) {
		const bare = typeof raw === 'number' ? `; ${raw} has no unit` : `, not ${reader.shown(field)}`;
		reader.refuse(field, `must be ${DURATION_FORM}${bare}`);
		return fallback;
	}
	const max = range.max ?? LONGEST_MS;
	if (value < range.min || value > max) {
		reader.refuse(field, `must be from ${formatDuration(range.min)} to ${formatDuration(max)}, not ${String(raw)}`);
		return fallback;
	}
	return value;
}

export function truthOf(reader: Reader, field: Field | undefined, fallback: boolean): boolean {
	if (field === undefined) {
		return fallback;
	}
	const value = reader.value(field);
	if (typeof value !== 'boolean') {
		reader.refuse(field, `must be true or false, not ${reader.shown(field)}`);
		return fallback;
	}
	return value;
}
