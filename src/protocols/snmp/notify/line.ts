// A queue that is emptied in batches, so that nothing is sent from within what happens to a card, and a blackout of a fleet drowns
// nobody.

import type {Clock} from '../../../core/clock.ts';

const MOST_WAITING = 100_000;
const BATCH = 200;
const PAUSE_MS = 10;

export class Line<T> {
	/** Things that found the line full. */
	lost = 0;
	#things: T[] = [];
	#clock: Clock;
	#take: (thing: T) => void;
	#cancel: (() => void) | null = null;

	constructor(clock: Clock, take: (thing: T) => void) {
		this.#clock = clock;
		this.#take = take;
	}

	push(thing: T): void {
		if (this.#things.length >= MOST_WAITING) {
			this.lost++;
			return;
		}
		this.#things.push(thing);
		this.#cancel ??= this.#clock.after(0, () => this.#next());
	}

	close(): void {
		this.#cancel?.();
		this.#things = [];
	}

	#next(): void {
		this.#cancel = null;
		for (const thing of this.#things.splice(0, BATCH)) {
			this.#take(thing);
		}
		if (this.#things.length > 0) {
			this.#cancel ??= this.#clock.after(PAUSE_MS, () => this.#next());
		}
	}
}
