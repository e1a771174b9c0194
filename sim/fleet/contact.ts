// Whether each card of a fleet hears its UPS, how well, and what it hears of an update of its firmware.

import {Card} from '../../src/agent/card.ts';
import type {CardRows} from '../../src/agent/card-rows.ts';
import type {Clock, Millis} from '../../src/core/clock.ts';
import {seedFor} from '../../src/core/random.ts';
import {atRest, notCalm, onlyTime} from '../../src/agent/reporter.ts';
import {wattHoursAt} from '../../src/ups/flow.ts';
import {measure, measureFlow, measureStates} from '../../src/ups/measure.ts';
import {outputEnergy, READING_SIZE} from '../../src/ups/reading.ts';
import {isAtRest, isAtRestUntil} from '../../src/ups/rest.ts';
import {Ups} from '../../src/ups/row.ts';
import type {UpsRows} from '../../src/ups/row.ts';
import {answers} from '../../src/ups/update-state.ts';
import type {DisturbedCards} from './disturbed.ts';
import type {FleetEvents} from './fleet-ports.ts';
import {PolledLinks} from './polled-links.ts';
import type {FleetSpec} from './spec.ts';
import {tell, tellStates} from './told.ts';

/** The fleet whose links these are. */
export interface ContactParts {
	readonly rows: UpsRows;
	readonly cards: CardRows;
	readonly disturbed: DisturbedCards;
	readonly spec: FleetSpec;
	readonly clock: Clock;
}

export class FleetContact {
	readonly polls: PolledLinks;
	readonly #ups: Ups;
	readonly #card: Card;
	readonly #parts: ContactParts;
	readonly #events: FleetEvents;
	readonly #scratch = new Int32Array(READING_SIZE);
	/** Of calm cards: when they are to be looked at next, and when there was news last. */
	readonly #stillUntil: Float64Array;
	readonly #newsAt: Float64Array;

	/** `replan` is told when what is due to a card next may have changed. */
	constructor(parts: ContactParts, events: FleetEvents, replan: (card: number) => void) {
		this.#ups = new Ups(parts.rows, 0);
		this.#card = new Card(parts.cards, 0, events);
		this.#parts = parts;
		this.#stillUntil = new Float64Array(parts.spec.cards.length);
		this.#newsAt = new Float64Array(parts.spec.cards.length);
		this.#events = events;
		this.polls = this.#pollsOf(parts, replan);
	}

	/** What a card knows of its UPS at `t`: every sensor read then, or as it was when the link fell silent. */
	measureAt(card: number, t: Millis, out: Int32Array, at: number): void {
		const frozen = this.#parts.disturbed.frozenReading(card);
		if (frozen === undefined) {
			this.#measure(card, t, out, at);
		} else {
			out.set(frozen, at);
		}
	}

	/** How calm a card is of which the row of what was sent is that of `t`. What is bent or late has to be looked at each time. */
	calmAt(card: number, t: Millis): number {
		const {cards, disturbed} = this.#parts;
		if (disturbed.untruthful(card) !== undefined || disturbed.frozenReading(card) !== undefined) {
			return notCalm;
		}
		this.#stillUntil[card] = t;
		this.#newsAt[card] = t;
		return isAtRest(this.#ups.to(card), t, cards.sent, card * READING_SIZE) ? atRest : onlyTime;
	}

	/** Whether of a calm card nothing but the energy can be news at `t`. */
	isStill(card: number, t: Millis): boolean {
		return this.#parts.cards.calm[card] === atRest || t <= this.#stillUntil[card];
	}

	/** After a look at a calm card: what was still for a while is likely to be for as long again, and is not looked at until then. */
	lookAhead(card: number, t: Millis, news: boolean): void {
		if (news) {
			this.#newsAt[card] = t;
			return;
		}
		const until = t + (t - this.#newsAt[card]);
		if (isAtRestUntil(this.#ups.to(card), t, until, this.#parts.cards.sent, card * READING_SIZE)) {
			this.#stillUntil[card] = until;
		}
	}

	/** Measures what of a calm card may have moved since its last sample. */
	measureCalm(card: number, t: Millis, energyAlone: boolean, out: Int32Array): void {
		const u = this.#ups.to(card);
		if (energyAlone) {
			out[outputEnergy] = Math.floor(wattHoursAt(u, t));
		} else {
			measureFlow(u, t, out, 0);
		}
	}

	/** What the UPS says of its states now, whether or not it is heard. */
	measureStates(card: number, out: Int32Array): void {
		measureStates(this.#ups.to(card), out, 0);
		const record = this.#parts.disturbed.untruthful(card);
		if (record !== undefined) {
			tellStates(record, out, 0);
		}
	}

	#measure(card: number, t: Millis, out: Int32Array, at: number): void {
		const u = this.#ups.to(card);
		measure(u, t, out, at);
		const record = this.#parts.disturbed.untruthful(card);
		if (record !== undefined) {
			tell(record, u, t, out, at);
		}
	}

	/** Takes up how well the UPS of a card is heard now. */
	followLink(card: number, t: Millis): void {
		const record = this.#parts.disturbed.of(card);
		this.#measure(card, t, this.#scratch, 0);
		if (this.#isSilent(card)) {
			record.frozen ??= this.#scratch.slice();
			this.#card.to(card).loseContact(t);
		} else if (record.linkFaults.size > 0) {
			record.frozen ??= this.#scratch.slice();
			this.#card.to(card).regainContact(record.frozen, 0, t);
		} else {
			record.frozen = undefined;
			this.#card.to(card).regainContact(this.#scratch, 0, t);
		}
		this.#parts.disturbed.tidy(card);
		this.polls.follow(card);
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
		return this.#parts.disturbed.isSilent(card) || !answers(this.#ups.to(card));
	}

	#pollsOf({spec, clock, disturbed}: ContactParts, replan: (card: number) => void): PolledLinks {
		return new PolledLinks({
			clock,
			seedOf: card => seedFor(spec.seed, `${spec.cards[card].id}/link`),
			faultsOf: card => disturbed.linkFaultsOf(card),
			look: card => this.#look(card, clock.now()),
			heard: (card, row) => {
				if (!this.#isSilent(card)) {
					disturbed.of(card).frozen = row;
					this.#hear(card, row, clock.now());
					replan(card);
				}
			},
			unheard: card => {
				this.#card.to(card).loseContact(clock.now());
				replan(card);
			},
		});
	}

	#look(card: number, t: Millis): Int32Array | null {
		if (this.#isSilent(card)) {
			return null;
		}
		this.#measure(card, t, this.#scratch, 0);
		return this.#scratch.slice();
	}

	/** What is heard is news only where it says that something happened: a reading a second is not to be published. */
	#hear(card: number, row: Int32Array, t: Millis): void {
		const {cards} = this.#parts;
		const before = cards.lastSequence[card];
		this.#card.to(card).regainContact(row, 0, t);
		if (cards.lastSequence[card] !== before) {
			this.#events.changed(card, t);
		}
	}
}
