// What a campaign knows of one card, and the words of others for it. Public: append only.

import type {OtaCode} from '../../ota/codes.ts';

export type CardState =
	/** An offer was sent. */
	| 'offered'
	| 'downloading'
	| 'verified'
	| 'armed'
	| 'trial'
	/** The new image runs and is confirmed. */
	| 'confirmed'
	/** The old image runs again. */
	| 'reverted'
	/** The card did not take it; a code says why. */
	| 'refused'
	/** Nothing was heard for too long. Not an end: a card that speaks again is where it was. */
	| 'silent'
	/** Withdrawn before it was armed. */
	| 'cancelled'
	/** The card had this release before it was offered. */
	| 'present';

/** Status of hawkBit's Direct Device Integration: `execution` and `result.finished` of the feedback. */
export interface HawkBitWords {
	readonly execution: string;
	readonly finished: 'none' | 'success' | 'failure';
}

export interface CardStateRow {
	/** Nothing follows, but for `cancelled`, whose card may tell that it was too late. */
	readonly isEnd: boolean;
	/** It runs the new image. */
	readonly isGood: boolean;
	/** An order to withdraw still changes something (ota.md 7: TRIAL finishes). */
	readonly isWithdrawable: boolean;
	readonly hawkBit: HawkBitWords | null;
	/** Status of a job execution of AWS IoT Jobs. */
	readonly aws: string;
}

function underWay(execution: string, aws: string, isWithdrawable: boolean): CardStateRow {
	return {isEnd: false, isGood: false, isWithdrawable, hawkBit: {execution, finished: 'none'}, aws};
}

function end(execution: string, finished: HawkBitWords['finished'], aws: string, isGood: boolean): CardStateRow {
	return {isEnd: true, isGood, isWithdrawable: false, hawkBit: {execution, finished}, aws};
}

export const cardStates: Readonly<Record<CardState, CardStateRow>> = {
	offered: underWay('proceeding', 'QUEUED', true),
	downloading: underWay('download', 'IN_PROGRESS', true),
	verified: underWay('downloaded', 'IN_PROGRESS', true),
	armed: underWay('scheduled', 'IN_PROGRESS', true),
	trial: underWay('proceeding', 'IN_PROGRESS', false),
	confirmed: end('closed', 'success', 'SUCCEEDED', true),
	reverted: end('closed', 'failure', 'FAILED', false),
	refused: end('rejected', 'failure', 'REJECTED', false),
	silent: {isEnd: false, isGood: false, isWithdrawable: false, hawkBit: null, aws: 'TIMED_OUT'},
	cancelled: end('canceled', 'none', 'CANCELED', false),
	present: end('closed', 'success', 'SUCCEEDED', true),
};

export const cardStateNames = Object.keys(cardStates) as readonly CardState[];

/** States that events of the card's log lead to; the rest of the events 250 to 269 changes nothing here. */
export const stateByEvent: Readonly<Record<string, CardState>> = {
	otaStarted: 'downloading',
	otaProgress: 'downloading',
	otaResumed: 'downloading',
	otaVerified: 'verified',
	otaArmed: 'armed',
	otaTrialBoot: 'trial',
	otaConfirmed: 'confirmed',
	otaReverted: 'reverted',
	otaRefused: 'refused',
	otaCancelled: 'cancelled',
};

/** Refusals that pass by themselves: the offer is made again later. */
export const passingRefusals: readonly OtaCode[] = [
	'E_OTA_TIME_UNKNOWN',
	'E_OTA_UPS_NOT_READY',
	'E_OTA_WINDOW',
	'E_OTA_EXPIRED',
	'E_OTA_QUOTA',
	'E_OTA_TOO_SLOW',
	'E_OTA_TIMEOUT',
	'E_OTA_SOURCE_CHANGED',
];
