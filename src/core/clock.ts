// Time comes in by the door: nothing in the pure folders reads a clock of its own.

/** Whole milliseconds of the device's own time, since its start. */
export type Millis = number;

/** Monotonic time. Never wall-clock time, which may be wrong or jump. */
export interface Clock {
	now(): Millis;
	/** Calls `run` once, `delay` from now. The returned function cancels it. */
	after(delay: Millis, run: () => void): () => void;
}

/** Wall-clock time as the card believes it: milliseconds since 1970, UTC; used only to stamp what leaves the card. */
export interface WallClock {
	nowUtc(): Millis;
}

export const SECOND = 1000;
export const MINUTE = 60000;
export const HOUR = 3600000;
export const DAY = 86400000;
/** A Julian year, the year of the life figures in battery data sheets. */
export const YEAR = 365.25 * DAY;
