// Dates of the card, counted from 2000-01-01, as NUT writes them (nut.md 5).

const FIRST_DAY_MS = Date.UTC(2000, 0, 1);
const MS_A_DAY = 86_400_000;
const MINUTES_A_DAY = 1440;
const DATE_LENGTH = 10;

/** YYYY-MM-DD. */
export function dateOfDay(day: number): string {
	return new Date(FIRST_DAY_MS + day * MS_A_DAY).toISOString().slice(0, DATE_LENGTH);
}

/** YYYY-MM-DD of a minute. */
export function dateOfMinute(minute: number): string {
	return dateOfDay(Math.floor(minute / MINUTES_A_DAY));
}
