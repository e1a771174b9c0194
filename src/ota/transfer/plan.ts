// What a transfer is given, and what it tells of itself.

import type {Millis} from '../../core/clock.ts';
import type {Sha256} from '../../core/device-ports.ts';
import type {ByteSource, ChunkSink} from '../chunk-sink.ts';
import type {OtaCode, OtaRefusal} from '../codes.ts';
import type {ChunkFacts} from '../manifest.ts';
import type {FullWrite} from './quota.ts';

export interface TransferPlan {
	/** Digest of the manifest: answers name it, so that those of another release are known. */
	readonly digest: Uint8Array;
	readonly chunks: ChunkFacts | null;
	/** Spreads back-off over cards. */
	readonly serial: string;
	/** Token of the first request, 32 bits, another one after each start of the card; each request adds one. */
	readonly firstToken: number;
	/** What earlier starts of the card spent on this transfer. */
	readonly spentMs: Millis;
	readonly writes: readonly FullWrite[];
	/** Seconds since 1970 at `start`, by the card's best clock; counts only for the writes. */
	readonly nowS: number;
}

export interface TransferPorts {
	readonly sink: ChunkSink;
	readonly source: ByteSource;
	readonly sha256: () => Sha256;
	/** The same slot begun anew (journal first), since what is in it cannot be trusted; asked only where there is no chunk table. */
	readonly renew: (code: OtaCode) => {readonly sink: ChunkSink} | OtaRefusal;
	/** Called once. Null: every sector is written, and the image is to be verified. */
	readonly ended: (refusal: OtaRefusal | null, t: Millis) => void;
}

/** What happened so far, for the operator and for tests. */
export interface TransferCounts {
	requests: number;
	/** Answers that fit the open request. */
	answers: number;
	/** Answers that fit none: late, replayed, of another release. */
	stale: number;
	/** Answers to the open request with bytes that it did not ask for. */
	outOfRange: number;
	/** Pieces that were here before, the same. */
	duplicates: number;
	/** Pieces that contradicted what was here before. */
	differing: number;
	/** Chunks, or tables, that were not what the manifest says. */
	bad: number;
	/** Pieces that found no room, and were asked for again. */
	early: number;
	/** Requests that ran out of time. */
	timeouts: number;
	/** Requests that a source broke off. */
	lost: number;
	notServed: number;
	sourceChanges: number;
	/** Times that a source began at the first byte although it was asked for another. */
	wholes: number;
	/** Times that the slot was begun anew within this transfer. */
	restarts: number;
}

export function noCounts(): TransferCounts {
	return {
		requests: 0,
		answers: 0,
		stale: 0,
		outOfRange: 0,
		duplicates: 0,
		differing: 0,
		bad: 0,
		early: 0,
		timeouts: 0,
		lost: 0,
		notServed: 0,
		sourceChanges: 0,
		wholes: 0,
		restarts: 0,
	};
}

export interface TransferProgress {
	readonly doneBytes: number;
	readonly imageBytes: number;
	/** Done when the transfer started: an earlier start of the card fetched it. */
	readonly resumedBytes: number;
	/** Why the source did not serve the last request; '' when it did. */
	readonly notServedReason: string;
	readonly counts: TransferCounts;
}
