// What a running card needs of its UPS, be it a simulated one in the card's own process or a real one over a line.

import type {UpsControl} from '../../../agent/ups-control.ts';
import type {UpsSettings} from '../../../agent/settings/desk.ts';
import type {Millis} from '../../../core/clock.ts';
import {codedError} from '../../../core/errors.ts';
import type {Rating} from '../../../ups/rating.ts';
import type {Ups} from '../../../ups/row.ts';

/** What a card keeps of its UPS over restarts, beside what the UPS keeps itself: the rows of a simulated one. */
export interface UpsState {
	/** Whether it is a real one, which keeps itself. */
	readonly linked: boolean;
	/** Time of the UPS's state. */
	readonly upsTime: Millis;
	readonly doubles: Float64Array;
	readonly integers: Int32Array;
}

/** Told by a UPS that speaks by itself. */
export interface UpsNews {
	/** There are new readings. */
	heard(): void;
	/** It does not answer. */
	silent(): void;
	/** It did not do what it was asked: an action of ups-control.ts, the outlet group, and why. */
	failed(action: number, target: number, why: string): void;
}

export interface UpsWorld {
	readonly rating: Rating;
	/** Null where so little is known of the type that a twin would only guess. */
	readonly twinRating: Rating | null;
	readonly firmware: string;
	readonly control: UpsControl;
	readonly settings: UpsSettings;
	/** The simulated UPS; null where it is a real one. */
	readonly simulated: Ups | null;
	/** How far an update of its firmware is: a phase of ups/codes.ts. */
	readonly updatePhase: number;
	/** Whether there are readings. */
	readonly isHeard: boolean;
	/** What is to be kept. */
	readonly state: UpsState;
	/** Lets it live up to now. */
	catchUp(): void;
	/** Fill a reading row, and a row of details (ups/details.ts), as of now. */
	measure(row: Int32Array): void;
	measureDetails(row: Int32Array): void;
	/** When something happens by itself, in the card's own time; Infinity where nobody knows. */
	nextAt(): Millis;
	/** Sets it going. */
	start(news: UpsNews): void;
	/** Ends it; resolves when nothing of it runs any more. */
	stop(): Promise<void>;
}

/** The simulated UPS of a card, to which things can be done that happen to real ones; throws where it has a real one. */
export function simulatedOf({simulated}: UpsWorld): Ups {
	if (simulated === null) {
		const message = 'This card has a real UPS, to which nothing can be done but by its own commands.';
		throw codedError('E_FAULT_UNSUPPORTED', `${message} A simulated one can be disturbed ("--ups simulated").`, {});
	}
	return simulated;
}
