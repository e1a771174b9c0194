// How the benches measure: the median of several runs, two candidates by turns, so that a busy machine hits both alike.

const RUNS = 5;

export interface Pair {
	readonly ours: number;
	readonly other: number;
}

/** Median seconds of `ours` and of `other`, run by turns after one unmeasured run of each. */
export function compareSeconds(ours: () => void, other: () => void, runs: number = RUNS): Pair {
	const seconds = {ours: [] as number[], other: [] as number[]};
	ours();
	other();
	for (let run = 0; run < runs; run++) {
		seconds.ours.push(secondsOf(ours));
		seconds.other.push(secondsOf(other));
	}
	return {ours: median(seconds.ours), other: median(seconds.other)};
}

/** Seconds that `run` takes. */
export function secondsOf(run: () => void): number {
	const start = process.hrtime.bigint();
	run();
	return Number(process.hrtime.bigint() - start) / 1e9;
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
