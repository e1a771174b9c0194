// What a run of a scenario leaves: a verdict, what became of each step, and a timeline. All times count from its start.

import type {Millis} from '../../src/core/clock.ts';
import type {FaultArea} from '../faults/fault.ts';
import type {Drift} from './bench.ts';
import type {Expectation, Step} from './scenario.ts';

export type Verdict = 'passed' | 'failed' | 'aborted';
export type StepOutcome = 'passed' | 'failed' | 'skipped';

/** Why a step failed: its time had passed, events did not come, a card or the bench refused it, or what was expected did not hold. */
export type FailureReason = 'late' | 'events' | 'refused' | 'steps' | Expectation['kind'];

/** Cards by their ids, as many as can be told. */
export interface CardList {
	/** At most MOST_CARDS_TOLD. */
	readonly ids: readonly string[];
	/** How many there are in all. */
	readonly count: number;
}

export const MOST_CARDS_TOLD = 100;

export interface StepResult {
	/** `3`; inside a repeat `7.2#3` (third round), inside a branch `7.1.2`; a repetition of an action that failed `3#4`. */
	readonly number: string;
	readonly name: string;
	readonly verb: Step['verb'];
	/** The included file in which it stands; absent where that is the scenario's own. */
	readonly file?: string;
	/** Line in its file. */
	readonly line: number;
	readonly atMs: Millis;
	readonly endedMs: Millis;
	/** How long an expectation had to come true and to hold, from `atMs` on; null for what expects nothing. */
	readonly limitMs: Millis | null;
	readonly outcome: StepOutcome;
	/** Why it failed or was skipped; '' when it passed. */
	readonly text: string;
	/** The same as a word; '' when it did not fail. */
	readonly reason: FailureReason | '';
	/** The cards that it was about; none where it is about no cards or was not played. */
	readonly cards: CardList;
	/** Those that failed it. */
	readonly failedCards: CardList;
	/** Of a step that failed, else ''. */
	readonly expected: string;
	readonly seen: string;
}

/** A fault while it was in effect. */
export interface FaultSpan {
	readonly name: string;
	readonly area: FaultArea;
	/** Its parameters, such as `depth 0.4`; '' where it has none. */
	readonly values: string;
	readonly fromMs: Millis;
	/** The end of the run where it lasted until then. */
	readonly untilMs: Millis;
	/** None where it happens to what all cards share. */
	readonly cards: CardList;
}

export type TimelineKind = 'step' | 'fault' | 'undo' | 'set' | 'command' | 'snapshot' | 'event' | 'verdict';

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
	/** In the order in which they began. */
	readonly faults: readonly FaultSpan[];
	/** Faults that the list had no room for. */
	readonly faultsLeftOutCount: number;
	/** How far virtual time was behind the speed that was asked for; null where it goes as fast as it can. */
	readonly drift: Drift | null;
}

/** What a run can tell while it goes on. */
export interface Progress {
	readonly atMs: Millis;
	/** Number of the outermost step, from 1. */
	readonly step: number;
	readonly stepCount: number;
	readonly stepName: string;
	readonly eventCount: number;
}
