// What a run of a scenario leaves: a verdict, what became of each step, and a timeline. All times count from its start.

import type {Millis} from '../../src/core/clock.ts';
import type {Step} from './scenario.ts';

export type Verdict = 'passed' | 'failed' | 'aborted';
export type StepOutcome = 'passed' | 'failed' | 'skipped';

export interface StepResult {
	readonly name: string;
	readonly verb: Step['verb'];
	/** The included file in which it stands; absent where that is the scenario's own. */
	readonly file?: string;
	/** Line in its file. */
	readonly line: number;
	readonly atMs: Millis;
	readonly endedMs: Millis;
	readonly outcome: StepOutcome;
	/** Why it failed or was skipped; '' when it passed. */
	readonly text: string;
}

export type TimelineKind = 'step' | 'fault' | 'undo' | 'set' | 'command' | 'event' | 'verdict';

export interface TimelineEntry {
	readonly atMs: Millis;
	readonly kind: TimelineKind;
	/** Id of the card; '' where it is about several or none. */
	readonly card: string;
	readonly text: string;
}

export interface RunResult {
	readonly file: string;
	readonly name: string;
	readonly seed: number;
	readonly verdict: Verdict;
	readonly steps: readonly StepResult[];
	readonly timeline: readonly TimelineEntry[];
	/** Events that the timeline had no room for. */
	readonly leftOutCount: number;
	readonly cardCount: number;
	readonly eventCount: number;
	readonly durationMs: Millis;
}

/** What a run can tell while it goes on. */
export interface Progress {
	readonly atMs: Millis;
	/** Number of the step, from 1. */
	readonly step: number;
	readonly stepCount: number;
	readonly stepName: string;
	readonly eventCount: number;
}
