// What a transfer may take, in time and in tries (ota.md 5.1, 5.6): one table, so that tests and a board can have another.

import {DAY, HOUR, MINUTE, SECOND} from '../../core/clock.ts';
import type {Millis} from '../../core/clock.ts';

export interface TransferLimits {
	/** Bytes that one answer may hold at most. */
	readonly answerBytes: number;
	/** Answers that one request asks for. */
	readonly windowAnswers: number;
	/** How long a request waits for its next answer; doubled each time that none came, up to `answerWithinMostMs`. */
	readonly answerWithinMs: Millis;
	readonly answerWithinMostMs: Millis;
	/** The slowest that is waited for, on average over `rateOverMs`. */
	readonly leastBytesPerS: number;
	readonly rateOverMs: Millis;
	readonly wholeWithinMs: Millis;
	/** Pause after a source could not serve: doubled each time between these two. */
	readonly backOffLeastMs: Millis;
	readonly backOffMostMs: Millis;
	/** Pause after a request that brought nothing but bad chunks, from the second in a row on: doubled up to the other. */
	readonly fruitlessMs: Millis;
	readonly fruitlessMostMs: Millis;
}

export const standardLimits: TransferLimits = {
	answerBytes: 4096,
	windowAnswers: 4,
	answerWithinMs: 10 * SECOND,
	answerWithinMostMs: MINUTE,
	leastBytesPerS: 512,
	rateOverMs: 5 * MINUTE,
	wholeWithinMs: DAY,
	backOffLeastMs: MINUTE,
	backOffMostMs: 6 * HOUR,
	fruitlessMs: SECOND,
	fruitlessMostMs: 30 * SECOND,
};

/** `first` doubled `times` times, at most `most`. */
export function doubled(first: Millis, times: number, most: Millis): Millis {
	let ms = first;
	for (let i = 0; i < times && ms < most; i++) {
		ms *= 2;
	}
	return Math.min(ms, most);
}
