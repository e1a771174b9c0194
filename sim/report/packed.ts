// Columns of numbers as short text in JSON: whole numbers, each as the difference from the one before.

/** Differences of whole numbers; what is null stays so. */
export function deltas(values: Iterable<number | null>): Array<number | null> {
	const packed: Array<number | null> = [];
	let before = 0;
	for (const value of values) {
		packed.push(value === null ? null : value - before);
		before = value ?? before;
	}
	return packed;
}

/** Values as whole numbers of 10^-digits; null for what is not there. */
export function scaled(values: readonly number[], digits: number): Array<number | null> {
	const scale = 10 ** digits;
	return values.map(value => (Number.isNaN(value) ? null : Math.floor(value * scale + 0.5)));
}

/** Runs of equal numbers: value, count, value, count. */
export function runs(values: Iterable<number>): number[] {
	const packed: number[] = [];
	for (const value of values) {
		if (packed.length > 0 && packed[packed.length - 2] === value) {
			packed[packed.length - 1] += 1;
		} else {
			packed.push(value, 1);
		}
	}
	return packed;
}
