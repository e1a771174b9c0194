// A quantity over time in few points: what lies on a straight line between two points is left out (the swinging door of process
// historians). What was seen is off by at most the tolerance; a peak is never lost.

import type {Millis} from '../../src/core/clock.ts';

/** Points of a line; a value that is not there (NaN) is a gap. */
export interface Points {
	readonly at: Millis[];
	readonly values: number[];
}

/** Points of one bucket of time that are kept when a line is thinned: the first, the lowest, the highest, the last. */
const KEPT = 4;

export class Line {
	readonly points: Points = {at: [], values: []};
	readonly #tolerance: number;
	readonly #most: number;
	/** The last that was seen, and not yet a point. */
	#pendingAt = -1;
	#pending = NaN;
	/** How a line from the last point may go on without leaving the tolerance of what was seen since. */
	#steepest = Infinity;
	#flattest = -Infinity;

	/** `most` points are kept; beyond that the line is thinned, its lows and highs kept. */
	constructor(tolerance: number, most: number) {
		this.#tolerance = tolerance;
		this.#most = most;
	}

	/** The value that was seen last; NaN before any. */
	get last(): number {
		return this.#pendingAt >= 0 ? this.#pending : (this.points.values.at(-1) ?? NaN);
	}

	/** Adds what was seen at `at`, which is not before what was added last. */
	add(at: Millis, value: number): void {
		const from = this.points.at.at(-1);
		const anchor = this.points.values.at(-1);
		if (from === undefined || anchor === undefined || Number.isNaN(value) || Number.isNaN(anchor)) {
			this.#turn(at, value);
			return;
		}
		const since = at - from;
		if (since <= 0) {
			this.#turn(at, value);
			return;
		}
		const slope = (value - anchor) / since;
		if (slope > this.#steepest || slope < this.#flattest) {
			this.#keepPending();
			this.add(at, value);
			return;
		}
		this.#steepest = Math.min(this.#steepest, slope + this.#tolerance / since);
		this.#flattest = Math.max(this.#flattest, slope - this.#tolerance / since);
		this.#pendingAt = at;
		this.#pending = value;
	}

	/** A value that changed at once: it was as before up to `at`. */
	step(at: Millis, value: number): void {
		const {last} = this;
		if (!Number.isNaN(last)) {
			this.#turn(at, last);
		}
		this.#turn(at, value);
	}

	/** The points, the last seen value among them. */
	end(): Points {
		this.#keepPending();
		return this.points;
	}

	/** A point of its own: the line may go on in any direction. */
	#turn(at: Millis, value: number): void {
		this.#keepPending();
		const {at: times, values} = this.points;
		const repeats = Number.isNaN(value) && Number.isNaN(values.at(-1) ?? 0);
		if (!repeats && !(times.at(-1) === at && values.at(-1) === value)) {
			this.#push(at, value);
		}
	}

	#keepPending(): void {
		this.#steepest = Infinity;
		this.#flattest = -Infinity;
		if (this.#pendingAt >= 0) {
			const at = this.#pendingAt;
			this.#pendingAt = -1;
			this.#push(at, this.#pending);
		}
	}

	#push(at: Millis, value: number): void {
		this.points.at.push(at);
		this.points.values.push(value);
		if (this.points.at.length > this.#most) {
			thin(this.points, Math.floor(this.#most / (2 * KEPT)));
		}
	}
}

/** Leaves of each of `buckets` equal spans the first, the lowest, the highest and the last point, in place. */
export function thin({at, values}: Points, buckets: number): void {
	const start = at[0];
	const span = (at[at.length - 1] - start) / buckets;
	let kept = 0;
	let from = 0;
	while (from < at.length) {
		const bucket = Math.floor((at[from] - start) / span);
		let to = from + 1;
		while (to < at.length && Math.floor((at[to] - start) / span) === bucket) {
			to++;
		}
		for (const place of placesOf(values, from, to)) {
			at[kept] = at[place];
			values[kept] = values[place];
			kept++;
		}
		from = to;
	}
	at.length = kept;
	values.length = kept;
}

function placesOf(values: readonly number[], from: number, to: number): number[] {
	let lowest = from;
	let highest = from;
	for (let i = from; i < to; i++) {
		lowest = values[i] < values[lowest] ? i : lowest;
		highest = values[i] > values[highest] ? i : highest;
	}
	return [...new Set([from, lowest, highest, to - 1])].sort((a, b) => a - b);
}
