// Medians and percentiles of errors, as the accuracy report needs them.

/** The value below which a share (0 to 1) of the values lies, interpolated between neighbours; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	const place = share * (sorted.length - 1);
	const below = sorted[Math.floor(place)] ?? NaN;
	const above = sorted[Math.ceil(place)] ?? NaN;
	return below + (above - below) * (place - Math.floor(place));
}

/** Median, 90th percentile and worst of the absolute values. */
export interface Spread {
	readonly count: number;
	readonly median: number;
	readonly p90: number;
	readonly worst: number;
}

export function spreadOf(errors: readonly number[]): Spread {
	const sizes = errors.map(Math.abs);
	return {count: sizes.length, median: quantile(sizes, 0.5), p90: quantile(sizes, 0.9), worst: quantile(sizes, 1)};
}

export function rootMeanSquare(values: readonly number[]): number {
	return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
