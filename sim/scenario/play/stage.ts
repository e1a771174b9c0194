// What all lanes of a run share: the bench, the record of what happened, and what is still in effect.

import type {Millis} from '../../../src/core/clock.ts';
import type {Bench, Noted, SeenEvent, StateDigest} from '../bench.ts';
import {selectCards} from '../cards.ts';
import {Effects} from '../effects.ts';
import {notedBy} from '../expectation.ts';
import {eventText} from '../failure.ts';
import type {Place} from '../failure.ts';
import type {Progress, TimelineEntry, TimelineKind} from '../result.ts';
import type {Scenario, Step} from '../scenario.ts';
import {allSteps} from '../step-tree.ts';
import {DEFAULT_TIMELINE_EVENTS, Timeline} from '../timeline.ts';
import {Witness} from '../witness.ts';
import {Strands} from './interleave.ts';
import {StepRecord} from './record.ts';
import type {Called} from './record.ts';
import {Since} from './since.ts';

export interface StageOptions {
	readonly seed: number;
	/** Called at the beginning of each step and after every event. */
	readonly onProgress?: (progress: Progress) => void;
	/** Called with every entry of the timeline, those that it has no room for included. */
	readonly onEntry?: (entry: TimelineEntry) => void;
	/** How many events the timeline keeps; 10,000 where it is left out. */
	readonly timelineEvents?: number;
	/** Takes what a snapshot holds; without it none is made. */
	readonly onSnapshot?: (snapshot: Snapshot) => void;
}

/** The state of a run at one moment. */
export interface Snapshot {
	/** As the step calls it; '' of those that are made at regular times. */
	readonly name: string;
	/** Number of the step that made it; '' as above. */
	readonly step: string;
	/** Since the start of the run. */
	readonly atMs: Millis;
	readonly eventCount: number;
	/** Null where the bench cannot tell. */
	readonly digest: () => StateDigest | null;
}

export class Stage {
	readonly scenario: Scenario;
	readonly bench: Bench;
	readonly seed: number;
	readonly startMs: Millis;
	readonly effects: Effects;
	readonly witness = new Witness();
	readonly record: StepRecord;
	/** Everything that goes on side by side. */
	readonly strands = new Strands();
	readonly timeline: Timeline;
	readonly #options: StageOptions;
	readonly #noted: ReadonlySet<Noted>;
	readonly #sinces = new Set<Since>();
	#number = 0;
	#stepName: string;
	#ended = false;

	constructor(scenario: Scenario, bench: Bench, options: StageOptions) {
		this.scenario = scenario;
		this.bench = bench;
		this.seed = options.seed;
		this.startMs = bench.now();
		this.record = new StepRecord(bench.cards, scenario.file);
		this.timeline = new Timeline(options.timelineEvents ?? DEFAULT_TIMELINE_EVENTS, options.onEntry);
		this.effects = new Effects(bench, () => this.elapsed());
		this.#options = options;
		this.#stepName = scenario.steps[0]?.name ?? '';
		this.#noted = new Set(
			[...allSteps(scenario.steps)].flatMap(step => (step.verb === 'expect' ? notedBy(step.expectations) : [])),
		);
		bench.onEvent(event => this.#see(event));
	}

	/** Time since the start of the run. */
	elapsed(): Millis {
		return this.bench.now() - this.startMs;
	}

	/** The cards that a step is about; each number draws a share of its own. */
	select({on}: Step, number: string): number[] {
		return selectCards(this.bench.cards, on, this.seed, number);
	}

	/** What happens from now on, for a lane; `endSince` when the lane has ended. */
	beginSince(): Since {
		const since = new Since(this.bench, this.#noted);
		this.#sinces.add(since);
		return since;
	}

	endSince(since: Since): void {
		since.end();
		this.#sinces.delete(since);
	}

	mark(kind: Exclude<TimelineKind, 'event'>, text: string): void {
		this.timeline.mark(this.elapsed(), kind, text);
	}

	place({step, number}: Pick<Called, 'step' | 'number'>): Place {
		return {scenario: this.scenario, step, number, atMs: this.elapsed(), startMs: this.startMs};
	}

	/** Hands on the state of the run, where anybody takes it. */
	keep(name: string, step: string): void {
		const {bench, witness} = this;
		this.#options.onSnapshot?.({
			name,
			step,
			atMs: this.elapsed(),
			eventCount: witness.count,
			digest: () => bench.digest(),
		});
	}

	/** A step is about to be played; `number` of the outermost step that holds it. */
	tellStep(number: number, name: string): void {
		this.#number = number;
		this.#stepName = name;
		this.#tell();
	}

	/** Puts the world right. Events that this causes are no longer part of the run. */
	end(): void {
		this.#ended = true;
		this.#sinces.forEach(since => since.end());
		this.effects.undoAll();
	}

	#see(event: SeenEvent): void {
		if (this.#ended) {
			return;
		}
		this.witness.see(event);
		this.#sinces.forEach(since => since.see(event));
		this.timeline.event(event.atMs - this.startMs, this.bench.cards[event.card].id, eventText(event));
		this.#tell();
	}

	#tell(): void {
		this.#options.onProgress?.({
			atMs: this.elapsed(),
			step: this.#number,
			stepCount: this.scenario.steps.length,
			stepName: this.#stepName,
			eventCount: this.witness.count,
		});
	}
}
