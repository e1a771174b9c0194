// Which cards are under a fault of the desk, and the faults as the page lists them.

import type {CardHouse} from '../../src/agent/card-view.ts';
import type {ActiveFault, FaultDesk} from '../fleet/control/fault-desk.ts';
import type {FaultLine} from './messages.ts';

/** Ids of a fault's cards that are told by name. */
const NAMED = 5;

export class FaultMarks {
	readonly #desk: FaultDesk;
	readonly #house: CardHouse;
	#faults: readonly ActiveFault[] = [];
	#signature = '';
	#cards = new Set<number>();
	#isUponAll = false;

	constructor(desk: FaultDesk, house: CardHouse) {
		this.#desk = desk;
		this.#house = house;
	}

	/** Takes up what the desk holds; whether that is another list than before. */
	look(): boolean {
		const faults = this.#desk.list();
		const signature = faults.map(({name, sinceMs, state}) => `${name}@${sinceMs}@${state}`).join(' ');
		if (signature === this.#signature) {
			return false;
		}
		this.#signature = signature;
		this.#faults = faults;
		const active = faults.filter(({state}) => state === 'active');
		this.#isUponAll = active.some(({cards}) => cards === null);
		this.#cards = new Set(active.flatMap(({cards}) => (cards ?? []).map(id => this.#house.find(id))));
		return true;
	}

	isUpon(card: number): boolean {
		return this.#isUponAll || this.#cards.has(card);
	}

	lines(): FaultLine[] {
		return this.#faults.map(({cards, ...fault}) => ({
			...fault,
			cards: cards?.length ?? null,
			first: cards?.slice(0, NAMED) ?? [],
		}));
	}
}
