// Whether each card of a fleet hears its UPS, and what it hears of an update of its firmware.

import {Card} from '../../src/agent/card.ts';
import type {CardRows} from '../../src/agent/card-rows.ts';
import type {Millis} from '../../src/core/clock.ts';
import {measure} from '../../src/ups/measure.ts';
import {READING_SIZE} from '../../src/ups/reading.ts';
import {Ups} from '../../src/ups/row.ts';
import type {UpsRows} from '../../src/ups/row.ts';
import {answers} from '../../src/ups/update-state.ts';
import type {DisturbedCards} from './disturbed.ts';
import type {FleetEvents} from './fleet-ports.ts';

export class FleetContact {
	readonly #ups: Ups;
	readonly #card: Card;
	readonly #disturbed: DisturbedCards;
	readonly #events: FleetEvents;
	readonly #scratch = new Int32Array(READING_SIZE);

	constructor(rows: UpsRows, cards: CardRows, disturbed: DisturbedCards, events: FleetEvents) {
		this.#ups = new Ups(rows, 0);
		this.#card = new Card(cards, 0, events);
		this.#disturbed = disturbed;
		this.#events = events;
	}

	/** Takes up whether the UPS of a card is heard now. */
	followLink(card: number, t: Millis): void {
		measure(this.#ups.to(card), t, this.#scratch, 0);
		if (this.#isSilent(card)) {
			this.#disturbed.of(card).frozen ??= this.#scratch.slice();
			this.#card.to(card).loseContact(t);
		} else {
			this.#disturbed.of(card).frozen = undefined;
			this.#card.to(card).regainContact(this.#scratch, 0, t);
		}
		this.#events.changed(card, t);
	}

	/** The phase of an update is another: the last that a UPS says before it starts anew is heard, and the first after it. */
	followUpdate(card: number, t: Millis): void {
		const phase = this.#ups.to(card).updatePhase;
		const said = this.#card.to(card).observeUpdate(phase, t);
		if (this.#card.isHearing() === this.#isSilent(card)) {
			this.followLink(card, t);
		}
		if (this.#card.observeUpdate(phase, t) || said) {
			this.#events.changed(card, t);
		}
	}

	/** Where a fault silences it, and while it starts a new firmware. */
	#isSilent(card: number): boolean {
		return this.#disturbed.isSilent(card) || !answers(this.#ups.to(card));
	}
}
