// Time that a card trusts (ota.md 3.4): it comes with a freshness token that echoes the card's own nonce, and never runs below
// what it was before.

import {DAY, MINUTE, SECOND} from '../../core/clock.ts';
import type {Millis} from '../../core/clock.ts';
import {refusal} from '../../ota/codes.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import type {KeptUpdate} from './kept.ts';
import type {UpdatePorts} from './ports.ts';

const NONCE_BYTES = 16;
/** A nonce is good for this long. */
const NONCE_MS = 5 * MINUTE;
/** A token is asked for again after this, so that news of a freeze does not come late. */
const ASK_EVERY_MS = DAY;
const JUMP_MAX_S = 31557600;
const UNKNOWN = -1;

export class CardTime {
	kept: KeptUpdate;
	/** Trusted time at the card's time 0; NaN while there is none. */
	baseS: number;
	/** The one that is outstanding; null when none is. */
	nonce: Uint8Array | null;
	askedAt: Millis;
	/** Something waits for time: it is asked for at once. */
	isWanted: boolean;

	constructor(kept: KeptUpdate) {
		this.kept = kept;
		this.baseS = NaN;
		this.nonce = null;
		this.askedAt = -Infinity;
		this.isWanted = false;
	}

	/** Seconds since 1970; -1 while nothing vouches for any. */
	nowS(t: Millis): number {
		return this.baseS === this.baseS ? Math.max(this.kept.timeFloorS, Math.floor(this.baseS + t / SECOND)) : UNKNOWN;
	}

	/** A new nonce to ask with; the one before is worth nothing any more. */
	ask(ports: UpdatePorts, t: Millis): Uint8Array {
		const nonce = new Uint8Array(NONCE_BYTES);
		ports.fillRandom(nonce);
		this.nonce = nonce;
		this.askedAt = t;
		return nonce;
	}

	/** The nonce that a token must echo now; null when none is outstanding. */
	outstanding(t: Millis): Uint8Array | null {
		return t - this.askedAt <= NONCE_MS ? this.nonce : null;
	}

	/** When to ask again. */
	askAt(): Millis {
		return this.askedAt + (this.nonce === null ? ASK_EVERY_MS : NONCE_MS);
	}

	/** Takes the time of a token that was checked. */
	take(issuedS: number, counter: number, t: Millis): OtaRefusal | null {
		const before = this.nowS(t);
		if (before !== UNKNOWN && issuedS - before > JUMP_MAX_S) {
			return refusal('E_OTA_TIME_JUMP', `the token is of ${issuedS} s, trusted time is ${before} s`);
		}
		this.nonce = null;
		this.isWanted = false;
		this.askedAt = t;
		this.baseS = issuedS - t / SECOND;
		this.kept.timeFloorS = Math.max(this.kept.timeFloorS, issuedS);
		this.kept.freshS = issuedS;
		this.kept.freshCounter = counter;
		return null;
	}
}
