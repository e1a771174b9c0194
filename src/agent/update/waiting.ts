// What waits for the UPS or for the hour (ota.md 6.6, 9): why, since when, and that it is told of: once a reason, and once more
// after a long time. Nothing is ever forced.

import {MINUTE} from '../../core/clock.ts';
import type {Millis} from '../../core/clock.ts';
import {otaCodes} from '../../ota/codes.ts';
import type {OtaCode} from '../../ota/codes.ts';
import type {UpdateCore} from './core.ts';
import type {Subject} from './teller.ts';

/** A reason to wait is told of at most this often. */
const TELL_EVERY_MS = MINUTE;

export class Waiting {
	core: UpdateCore;
	since: Millis;
	toldAt: Millis;
	told: string;
	isAlarmed: boolean;

	constructor(core: UpdateCore) {
		this.core = core;
		this.since = -1;
		this.toldAt = -Infinity;
		this.told = '';
		this.isAlarmed = false;
	}

	/** Something must wait, or no more: '' is no reason. Tells of a new reason, and once more after a long time. */
	take(code: OtaCode, reason: string, about: Subject, t: Millis): void {
		this.core.deferred = reason;
		if (reason === '') {
			this.since = -1;
			this.told = '';
			this.isAlarmed = false;
			return;
		}
		this.since = this.since < 0 ? t : this.since;
		if (reason !== this.told && t - this.toldAt >= TELL_EVERY_MS) {
			this.told = reason;
			this.tell(code, `It waits: ${reason}.`, about, t);
		}
		if (!this.isAlarmed && t - this.since >= this.core.limits.deferMs) {
			this.isAlarmed = true;
			this.tell(code, `It has waited for ${Math.floor((t - this.since) / MINUTE)} minutes: ${reason}.`, about, t);
		}
	}

	tell(code: OtaCode, sentence: string, about: Subject, t: Millis): void {
		this.toldAt = t;
		this.core.teller.tell('otaDeferred', otaCodes[code], about, code, sentence);
	}
}
