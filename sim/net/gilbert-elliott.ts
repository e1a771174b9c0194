// Loss in bursts, after Gilbert and Elliott: a path is good or bad, changes between the two by chance at each packet, and loses
// packets by a rate of its own in each. One number for all packets would make bursts too rare (toxiproxy#87, #578).

import type {RandomStream} from '../../src/core/random.ts';

export interface LossModel {
	/** Chance, a packet, that a good path turns bad, and a bad one good. */
	readonly p: number;
	readonly r: number;
	/** Share lost in each state. */
	readonly lossGood: number;
	readonly lossBad: number;
}

/** Share of packets lost in the long run: p / (p + r) of the time is bad. */
export function meanLoss({p, r, lossGood, lossBad}: LossModel): number {
	return (r * lossGood + p * lossBad) / (p + r);
}

/** Packets that a bad time lasts, on average. */
export function meanBurst({r}: LossModel): number {
	return 1 / r;
}

/** One path, which begins good. */
export class GilbertElliott {
	readonly #model: LossModel;
	readonly #random: RandomStream;
	#isBad = false;

	constructor(model: LossModel, random: RandomStream) {
		this.#model = model;
		this.#random = random;
	}

	/** Whether the next packet is lost. */
	loses(): boolean {
		const {p, r, lossGood, lossBad} = this.#model;
		if (this.#random.next() < (this.#isBad ? r : p)) {
			this.#isBad = !this.#isBad;
		}
		return this.#random.next() < (this.#isBad ? lossBad : lossGood);
	}
}
