// When the cards of a fleet send their steady samples: in groups that take turns within an interval, so that not all speak at once.
// The same on every shard.

import type {Millis} from '../../src/core/clock.ts';
import {DAY, MINUTE} from '../../src/core/clock.ts';
import {seedFor, unitAt} from '../../src/core/random.ts';
import type {FleetSpec} from './spec.ts';

export interface SampleWishes {
	/** No card sends any, after events neither. */
	readonly isOff?: boolean;
	/** Between two steady samples of a card; a minute where nothing is said. */
	readonly intervalMs?: Millis;
	/** The share of the interval over which the moment of a card wanders, drawn anew each time; 0 where nothing is said. */
	readonly jitter?: number;
	/** Samples of all cards together after which none is sent any more; no end where nothing is said. */
	readonly limit?: number;
}

/** Interval of the samples when nothing happens. */
const INTERVAL_MS = MINUTE;

/** How far virtual time may go at once: nobody waits for more than a sample. Of events years may pass without any. */
export function longestStepOf({isOff, intervalMs}: SampleWishes): Millis {
	return isOff === true ? DAY : Math.max(INTERVAL_MS, intervalMs ?? INTERVAL_MS);
}

/** The cards take turns in so many groups within an interval. */
const TURNS = 12;
const JITTER_CHANNEL = 11;

export class SampleTurns {
	readonly intervalMs: Millis;
	/** The cards of each turn where nothing wanders: of each site a run of neighbouring rows, so that a sweep stays in cache. */
	readonly #groups: readonly Uint32Array[];
	/** Turns by which a card's own may come later. */
	readonly #wander: number;
	/** Of each card, where something wanders. */
	readonly #turns: Uint8Array;
	readonly #seeds: Uint32Array;
	#turn = 0;
	#round = 0;

	constructor(spec: FleetSpec, {intervalMs, jitter}: SampleWishes) {
		this.intervalMs = intervalMs ?? INTERVAL_MS;
		this.#groups = groupsOf(spec);
		this.#wander = Math.min(TURNS - 1, Math.floor((jitter ?? 0) * TURNS + 0.5));
		const wandering = this.#wander === 0 ? [] : spec.cards;
		this.#turns = new Uint8Array(wandering.length);
		this.#groups.forEach((cards, turn) => cards.forEach(card => (this.#turns[card] = turn)));
		this.#seeds = Uint32Array.from(wandering, ({id}) => seedFor(spec.seed, `${id}/sample`));
	}

	/** From one turn to the next, in whole milliseconds that add up to the interval. */
	get delayMs(): Millis {
		return this.#startOf(this.#turn + 1) - this.#startOf(this.#turn);
	}

	/** Calls `sample` for each card whose turn it is, in order, and goes on to the next. */
	sweep(sample: (card: number) => void): void {
		if (this.#wander === 0) {
			const cards = this.#groups[this.#turn];
			for (let i = 0; i < cards.length; i++) {
				sample(cards[i]);
			}
		} else {
			this.#sweepWandering(sample);
		}
		this.#turn = (this.#turn + 1) % TURNS;
		this.#round += this.#turn === 0 ? 1 : 0;
	}

	#sweepWandering(sample: (card: number) => void): void {
		for (let card = 0; card < this.#turns.length; card++) {
			if (this.#wanderedTurn(card) === this.#turn) {
				sample(card);
			}
		}
	}

	#startOf(turn: number): Millis {
		return Math.floor((turn * this.intervalMs) / TURNS);
	}

	/** The earlier turns are shared out, and each card comes so much later: none leaves its interval. */
	#wanderedTurn(card: number): number {
		const base = Math.floor((this.#turns[card] * (TURNS - this.#wander)) / TURNS);
		return base + Math.floor(unitAt(this.#seeds[card], JITTER_CHANNEL, this.#round) * (this.#wander + 1));
	}
}

/** The cards of each turn: by their place at their site, so that it is the same on every shard. */
function groupsOf(spec: FleetSpec): Uint32Array[] {
	const counts = new Uint32Array(spec.sites.length);
	for (const card of spec.cards) {
		counts[card.site] += 1;
	}
	const offsets = spec.sites.map(site => seedFor(0, site.name));
	const placed = new Uint32Array(spec.sites.length);
	const turns = Array.from({length: TURNS}, (): number[] => []);
	for (const [card, {site}] of spec.cards.entries()) {
		turns[(Math.floor((TURNS * placed[site]++) / counts[site]) + offsets[site]) % TURNS].push(card);
	}
	return turns.map(cards => Uint32Array.from(cards));
}
