// Days as the card counts them, since 2000-01-01 UTC.

const EPOCH_2000_MS = 946_684_800_000;
const DAY_MS = 86_400_000;
/** 2099-12-31. */
const LAST_DAY = 36_524;

/** 2026-11-24; "–" for what is no day. */
export function dayText(day: number): string {
	return day < 0 || day > LAST_DAY
		? '–'
		: new Date(EPOCH_2000_MS + Math.round(day) * DAY_MS).toISOString().slice(0, 10);
}
