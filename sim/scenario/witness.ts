// What was seen of the cards while a scenario ran: how many events, and the last of each card.

import type {SeenEvent} from './bench.ts';

/** How many events of a card a failure tells. */
export const LAST_EVENTS = 10;

export class Witness {
	/** All events so far. */
	count = 0;
	readonly #last = new Map<number, SeenEvent[]>();

	see(event: SeenEvent): void {
		this.count += 1;
		const last = this.#last.get(event.card) ?? [];
		last.push(event);
		if (last.length > LAST_EVENTS) {
			last.shift();
		}
		this.#last.set(event.card, last);
	}

	/** The last ten events of `card`, oldest first. */
	lastOf(card: number): readonly SeenEvent[] {
		return this.#last.get(card) ?? [];
	}
}
