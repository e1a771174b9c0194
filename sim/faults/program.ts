// What faults have in common that go on in steps.

import type {Clock, Millis} from '../../src/core/clock.ts';
import type {Undo} from '../scenario/bench.ts';

/**
 * Calls `step` with 0 now, then with 1, 2 … each after the delay that the one before returned, in whole milliseconds, until one returns
 * null.
 */
export function program(clock: Clock, step: (index: number) => Millis | null): Undo {
	let cancel: Undo = () => {};
	const run = (index: number): void => {
		const delay = step(index);
		cancel = delay === null ? () => {} : clock.after(Math.max(1, Math.round(delay)), () => run(index + 1));
	};
	run(0);
	return () => cancel();
}
