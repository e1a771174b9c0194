// Plays a scenario on a bench. It owns when, for how long and to whom, and puts everything right at the end.

import type {Millis} from '../../src/core/clock.ts';
import type {Bench, SeenEvent} from './bench.ts';
import {selectCards} from './cards.ts';
import {formatDuration} from './duration.ts';
import {Effects} from './effects.ts';
import {Expected} from './expectation.ts';
import {eventText, failureText, lateText, refusedText} from './failure.ts';
import type {Place} from './failure.ts';
import {aborted, cardsText, lookFor} from './played.ts';
import type {Played} from './played.ts';
import type {Progress, RunResult, StepOutcome, StepResult, Verdict} from './result.ts';
import type {
	CommandStep,
	ExpectStep,
	FlashPlanStep,
	InjectStep,
	RolloutStep,
	Scenario,
	SetStep,
	Step,
} from './scenario.ts';
import {stepName} from './step-name.ts';
import {DEFAULT_TIMELINE_EVENTS, Timeline} from './timeline.ts';
import {Witness} from './witness.ts';

export interface RunOptions {
	readonly seed: number;
	/** Ends the run at the next event; everything is put right. */
	readonly signal?: AbortSignal;
	/** Called at the beginning of each step and after every event. */
	readonly onProgress?: (progress: Progress) => void;
	/** How many events the timeline keeps; 10,000 where it is left out. */
	readonly timelineEvents?: number;
}

/** Plays `scenario`. Throws only where the bench does; a failed expectation is a verdict. */
export async function runScenario(scenario: Scenario, bench: Bench, options: RunOptions): Promise<RunResult> {
	const run = new Run(scenario, bench, options);
	try {
		await run.play();
	} finally {
		run.end();
	}
	return run.result();
}

class Run {
	readonly #scenario: Scenario;
	readonly #bench: Bench;
	readonly #options: RunOptions;
	readonly #startMs: Millis;
	readonly #effects: Effects;
	readonly #witness = new Witness();
	readonly #timeline: Timeline;
	readonly #steps: StepResult[] = [];
	#verdict: Verdict = 'passed';
	#number = 0;
	#ended = false;

	constructor(scenario: Scenario, bench: Bench, options: RunOptions) {
		this.#scenario = scenario;
		this.#bench = bench;
		this.#options = options;
		this.#startMs = bench.now();
		this.#effects = new Effects(bench);
		this.#timeline = new Timeline(options.timelineEvents ?? DEFAULT_TIMELINE_EVENTS);
		bench.onEvent(event => this.#see(event));
	}

	async play(): Promise<void> {
		for (const step of this.#scenario.steps) {
			this.#number += 1;
			const calledMs = this.#elapsed();
			const {outcome, text, verdict, startedMs} = this.#skipReason() ?? (await this.#playStep(step));
			this.#verdict = verdict ?? this.#verdict;
			this.#record(step, startedMs ?? calledMs, outcome, text);
		}
		this.#timeline.mark(this.#elapsed(), 'verdict', this.#verdict);
	}

	/** Puts the world right. Events that this causes are no longer part of the run. */
	end(): void {
		this.#ended = true;
		this.#effects.undoAll();
	}

	result(): RunResult {
		return {
			file: this.#scenario.file,
			name: this.#scenario.name,
			seed: this.#options.seed,
			verdict: this.#verdict,
			steps: this.#steps,
			timeline: this.#timeline.entries,
			leftOutCount: this.#timeline.leftOutCount,
			cardCount: this.#bench.cards.length,
			eventCount: this.#witness.count,
			durationMs: this.#elapsed(),
		};
	}

	#elapsed(): Millis {
		return this.#bench.now() - this.#startMs;
	}

	#aborted(): boolean {
		return this.#options.signal?.aborted === true;
	}

	#see(event: SeenEvent): void {
		if (this.#ended) {
			return;
		}
		this.#witness.see(event);
		this.#timeline.event(event.atMs - this.#startMs, this.#bench.cards[event.card].id, eventText(event));
		this.#tell();
	}

	#tell(): void {
		this.#options.onProgress?.({
			atMs: this.#elapsed(),
			step: this.#number,
			stepCount: this.#scenario.steps.length,
			stepName: this.#scenario.steps[this.#number - 1]?.name ?? '',
			eventCount: this.#witness.count,
		});
	}

	#record(step: Step, atMs: Millis, outcome: StepOutcome, text: string): void {
		this.#steps.push({
			name: step.name,
			verb: step.verb,
			...(step.file === this.#scenario.file ? {} : {file: step.file}),
			line: step.line,
			atMs,
			endedMs: this.#elapsed(),
			outcome,
			text,
		});
	}

	/** Why the next step is not played: one before it failed, or the run was aborted. */
	#skipReason(): Played | null {
		if (this.#verdict === 'failed') {
			return {outcome: 'skipped', text: 'a step before it failed'};
		}
		return this.#aborted() ? aborted() : null;
	}

	async #playStep(step: Step): Promise<Played> {
		const begin = 'at' in step.time ? step.time.at : this.#elapsed() + step.time.after;
		if (begin < this.#elapsed()) {
			return {outcome: 'failed', verdict: 'failed', text: lateText(this.#place(step), begin)};
		}
		this.#tell();
		await this.#advance(begin, () => false);
		if (this.#aborted()) {
			return aborted();
		}
		const startedMs = this.#elapsed();
		this.#timeline.mark(startedMs, 'step', `step ${this.#number}: ${step.name}`);
		return {...(await this.#act(step)), startedMs};
	}

	#act(step: Step): Played | Promise<Played> {
		const cards = selectCards(this.#bench.cards, step.on, this.#options.seed, this.#number);
		if (cards.length === 0) {
			// A bench of real boards may lack what a scenario asks for: that is neither a failure nor a pass.
			return {outcome: 'skipped', text: 'the bench has no card that the step is about'};
		}
		if (step.verb === 'inject') {
			return this.#inject(step, cards);
		}
		if (step.verb === 'command') {
			return this.#command(step, cards);
		}
		if (step.verb === 'rollout') {
			return this.#rollout(step);
		}
		if (step.verb === 'flashPlan') {
			return this.#flashPlan(step, cards);
		}
		return step.verb === 'set' ? this.#set(step, cards) : this.#expect(step, cards);
	}

	#inject(step: InjectStep, cards: readonly number[]): Played {
		this.#witness.forget();
		this.#timeline.mark(this.#elapsed(), 'fault', `${stepName(step)} on ${cardsText(cards)}`);
		this.#effects.inject(step, cards, () => {
			this.#timeline.mark(this.#elapsed(), 'undo', `${step.fault} ends after ${formatDuration(step.forMs ?? 0)}`);
		});
		return {outcome: 'passed', text: ''};
	}

	#set(step: SetStep, cards: readonly number[]): Played {
		this.#witness.forget();
		this.#timeline.mark(this.#elapsed(), 'set', `${stepName(step)} on ${cardsText(cards)}`);
		for (const card of cards) {
			for (const {name, value} of step.values) {
				this.#bench.set(card, name, value);
			}
		}
		return {outcome: 'passed', text: ''};
	}

	/** All cards get the command; the first that refuses it is named. */
	#command(step: CommandStep, cards: readonly number[]): Played {
		this.#witness.forget();
		this.#timeline.mark(this.#elapsed(), 'command', `${stepName(step)} to ${cardsText(cards)}`);
		const refusals = cards.map(card => this.#bench.command(card, step.command));
		const at = refusals.findIndex(refusal => refusal !== '');
		if (at < 0) {
			return {outcome: 'passed', text: ''};
		}
		const text = refusedText(this.#place(step), this.#bench.cards[cards[at]].id, refusals[at]);
		return {outcome: 'failed', verdict: 'failed', text};
	}

	#rollout(step: RolloutStep): Played {
		this.#witness.forget();
		this.#timeline.mark(this.#elapsed(), 'command', stepName(step));
		const refusal = this.#bench.rollout?.begin(step.release, step.plan) ?? 'this bench has no update service';
		return refusal === ''
			? {outcome: 'passed', text: ''}
			: {outcome: 'failed', verdict: 'failed', text: refusedText(this.#place(step), step.release, refusal)};
	}

	#flashPlan(step: FlashPlanStep, cards: readonly number[]): Played {
		this.#witness.forget();
		this.#timeline.mark(this.#elapsed(), 'fault', `${stepName(step)} on ${cardsText(cards)}`);
		this.#effects.planFlash(step.plan, cards);
		return {outcome: 'passed', text: ''};
	}

	async #expect(step: ExpectStep, cards: readonly number[]): Promise<Played> {
		const expected = new Expected(step, cards, this.#bench, this.#witness);
		const came = await this.#comesTrue(step, expected);
		const trueSince = this.#elapsed();
		const broke = came && step.holdMs > 0 && (await this.#breaks(step, expected));
		if (this.#aborted()) {
			return aborted();
		}
		if (!came || broke) {
			return this.#failed(step, expected, came ? this.#elapsed() - trueSince : null);
		}
		return {outcome: 'passed', text: ''};
	}

	#comesTrue(step: ExpectStep, expected: Expected): Promise<boolean> {
		const until = this.#elapsed() + step.withinMs;
		return expected.readsValues()
			? this.#advance(
					until,
					() => false,
					lookFor(step.withinMs),
					() => expected.holds(),
				)
			: this.#advance(until, () => expected.holds());
	}

	#breaks(step: ExpectStep, expected: Expected): Promise<boolean> {
		const until = this.#elapsed() + step.holdMs;
		const broken = (): boolean => !expected.holds();
		return expected.readsValues()
			? this.#advance(until, () => !expected.statesHold(), lookFor(step.holdMs), broken)
			: this.#advance(until, broken);
	}

	#failed(step: ExpectStep, expected: Expected, heldMs: Millis | null): Played {
		const text = failureText(this.#place(step), expected, this.#bench, this.#witness, heldMs);
		return {outcome: 'failed', verdict: 'failed', text};
	}

	#place(step: Step): Place {
		return {scenario: this.#scenario, step, number: this.#number, atMs: this.#elapsed(), startMs: this.#startMs};
	}

	/**
	 * Lets time pass until `until` since the start, or until `settled`, which the bench asks after every event, or until
	 * `seen`, which is asked every `look` from now. Whether one of them came true.
	 */
	async #advance(until: Millis, settled: () => boolean, look: Millis = Infinity, seen = settled): Promise<boolean> {
		for (let due = this.#elapsed(); ; due = Math.min(until, due + look)) {
			// A bench may ask more often than at events, as its pace has it; only what `look` sets may depend on the moment.
			let stopped = false;
			await this.#bench.runUntil(this.#startMs + due, () => {
				stopped = this.#aborted() || settled();
				return stopped;
			});
			if (this.#aborted() || stopped || seen()) {
				return !this.#aborted();
			}
			if (due >= until) {
				return false;
			}
		}
	}
}
