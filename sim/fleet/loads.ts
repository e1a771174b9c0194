// What the equipment behind each UPS of a fleet asks for: a base, its profile, and what faults add.

import type {Millis} from '../../src/core/clock.ts';
import {loadStep} from './load-profile.ts';
import type {LoadProfile} from './load-profile.ts';

export class Loads {
	/** When the load of a card steps next; Infinity for never. */
	readonly nextAt: Float64Array;
	readonly baseWatts: Float64Array;
	readonly factor: Float64Array;
	readonly #startUtc: Millis;

	constructor(count: number, startUtc: Millis) {
		this.nextAt = new Float64Array(count).fill(Infinity);
		this.baseWatts = new Float64Array(count);
		this.factor = new Float64Array(count).fill(1);
		this.#startUtc = startUtc;
	}

	setBase(card: number, watts: number): void {
		this.baseWatts[card] = watts;
	}

	/** Takes the step that is due at `t`. */
	step(card: number, profile: LoadProfile, seed: number, t: Millis): void {
		const {factor, until} = loadStep(profile, seed, this.#startUtc, t);
		this.factor[card] = factor;
		this.nextAt[card] = until;
	}

	/** Watts that a card's equipment asks for now, without what faults add. */
	wattsOf(card: number): number {
		return this.baseWatts[card] * this.factor[card];
	}
}
