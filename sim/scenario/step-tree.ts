// Steps that hold steps.

import type {Step} from './scenario.ts';

/** Every step, those of repeats and branches too, each after the one that holds it. */
export function* allSteps(steps: readonly Step[]): Generator<Step> {
	for (const step of steps) {
		yield step;
		for (const inner of innerSteps(step)) {
			yield* allSteps(inner);
		}
	}
}

/** The lists of steps that a step holds. */
function innerSteps(step: Step): ReadonlyArray<readonly Step[]> {
	if (step.verb === 'repeat') {
		return [step.steps];
	}
	return step.verb === 'parallel' ? step.branches : [];
}
