// How long a confirmed image must run, and that it restarts cleanly once, before the boot floor rises (ota.md 3.3).

import {HOUR, MINUTE} from '../../core/clock.ts';
import type {Millis} from '../../core/clock.ts';
import type {KeptUpdate} from './kept.ts';

/** The time is kept this often, so that an outage costs at most this of it. */
const KEEP_EVERY_MS = HOUR;
const LOOK_EVERY_MS = MINUTE;
const NONE = -1;

export class Soak {
	kept: KeptUpdate;
	limitMs: Millis;
	countedAt: Millis;
	keptMs: Millis;

	constructor(kept: KeptUpdate, limitMs: Millis, t: Millis) {
		this.kept = kept;
		this.limitMs = limitMs;
		this.countedAt = t;
		this.keptMs = kept.soakMs;
	}

	/** The image was confirmed: its soak begins. */
	begin(t: Millis): void {
		this.kept.soakMs = 0;
		this.kept.soakRestarted = false;
		this.countedAt = t;
		this.keptMs = 0;
	}

	end(): void {
		this.kept.soakMs = NONE;
	}

	runs(): boolean {
		return this.kept.soakMs !== NONE;
	}

	/** Counts up to `t`; whether what is kept has become old. */
	count(t: Millis): boolean {
		if (this.runs()) {
			this.kept.soakMs += t - this.countedAt;
		}
		this.countedAt = t;
		const isOld = this.kept.soakMs - this.keptMs >= KEEP_EVERY_MS;
		if (isOld) {
			this.keptMs = this.kept.soakMs;
		}
		return isOld;
	}

	/** Whether the time is over, whatever lacks besides. */
	isRipe(): boolean {
		return this.runs() && this.kept.soakMs >= this.limitMs;
	}

	nextAt(): Millis {
		return this.runs()
			? this.countedAt + Math.max(1, Math.min(KEEP_EVERY_MS, this.isRipe() ? LOOK_EVERY_MS : this.leftMs()))
			: Infinity;
	}

	leftMs(): Millis {
		return this.limitMs - this.kept.soakMs;
	}
}
