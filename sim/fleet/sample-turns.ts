// When the cards of a fleet send their steady samples: in groups that take turns within an interval, so that not all speak at once.
// The same on every shard.

import type {Millis} from '../../src/core/clock.ts';
import {DAY, MINUTE} from '../../src/core/clock.ts';
import {seedFor, unitAt} from '../../src/core/random.ts';
import type {Sampler} from './fleet-ports.ts';
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

/** Virtual time that sites are played for, one after the other: the rows of a site stay in cache for so many samples. */
const AHEAD_MS = 10 * MINUTE;
/** A larger fleet goes in shorter steps, so that nobody who wants it to end waits longer than about a second. */
const AHEAD_CARDS = 100_000;

/** How far virtual time of `cards` may go at once where nobody is told of anything. */
export function aheadOf(cards: number): Millis {
	const minutes = Math.floor((AHEAD_MS / MINUTE) * Math.min(1, AHEAD_CARDS / cards));
	return Math.max(1, minutes) * MINUTE;
}

/** Whether each site may take its samples without regard to the others. A limit counts those of all. */
export function isFree({jitter, limit}: SampleWishes): boolean {
	return (jitter ?? 0) === 0 && (limit ?? Infinity) === Infinity;
}

/**
 * How far virtual time may go at once: nobody waits for more than a sample, or than `aheadMs` where nobody waits for any. Of events years
 * may pass without any.
 */
export function longestStepOf({isOff, intervalMs}: SampleWishes, aheadMs: Millis = INTERVAL_MS): Millis {
	return isOff === true ? DAY : Math.max(aheadMs, intervalMs ?? INTERVAL_MS);
}

/** The cards take turns in so many groups within an interval. */
const TURNS = 12;
const JITTER_CHANNEL = 11;

/** Where the cards of a site lie, and by how many turns they come later than those of another. */
interface Place {
	readonly first: number;
	readonly count: number;
	readonly offset: number;
}

export class SampleTurns implements Sampler {
	readonly isFree: boolean;
	readonly intervalMs: Millis;
	readonly #places: readonly Place[];
	/** Turns by which a card's own may come later. */
	readonly #wander: number;
	/** Of each card, where something wanders. */
	readonly #turns: Uint8Array;
	readonly #seeds: Uint32Array;
	/** The next, counted from the start. */
	#turn = 0;
	#startedAt: Millis = Infinity;
	#sample: (card: number, t: Millis) => void = () => {};

	constructor(spec: FleetSpec, wishes: SampleWishes) {
		this.isFree = isFree(wishes);
		this.intervalMs = wishes.intervalMs ?? INTERVAL_MS;
		this.#places = placesOf(spec);
		this.#wander = Math.min(TURNS - 1, Math.floor((wishes.jitter ?? 0) * TURNS + 0.5));
		const wandering = this.#wander === 0 ? [] : spec.cards;
		this.#turns = Uint8Array.from(wandering, ({site}, card) => turnOf(this.#places[site], card));
		this.#seeds = Uint32Array.from(wandering, ({id}) => seedFor(spec.seed, `${id}/sample`));
	}

	/** The first turn comes so long after `t` as the second after the first. `sample` is called for each card whose turn it is. */
	start(t: Millis, sample: (card: number, t: Millis) => void): void {
		this.#startedAt = t;
		this.#sample = sample;
	}

	get nextAt(): Millis {
		return this.#timeOf(this.#turn);
	}

	take(now: Millis): boolean {
		const t = this.nextAt;
		if (t > now) {
			return false;
		}
		if (this.#wander === 0) {
			for (let site = 0; site < this.#places.length; site++) {
				this.#takeRun(site, this.#turn, t);
			}
		} else {
			this.#takeWandering(t);
		}
		this.#turn += 1;
		return true;
	}

	takeSite(site: number, until: Millis, live: (t: Millis) => void): void {
		let turn = this.#turn;
		for (let t = this.#timeOf(turn); t < until; t = this.#timeOf(turn)) {
			live(t);
			this.#takeRun(site, turn, t);
			turn += 1;
		}
	}

	passTo(t: Millis): void {
		while (this.nextAt < t) {
			this.#turn += 1;
		}
	}

	/** In whole milliseconds that add up to the interval. */
	#timeOf(turn: number): Millis {
		const round = Math.floor(turn / TURNS);
		const within = Math.floor(((1 + turn - TURNS * round) * this.intervalMs) / TURNS);
		return this.#startedAt + round * this.intervalMs + within;
	}

	/** Of each site a run of neighbouring rows, so that a turn stays in cache (engine.md 4). */
	#takeRun(site: number, turn: number, t: Millis): void {
		const {first, count, offset} = this.#places[site];
		const group = (turn + TURNS - offset) % TURNS;
		const end = first + Math.ceil(((group + 1) * count) / TURNS);
		for (let card = first + Math.ceil((group * count) / TURNS); card < end; card++) {
			this.#sample(card, t);
		}
	}

	#takeWandering(t: Millis): void {
		const round = Math.floor(this.#turn / TURNS);
		for (let card = 0; card < this.#turns.length; card++) {
			if (this.#wanderedTurn(card, round) === this.#turn % TURNS) {
				this.#sample(card, t);
			}
		}
	}

	/** The earlier turns are shared out, and each card comes so much later: none leaves its interval. */
	#wanderedTurn(card: number, round: number): number {
		const base = Math.floor((this.#turns[card] * (TURNS - this.#wander)) / TURNS);
		return base + Math.floor(unitAt(this.#seeds[card], JITTER_CHANNEL, round) * (this.#wander + 1));
	}
}

/** The turn of a card follows from its place at its site, so that it is the same on every shard. */
function turnOf({first, count, offset}: Place, card: number): number {
	return (Math.floor((TURNS * (card - first)) / count) + offset) % TURNS;
}

function placesOf(spec: FleetSpec): Place[] {
	const counts = new Uint32Array(spec.sites.length);
	for (const card of spec.cards) {
		counts[card.site] += 1;
	}
	let first = 0;
	return spec.sites.map(({name}, site) => {
		first += counts[site];
		return {first: first - counts[site], count: counts[site], offset: seedFor(0, name) % TURNS};
	});
}
