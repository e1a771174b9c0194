// Goes on from a snapshot: plays the run again up to there, checks that it is the same, and then plays on.

import type {Bench} from './bench.ts';
import type {Snapshot} from './play/stage.ts';
import type {RunResult} from './result.ts';
import {runScenario} from './runner.ts';
import type {RunOptions} from './runner.ts';
import {neverReached, requireSame} from './snapshot.ts';
import type {SnapshotFile} from './snapshot.ts';

export interface ResumeOptions extends Omit<RunOptions, 'seed' | 'snapshotEveryMs'> {
	/** Called when the snapshot is reached and the state is the same. */
	readonly onReached?: () => void;
}

/** Plays on from `kept`. Throws E_SNAPSHOT_DIFFERS where the run is another. Only snapshots after it are handed on. */
export async function resumeScenario(kept: SnapshotFile, bench: Bench, options: ResumeOptions): Promise<RunResult> {
	let isReached = false;
	const onSnapshot = (snapshot: Snapshot): void => {
		if (isReached) {
			options.onSnapshot?.(snapshot);
		} else if (snapshot.step === kept.step && snapshot.atMs === kept.atMs) {
			requireSame(kept, snapshot, bench.cards);
			isReached = true;
			options.onReached?.();
		}
	};
	const every = kept.everyMs === null ? {} : {snapshotEveryMs: kept.everyMs};
	const result = await runScenario(kept.scenario, bench, {...options, ...every, seed: kept.seed, onSnapshot});
	if (!isReached && result.verdict !== 'aborted') {
		throw neverReached(kept);
	}
	return result;
}
