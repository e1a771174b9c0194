// What befalls the packets of one card, each way: the faults of its network together. Losses are independent of each other,
// delays add up, the narrowest line counts, and one partition is enough.

import type {Millis} from '../../src/core/clock.ts';
import {SECOND} from '../../src/core/clock.ts';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import type {NetworkFault} from '../scenario/card-target.ts';
import {GilbertElliott} from './gilbert-elliott.ts';

/** As the card sees it: `out` to the broker, `in` from it. */
export type Way = 'out' | 'in';

/** What becomes of one packet. */
export interface Fate {
	readonly isLost: boolean;
	readonly delayMs: Millis;
	/** How often it arrives, where it does. */
	readonly copies: number;
}

export class Weather {
	readonly #seed: number;
	readonly #random: Readonly<Record<Way, RandomStream>>;
	/** In effect, each with the state of its losses each way. */
	readonly #faults = new Map<NetworkFault, Readonly<Record<Way, GilbertElliott>> | null>();
	#made = 0;

	/** `seed` is the card's own. */
	constructor(seed: number) {
		this.#seed = seed;
		this.#random = {out: new RandomStream(seedFor(seed, 'out')), in: new RandomStream(seedFor(seed, 'in'))};
	}

	get isFair(): boolean {
		return this.#faults.size === 0;
	}

	add(fault: NetworkFault): void {
		this.#made += 1;
		const path = (way: Way): RandomStream => new RandomStream(seedFor(this.#seed, `loss/${this.#made}/${way}`));
		this.#faults.set(
			fault,
			fault.kind === 'loss'
				? {out: new GilbertElliott(fault, path('out')), in: new GilbertElliott(fault, path('in'))}
				: null,
		);
	}

	delete(fault: NetworkFault): void {
		this.#faults.delete(fault);
	}

	/** Whether nothing at all passes. */
	isBlocked(way: Way): boolean {
		return [...this.#faults.keys()].some(fault => fault.kind === 'partition' && goes(fault.way, way));
	}

	/** Draws what becomes of the next packet. */
	fate(way: Way): Fate {
		let isLost = this.isBlocked(way);
		let delayMs = 0;
		let copies = 1;
		for (const [fault, losses] of this.#faults) {
			isLost = losses?.[way].loses() === true || isLost;
			delayMs += this.#delayOf(fault, way);
			copies += fault.kind === 'duplicate' && this.#random[way].next() < fault.share ? 1 : 0;
		}
		return {isLost, delayMs, copies};
	}

	/** How long `bytes` take to be sent over the narrowest line. */
	sendingMs(bytes: number): Millis {
		let bytesPerSecond = Infinity;
		for (const fault of this.#faults.keys()) {
			bytesPerSecond = fault.kind === 'throttle' ? Math.min(bytesPerSecond, fault.bytesPerSecond) : bytesPerSecond;
		}
		return (bytes * SECOND) / bytesPerSecond;
	}

	#delayOf(fault: NetworkFault, way: Way): Millis {
		if (fault.kind === 'delay' && goes(fault.way, way)) {
			const jitter = fault.jitterMs === 0 ? 0 : this.#random[way].between(-fault.jitterMs, fault.jitterMs);
			return Math.max(0, Math.round(fault.delayMs + jitter));
		}
		if (fault.kind === 'reorder' && this.#random[way].next() < fault.share) {
			return fault.lateMs;
		}
		return 0;
	}
}

function goes(faulty: Way | 'both', way: Way): boolean {
	return faulty === 'both' || faulty === way;
}
