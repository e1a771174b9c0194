// Work on signatures, apart from the card so that it can be done in another thread: plain data in, plain data out.

import type {CheckAnswer, CheckContext} from '../../ota/check-context.ts';
import type {OtaRefusal} from '../../ota/codes.ts';

/** The context without what stands elsewhere in the job or follows from its documents. */
export type OfferContext = Omit<CheckContext, 'keys' | 'keyEpoch' | 'word' | 'algorithms'>;

interface WithRoots {
	/** Root document in force, as it was kept: it was checked when it came. */
	readonly root: Uint8Array;
	/** Next ones, oldest first. */
	readonly roots: readonly Uint8Array[];
	/** Of a card of the board class: its own key for assignments and freshness (ota.md 4.4); null for all others. */
	readonly cardKey: Uint8Array | null;
	/** Trusted time, seconds since 1970; -1 while there is none. */
	readonly nowS: number;
	readonly classId: Uint8Array;
	/** Of the card's class. */
	readonly algorithms: readonly number[];
}

export interface OfferJob extends WithRoots {
	readonly kind: 'offer';
	/** Without an integrated payload, which lies at `payload` in what was given; null where there is none. */
	readonly envelope: Uint8Array;
	readonly payload: {readonly at: number; readonly length: number} | null;
	readonly context: OfferContext;
	/** COSE document; null where there is none. */
	readonly assignment: Uint8Array | null;
	/** Of the newest assignment that the card took. */
	readonly assignmentVersion: number;
	/** Whether an administrator stands in for the assignment, without trusted time too where they say so. */
	readonly local: {readonly timeOverride: boolean} | null;
}

export interface TimeJob extends WithRoots {
	readonly kind: 'time';
	/** COSE document of the freshness token, and the nonce that it must echo. */
	readonly token: Uint8Array;
	readonly nonce: Uint8Array;
	/** Counter of the newest token that the card took. */
	readonly counter: number;
}

export type UpdateJob = OfferJob | TimeJob;

interface Rooted {
	/** Root documents that came into force, oldest first, whatever became of the rest. */
	readonly rotated: readonly Uint8Array[];
	/** Version of the one that is in force then. */
	readonly rootVersion: number;
}

export interface OfferFound extends Rooted {
	readonly kind: 'offer';
	readonly answer: CheckAnswer;
	/** Digest of the manifest as it came, whether it holds or not; null where none can be read. */
	readonly claimed: Uint8Array | null;
	/** Null where there was none, or none that holds. */
	readonly assignment: {readonly version: number; readonly campaign: string; readonly notBeforeS: number} | null;
}

export interface TimeFound extends Rooted {
	readonly kind: 'time';
	readonly fresh: {readonly issuedS: number; readonly counter: number} | null;
	readonly refusal: OtaRefusal | null;
}

export type UpdateFound = OfferFound | TimeFound;

/** The same job answered with a refusal. */
export function refusedFound(found: UpdateFound, why: OtaRefusal): UpdateFound {
	const rotated = found.rotated;
	const rootVersion = found.rootVersion;
	return found.kind === 'offer'
		? {
				kind: 'offer',
				rotated: rotated,
				rootVersion: rootVersion,
				answer: {ok: false, refusal: why},
				claimed: found.claimed,
				assignment: null,
			}
		: {kind: 'time', rotated: rotated, rootVersion: rootVersion, fresh: null, refusal: why};
}
