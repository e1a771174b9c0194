// What faults and `set` have done to the world of single cards: factors multiply, offsets add up, in any order of undoing.
// Kept only for cards that are under a fault, so that a quiet fleet pays nothing.

import type {LinkFault} from '../scenario/card-target.ts';

export interface Disturbed {
	readonly inputFactors: Set<{factor: number}>;
	readonly hertzShifts: Set<{hertz: number}>;
	readonly addedLoads: Set<{ratio: number}>;
	readonly deadCells: Set<{cells: number}>;
	/** What breaks transfers of firmware. */
	readonly brokenUpdates: Set<object>;
	silences: number;
	/** What befalls the answers of the UPS, where it answers. */
	readonly linkFaults: Set<LinkFault>;
	/** The last reading before the link fell silent, or the last that came over one that answers badly. */
	frozen: Int32Array | undefined;
}

export class DisturbedCards {
	readonly #byCard = new Map<number, Disturbed>();

	/** The record of a card, made on first use. */
	of(card: number): Disturbed {
		let record = this.#byCard.get(card);
		if (record === undefined) {
			record = {
				inputFactors: new Set(),
				hertzShifts: new Set(),
				addedLoads: new Set(),
				deadCells: new Set(),
				brokenUpdates: new Set(),
				silences: 0,
				linkFaults: new Set(),
				frozen: undefined,
			};
			this.#byCard.set(card, record);
		}
		return record;
	}

	inputFactor(card: number): number {
		let product = 1;
		for (const entry of this.#byCard.get(card)?.inputFactors ?? []) {
			product *= entry.factor;
		}
		return product;
	}

	hertzShift(card: number): number {
		let sum = 0;
		for (const entry of this.#byCard.get(card)?.hertzShifts ?? []) {
			sum += entry.hertz;
		}
		return sum;
	}

	addedLoad(card: number): number {
		let sum = 0;
		for (const entry of this.#byCard.get(card)?.addedLoads ?? []) {
			sum += entry.ratio;
		}
		return sum;
	}

	deadCells(card: number): number {
		let sum = 0;
		for (const entry of this.#byCard.get(card)?.deadCells ?? []) {
			sum += entry.cells;
		}
		return sum;
	}

	isSilent(card: number): boolean {
		return (this.#byCard.get(card)?.silences ?? 0) > 0;
	}

	frozenReading(card: number): Int32Array | undefined {
		return this.#byCard.get(card)?.frozen;
	}
}
