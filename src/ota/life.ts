// The life of one card's two slots, as the card sees it: each call is a row of ota.md 6.3 and writes in the order named there.
// The bootloader's rows are in boot.ts. Nothing here reads a clock or draws a number.

import type {ChunkSink} from './chunk-sink.ts';
import type {InstallFloor} from './check-context.ts';
import type {OtaRefusal} from './codes.ts';
import type {Manifest} from './manifest.ts';

/** The newest valid journal record, decoded. */
export interface LifeRecord {
	readonly generation: number;
	/** 0 or 1. */
	readonly active: number;
	readonly candidate: number;
	/** Of states.ts. */
	readonly state: number;
	readonly attemptsLeft: number;
	/** Number of an OtaCode, or 0. */
	readonly reason: number;
	readonly installFloor: InstallFloor;
	/** First 8 bytes of the candidate's manifest digest; zeros when there is none. */
	readonly candidateDigest: Uint8Array;
	/** Whether the soak of the active image is over, and the boot floor raised to its security version. */
	readonly soaked: boolean;
	/**
	 * First 12 bytes of the manifest digest of slot A's and slot B's image, once it was confirmed there; zeros before. Such an image
	 * boots although its key was retired since (ota.md 3.2).
	 */
	readonly pins: readonly Uint8Array[];
}

/** Whether the image of a slot may run: `invalid` by its signature, digest or class, `belowFloor` by its security version. */
export type SlotCondition = 'valid' | 'invalid' | 'belowFloor';

/** What the bootloader found in a slot; the manifest is null where none can be read. */
export interface SlotFacts {
	readonly condition: SlotCondition;
	readonly manifest: Manifest | null;
}

/** An event of the bootloader: a name of the event catalogue such as otaTrialBoot; a code's number or the attempt as detail. */
export interface BootEvent {
	readonly name: string;
	readonly detail: number;
}

/** What the boot found of each slot, for the inventory. */
export interface SlotReport {
	/** Manifest digest of the slot's envelope; null when it has none that can be read. */
	readonly manifestDigest: Uint8Array | null;
	/** Whether it would boot: signature or pinned digest, image digest, class, boot floor. */
	readonly bootable: boolean;
	readonly securityVersion: number;
	readonly version: readonly number[];
}

export interface Life {
	readonly record: LifeRecord;
	/** 1: a new candidate, or the same one again after a reset, whose finished sectors are hashed anew and kept. */
	receive(manifest: Manifest): {readonly sink: ChunkSink} | OtaRefusal;
	/** The same without what is there: where the bytes came from has changed, and nothing proves the old ones. */
	renew(manifest: Manifest): {readonly sink: ChunkSink} | OtaRefusal;
	/** 3: the image's digest is read from flash; then the envelope (without an integrated payload) and the record are written. */
	verify(envelopeHead: Uint8Array): OtaRefusal | null;
	/** 4: and the same from VERIFIED. `reason` is the number of a code. */
	drop(reason: number): OtaRefusal | null;
	/** 5: the caller resets afterwards. */
	arm(): OtaRefusal | null;
	/** Mains lost while armed: back to VERIFIED (ota.md 6.6). */
	disarm(): OtaRefusal | null;
	/** 9: the candidate is healthy; the install floor becomes the manifest's. */
	confirm(): OtaRefusal | null;
	/** 10: the caller resets afterwards. */
	revert(reason: number): OtaRefusal | null;
	/** 12: raises the boot floor to the confirmed image's security version. */
	endSoak(): OtaRefusal | null;
	slot(which: number): SlotReport;
	/** Reads bytes of the image of a slot; false when they cannot be read. */
	readImage(slot: number, offset: number, into: Uint8Array): boolean;
}

/** What the bootloader did. */
export interface BootOutcome {
	/** Slot that runs, 0 or 1; -1 in recovery. */
	readonly run: number;
	readonly record: LifeRecord;
	/** Audit events of this boot, in order. The log takes them from boot-events.ts, where those of boots that failed lie too. */
	readonly events: readonly BootEvent[];
	/** What was found in slot A and in slot B. */
	readonly slots: readonly SlotFacts[];
}
