// What happened, as it is stored: the state of all campaigns is these facts in their order. Public: append only, since a file of
// an earlier version must still be read.

import type {CardState} from './card-states.ts';
import type {CampaignPlan} from './plan.ts';

/** What a birth says of a card. */
export interface CardFacts {
	readonly card: string;
	/** '' where nobody said. */
	readonly site: string;
	readonly model: string;
	readonly serial: string;
	readonly firmware: string;
}

/** What an inventory says of it; hex texts. */
export interface DeviceFacts {
	readonly card: string;
	readonly classId: string;
	readonly deviceId: string;
	/** Manifest digest of the slot that runs; '' when it is not known. */
	readonly running: string;
	/** The slot that runs, 0 or 1. */
	readonly active: number;
	/** Number of the journal's state (ota/states.ts). */
	readonly state: number;
	readonly rootVersion: number;
	readonly sequence: number;
	readonly bootFloor: number;
	readonly fallback: boolean;
	/** Number of the code of the last failure. */
	readonly lastFailure: number;
	/** Whether the card's key vouched for it. */
	readonly proven: boolean;
}

/** Who decided: an operator, or a rule. */
export type By = 'operator' | 'rule';

export type Fact = {
	/** Seconds since 1970. */
	readonly atS: number;
} & (
	| ({readonly fact: 'card'} & CardFacts)
	| ({readonly fact: 'device'} & DeviceFacts)
	/** Through which sequence the log of a card is taken in. */
	| {readonly fact: 'place'; readonly card: string; readonly logId: number; readonly through: number}
	/** Freshness counters up to this one may have been used. */
	| {readonly fact: 'counter'; readonly through: number}
	| {readonly fact: 'created'; readonly campaign: string; readonly plan: CampaignPlan}
	| {readonly fact: 'held'; readonly campaign: string; readonly by: By; readonly why: string}
	| {readonly fact: 'resumed'; readonly campaign: string}
	| {readonly fact: 'raised'; readonly campaign: string; readonly percent: number}
	/** The end before the end: `stopped` by a rule, `aborted` by an operator. Offers are withdrawn. */
	| {readonly fact: 'stopped' | 'aborted'; readonly campaign: string; readonly why: string}
	| {readonly fact: 'wave'; readonly campaign: string; readonly wave: number}
	/** Enough of the wave is confirmed: the soak begins. */
	| {readonly fact: 'settled'; readonly campaign: string; readonly wave: number}
	| {readonly fact: 'completed'; readonly campaign: string; readonly isGood: boolean}
	/** An offer, or the same one again with another assignment or window. */
	| {
			readonly fact: 'offered';
			readonly campaign: string;
			readonly card: string;
			readonly wave: number;
			/** Of the assignment: no two are alike, and later ones are higher. */
			readonly version: number;
			/** Window for the reset; 0 where there is none. */
			readonly fromS: number;
			readonly untilS: number;
	  }
	/** A card is somewhere else; `code` where it was refused, reverted or put off. */
	| {
			readonly fact: 'moved';
			readonly campaign: string;
			readonly card: string;
			readonly state: CardState;
			readonly code: string;
	  }
	/** A refusal that passes: the offer is made again later. */
	| {readonly fact: 'postponed'; readonly campaign: string; readonly card: string; readonly code: string}
	/** A silent card speaks again. */
	| {readonly fact: 'heard'; readonly campaign: string; readonly card: string}
);

/** A fact of one kind. */
export type FactOf<Kind extends Fact['fact']> = Extract<Fact, {readonly fact: Kind}>;
