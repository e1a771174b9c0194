// Whether what a step expects is true now.

import type {Bench} from './bench.ts';
import type {Comparison, Expectation, ExpectStep} from './scenario.ts';
import type {Witness} from './witness.ts';

const comparisons: Readonly<Record<Comparison, (seen: number, value: number) => boolean>> = {
	'>': (seen, value) => seen > value,
	'>=': (seen, value) => seen >= value,
	'<': (seen, value) => seen < value,
	'<=': (seen, value) => seen <= value,
	'=': (seen, value) => seen === value,
	'!=': (seen, value) => seen !== value,
};

type Test<K extends Expectation['kind']> = (
	expectation: Extract<Expectation, {kind: K}>,
	bench: Bench,
	card: number,
	witness: Witness,
) => boolean;

const tests: {readonly [K in Expectation['kind']]: Test<K>} = {
	status: ({words: wanted, exactly}, bench, card) => {
		const words = bench.statusWords(card);
		return wanted.every(word => words.includes(word)) && (!exactly || words.every(word => wanted.includes(word)));
	},
	alarms: ({names}, bench, card) => {
		const alarms = bench.alarms(card);
		return alarms.length === new Set(names).size && names.every(name => alarms.includes(name));
	},
	alarm: ({name, absent}, bench, card) => bench.alarms(card).includes(name) !== absent,
	event: ({name, phase, absent}, _bench, card, witness) => witness.saw(card, name, phase) !== absent,
	firmware: ({version}, bench, card) => bench.target(card).firmware().flash().version === version,
	campaign: ({phase}, bench) => bench.rollout?.phase() === phase,
	reading: ({name, comparison, value}, bench, card) => {
		const seen = bench.reading(card, name);
		return seen !== undefined && comparisons[comparison](seen, value);
	},
};

/** Whether `expectation` is true of one card now. A reading that is not there fulfils no comparison. */
export function holds(expectation: Expectation, bench: Bench, card: number, witness: Witness): boolean {
	// Each entry takes its own kind; the compiler cannot follow that through the key.
	const test = tests[expectation.kind] as Test<Expectation['kind']>;
	return test(expectation, bench, card, witness);
}

function isLookedAt(kind: Expectation['kind']): boolean {
	return kind === 'reading' || kind === 'firmware' || kind === 'campaign';
}

/** What a step expects, of the cards it is about. */
export class Expected {
	readonly cards: readonly number[];
	readonly #step: ExpectStep;
	readonly #bench: Bench;
	readonly #witness: Witness;
	#lastUnfulfilled = 0;

	constructor(step: ExpectStep, cards: readonly number[], bench: Bench, witness: Witness) {
		this.cards = cards;
		this.#step = step;
		this.#bench = bench;
		this.#witness = witness;
	}

	/** Whether something is expected that is looked at, since it changes between events. */
	readsValues(): boolean {
		return this.#step.expectations.some(({kind}) => isLookedAt(kind));
	}

	/** Whether the step is satisfied now: by all its cards, or by one where one is enough. */
	holds(): boolean {
		return this.#satisfied(this.#step.expectations);
	}

	/** The same without the readings: what changes with events only. */
	statesHold(): boolean {
		return this.#satisfied(this.#step.expectations.filter(({kind}) => !isLookedAt(kind)));
	}

	#satisfied(expectations: readonly Expectation[]): boolean {
		return this.#step.any ? this.cards.some(card => this.#fulfils(card, expectations)) : this.#allFulfil(expectations);
	}

	#fulfils(card: number, expectations: readonly Expectation[]): boolean {
		return expectations.every(expectation => holds(expectation, this.#bench, card, this.#witness));
	}

	/** The card that stood in the way last time is asked first: most events leave it as it was, and a fleet is large. */
	#allFulfil(expectations: readonly Expectation[]): boolean {
		const count = this.cards.length;
		for (let i = 0; i < count; i++) {
			const place = (this.#lastUnfulfilled + i) % count;
			if (!this.#fulfils(this.cards[place], expectations)) {
				this.#lastUnfulfilled = place;
				return false;
			}
		}
		return true;
	}

	/** The first card that does not fulfil it, and how many do. */
	tally(): {readonly blamed: number | undefined; readonly fulfilled: number} {
		const unfulfilled = this.cards.filter(card => !this.#fulfils(card, this.#step.expectations));
		return {blamed: unfulfilled[0], fulfilled: this.cards.length - unfulfilled.length};
	}
}
