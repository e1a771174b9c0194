// What a command needs of others: the UPS, the settings, and somebody to be told.

import type {ErrorCode} from '../../core/error-codes.ts';
import type {Millis} from '../../core/clock.ts';
import type {EventNote} from '../roles.ts';

/** A setting and what it shall be: a number in its unit, or text as a person writes it. */
export interface SettingChange {
	readonly key: string;
	readonly value: number | string;
}

/** Why something is not done, and what would be right. */
export interface Refusal {
	readonly code: ErrorCode;
	readonly sentence: string;
}

/** The settings of the cards. */
export interface SettingsPort {
	/** The first thing that is wrong with `changes` on this card, asked for by an account of this role; null when nothing is. */
	check(card: number, changes: readonly SettingChange[], role: number): Refusal | null;
	/** Makes all of `changes`, which have been checked, and tells of it. */
	apply(card: number, changes: readonly SettingChange[], t: Millis, note: EventNote): void;
}

/** A stage of a command, as it happens. */
export interface StageTold {
	readonly card: number;
	readonly commandId: string;
	readonly sessionId: number;
	readonly command: number;
	/** stages.ts. */
	readonly stage: number;
	/** '' unless it was refused. */
	readonly code: ErrorCode | '';
	readonly sentence: string;
	/** Where the order came from: who gave it hears of it. */
	readonly origin: number;
	/** Of the entry in the card's log. */
	readonly sequence: number;
	readonly t: Millis;
}

export interface StageSink {
	stage(told: StageTold): void;
}
