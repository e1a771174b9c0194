// Plays scenario texts on a twin bench.

import {SECOND} from '../../src/core/clock.ts';
import type {RunResult} from '../../sim/scenario/result.ts';
import {runScenario} from '../../sim/scenario/runner.ts';
import type {RunOptions} from '../../sim/scenario/runner.ts';
import {scenarioOf, scenarioText} from './scenario-text.ts';
import {TwinBench} from './twin-bench.ts';
import type {TwinCard} from './twin-bench.ts';

export interface Played {
	readonly result: RunResult;
	readonly bench: TwinBench;
}

/** A card at half load and one at full load. */
export const twoCards: readonly TwinCard[] = [{id: 'main-001'}, {id: 'main-002', load: 1}];

/** Plays the lines below `steps:` of a scenario. */
export async function play(
	steps: string,
	cards: readonly TwinCard[] = twoCards,
	options: Partial<RunOptions> = {},
): Promise<Played> {
	const bench = new TwinBench(cards);
	const result = await runScenario(scenarioOf(scenarioText(steps)), bench, {seed: 5, ...options});
	return {result, bench};
}

/** Begin, end and outcome of each step; s. */
export function outcomes({result}: Played): string[] {
	return result.steps.map(({atMs, endedMs, outcome}) => `${atMs / SECOND} ${endedMs / SECOND} ${outcome}`);
}
