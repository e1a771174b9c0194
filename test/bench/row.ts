// One row of the table that `make bench` prints. A file of this folder that exports `bench` is found and run.

export interface Goal {
	/** Upper and lower bounds of ours / other. */
	readonly ratioAtMost?: number;
	readonly ratioAtLeast?: number;
	/** Upper and lower bounds of ours itself, in the row's unit. */
	readonly oursAtMost?: number;
	readonly oursAtLeast?: number;
}

export interface BenchRow {
	readonly name: string;
	readonly ours: number;
	/** The peer or the floor, measured in the same run in the same unit. */
	readonly other: number;
	readonly otherName: string;
	/** What both are counted in, such as `M/s`, `bytes`, `MB`. */
	readonly unit: string;
	readonly goal: Goal;
}

/** What a file of this folder exports under the name `bench`. */
export type Bench = () => Promise<BenchRow[]>;

export function ratioOf({ours, other}: BenchRow): number {
	return ours / other;
}

/** Whether the row reaches every bound of its goal; a number that is none reaches nothing. */
export function isMet(row: BenchRow): boolean {
	const ratio = ratioOf(row);
	const {ratioAtMost, ratioAtLeast, oursAtMost, oursAtLeast} = row.goal;
	return [
		ratioAtMost === undefined || ratio <= ratioAtMost,
		ratioAtLeast === undefined || ratio >= ratioAtLeast,
		oursAtMost === undefined || row.ours <= oursAtMost,
		oursAtLeast === undefined || row.ours >= oursAtLeast,
	].every(Boolean);
}

/** The goal in words: `≥ 5 ×`, `≤ 400 MB`. */
export function goalText({goal, unit}: BenchRow): string {
	const bounds: readonly (readonly [sign: string, bound: number | undefined, of: string])[] = [
		['≤', goal.ratioAtMost, '×'],
		['≥', goal.ratioAtLeast, '×'],
		['≤', goal.oursAtMost, unit],
		['≥', goal.oursAtLeast, unit],
	];
	return bounds
		.filter(([, bound]) => bound !== undefined)
		.map(([sign, bound, of]) => `${sign} ${bound} ${of}`)
		.join(', ');
}
