// What every report tells: the results of the runs, one or several, and what stands beside them.

import type {RunResult} from '../scenario/result.ts';
import type {Recording} from './recording.ts';

export interface RunFacts {
	/** Version of this program. */
	readonly version: string;
	/** `realtime`, `max` or such as `400x`. */
	readonly speed: string;
	/** The command that plays the same run again. */
	readonly reproduce: string;
	/** A table of what the bench counted: the first row holds the titles; empty where it counts nothing. */
	readonly summary: ReadonlyArray<readonly string[]>;
}

/** One run as reports take it. */
export interface RunReport {
	readonly result: RunResult;
	readonly facts: RunFacts;
	/** Null where nobody asked for one. */
	readonly recording: Recording | null;
}
