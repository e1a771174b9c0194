// Whether the card hears its UPS: when silence becomes a loss, and what the first reading after it says.

import type {Card} from '../../../agent/card.ts';
import type {Millis} from '../../../core/clock.ts';
import type {UpsWorld} from './ups-world.ts';

/** What it asks of the UPS. */
type Heard = Pick<UpsWorld, 'isHeard' | 'updatePhase'>;

export class ContactWatch {
	readonly #card: Card;
	#begun = false;
	/** Whether hearing anew logged anything since the last look. */
	#isNews = false;

	constructor(card: Card) {
		this.#card = card;
	}

	/** The card begins, with a reading or without. */
	begin({isHeard, updatePhase}: Heard, row: Int32Array, t: Millis): void {
		this.#card.startUpdate(updatePhase);
		if (isHeard) {
			this.#start(row, t);
		} else {
			this.#card.loseContact(t);
		}
	}

	/** A reading has come, or none where it should have. */
	take(isHeard: boolean, row: Int32Array, t: Millis): void {
		if (!isHeard) {
			this.#card.loseContact(t);
			return;
		}
		if (!this.#begun) {
			this.#start(row, t);
		}
		const before = this.#newest();
		if (!this.#card.isHearing()) {
			this.#card.regainContact(row, 0, t);
		}
		this.#isNews ||= this.#newest() !== before;
	}

	/**
	 * Calls a silence that has lasted a loss; says whether a loss or its end, or how far an update of the UPS is, was logged since
	 * the last time. A UPS that starts a new firmware falls silent: the last that it says before is heard, and the first after.
	 */
	observe({isHeard, updatePhase}: Heard, row: Int32Array, t: Millis): boolean {
		const said = this.#card.observeUpdate(updatePhase, t);
		this.take(isHeard, row, t);
		const says = this.#card.observeUpdate(updatePhase, t);
		const isLost = this.nextAt() <= t;
		if (isLost) {
			this.#card.declareLost(t);
		}
		const isNews = this.#isNews || isLost || said || says;
		this.#isNews = false;
		return isNews;
	}

	/** When `observe` has something to do; Infinity while the UPS is heard. */
	nextAt(): Millis {
		return this.#card.rows.staleAt[this.#card.id];
	}

	#newest(): number {
		return this.#card.rows.lastSequence[this.#card.id];
	}

	/** Groups and tests of before are no events, whether or not the card has begun to hear. */
	#start(row: Int32Array, t: Millis): void {
		this.#begun = true;
		this.#card.start(row, 0, t);
	}
}
