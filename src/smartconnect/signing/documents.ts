// Assignments and freshness tokens: what the service signs while it runs (ota.md 2.3). Cards of the board class get them as
// COSE_Mac0: sign with hmacSigner.

import {encodeCbor, mapOf} from './cbor.ts';
import {audiences, signedDocument} from './cose.ts';
import type {Signer} from './keys.ts';

const TYPE_ASSIGNMENT = 3;
const TYPE_FRESHNESS = 4;

export interface AssignmentFields {
	readonly version: number;
	readonly issuedS: number;
	readonly expiresS: number;
	readonly deviceId: Uint8Array;
	readonly manifestDigest: Uint8Array;
	readonly campaign: string;
	/** Seconds since 1970 before which the card must not install. */
	readonly notBeforeS: number;
}

/** The newest release of a class. */
export interface LatestRelease {
	readonly classId: Uint8Array;
	readonly epoch: number;
	readonly sequence: number;
	readonly manifestDigest: Uint8Array;
}

export interface FreshnessFields {
	readonly counter: number;
	readonly issuedS: number;
	readonly expiresS: number;
	/** What the card sent: 16 bytes. */
	readonly nonce: Uint8Array;
	readonly rootVersion: number;
	readonly latest: readonly LatestRelease[];
}

export function signAssignment(fields: AssignmentFields, signer: Signer): Uint8Array {
	const map = mapOf([
		[1, TYPE_ASSIGNMENT],
		[2, fields.version],
		[3, fields.issuedS],
		[4, fields.expiresS],
		[5, fields.deviceId],
		[6, fields.manifestDigest],
		[7, new TextEncoder().encode(fields.campaign)],
		[8, fields.notBeforeS],
	]);
	return signedDocument(signer, audiences.assign, encodeCbor(map));
}

export function signFreshness(fields: FreshnessFields, signer: Signer): Uint8Array {
	const latest = fields.latest.map(
		({classId, epoch, sequence, manifestDigest}) => [classId, [epoch, sequence, manifestDigest]] as const,
	);
	const map = mapOf([
		[1, TYPE_FRESHNESS],
		[2, fields.counter],
		[3, fields.issuedS],
		[4, fields.expiresS],
		[5, fields.nonce],
		[6, fields.rootVersion],
		[7, mapOf(latest)],
	]);
	return signedDocument(signer, audiences.fresh, encodeCbor(map));
}
