// The steps of a scenario as plain values, as its file has them: where they stand, and the same scenario with one list changed.

/** A map of the file. */
export type MapValue = Readonly<Record<string, unknown>>;
export type StepValue = MapValue;

/** The way to a list of steps: a step by its place, and of a parallel the branch in it. */
export type ListPath = ReadonlyArray<{readonly step: number; readonly branch: number | null}>;

function isMapValue(value: unknown): value is MapValue {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly StepValue[] {
	return Array.isArray(value) ? value.filter(isMapValue) : [];
}

/** The lists of steps inside a step; `branch` is null in a repeat. */
export function innerLists(step: StepValue): ReadonlyArray<{branch: number | null; steps: readonly StepValue[]}> {
	if (isMapValue(step.repeat)) {
		return [{branch: null, steps: listOf(step.repeat.steps)}];
	}
	const branches = Array.isArray(step.parallel) ? step.parallel : [];
	return branches.map((branch, i) => ({branch: i, steps: listOf(branch)}));
}

export function topSteps(scenario: MapValue): readonly StepValue[] {
	return listOf(scenario.steps);
}

/** Every list of steps with its way, outer ones first. */
export function allLists(scenario: MapValue): ListPath[] {
	const found: ListPath[] = [];
	const visit = (steps: readonly StepValue[], path: ListPath): void => {
		found.push(path);
		steps.forEach((step, i) =>
			innerLists(step).forEach(({branch, steps: inner}) => visit(inner, [...path, {step: i, branch}])),
		);
	};
	visit(topSteps(scenario), []);
	return found;
}

/** The list at the end of a way; empty where the way leads nowhere. */
export function listAt(scenario: MapValue, path: ListPath): readonly StepValue[] {
	return path.reduce<readonly StepValue[]>(
		(steps, {step, branch}) => innerLists(steps[step] ?? {}).find(list => list.branch === branch)?.steps ?? [],
		topSteps(scenario),
	);
}

/** `scenario` with another list at the end of a way. */
export function withList(scenario: MapValue, path: ListPath, steps: readonly StepValue[]): MapValue {
	return {...scenario, steps: replaced(topSteps(scenario), path, steps)};
}

function replaced(list: readonly StepValue[], path: ListPath, steps: readonly StepValue[]): readonly StepValue[] {
	const [head, ...rest] = path;
	if (head === undefined) {
		return steps;
	}
	return list.map((step, i) =>
		i === head.step ? withInner(step, head.branch, inner => replaced(inner, rest, steps)) : step,
	);
}

function withInner(
	step: StepValue,
	branch: number | null,
	change: (steps: readonly StepValue[]) => readonly StepValue[],
): StepValue {
	if (branch === null) {
		const repeat = isMapValue(step.repeat) ? step.repeat : {};
		return {...step, repeat: {...repeat, steps: change(listOf(repeat.steps))}};
	}
	const branches = Array.isArray(step.parallel) ? step.parallel : [];
	return {...step, parallel: branches.map((each, i) => (i === branch ? change(listOf(each)) : each))};
}

/** Where the step of a number such as `7.2#3.1` stands. */
export function placeOf(scenario: MapValue, number: string): {path: ListPath; step: number} {
	const parts = number.split('.').map(part => Number.parseInt(part, 10) - 1);
	const path: Array<ListPath[number]> = [];
	let step = parts.shift() ?? 0;
	while (parts.length > 0) {
		const at = listAt(scenario, path)[step] ?? {};
		const branch = Array.isArray(at.parallel) ? (parts.shift() ?? 0) : null;
		path.push({step, branch});
		step = parts.shift() ?? 0;
	}
	return {path, step};
}

/** How many steps there are, those inside others included. */
export function stepCount(scenario: MapValue): number {
	return allLists(scenario).reduce((sum, path) => sum + listAt(scenario, path).length, 0);
}
