// What became of a step, and how often a step that waits looks.

import type {Millis} from '../../src/core/clock.ts';
import {SECOND} from '../../src/core/clock.ts';
import type {StepOutcome, Verdict} from './result.ts';

/**
 * Readings change between events. They are looked at so many times within a limit, at most once a second, and not at events:
 * so the moment does not depend on the pace of the bench, and the same seed gives the same run at any speed.
 */
const LOOKS = 1000;

const ABORTED = 'the run was aborted';

/** How often readings are looked at within a span. */
export function lookFor(span: Millis): Millis {
	return Math.max(SECOND, Math.ceil(span / LOOKS));
}

/** What became of a step. */
export interface Played {
	readonly outcome: StepOutcome;
	readonly text: string;
	/** The verdict it makes, where it makes one. */
	readonly verdict?: Verdict;
	/** When it began, where it did. */
	readonly startedMs?: Millis;
}

export function aborted(): Played {
	return {outcome: 'skipped', verdict: 'aborted', text: ABORTED};
}

export function cardsText(cards: readonly number[]): string {
	return cards.length === 1 ? '1 card' : `${cards.length} cards`;
}
