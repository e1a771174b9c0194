// The wall clock of a card that is put right: at once where it is far out, and so slowly that nothing runs backwards where it is near.

import type {Clock, Millis, WallClock} from '../../core/clock.ts';

/** What is set right by steps is more than this (RFC 5905 A.1.1, STEPT). */
export const STEP_FROM_MS = 128;
/** How fast a small offset is worked off: 500 parts in a million, the most that a clock is trusted to be out. */
const SLEW_RATE = 0.0005;

export interface DisciplinedClock extends WallClock {
	/** Adds `offsetMs`: at once where it is large, else slowly. Returns whether it was a step. What was being worked off is left. */
	correct(offsetMs: number): boolean;
	/** How much is added to the clock below, and how much is still to be worked off, ms. */
	readonly correctionMs: number;
	readonly remainingMs: number;
}

/** A clock over `wallClock`; `clock` says how fast time really goes. */
export function disciplinedClock(wallClock: WallClock, clock: Clock): DisciplinedClock {
	let base = 0;
	let slew = 0;
	let slewSince: Millis = clock.now();
	const workedOff = (): number => {
		const most = (clock.now() - slewSince) * SLEW_RATE;
		return Math.sign(slew) * Math.min(Math.abs(slew), most);
	};
	const settle = (): void => {
		base += workedOff();
		slew = 0;
		slewSince = clock.now();
	};
	return {
		nowUtc: () => Math.round(wallClock.nowUtc() + base + workedOff()),
		correct(offsetMs) {
			settle();
			if (Math.abs(offsetMs) > STEP_FROM_MS) {
				base += offsetMs;
				return true;
			}
			slew = offsetMs;
			return false;
		},
		get correctionMs() {
			return base + workedOff();
		},
		get remainingMs() {
			return slew - workedOff();
		},
	};
}
