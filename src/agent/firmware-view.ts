// What a face of the card sees of the card's own firmware, and how a person at the card installs one.

import type {OtaRefusal} from '../ota/codes.ts';
import type {Who} from './card-view.ts';

export interface FirmwareSlot {
	/** Manifest digest, 64 hex digits; '' where the slot holds no envelope. */
	readonly digest: string;
	/** Such as 1.4.0; '' when unknown. */
	readonly version: string;
	readonly securityVersion: number;
	/** Whether it would start. */
	readonly bootable: boolean;
}

/** Why the last update failed. */
export interface FirmwareFailure {
	readonly code: string;
	readonly number: number;
	/** What would be right. */
	readonly sentence: string;
}

/** An image on its way from a person's hands: an envelope with its payload, in pieces of any size. */
export interface FirmwareUpload {
	/** Calls `done` when it may take more: with null, or with why it ended. One call at a time. */
	write(bytes: Uint8Array, done: (ended: OtaRefusal | null) => void): void;
	/** All is written: `done` hears whether the release is verified. */
	end(done: (ended: OtaRefusal | null) => void): void;
	/** The person went away. */
	abort(): void;
}

export interface FirmwareView {
	/** Whether the card trusts any root: without, it takes nothing. */
	readonly takesUpdates: boolean;
	/** A name of ota/states.ts. */
	readonly state: string;
	readonly version: string;
	/** 0 or 1; -1 in recovery. */
	readonly activeSlot: number;
	slot(which: number): FirmwareSlot;
	readonly bootFloor: number;
	readonly installSequence: number;
	readonly rootVersion: number;
	/** Percent of the image that has come; -1 while none comes. */
	readonly progress: number;
	/** Of the candidate; '' without one. */
	readonly campaign: string;
	/** Why a restart waits; '' when none does. */
	readonly deferred: string;
	readonly trustsTime: boolean;
	readonly lastFailure: FirmwareFailure | null;
	/** How many releases failed here and are refused for it. */
	readonly failedCount: number;
	/** Gives up the candidate; null, or why that cannot be. */
	cancel(who: Who): OtaRefusal | null;
	/** Lets releases that failed here be tried again; how many there were. */
	clearFailed(who: Who): number;
	/** Begins an upload, which an administrator starts (roles.ts); `timeOverride` lets it pass without trusted time. */
	upload(who: Who, timeOverride: boolean): FirmwareUpload | OtaRefusal;
}
