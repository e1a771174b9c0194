// Which cards are there, as far as the service can hear: births and deaths of sessions, and when a card last said anything.

import type {Live} from './decide.ts';

interface Heard {
	/** Session of the last birth and of the last death; 0 before there was one. */
	birth: number;
	death: number;
	atS: number;
}

export class Presence implements Live {
	hearingSinceS = -1;
	readonly #cards = new Map<string, Heard>();

	/** The service has a session with the broker, or has it no more. */
	connected(nowS: number): void {
		this.hearingSinceS = nowS;
	}

	disconnected(): void {
		this.hearingSinceS = -1;
	}

	isOnline(card: string): boolean {
		const heard = this.#cards.get(card);
		return heard !== undefined && heard.birth !== 0 && heard.birth !== heard.death;
	}

	heardS(card: string): number {
		return this.#cards.get(card)?.atS ?? 0;
	}

	/** Retained births and deaths come in any order: a death ends the session that it names. True where the session is new. */
	born(card: string, session: number, nowS: number): boolean {
		const heard = this.#of(card);
		const isNew = heard.birth !== session;
		heard.birth = session;
		heard.atS = nowS;
		return isNew;
	}

	/** What the broker says for a card is no word of the card. */
	died(card: string, session: number): void {
		this.#of(card).death = session;
	}

	spoke(card: string, nowS: number): void {
		this.#of(card).atS = nowS;
	}

	/** Cards that are there. */
	get count(): number {
		let count = 0;
		for (const card of this.#cards.keys()) {
			count += Number(this.isOnline(card));
		}
		return count;
	}

	#of(card: string): Heard {
		let heard = this.#cards.get(card);
		if (heard === undefined) {
			heard = {birth: 0, death: 0, atS: 0};
			this.#cards.set(card, heard);
		}
		return heard;
	}
}
