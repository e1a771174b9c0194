// Whether what a step expects is true now.

import type {Bench, Noted} from './bench.ts';
import type {Since} from './play/since.ts';
import type {Comparison, Expectation, ExpectStep, Quantifier} from './scenario.ts';

const comparisons: Readonly<Record<Comparison, (seen: number, value: number) => boolean>> = {
	'>': (seen, value) => seen > value,
	'>=': (seen, value) => seen >= value,
	'<': (seen, value) => seen < value,
	'<=': (seen, value) => seen <= value,
	'=': (seen, value) => seen === value,
	'!=': (seen, value) => seen !== value,
};

/** Said of single cards; the others of the selection as a whole. */
type CardExpectation = Exclude<Expectation, {kind: 'count'}>;
type CountExpectation = Extract<Expectation, {kind: 'count'}>;

type Test<K extends CardExpectation['kind']> = (
	expectation: Extract<CardExpectation, {kind: K}>,
	bench: Bench,
	card: number,
	since: Since,
) => boolean;

const tests: {readonly [K in CardExpectation['kind']]: Test<K>} = {
	status: ({words: wanted, exactly}, bench, card) => {
		const words = bench.statusWords(card);
		return wanted.every(word => words.includes(word)) && (!exactly || words.every(word => wanted.includes(word)));
	},
	alarms: ({names}, bench, card) => {
		const alarms = bench.alarms(card);
		return alarms.length === new Set(names).size && names.every(name => alarms.includes(name));
	},
	alarm: ({name, absent}, bench, card) => bench.alarms(card).includes(name) !== absent,
	event: ({name, phase, absent}, _bench, card, since) => since.times(card, name, phase) > 0 !== absent,
	firmware: ({version}, bench, card) => bench.target(card).firmware().flash().version === version,
	campaign: ({phase}, bench) => bench.rollout?.phase() === phase,
	reading: ({name, comparison, value}, bench, card) => compares(bench.reading(card, name), comparison, value),
	loadDropped: ({absent}, _bench, card, since) => since.observation.loadDropped(card) !== absent,
	telemetryGap: ({comparison, valueMs}, _bench, card, since) =>
		compares(since.observation.longestGapMs(card), comparison, valueMs),
	eventsMissing: ({comparison, value}, _bench, card, since) =>
		compares(since.observation.eventsMissing(card), comparison, value),
	runtimeError: ({comparison, value}, _bench, card, since) =>
		compares(since.observation.runtimeError(card), comparison, value),
};

/** What is not there fulfils no comparison. */
function compares(seen: number | undefined, comparison: Comparison, value: number): boolean {
	return seen !== undefined && comparisons[comparison](seen, value);
}

/** Whether `expectation` is true of one card now. */
function holds(expectation: CardExpectation, bench: Bench, card: number, since: Since): boolean {
	// Each entry takes its own kind; the compiler cannot follow that through the key.
	const test = tests[expectation.kind] as Test<CardExpectation['kind']>;
	return test(expectation, bench, card, since);
}

/** What an event of the card itself makes true or false; the rest is looked at. */
const changedByEvents: ReadonlySet<Expectation['kind']> = new Set([
	'status',
	'alarms',
	'alarm',
	'event',
	'loadDropped',
]);

function isLookedAt(expectation: Expectation): boolean {
	return expectation.kind === 'count' ? expectation.of.some(isLookedAt) : !changedByEvents.has(expectation.kind);
}

const noted: ReadonlySet<string> = new Set<Noted>(['loadDropped', 'telemetryGap', 'eventsMissing', 'runtimeError']);

/** What expectations ask for that only an observation tells. */
export function notedBy(expectations: readonly Expectation[]): Noted[] {
	return expectations.flatMap(each =>
		each.kind === 'count' ? notedBy(each.of) : noted.has(each.kind) ? [each.kind as Noted] : [],
	);
}

/** How many cards fulfil what a count counts. */
export interface Counted {
	readonly expectation: CountExpectation;
	readonly fulfilled: number;
}

/** What a step expects, of the cards it is about. */
export class Expected {
	readonly cards: readonly number[];
	readonly #quantifier: Quantifier;
	readonly #ofCards: readonly CardExpectation[];
	readonly #ofAll: readonly CountExpectation[];
	readonly #bench: Bench;
	readonly #since: Since;
	readonly readsValues: boolean;
	#lastUnfulfilled = 0;

	constructor({expectations, quantifier}: ExpectStep, cards: readonly number[], bench: Bench, since: Since) {
		this.cards = cards;
		this.#quantifier = quantifier;
		this.#ofCards = expectations.filter(isOfCard);
		this.#ofAll = expectations.filter(isOfAll);
		/** Whether something is expected that is looked at, since it changes between events. */
		this.readsValues = expectations.some(isLookedAt);
		this.#bench = bench;
		this.#since = since;
	}

	/** Whether the step is satisfied now: by as many of its cards as it asks for. */
	holds(): boolean {
		return this.#cardsHold(this.#ofCards) && this.#ofAll.every(count => this.#countHolds(count));
	}

	/** The same without what is looked at: what changes with events only. */
	statesHold(): boolean {
		const states = this.#ofCards.filter(each => !isLookedAt(each));
		const counts = this.#ofAll.filter(each => !isLookedAt(each));
		// Where none may fulfil all of it, the states alone tell nothing.
		const cardsHold =
			this.#quantifier === 'none' && states.length < this.#ofCards.length ? true : this.#cardsHold(states);
		return cardsHold && counts.every(count => this.#countHolds(count));
	}

	#cardsHold(expectations: readonly CardExpectation[]): boolean {
		if (expectations.length === 0) {
			return true;
		}
		if (this.#quantifier === 'all') {
			return this.#allFulfil(expectations);
		}
		return this.cards.some(card => this.#fulfils(card, expectations)) === (this.#quantifier === 'any');
	}

	#fulfils(card: number, expectations: readonly CardExpectation[]): boolean {
		return expectations.every(expectation => holds(expectation, this.#bench, card, this.#since));
	}

	/** The card that stood in the way last time is asked first: most events leave it as it was, and a fleet is large. */
	#allFulfil(expectations: readonly CardExpectation[]): boolean {
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

	#countHolds({of, comparison, value, isShare}: CountExpectation): boolean {
		const fulfilled = this.#fulfilling(of.filter(isOfCard)).length;
		return comparisons[comparison](isShare ? (100 * fulfilled) / this.cards.length : fulfilled, value);
	}

	#fulfilling(expectations: readonly CardExpectation[]): number[] {
		return this.cards.filter(card => this.#fulfils(card, expectations));
	}

	/** The counts of the step, with what they count now. */
	counted(): Counted[] {
		return this.#ofAll.map(expectation => ({
			expectation,
			fulfilled: this.#fulfilling(expectation.of.filter(isOfCard)).length,
		}));
	}

	/** The cards that stand in the way, in their order. */
	blamed(): readonly number[] {
		const fulfilling = new Set(this.#fulfilling(this.#wanted()));
		const isNone = this.#quantifier === 'none' && this.#ofCards.length > 0;
		return this.cards.filter(card => fulfilling.has(card) === isNone);
	}

	/** How many cards fulfil what single cards are asked for; null where the step only counts. */
	fulfilled(): number | null {
		return this.#ofCards.length === 0 ? null : this.#fulfilling(this.#ofCards).length;
	}

	/** What single cards are asked for: where the step only counts, what it counts. */
	#wanted(): readonly CardExpectation[] {
		return this.#ofCards.length > 0 ? this.#ofCards : this.#ofAll.flatMap(({of}) => of.filter(isOfCard));
	}

	/** The first expectation of the step that does not hold now. */
	unmet(): Expectation['kind'] {
		const [card = this.cards[0]] = this.blamed();
		const count = this.#ofAll.find(each => !this.#countHolds(each));
		const single = this.#ofCards.find(each => !holds(each, this.#bench, card, this.#since));
		return (single ?? count ?? this.#ofCards[0] ?? this.#ofAll[0]).kind;
	}
}

function isOfCard(expectation: Expectation): expectation is CardExpectation {
	return expectation.kind !== 'count';
}

function isOfAll(expectation: Expectation): expectation is CountExpectation {
	return expectation.kind === 'count';
}
