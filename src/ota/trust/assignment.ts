// The assignment (ota.md 2.3): on the service's word one card may install one manifest, for a while.

import type {CborReader} from '../../codec/cbor/reader.ts';
import {isUtf8, utf8Text} from '../../codec/cbor/utf8.ts';
import {hexOf, sameBytes} from '../bytes.ts';
import type {RoleKeys} from '../check-context.ts';
import {isRefusal, refusal} from '../codes.ts';
import type {OtaRefusal} from '../codes.ts';
import {bytesOf, exact, openDocument} from './document.ts';
import {expectField} from './root.ts';
import type {TrustTools} from './root-steps.ts';

const TYPE_ASSIGNMENT = 3;
const UUID_BYTES = 16;
const DIGEST_BYTES = 32;
const CAMPAIGN_BYTES_MAX = 64;

export interface Assignment {
	readonly version: number;
	readonly issuedS: number;
	readonly expiresS: number;
	readonly deviceId: Uint8Array;
	/** 32 bytes. */
	readonly manifestDigest: Uint8Array;
	readonly campaign: string;
	/** Before this the card is not to begin: the caller waits for it. */
	readonly notBeforeS: number;
}

export interface AssignmentWish {
	readonly deviceId: Uint8Array;
	/** Trusted time; -1 while there is none. */
	readonly nowS: number;
	readonly keys: RoleKeys;
	/** Of the newest assignment that the card took; 0 when it took none. */
	readonly lastVersion: number;
}

function readCampaign(reader: CborReader): string {
	const bytes = reader.blob();
	if (bytes.length > CAMPAIGN_BYTES_MAX || !isUtf8(bytes, 0, bytes.length)) {
		reader.fail();
		return '';
	}
	return utf8Text(bytes, 0, bytes.length);
}

function readAssignment(reader: CborReader): Assignment | null {
	const isWhole = reader.map() === 8;
	const type = expectField(reader, 1).uint();
	const assignment: Assignment = {
		version: exact(expectField(reader, 2)),
		issuedS: exact(expectField(reader, 3)),
		expiresS: exact(expectField(reader, 4)),
		deviceId: bytesOf(expectField(reader, 5), UUID_BYTES),
		manifestDigest: bytesOf(expectField(reader, 6), DIGEST_BYTES),
		campaign: readCampaign(expectField(reader, 7)),
		notBeforeS: exact(expectField(reader, 8)),
	};
	return isWhole && type === TYPE_ASSIGNMENT && reader.done() ? assignment : null;
}

function problemOf(assignment: Assignment, wish: AssignmentWish): OtaRefusal | null {
	if (!sameBytes(assignment.deviceId, wish.deviceId)) {
		return refusal('E_OTA_DEVICE', `assigned to card ${hexOf(assignment.deviceId)}, this is ${hexOf(wish.deviceId)}`);
	}
	if (assignment.version < wish.lastVersion) {
		return refusal('E_OTA_SEQ_ROLLBACK', `assignment ${assignment.version} after ${wish.lastVersion}`);
	}
	if (wish.nowS < 0) {
		return refusal('E_OTA_TIME_UNKNOWN', 'whether the assignment still holds shows only with trusted time');
	}
	return wish.nowS > assignment.expiresS
		? refusal('E_OTA_EXPIRED', `the assignment ended at ${assignment.expiresS}, it is ${wish.nowS}`)
		: null;
}

export function checkAssignment(bytes: Uint8Array, wish: AssignmentWish, tools: TrustTools): Assignment | OtaRefusal {
	const reader = openDocument(bytes, 'assign', wish.keys, tools);
	if (isRefusal(reader)) {
		return reader;
	}
	const assignment = readAssignment(reader);
	if (assignment === null) {
		return refusal('E_OTA_ENV_SCHEMA', 'an assignment has fields 1 to 8 in their order, each of its form');
	}
	return problemOf(assignment, wish) || assignment;
}
