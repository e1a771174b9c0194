// What the HTML timeline is given, as JSON. Columns are packed as packed.ts has it; times are milliseconds since the start.

import type {Millis} from '../../src/core/clock.ts';
import type {StepResult, TimelineKind, Verdict} from '../scenario/result.ts';
import type {EventKind} from './recording.ts';

export const PAGE_SCHEMA = 'ridethrough.timeline/1';

export type Packed = ReadonlyArray<number | null>;

export interface PageData {
	readonly schema: typeof PAGE_SCHEMA;
	readonly version: string;
	readonly cases: readonly PageCase[];
}

export interface PageStep extends Omit<StepResult, 'cards' | 'failedCards'> {
	/** How many cards it was about. */
	readonly cardCount: number;
	/** Places of the cards that failed it, as many as are told. */
	readonly failed: readonly number[];
	readonly failedCount: number;
}

/** A fault while it was in effect. */
export interface PageFault {
	readonly name: string;
	readonly area: string;
	readonly values: string;
	readonly fromMs: Millis;
	readonly toMs: Millis;
	/** None where it happens to what all cards share. */
	readonly cardCount: number;
	/** Places of its cards, as many as are told. */
	readonly cards: readonly number[];
}

export interface PageMark {
	readonly atMs: Millis;
	readonly kind: TimelineKind;
	readonly text: string;
}

/** Columns of events; `at` is packed. */
export interface PageEvents {
	readonly at: Packed;
	readonly card: readonly number[];
	readonly sequence: readonly number[];
	readonly kind: readonly number[];
}

export interface PageCards {
	readonly ids: readonly string[];
	readonly sites: readonly string[];
	/** Runs of places in `sites`. */
	readonly site: readonly number[];
	readonly models: readonly string[];
	readonly model: readonly number[];
}

/** Changes of status; `initial` in runs. */
export interface PageStatuses {
	readonly initial: readonly number[];
	readonly at: Packed;
	readonly card: Packed;
	readonly status: readonly number[];
	/** Changes closer together than this are told as one, the gravest; 0 where all are there. */
	readonly resolutionMs: Millis;
	readonly leftOut: number;
}

export interface PageQuantity {
	readonly name: string;
	readonly title: string;
	readonly unit: string;
	readonly digits: number;
}

/** Points of each quantity, times and values packed; values in steps of the quantity's digits, null where there is none. */
export interface PageLines {
	readonly card: number;
	readonly points: ReadonlyArray<readonly [at: Packed, values: Packed]>;
}

export interface PageCase {
	readonly name: string;
	readonly file: string;
	readonly verdict: Verdict;
	readonly seed: number;
	readonly speed: string;
	readonly reproduce: string;
	readonly durationMs: Millis;
	readonly cardCount: number;
	readonly eventCount: number;
	readonly summary: ReadonlyArray<readonly string[]>;
	readonly steps: readonly PageStep[];
	readonly faults: readonly PageFault[];
	readonly faultsLeftOut: number;
	/** Worst, ms; null where the run went as fast as it could. */
	readonly driftMs: Millis | null;
	readonly marks: readonly PageMark[];
	/** Null where nothing was recorded. */
	readonly recorded: PageRecording | null;
}

export interface PageRecording {
	readonly cards: PageCards;
	readonly statuses: PageStatuses;
	readonly quantities: readonly PageQuantity[];
	readonly lines: readonly PageLines[];
	readonly kinds: readonly EventKind[];
	/** The first events of the run. */
	readonly events: PageEvents;
	/** The last events of the cards that failed. */
	readonly recent: PageEvents;
}
