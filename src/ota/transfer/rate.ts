// Slow retrieval (ota.md 5.6): bytes of the last five minutes in ten parts, counted only while the source is being asked, so
// that a pause which we make ourselves is not held against it.

import type {Millis} from '../../core/clock.ts';
import type {TransferLimits} from './limits.ts';

const PARTS = 10;

export class Rate {
	partMs: Millis;
	leastBytes: number;
	parts: Float64Array;
	/** Parts that are over, up to all. */
	over: number;
	at: number;
	/** When the present part ends; what is left of it while stopped. */
	endsAt: Millis;
	running: boolean;

	constructor(limits: TransferLimits) {
		this.partMs = limits.rateOverMs / PARTS;
		this.leastBytes = (limits.leastBytesPerS * limits.rateOverMs) / 1000;
		this.parts = new Float64Array(PARTS);
		this.over = 0;
		this.at = 0;
		this.endsAt = this.partMs;
		this.running = false;
	}

	run(t: Millis): void {
		if (!this.running) {
			this.running = true;
			this.endsAt += t;
		}
	}

	stop(t: Millis): void {
		if (this.running) {
			this.running = false;
			this.endsAt = Math.max(this.endsAt - t, 0);
		}
	}

	/** Bytes that helped; negative ones were found to be bad later. */
	count(bytes: number): void {
		this.parts[this.at] += bytes;
	}

	nextAt(): Millis {
		return this.running ? this.endsAt : Infinity;
	}

	/** Ends the parts that are over; whether any five minutes to now were too slow. */
	tooSlow(t: Millis): boolean {
		let slow = false;
		while (this.running && t >= this.endsAt) {
			this.over = Math.min(this.over + 1, PARTS);
			slow = slow || (this.over === PARTS && this.sum() < this.leastBytes);
			this.at = (this.at + 1) % PARTS;
			this.parts[this.at] = 0;
			this.endsAt += this.partMs;
		}
		return slow;
	}

	sum(): number {
		let bytes = 0;
		for (let i = 0; i < PARTS; i++) {
			bytes += this.parts[i];
		}
		return bytes;
	}
}
