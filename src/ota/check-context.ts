// What an envelope is checked against: plain data, so that the check can be made in another thread.

import type {OtaRefusal} from './codes.ts';
import type {Manifest} from './manifest.ts';

/** A public key and its algorithm, a number of COSE: -19 Ed25519 (32 bytes), -46 HSS/LMS (60 bytes), 5 HMAC (32 bytes). */
export interface TrustedKey {
	readonly kid: Uint8Array;
	readonly algorithm: number;
	readonly key: Uint8Array;
}

export interface RoleKeys {
	readonly root: readonly TrustedKey[];
	readonly release: readonly TrustedKey[];
	readonly assign: readonly TrustedKey[];
	readonly fresh: readonly TrustedKey[];
	/** Kids that the root document retired, with the role they had. */
	readonly retired: readonly Uint8Array[];
	/** Distinct release keys whose blocks must be valid: 1, or 2 where the root document says so. */
	readonly releaseThreshold: number;
	readonly rootThreshold: number;
}

export interface InstallFloor {
	readonly keyEpoch: number;
	readonly sequence: number;
}

/** On whose word an install starts: an assignment that was checked before, or an administrator at the card. */
export type InstallWord =
	| {readonly by: 'assignment'; readonly manifestDigest: Uint8Array}
	| {readonly by: 'local'; readonly timeOverride: boolean}
	| {readonly by: 'nobody'};

export interface CheckContext {
	/** Trusted time, seconds since 1970; -1 while there is none. */
	readonly nowS: number;
	readonly vendorId: Uint8Array;
	readonly classId: Uint8Array;
	readonly deviceId: Uint8Array;
	readonly runningVersion: readonly number[];
	readonly installFloor: InstallFloor;
	/** Release key epoch of the root document in force. */
	readonly keyEpoch: number;
	/** Digest of the manifest that the install floor came from; null when unknown. */
	readonly installedManifestDigest: Uint8Array | null;
	/** Security version below which nothing boots. */
	readonly bootFloor: number;
	readonly slotBytes: number;
	/** Slot that would be written, 0 or 1. */
	readonly candidateSlot: number;
	/** Why that slot cannot be written; null when it can. */
	readonly slotProblem: OtaRefusal | null;
	readonly envelopeBytesMax: number;
	readonly sequenceJumpMax: number;
	/** Accept COSE algorithm -8 for Ed25519. */
	readonly legacyEdDsa: boolean;
	/** Algorithms of the card's class: [-19], or [-46] on a board. */
	readonly algorithms: readonly number[];
	/** Component ids that the card has: each a path such as ['nmc', 'app']. */
	readonly components: readonly (readonly string[])[];
	readonly keys: RoleKeys;
	/** Manifest digests that failed here: refused until a higher sequence or an operator clears them. */
	readonly failedDigests: readonly Uint8Array[];
	readonly word: InstallWord;
	/** Why the UPS is in no state to start; '' when it is. Battery charge in percent beside it. */
	readonly upsProblem: string;
	readonly batteryPercent: number;
	/** Digest of the confirmed image where the card can patch it (ota.md 5.5); it takes whole images alone unless given. */
	readonly deltaBase?: Uint8Array;
	/** Take http: from this machine itself, for tests; false unless given. */
	readonly allowPlainHttp?: boolean;
	/** Take hosts written as private or link-local addresses, for sites without names; false unless given. */
	readonly allowPrivateHosts?: boolean;
}

export type CheckAnswer =
	| {readonly ok: true; readonly manifest: Manifest; readonly alreadyInstalled: boolean}
	| {readonly ok: false; readonly refusal: OtaRefusal};
