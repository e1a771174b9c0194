// Waiting by a clock that comes in by the door.

import type {Clock, Millis} from '../core/clock.ts';

/** Resolves `delay` from now. */
export async function pause(clock: Clock, delay: Millis): Promise<void> {
	await new Promise<void>(resolve => {
		clock.after(Math.max(0, Math.ceil(delay)), resolve);
	});
}
