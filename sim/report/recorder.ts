// Watches a run for its report: the status of every card by the events it logs, and readings of some cards at intervals that grow with
// the run. It only reads, so a run is the same with it and without.

import type {Millis} from '../../src/core/clock.ts';
import {SECOND} from '../../src/core/clock.ts';
import type {Bench, BenchCard, SeenEvent} from '../scenario/bench.ts';
import {Line} from './line.ts';
import {RecentEvents} from './recent-events.ts';
import {quantities} from './recording.ts';
import type {EventColumns, EventKind, Recording} from './recording.ts';
import {Sampled} from './sampled.ts';
import type {ReadCard} from './sampled.ts';
import {StatusLog} from './status-log.ts';

/** Cards that are watched closely: all of a small fleet, else the first of each model at each site. */
const WATCHED = 50;
/** The others of a fleet up to this size are read now and then; of a larger one only the status is known. */
const SAMPLED = 10_000;
/** How often: of all cards together, and the fewest and most of one. Reading is most of what a recorder costs: 1.5 µs a card. */
const SAMPLES = 120_000;
const SAMPLES_MIN = 12;
const SAMPLES_MAX = 48;
const LINE_POINTS = 1_000;
const EVENTS = 10_000;
/** An interval holds for so many readings, then it doubles. */
const READINGS = 1_000;
const FIRST_INTERVAL_MS = 250;
const FIRST_SAMPLED_MS = 60 * SECOND;

export class Recorder {
	readonly #bench: Bench;
	readonly #startMs: Millis;
	readonly #statuses: StatusLog;
	readonly #recent: RecentEvents;
	readonly #watched: ReadonlyMap<number, readonly Line[]>;
	readonly #sampled: Sampled;
	readonly #read: ReadCard;
	readonly #row = new Float64Array(quantities.length);
	readonly #kinds: EventKind[] = [];
	readonly #kindByKey = new Map<string, number>();
	readonly #events: EventColumns = {at: [], card: [], sequence: [], kind: []};
	#eventCount = 0;
	#cancel: Array<() => void> = [];
	#ended = false;

	/** Records from now on, until `end`. */
	constructor(bench: Bench) {
		this.#bench = bench;
		this.#startMs = bench.now();
		this.#read = bench.reader(quantities.map(({name}) => name));
		this.#statuses = new StatusLog(bench.cards.length, card => bench.alarms(card));
		this.#recent = new RecentEvents(bench.cards.length);
		this.#watched = new Map(watchedOf(bench.cards).map(card => [card, newLines()]));
		const others = bench.cards.flatMap((_, card) => (this.#watched.has(card) ? [] : [card]));
		const isLarge = bench.cards.length > SAMPLED;
		const samples = Math.floor(SAMPLES / (bench.cards.length + 1));
		const most = Math.max(SAMPLES_MIN, Math.min(SAMPLES_MAX, samples));
		this.#sampled = new Sampled(isLarge ? [] : others, quantities.length, most);
		bench.onEvent(event => this.#see(event));
		this.#watchCards(FIRST_INTERVAL_MS, 0);
		this.#sampleCards(FIRST_SAMPLED_MS);
	}

	/** Stops; what was recorded. */
	end(): Recording {
		this.#ended = true;
		this.#cancel.forEach(cancel => cancel());
		this.#readWatched();
		return {
			cards: this.#bench.cards,
			durationMs: this.#now(),
			statuses: this.#statuses.columns(),
			watched: [...this.#watched.keys()],
			kinds: this.#kinds,
			events: this.#events,
			eventCount: this.#eventCount,
			linesOf: card => this.#watched.get(card)?.map(line => line.end()) ?? this.#sampled.linesOf(card),
			lastEvents: card => this.#recent.of(card),
		};
	}

	#now(): Millis {
		return this.#bench.now() - this.#startMs;
	}

	#see(event: SeenEvent): void {
		if (this.#ended) {
			return;
		}
		const {card, sequence} = event;
		const at = event.atMs - this.#startMs;
		const kind = this.#kindOf(event);
		this.#eventCount++;
		this.#recent.add(card, at, sequence, kind);
		if (this.#events.at.length < EVENTS) {
			this.#events.at.push(at);
			this.#events.card.push(card);
			this.#events.sequence.push(sequence);
			this.#events.kind.push(kind);
		}
		if (event.phase !== 'momentary' && this.#statuses.see(card, at, event.name, event.phase === 'set')) {
			this.#readAtChange(card, at);
		}
	}

	#kindOf({name, phase, text}: SeenEvent): number {
		const key = `${name} ${phase} ${text}`;
		let kind = this.#kindByKey.get(key);
		if (kind === undefined) {
			kind = this.#kinds.push({name, phase, text}) - 1;
			this.#kindByKey.set(key, kind);
		}
		return kind;
	}

	/** A bench that runs ahead of its clock tells of events whose time has not come: there is nothing to read yet. */
	#readAtChange(card: number, at: Millis): void {
		const lines = this.#watched.get(card);
		if (lines === undefined || at !== this.#now()) {
			return;
		}
		this.#read(card, this.#row, 0);
		for (const [i, line] of lines.entries()) {
			if (quantities[i].jumps) {
				line.step(at, this.#row[i]);
			} else {
				line.add(at, this.#row[i]);
			}
		}
	}

	#readWatched(): void {
		const at = this.#now();
		for (const [card, lines] of this.#watched) {
			this.#read(card, this.#row, 0);
			for (let i = 0; i < lines.length; i++) {
				lines[i].add(at, this.#row[i]);
			}
		}
	}

	#watchCards(intervalMs: Millis, taken: number): void {
		this.#readWatched();
		const isEnough = taken + 1 >= READINGS;
		const next = isEnough ? 2 * intervalMs : intervalMs;
		this.#cancel[0] = this.#after(next, () => this.#watchCards(next, isEnough ? READINGS / 2 : taken + 1));
	}

	#sampleCards(intervalMs: Millis): void {
		const next = this.#sampled.take(this.#now(), this.#read) ? 2 * intervalMs : intervalMs;
		this.#cancel[1] = this.#after(next, () => this.#sampleCards(next));
	}

	#after(delay: Millis, run: () => void): () => void {
		return this.#bench.surroundings.clock.after(delay, run);
	}
}

function newLines(): Line[] {
	return quantities.map(({tolerance}) => new Line(tolerance, LINE_POINTS));
}

function watchedOf(cards: readonly BenchCard[]): number[] {
	if (cards.length <= WATCHED) {
		return cards.map((_, card) => card);
	}
	const firsts = new Map<string, number>();
	for (const [card, {site, model}] of cards.entries()) {
		const key = `${site} ${model}`;
		if (!firsts.has(key)) {
			firsts.set(key, card);
		}
	}
	return [...firsts.values()].slice(0, WATCHED);
}
