// "Did you mean": the known name that is spelt most like what was written.

/** Letters to insert, remove, change or swap with their neighbour to make `b` of `a`, capitals aside. */
export function spellingDistance(a: string, b: string): number {
	const from = a.toLowerCase();
	const to = b.toLowerCase();
	let before: number[] = [];
	let row = Array.from({length: to.length + 1}, (_, j) => j);
	for (let i = 1; i <= from.length; i++) {
		const next = [i];
		for (let j = 1; j <= to.length; j++) {
			const change = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
			const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
			const swap = swapped ? before[j - 2] + 1 : Infinity;
			next.push(Math.min(change, row[j] + 1, next[j - 1] + 1, swap));
		}
		before = row;
		row = next;
	}
	return row[to.length];
}

/** Longer texts are no misspelt names, and comparing them would take long. */
const LONGEST = 64;

/** The name nearest to `text`, undefined where none is near: at most a third of the letters, and at least two, may differ. */
export function nearestName(text: string, names: readonly string[]): string | undefined {
	if (text.length > LONGEST) {
		return undefined;
	}
	let best: string | undefined;
	let least = Math.max(2, Math.floor(text.length / 3)) + 1;
	for (const name of names) {
		const distance = spellingDistance(text, name);
		if (distance < least) {
			least = distance;
			best = name;
		}
	}
	return best;
}

/** `; did you mean x?`, or nothing where no name is near. */
export function suggestion(text: string, names: readonly string[]): string {
	const near = nearestName(text, names);
	return near === undefined ? '' : `; did you mean ${near}?`;
}
