// Transfers to battery by reason. A reading holds how many there were and why the last one came, so each is looked at soon after it.

import type {CardHouse, CardView} from '../../agent/card-view.ts';
import {NOT_AVAILABLE} from '../../core/absent.ts';
import {transferReason, UNKNOWN_REASON} from './map.ts';

const NEVER_LOOKED = -1;
const EVENT = 'onBattery';

export class TransferCounts {
	readonly #house: CardHouse;
	/** Of each card: how many have been counted. */
	readonly #counted: Int32Array;
	readonly #byReason: Array<Map<string, number> | undefined> = [];
	readonly #due = new Set<number>();
	readonly #stop: () => void;

	constructor(house: CardHouse) {
		this.#house = house;
		this.#counted = new Int32Array(house.count).fill(NEVER_LOOKED);
		const event = house.eventByName(EVENT)?.id;
		this.#stop = house.onLogged((card, entry) => {
			if (entry.event === event) {
				this.#lookSoon(card);
			}
		});
		for (let card = 0; card < house.count; card++) {
			this.#look(card);
		}
	}

	/** Counts what is new; the view stands at the card and has looked. Reasons in the order in which they came up. */
	of(view: CardView): ReadonlyMap<string, number> {
		this.#take(view);
		return this.#byReason[view.card] ?? new Map();
	}

	close(): void {
		this.#stop();
		this.#due.clear();
	}

	/** After what logged it: a listener must not move the view of who is at work. */
	#lookSoon(card: number): void {
		if (this.#due.size === 0) {
			queueMicrotask(() => this.#lookAtDue());
		}
		this.#due.add(card);
	}

	#lookAtDue(): void {
		for (const card of this.#due) {
			this.#look(card);
		}
		this.#due.clear();
	}

	#look(card: number): void {
		const view = this.#house.view(card);
		view.look();
		this.#take(view);
	}

	#take({card, lost, reading}: CardView): void {
		const count = reading.transferCount;
		const before = this.#counted[card];
		if (lost || count === NOT_AVAILABLE || count === before) {
			return;
		}
		this.#counted[card] = count;
		if (before === NEVER_LOOKED) {
			this.#add(card, UNKNOWN_REASON, count);
		} else {
			// A UPS that began anew counts from 0.
			this.#add(card, transferReason(reading.transferCause), count > before ? count - before : count);
		}
	}

	#add(card: number, reason: string, more: number): void {
		if (more > 0) {
			const counts = (this.#byReason[card] ??= new Map<string, number>());
			counts.set(reason, (counts.get(reason) ?? 0) + more);
		}
	}
}
