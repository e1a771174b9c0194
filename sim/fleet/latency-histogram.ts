// How long messages took: exact enough for percentiles (a step is at most 1/32 of the value), and counted by the bounds that
// Prometheus is told.

/** Upper bounds in seconds, as load tools for brokers have them. */
export const BOUNDS_S: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const STEP_BITS = 5;
const STEPS = 1 << STEP_BITS;
/** Longer ones count as this long, µs: 17 minutes. */
const LONGEST_US = 2 ** 30 - 1;
const OCTAVES = 27;
const US_PER_MS = 1000;

export interface LatencyDocument {
	readonly count: number;
	readonly p50Ms: number;
	readonly p90Ms: number;
	readonly p99Ms: number;
	readonly maxMs: number;
}

/** Linear up to 32 µs, then 32 steps in each doubling. */
function stepOf(us: number): number {
	if (us < STEPS) {
		return us;
	}
	const octave = 31 - Math.clz32(us) - STEP_BITS;
	return (octave + 1) * STEPS + (us >> octave) - STEPS;
}

/** The greatest value of a step, µs. */
function endOf(step: number): number {
	if (step < STEPS) {
		return step;
	}
	const octave = Math.floor(step / STEPS) - 1;
	return ((step % STEPS) + STEPS + 1) * 2 ** octave - 1;
}

export class LatencyHistogram {
	count = 0;
	sumS = 0;
	maxMs = 0;
	/** By BOUNDS_S, each without those below it. */
	readonly byBound = new Uint32Array(BOUNDS_S.length);
	readonly #steps = new Uint32Array(STEPS * OCTAVES);

	add(ms: number): void {
		const us = Math.min(LONGEST_US, Math.max(0, Math.floor(ms * US_PER_MS)));
		this.count += 1;
		this.sumS += ms / 1000;
		this.maxMs = Math.max(this.maxMs, ms);
		this.#steps[stepOf(us)] += 1;
		const bound = BOUNDS_S.findIndex(seconds => ms <= seconds * 1000);
		if (bound >= 0) {
			this.byBound[bound] += 1;
		}
	}

	/** The time that so large a share took at most, ms; 0 while nothing was measured. */
	quantile(share: number): number {
		const wanted = Math.max(1, Math.ceil(share * this.count));
		let seen = 0;
		for (let step = 0; step < this.#steps.length; step++) {
			seen += this.#steps[step];
			if (seen >= wanted) {
				return Math.min(endOf(step) / US_PER_MS, this.maxMs);
			}
		}
		return 0;
	}

	get document(): LatencyDocument {
		return {
			count: this.count,
			p50Ms: this.quantile(0.5),
			p90Ms: this.quantile(0.9),
			p99Ms: this.quantile(0.99),
			maxMs: Math.ceil(this.maxMs * US_PER_MS) / US_PER_MS,
		};
	}
}
