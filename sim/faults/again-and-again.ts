// Something that happens for a moment, so many times, so far apart.

import type {Clock, Millis} from '../../src/core/clock.ts';
import type {Undo} from '../scenario/bench.ts';

export interface Beat {
	readonly lastsMs: Millis;
	/** From one start to the next; longer than `lastsMs`. */
	readonly periodMs: Millis;
	readonly count: number;
}

/** Begins at once. The undo ends what is so at that moment, and all that was to come. */
export function againAndAgain(clock: Clock, {lastsMs, periodMs, count}: Beat, begin: () => Undo): Undo {
	let end: Undo = () => {};
	let cancel: Undo = () => {};
	let left = count;
	const start = (): void => {
		left -= 1;
		end = begin();
		cancel = clock.after(lastsMs, recover);
	};
	const recover = (): void => {
		end();
		if (left > 0) {
			cancel = clock.after(periodMs - lastsMs, start);
		}
	};
	start();
	return () => {
		cancel();
		end();
	};
}
