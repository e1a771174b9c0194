// What a card keeps of its updates besides the journal: plain data, without which it still boots.

import type {Millis} from '../../core/clock.ts';
import type {Manifest} from '../../ota/manifest.ts';
import type {FullWrite} from '../../ota/transfer/quota.ts';

/** Where a candidate's bytes come from. */
export const fromMqtt = 1;
export const fromUri = 2;
/** An upload or a file at the card. */
export const fromHand = 3;

/** The release that is on its way into the other slot, or on trial there. */
export interface Candidate {
	readonly manifest: Manifest;
	/** The envelope without an integrated payload: it goes to the slot's tail. */
	readonly envelopeHead: Uint8Array;
	/** '' without a campaign. */
	readonly campaign: string;
	readonly source: number;
	/** Who asked for it: 'cloud', or the user at the card. */
	readonly actor: string;
	/** Seconds since 1970 between which the card may reset for it; 0 where nobody says. */
	readonly windowFromS: number;
	readonly windowUntilS: number;
}

export interface FailedRelease {
	/** Manifest digest. */
	readonly digest: Uint8Array;
	readonly sequence: number;
	/** Number of the code. */
	readonly code: number;
}

export interface KeptUpdate {
	candidate: Candidate | null;
	/** Oldest first, at most 16. */
	failed: readonly FailedRelease[];
	/** Number of the last failure's code; 0 when there was none. */
	lastFailure: number;
	/** What a trial that reverts itself has to say: the next start tells it. */
	revertDetail: string;
	/** Manifest that the install floor came from. */
	installedDigest: Uint8Array | null;
	/** How long the confirmed image ran before its boot floor rises, and whether it restarted cleanly; -1 when no soak runs. */
	soakMs: Millis;
	soakRestarted: boolean;
	/** Whether the last run ended as it should. */
	cleanStop: boolean;
	/** Root document in force; empty where the card takes no updates. */
	root: Uint8Array;
	/** Its version; 0 where there is none. */
	rootVersion: number;
	/** Whether otaFrozen and otaNoBootable hold. */
	frozen: boolean;
	noBootable: boolean;
	/** Newest assignment and freshness token that were taken. */
	assignmentVersion: number;
	freshCounter: number;
	/** Trusted time never runs below this, seconds since 1970; 0 while there was none. */
	timeFloorS: number;
	/** When the last freshness token was issued; 0 while there was none. */
	freshS: number;
	/** Slots that were written from their beginning, for the quota. */
	writes: readonly FullWrite[];
	/** What earlier starts of the card spent on the present transfer. */
	spentMs: Millis;
}

/** Of a card that was never updated and trusts `root`, a document that was checked or is burned in; empty for none. */
export function newKept(root: Uint8Array, rootVersion: number): KeptUpdate {
	return {
		candidate: null,
		failed: [],
		lastFailure: 0,
		revertDetail: '',
		installedDigest: null,
		soakMs: -1,
		soakRestarted: false,
		cleanStop: true,
		root: root,
		rootVersion: rootVersion,
		frozen: false,
		noBootable: false,
		assignmentVersion: 0,
		freshCounter: 0,
		timeFloorS: 0,
		freshS: 0,
		writes: [],
		spentMs: 0,
	};
}
