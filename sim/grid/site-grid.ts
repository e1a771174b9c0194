// The utility at one site: a level that is 1 in quiet times, moved by seeded disturbances. Piecewise constant, event by event.

import {DAY, MINUTE, SECOND} from '../../src/core/clock.ts';
import type {Millis} from '../../src/core/clock.ts';
import {log} from '../../src/core/math.ts';
import {RandomStream} from '../../src/core/random.ts';

export type DisturbanceKind = 'sag' | 'swell' | 'flicker' | 'outage';

/** Mean number a day of each kind; a kind that is left out does not happen. */
export type DisturbanceRates = Partial<Readonly<Record<DisturbanceKind, number>>>;

interface Range {
	readonly low: number;
	readonly high: number;
}

interface DisturbanceShape {
	/** Voltage as a share of normal while it lasts. */
	readonly level: Range;
	readonly durationMs: Range;
	/** How many times in a row, and how far apart. */
	readonly count: Range;
	readonly gapMs: Range;
}

const once: Range = {low: 1, high: 1};
const noGap: Range = {low: 0, high: 0};

/** Shapes after the classes of EN 50160: dips below 90 %, swells above 110 %, interruptions below 5 %. */
const shapes: Readonly<Record<DisturbanceKind, DisturbanceShape>> = {
	sag: {level: {low: 0.5, high: 0.9}, durationMs: {low: 60, high: 3 * SECOND}, count: once, gapMs: noGap},
	swell: {level: {low: 1.1, high: 1.2}, durationMs: {low: 100, high: 30 * SECOND}, count: once, gapMs: noGap},
	flicker: {
		level: {low: 0.8, high: 0.92},
		durationMs: {low: 100, high: 400},
		count: {low: 3, high: 10},
		gapMs: {low: SECOND, high: 5 * SECOND},
	},
	outage: {level: {low: 0, high: 0}, durationMs: {low: 12 * SECOND, high: 47 * MINUTE}, count: once, gapMs: noGap},
};

const kinds = Object.keys(shapes) as DisturbanceKind[];

/** One site's utility. `strike()` moves it to its next state at `nextAt`. */
export class SiteGrid {
	/** Voltage as a share of normal. */
	level = 1;
	/** When the level changes next; Infinity where nothing ever happens. */
	nextAt: Millis = Infinity;
	readonly #random: RandomStream;
	readonly #rates: DisturbanceRates;
	readonly #ratePerMs: number;
	#shape: DisturbanceShape = shapes.sag;
	#left = 0;

	constructor(seed: number, rates: DisturbanceRates) {
		this.#random = new RandomStream(seed);
		this.#rates = rates;
		this.#ratePerMs = kinds.reduce((sum, kind) => sum + (rates[kind] ?? 0), 0) / DAY;
		this.#planNext(0);
	}

	/** Carries out what is due at `nextAt`. */
	strike(): void {
		const now = this.nextAt;
		if (this.level !== 1) {
			this.level = 1;
			this.#planAfter(now);
		} else {
			this.#begin(now);
		}
	}

	/** All that decides what follows, as numbers. */
	state(): number[] {
		return [this.level, this.nextAt, this.#random.state, this.#left, Object.values(shapes).indexOf(this.#shape)];
	}

	#between(range: Range): number {
		return this.#random.between(range.low, range.high);
	}

	/** Disturbances come independently of each other: the time between them is exponential. */
	#planNext(now: Millis): void {
		this.#left = 0;
		this.nextAt = this.#ratePerMs > 0 ? now + Math.ceil(-log(1 - this.#random.next()) / this.#ratePerMs) + 1 : Infinity;
	}

	#planAfter(now: Millis): void {
		if (this.#left > 0) {
			this.nextAt = now + Math.ceil(this.#between(this.#shape.gapMs));
		} else {
			this.#planNext(now);
		}
	}

	#begin(now: Millis): void {
		if (this.#left === 0) {
			this.#shape = shapes[this.#pickKind()];
			this.#left = Math.floor(this.#between(this.#shape.count) + 0.5);
		}
		this.#left -= 1;
		this.level = this.#between(this.#shape.level);
		this.nextAt = now + Math.ceil(this.#between(this.#shape.durationMs)) + 1;
	}

	#pickKind(): DisturbanceKind {
		let at = this.#random.next() * this.#ratePerMs * DAY;
		for (const kind of kinds) {
			at -= this.#rates[kind] ?? 0;
			if (at < 0) {
				return kind;
			}
		}
		return 'sag';
	}
}
