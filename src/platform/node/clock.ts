// The clocks of Node: monotonic time since the process started, and the wall clock of the machine.

import type {Clock, WallClock} from '../../core/clock.ts';

export const nodeClock: Clock = {
	now: () => Math.floor(performance.now()),
	after(delay, run) {
		const timer = setTimeout(run, delay);
		return () => clearTimeout(timer);
	},
};

/** Monotonic time with fractions of a millisecond, to measure with. */
export const nodeInstantMs = (): number => performance.now();

export const nodeWallClock: WallClock = {nowUtc: () => Date.now()};
