// The freshness token (ota.md 2.3, 3.4): what time it is, which root is in force and which releases are the newest, for the one
// card that asked.

import type {CborReader} from '../../codec/cbor/reader.ts';
import {sameBytes} from '../bytes.ts';
import type {RoleKeys} from '../check-context.ts';
import {isRefusal, refusal} from '../codes.ts';
import type {OtaRefusal} from '../codes.ts';
import {bytesOf, exact, openDocument} from './document.ts';
import {expectField} from './root.ts';
import type {TrustTools} from './root-steps.ts';

const TYPE_FRESHNESS = 4;
const UUID_BYTES = 16;
const DIGEST_BYTES = 32;
/** A token may be this far ahead of a clock that is trusted already: one year. */
const JUMP_MAX_S = 31557600;

const NONCE_BYTES = 16;

export interface LatestRelease {
	readonly epoch: number;
	readonly sequence: number;
	/** Of its manifest, 32 bytes. */
	readonly digest: Uint8Array;
}

export interface Freshness {
	readonly counter: number;
	/** The time that the card may trust from now on. */
	readonly issuedS: number;
	readonly expiresS: number;
	readonly rootVersion: number;
	/** Newest release of the card's class; null where the token names none. */
	readonly latest: LatestRelease | null;
}

export interface FreshnessWish {
	/** The one that is outstanding; null when none is, or when it is older than five minutes. */
	readonly nonce: Uint8Array | null;
	/** Of the newest token that the card took; 0 when it took none. */
	readonly lastCounter: number;
	/** Of the root document in force. */
	readonly rootVersion: number;
	/** Trusted time; -1 while there is none. */
	readonly nowS: number;
	readonly classId: Uint8Array;
	readonly keys: RoleKeys;
}

interface Token extends Freshness {
	readonly nonce: Uint8Array;
}

function readLatest(reader: CborReader, classId: Uint8Array): LatestRelease | null {
	let latest: LatestRelease | null = null;
	for (let left = reader.map(); left > 0 && !reader.bad; left--) {
		const isOwn = sameBytes(bytesOf(reader, UUID_BYTES), classId);
		if (reader.array() !== 3) {
			reader.fail();
		}
		const release = {epoch: exact(reader), sequence: exact(reader), digest: bytesOf(reader, DIGEST_BYTES)};
		latest = isOwn ? release : latest;
	}
	return latest;
}

function readToken(reader: CborReader, classId: Uint8Array): Token | null {
	const isWhole = reader.map() === 7;
	const type = expectField(reader, 1).uint();
	const token: Token = {
		counter: exact(expectField(reader, 2)),
		issuedS: exact(expectField(reader, 3)),
		expiresS: exact(expectField(reader, 4)),
		nonce: bytesOf(expectField(reader, 5), NONCE_BYTES),
		rootVersion: exact(expectField(reader, 6)),
		latest: readLatest(expectField(reader, 7), classId),
	};
	return isWhole && type === TYPE_FRESHNESS && reader.done() ? token : null;
}

function timeProblem(token: Token, nowS: number): OtaRefusal | null {
	if (token.issuedS > token.expiresS || nowS > token.expiresS) {
		return refusal('E_OTA_EXPIRED', `the token ended at ${token.expiresS}, it is ${nowS}`);
	}
	return nowS >= 0 && token.issuedS - nowS > JUMP_MAX_S
		? refusal('E_OTA_TIME_JUMP', `the token is of ${token.issuedS}, trusted time is ${nowS}: at most a year ahead`)
		: null;
}

function problemOf(token: Token, wish: FreshnessWish): OtaRefusal | null {
	if (token.rootVersion > wish.rootVersion) {
		return refusal('E_OTA_ROOT_VERSION', `root ${token.rootVersion} is in force, the card has ${wish.rootVersion}`);
	}
	if (wish.nonce === null || !sameBytes(token.nonce, wish.nonce)) {
		return refusal('E_OTA_FROZEN', 'the token does not echo a nonce of the last five minutes');
	}
	if (token.counter < wish.lastCounter) {
		return refusal('E_OTA_SEQ_ROLLBACK', `counter ${token.counter} after ${wish.lastCounter}`);
	}
	return timeProblem(token, wish.nowS);
}

export function checkFreshness(bytes: Uint8Array, wish: FreshnessWish, tools: TrustTools): Freshness | OtaRefusal {
	const reader = openDocument(bytes, 'fresh', wish.keys, tools);
	if (isRefusal(reader)) {
		return reader;
	}
	const token = readToken(reader, wish.classId);
	if (token === null) {
		return refusal('E_OTA_ENV_SCHEMA', 'a freshness token has fields 1 to 7 in their order, each of its form');
	}
	return problemOf(token, wish) || token;
}
