// How often a release may be written from its beginning: three times a day each, so that repeated offers do not wear the flash
// (ota.md 5.6, 9). Plain data, kept by the caller across starts of the card.

import {refusal} from '../codes.ts';
import type {OtaRefusal} from '../codes.ts';

/** A slot was begun from nothing for this release. */
export interface FullWrite {
	/** First 8 bytes of the manifest's digest, as hexadecimal. */
	readonly digest: string;
	/** Seconds since 1970 by the card's best clock. */
	readonly atS: number;
}

const FULL_WRITES_A_DAY = 3;
const DAY_S = 86400;
/** Entries kept: the newest of several releases. */
const KEPT = 24;
const PREFIX_BYTES = 8;

/** First 8 bytes of a digest, as hexadecimal. */
function digestPrefix(digest: Uint8Array): string {
	let text = '';
	for (let i = 0; i < PREFIX_BYTES; i++) {
		text += (digest[i] + 256).toString(16).slice(1);
	}
	return text;
}

/** A clock that was set back, or that is not set, must not forget: time is at least that of the newest entry. */
function timeOf(writes: readonly FullWrite[], nowS: number): number {
	let time = nowS;
	for (let i = 0; i < writes.length; i++) {
		time = Math.max(time, writes[i].atS);
	}
	return time;
}

/** Entries of the last day. */
function recent(writes: readonly FullWrite[], timeS: number): FullWrite[] {
	return writes.filter(write => timeS - write.atS < DAY_S);
}

/** Whether the release may be written from its beginning once more. */
function mayWriteFully(writes: readonly FullWrite[], digest: Uint8Array, nowS: number): boolean {
	const prefix = digestPrefix(digest);
	const today = recent(writes, timeOf(writes, nowS));
	return today.filter(write => write.digest === prefix).length < FULL_WRITES_A_DAY;
}

/** The entries with one more, and without those that no longer count. */
function withFullWrite(writes: readonly FullWrite[], digest: Uint8Array, nowS: number): FullWrite[] {
	const timeS = timeOf(writes, nowS);
	const all = recent(writes, timeS);
	all.push({digest: digestPrefix(digest), atS: timeS});
	return all.slice(-KEPT);
}

/** The entries of one transfer, counted from the second that it started at. */
export class WriteQuota {
	writes: readonly FullWrite[];
	digest: Uint8Array;
	nowS: number;

	constructor(writes: readonly FullWrite[], digest: Uint8Array, nowS: number) {
		this.writes = writes;
		this.digest = digest;
		this.nowS = nowS;
	}

	/** Counts a write from the beginning, `afterS` later; a refusal when there were enough today. */
	count(afterS: number): OtaRefusal | null {
		const nowS = this.nowS + Math.floor(afterS);
		if (!mayWriteFully(this.writes, this.digest, nowS)) {
			return refusal('E_OTA_QUOTA', `written from its beginning ${FULL_WRITES_A_DAY} times within a day`);
		}
		this.writes = withFullWrite(this.writes, this.digest, nowS);
		return null;
	}
}
