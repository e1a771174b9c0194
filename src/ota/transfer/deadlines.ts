// What ends a transfer by the clock: a source that is too slow, and a whole that takes too long (ota.md 5.6).

import {HOUR} from '../../core/clock.ts';
import type {Millis} from '../../core/clock.ts';
import {refusal} from '../codes.ts';
import type {OtaRefusal} from '../codes.ts';
import type {TransferLimits} from './limits.ts';
import {Rate} from './rate.ts';

export class Deadlines {
	limits: TransferLimits;
	rate: Rate;
	/** When the transfer began, as if it had run without a break. */
	beganAt: Millis;

	constructor(limits: TransferLimits) {
		this.limits = limits;
		this.rate = new Rate(limits);
		this.beganAt = 0;
	}

	nextAt(): Millis {
		return Math.min(this.rate.nextAt(), this.beganAt + this.limits.wholeWithinMs);
	}

	/** Why it is over; null while it is not. */
	exceeded(t: Millis): OtaRefusal | null {
		if (t - this.beganAt >= this.limits.wholeWithinMs) {
			return refusal('E_OTA_TIMEOUT', `not complete after ${this.limits.wholeWithinMs / HOUR} hours`);
		}
		return this.rate.tooSlow(t)
			? refusal('E_OTA_TOO_SLOW', `below ${this.limits.leastBytesPerS} bytes a second on average`)
			: null;
	}
}
