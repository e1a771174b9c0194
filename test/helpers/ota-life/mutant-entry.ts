// What a bundle of mutated code runs: the sweep until something breaks.

import {brokenText, FILL_LEVELS, lives, noCounts, sweepRandom, sweepSingle, sweepSlips} from './sweep.ts';

export interface MutantRun {
	readonly lives: number;
	/** What broke, with its plan; '' when nothing did. */
	readonly broken: string;
}

/** Sweeps at some fill levels, then `randomRuns` lives with cuts by chance; ends with the first that breaks. */
export function sweepMutant(fills: number, randomRuns: number, seed: number): MutantRun {
	const counts = noCounts();
	try {
		const all = lives();
		const levels = Array.from({length: Math.min(fills, FILL_LEVELS)}, (_, fill) => fill);
		for (const life of all) {
			sweepSingle(counts, life, levels, 1);
			sweepSlips(counts, life, levels, 1);
		}
		sweepRandom(counts, all, seed, randomRuns, 1);
	} catch (cause) {
		return {
			lives: counts.runs,
			broken: `no life without a fault: ${cause instanceof Error ? cause.message : String(cause)}`,
		};
	}
	return {lives: counts.runs, broken: counts.broken.map(brokenText).join('\n')};
}
