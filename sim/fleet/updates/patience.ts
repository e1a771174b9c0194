// How long virtual time waits for an update service: answers come in real time, and a virtual minute may be a real millisecond.

import {SECOND} from '../../../src/core/clock.ts';
import {nodeClock} from '../../../src/platform/node/clock.ts';

/** A service that says nothing for this long, in real milliseconds, is gone: it must not stop the world. */
const PATIENCE_MS = 3 * SECOND;
/** Turns of the event loop without a word before virtual time goes on: bytes may be on their way between broker and card. */
const QUIET_TURNS = 20;

export class Patience {
	/** Others to wait for, such as a service in this process. */
	readonly alsoBusy: Array<() => boolean> = [];
	/** Cards that wait for an answer. */
	readonly #waiting = new Set<number>();
	/** Where no service answers, nobody is waited for a second time. */
	#isServed = true;
	/** When something was asked or answered last, in real time. */
	#spokeAt = 0;
	#quietTurns = 0;

	/** A card asked for something. */
	asked(card: number): void {
		this.#speak();
		if (this.#isServed) {
			this.#waiting.add(card);
		}
	}

	/** Something came for a card. What it asks for next takes virtual time to be sent, so nothing is waited for until then. */
	answered(card: number): void {
		this.#isServed = true;
		this.#speak();
		this.#waiting.delete(card);
	}

	/** Nothing will come for a card: its session ended, or the world lost what was sent. */
	forget(card: number): void {
		this.#waiting.delete(card);
	}

	/** Asked once a turn. */
	isBusy(): boolean {
		if (this.alsoBusy.some(isBusy => isBusy()) || this.#awaits()) {
			this.#quietTurns = 0;
			return true;
		}
		this.#quietTurns += 1;
		return this.#quietTurns <= QUIET_TURNS;
	}

	#awaits(): boolean {
		if (this.#waiting.size > 0 && nodeClock.now() - this.#spokeAt > PATIENCE_MS) {
			this.#isServed = false;
			this.#waiting.clear();
		}
		return this.#waiting.size > 0;
	}

	#speak(): void {
		this.#spokeAt = nodeClock.now();
		this.#quietTurns = 0;
	}
}
