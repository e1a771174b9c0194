// What the wall clock of each card shows. It stamps what leaves the card and nothing else; only a card under a fault has a record,
// which also says how its clock went before, for the entries of its log that are told later.

import type {Card} from '../../src/agent/card.ts';
import type {Millis} from '../../src/core/clock.ts';
import type {Undo} from '../scenario/bench.ts';
import type {ClockFault} from '../scenario/card-target.ts';
import {once} from '../faults/fault.ts';

const MILLION = 1_000_000;
const NOTHING: readonly Held[] = [];

interface Held {
	readonly fault: ClockFault;
	readonly sinceMs: Millis;
}

/** From `fromMs` on, until the next. */
interface Phase {
	readonly fromMs: Millis;
	readonly held: readonly Held[];
}

/** Time of the oldest entry in the log of a card; Infinity where there is none. */
export function oldestTold(card: Card): Millis {
	const oldest = card.oldest();
	return oldest > card.rows.lastSequence[card.id] ? Infinity : card.entry(oldest).atMs;
}

export class WallClocks {
	readonly #startUtc: Millis;
	readonly #oldestTold: (card: number) => Millis;
	readonly #phases = new Map<number, Phase[]>();

	/** `oldest` knows the oldest time of a card that may still be asked for. */
	constructor(startUtc: Millis, oldest: (card: number) => Millis) {
		this.#startUtc = startUtc;
		this.#oldestTold = oldest;
	}

	/** Milliseconds since 1970 that the clock of a card showed at `t`. */
	utcAt(card: number, t: Millis): Millis {
		return this.#startUtc + t + this.offsetAt(card, t);
	}

	/** How far it was from the truth at `t`. */
	offsetAt(card: number, t: Millis): Millis {
		const held = this.#phases.get(card)?.findLast(({fromMs}) => fromMs <= t)?.held ?? NOTHING;
		return Math.round(held.reduce((sum, each) => sum + this.#offsetOf(each, t), 0));
	}

	/** How the clock of a card went so far, as a text; '' where it always went right. */
	historyText(card: number): string {
		const phases = this.#phases.get(card);
		return phases === undefined ? '' : JSON.stringify(phases);
	}

	/** Disturbs the clock of a card from `now()` on. The undo sets it right. */
	disturb(card: number, fault: ClockFault, now: () => Millis): Undo {
		const held: Held = {fault, sinceMs: now()};
		this.#change(card, now(), list => [...list, held]);
		return once(() => this.#change(card, now(), list => list.filter(other => other !== held)));
	}

	#change(card: number, fromMs: Millis, change: (held: readonly Held[]) => readonly Held[]): void {
		const phases = this.#phases.get(card) ?? [];
		phases.push({fromMs, held: change(phases.at(-1)?.held ?? [])});
		// A phase is over where the next begins.
		const oldest = Math.min(fromMs, this.#oldestTold(card));
		while (phases.length > 1 && phases[1].fromMs <= oldest) {
			phases.shift();
		}
		this.#phases.set(card, phases);
	}

	#offsetOf({fault, sinceMs}: Held, t: Millis): number {
		if (fault.kind === 'jump') {
			return fault.byMs;
		}
		if (fault.kind === 'drift') {
			return (fault.ppm * (t - sinceMs)) / MILLION;
		}
		return fault.kind === 'stuck' ? sinceMs - t : fault.utcMs - this.#startUtc - sinceMs;
	}
}
