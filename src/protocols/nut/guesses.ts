// Slows down who guesses passwords: by address, in bounded memory.

import type {Clock, Millis} from '../../core/clock.ts';
import {MINUTE} from '../../core/clock.ts';

/** Wrong passwords that an address may send within a minute; what comes after is refused unread. */
export const GUESSES_MAX = 20;
const WINDOW_MS = MINUTE;
const ADDRESSES_MAX = 1000;

interface Guesses {
	count: number;
	readonly sinceMs: Millis;
}

/** The wrong guesses of the last minute. */
export class GuessLimit {
	private readonly byAddress = new Map<string, Guesses>();
	private readonly clock: Clock;

	constructor(clock: Clock) {
		this.clock = clock;
	}

	/** Whether nothing that this address sends is to be looked at now. */
	isOver(address: string): boolean {
		return (this.recent(address)?.count ?? 0) >= GUESSES_MAX;
	}

	/** Counts a wrong guess; true for the first of a minute, which is to be told of. */
	wrong(address: string): boolean {
		const guesses = this.recent(address);
		if (guesses !== null) {
			guesses.count += 1;
			return false;
		}
		if (this.byAddress.size >= ADDRESSES_MAX) {
			this.byAddress.delete(this.byAddress.keys().next().value ?? '');
		}
		this.byAddress.delete(address);
		this.byAddress.set(address, {count: 1, sinceMs: this.clock.now()});
		return true;
	}

	private recent(address: string): Guesses | null {
		const guesses = this.byAddress.get(address);
		return guesses === undefined || this.clock.now() - guesses.sinceMs >= WINDOW_MS ? null : guesses;
	}
}
