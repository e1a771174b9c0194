// Dates from 2000 to 2099 as days since 2000-01-01, as register 595 of the UPS's Modbus map counts them (nmc.md 9), and as text.

const DAYS_FOUR_YEARS = 1461;
const FIRST_YEAR = 2000;
const monthDays: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days of the month `month`, from 0. */
function daysOf(month: number, year: number): number {
	return monthDays[month] + (month === 1 && year % 4 === 0 ? 1 : 0);
}

function twoDigits(value: number): string {
	return value < 10 ? `0${value}` : String(value);
}

/** 2026-11-24 from days since 2000-01-01. */
export function dateText(days: number): string {
	const fours = Math.floor(days / DAYS_FOUR_YEARS);
	let left = days - fours * DAYS_FOUR_YEARS;
	let year = FIRST_YEAR + 4 * fours;
	for (let length = 366; left >= length; length = 365) {
		left -= length;
		year += 1;
	}
	let month = 0;
	while (left >= daysOf(month, year)) {
		left -= daysOf(month, year);
		month += 1;
	}
	return `${year}-${twoDigits(month + 1)}-${twoDigits(left + 1)}`;
}

/** The whole number that `length` digits from `at` are; NaN where there are other characters. */
function digits(text: string, at: number, length: number): number {
	const part = text.slice(at, at + length);
	return part.length === length && /^[0-9]+$/.test(part) ? Number(part) : NaN;
}

/** Days since 2000-01-01 of a date as dateText writes it; -1 when it is none of 2000 to 2099. */
export function dateDays(text: string): number {
	const year = digits(text, 0, 4);
	const month = digits(text, 5, 2) - 1;
	const day = digits(text, 8, 2);
	const shaped = text.length === 10 && text.charAt(4) === '-' && text.charAt(7) === '-';
	if (!shaped || !(year >= FIRST_YEAR && year < FIRST_YEAR + 100) || !(month >= 0 && month < 12)) {
		return -1;
	}
	return day >= 1 && day <= daysOf(month, year) ? daysBefore(year, month) + day - 1 : -1;
}

/** Days from 2000-01-01 to the first of a month. */
function daysBefore(year: number, month: number): number {
	const years = year - FIRST_YEAR;
	let days = 365 * years + Math.floor((years + 3) / 4);
	for (let before = 0; before < month; before++) {
		days += daysOf(before, year);
	}
	return days;
}
