// Delta debugging: the smallest part of a list that still fails, found by leaving out ever smaller runs of it.

/** Whether the scenario still fails with `kept`; null when no more tries are left. */
export type Fails<T> = (kept: readonly T[]) => Promise<boolean | null>;

/** What is left of `items` when nothing more can be left out, or when the tries are used up. Those that `must` names stay. */
export async function smallest<T>(
	items: readonly T[],
	fails: Fails<T>,
	must: (item: T) => boolean,
): Promise<readonly T[]> {
	let kept = items;
	for (let run = Math.max(1, Math.ceil(items.length / 2)); ; run = Math.min(run, kept.length)) {
		const next = await withoutOneRun(kept, run, fails, must);
		if (next === null) {
			return kept;
		}
		if (next.length < kept.length) {
			kept = next;
		} else if (run === 1) {
			return kept;
		} else {
			run = Math.ceil(run / 2);
		}
	}
}

/** The first of the shorter lists that fails, from the end; `items` itself where none does, null when no tries are left. */
async function withoutOneRun<T>(
	items: readonly T[],
	run: number,
	fails: Fails<T>,
	must: (item: T) => boolean,
): Promise<readonly T[] | null> {
	for (let end = items.length; end > 0; end -= run) {
		const begin = Math.max(0, end - run);
		const kept = items.filter((item, i) => i < begin || i >= end || must(item));
		if (kept.length === items.length || kept.length === 0) {
			continue;
		}
		const answer = await fails(kept);
		if (answer === null) {
			return null;
		}
		if (answer) {
			return kept;
		}
	}
	return items;
}
