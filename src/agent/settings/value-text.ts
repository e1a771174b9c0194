// A setting's value as text and back: numbers in decimal, words of choices, true and false, dates as 2026-11-24.

import {round} from '../../core/math.ts';
import type {Rating} from '../../ups/rating.ts';
import {dateDays, dateText} from './dates.ts';
import {describe, isAllowed, rounded, wordOf} from './allowed.ts';
import {kindDate, kindFlag, kindText} from './setting-row.ts';
import type {SettingProblem} from './problems.ts';
import type {SettingRow, SettingValue} from './setting-row.ts';

/** A value as text. */
export function valueText(row: SettingRow, rating: Rating, value: SettingValue): string {
	if (typeof value === 'string') {
		return value;
	}
	const word = wordOf(row.allowed(rating), value);
	return word === '' && row.kind === kindDate ? dateText(value) : word === '' ? String(value) : word;
}

/** What a text or a number stands for; NaN when for nothing. Words come before numbers, a flag is 0 or 1 too. */
function valueOf(row: SettingRow, rating: Rating, given: SettingValue): SettingValue {
	if (row.kind === kindText) {
		return String(given);
	}
	if (typeof given === 'number') {
		return given;
	}
	const words = row.allowed(rating).words;
	for (let i = 0; i < words.length; i++) {
		if (words[i].word === given) {
			return words[i].value;
		}
	}
	if (row.kind === kindDate) {
		const days = dateDays(given);
		return days < 0 ? NaN : days;
	}
	return isWhole(given) ? Number(given) : NaN;
}

function isWhole(text: string): boolean {
	return /^[0-9]+$/.test(text.charAt(0) === '-' ? text.slice(1) : text);
}

/** A value that the setting takes, or what is wrong with it. */
export type Taken = {readonly value: SettingValue} | {readonly problem: SettingProblem};

/** In words: what the setting takes. */
export function describeRow(row: SettingRow, rating: Rating): string {
	return row.kind === kindDate ? 'a date from 2000-01-01 to 2099-12-31' : describe(row.allowed(rating), row.unit);
}

/** Takes a number or a text as the value of a setting, exactly: what is not allowed is refused with the nearest that is. */
export function takeValue(row: SettingRow, rating: Rating, given: SettingValue): Taken {
	const value = valueOf(row, rating, given);
	const allowed = row.allowed(rating);
	const right = typeof value === 'string' ? isPlainText(value, allowed.length) : isAllowed(allowed, value);
	return right ? {value: value} : {problem: valueProblem(row, rating, given, value)};
}

function isPlainText(value: string, length: number): boolean {
	return value.length <= length && /^[ -~]*$/.test(value) && value === value.trim();
}

function valueProblem(row: SettingRow, rating: Rating, given: SettingValue, value: SettingValue): SettingProblem {
	const near = nearestText(row, rating, value);
	const hint = near === '' ? '' : `; the nearest is ${near}`;
	return {
		key: row.key,
		code: 'E_SETTING_VALUE',
		message: `${row.key} cannot be ${shown(given)}: it takes ${describeRow(row, rating)}${hint}.`,
		nearest: near,
	};
}

const MOST_SHOWN = 40;

function shown(given: SettingValue): string {
	const text = JSON.stringify(given);
	return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text;
}

function nearestText(row: SettingRow, rating: Rating, value: SettingValue): string {
	if (typeof value === 'string' || value !== value || row.kind === kindFlag) {
		return '';
	}
	const allowed = row.allowed(rating);
	return valueText(row, rating, rounded(allowed, round(value), row.rounding));
}
