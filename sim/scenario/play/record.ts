// What became of the steps, in the order in which they were called.

import type {Millis} from '../../../src/core/clock.ts';
import type {BenchCard} from '../bench.ts';
import type {Played} from '../played.ts';
import {MOST_CARDS_TOLD} from '../result.ts';
import type {CardList, StepResult, Verdict} from '../result.ts';
import type {Step} from '../scenario.ts';

/** A step that was called. */
export interface Called {
	readonly step: Step;
	readonly number: string;
	/** Its place among the results. */
	readonly place: number;
	/** When it was called; when it began, once it did. */
	atMs: Millis;
	cards: readonly number[];
}

export class StepRecord {
	readonly #cards: readonly BenchCard[];
	readonly #file: string;
	readonly #results: StepResult[] = [];
	#isAborted = false;

	/** `file` is the scenario's own. */
	constructor(cards: readonly BenchCard[], file: string) {
		this.#cards = cards;
		this.#file = file;
	}

	/** All steps that were called; a step that never ended, as one of a branch beside a throwing one, is none of them. */
	get results(): readonly StepResult[] {
		return this.#results.filter(result => result !== undefined);
	}

	/** `failed` where a step did, else `aborted` where one was not played to its end. */
	get verdict(): Verdict {
		if (this.#results.some(({outcome}) => outcome === 'failed')) {
			return 'failed';
		}
		return this.#isAborted ? 'aborted' : 'passed';
	}

	/** The first of the steps that failed whose numbers begin with `prefix`. */
	firstFailure(prefix: string): StepResult | undefined {
		return this.#results.find(result => result?.outcome === 'failed' && result.number.startsWith(prefix));
	}

	/** A step is called: its result stands before those of what it calls itself. */
	call(step: Step, number: string, atMs: Millis): Called {
		this.#results.length += 1;
		return {step, number, place: this.#results.length - 1, atMs, cards: []};
	}

	end({step, number, place, atMs, cards}: Called, endedMs: Millis, {outcome, text, failure, isAborted}: Played): void {
		this.#isAborted ||= isAborted === true;
		this.#results[place] = {
			number,
			name: step.name,
			verb: step.verb,
			...(step.file === this.#file ? {} : {file: step.file}),
			line: step.line,
			atMs,
			endedMs,
			limitMs: step.verb === 'expect' ? step.withinMs + step.holdMs : null,
			outcome,
			text,
			reason: failure?.reason ?? '',
			cards: cardList(this.#cards, cards),
			failedCards: cardList(this.#cards, failure?.cards ?? []),
			expected: failure?.expected ?? '',
			seen: failure?.seen ?? '',
		};
	}
}

export function cardList(cards: readonly BenchCard[], numbers: readonly number[]): CardList {
	return {ids: numbers.slice(0, MOST_CARDS_TOLD).map(number => cards[number].id), count: numbers.length};
}
