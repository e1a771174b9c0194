// What became of a step, and how often a step that waits looks.

import type {Millis} from '../../src/core/clock.ts';
import {SECOND} from '../../src/core/clock.ts';
import type {FailureReason, StepOutcome} from './result.ts';

/**
 * Readings change between events. They are looked at so many times within a limit, at most once a second, and not at events:
 * so the moment does not depend on the pace of the bench, and the same seed gives the same run at any speed.
 */
const LOOKS = 1000;

/** How often readings are looked at within a span. */
export function lookFor(span: Millis): Millis {
	return Math.max(SECOND, Math.ceil(span / LOOKS));
}

/** Why a step failed. */
export interface Failure {
	readonly reason: FailureReason;
	/** All of it, over several lines. */
	readonly text: string;
	readonly expected: string;
	readonly seen: string;
	/** Numbers of the cards that failed it. */
	readonly cards: readonly number[];
}

/** What became of a step. */
export interface Played {
	readonly outcome: StepOutcome;
	/** Why it was skipped, else ''. */
	readonly text: string;
	/** Whether it was not played, or not to its end, since the run was aborted. */
	readonly isAborted?: true;
	readonly failure?: Failure;
}

export const passed: Played = {outcome: 'passed', text: ''};

export const abortedRun: Played = {outcome: 'skipped', isAborted: true, text: 'the run was aborted'};

export function skipped(text: string): Played {
	return {outcome: 'skipped', text};
}

export function failed(failure: Failure): Played {
	return {outcome: 'failed', text: failure.text, failure};
}

export function cardsText(cards: readonly number[]): string {
	return cards.length === 1 ? '1 card' : `${cards.length} cards`;
}
