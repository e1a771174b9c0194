// How long a transfer waits: for the next answer, before it asks again what only brought bad bytes, and before it goes back to
// a source that would not serve (ota.md 5.6).

import type {Millis} from '../../core/clock.ts';
import {backOffMs} from './back-off.ts';
import {doubled} from './limits.ts';
import type {TransferLimits} from './limits.ts';

export class Patience {
	limits: TransferLimits;
	serial: string;
	/** Requests in a row that ran out of time, that brought nothing good, and that were not served. */
	silent: number;
	fruitless: number;
	refused: number;
	/** Why the source did not serve the last request, in its own words. */
	reason: string;

	constructor(limits: TransferLimits, serial: string) {
		this.limits = limits;
		this.serial = serial;
		this.silent = 0;
		this.fruitless = 0;
		this.refused = 0;
		this.reason = '';
	}

	/** The source brought something. */
	restore(): void {
		this.silent = 0;
		this.refused = 0;
		this.reason = '';
	}

	answerMs(): Millis {
		return doubled(this.limits.answerWithinMs, this.silent, this.limits.answerWithinMostMs);
	}

	/** Before the next request: nothing, unless the second in a row was fruitless. */
	pauseMs(): Millis {
		return this.fruitless < 2 ? 0 : doubled(this.limits.fruitlessMs, this.fruitless - 2, this.limits.fruitlessMostMs);
	}

	backOffMs(): Millis {
		return backOffMs(this.serial, this.refused, this.limits);
	}
}
