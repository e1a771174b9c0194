// The consumer's side of "events are never lost": takes what cards publish, keeps each event once and in order, tells the cards
// what is stored, and asks for what is missing. It knows no protocol: messages come in and acks go out by ports.

import type {Millis} from '../../core/clock.ts';
import {decodeBirth, decodeEvent, decodeSample} from './decode.ts';
import type {AckFacts, EventFacts} from './decode.ts';

/** The same wish is sent to a card at most this often. */
const ASK_EVERY_MS = 250;

/** An event of a card, next in order. */
export interface CollectedEvent extends EventFacts {
	readonly card: string;
}

/** Entries that left a card's log before they were collected. */
export interface LostEvents {
	readonly card: string;
	readonly logId: number;
	readonly from: number;
	readonly through: number;
}

export type Collected = {readonly event: CollectedEvent} | {readonly lost: LostEvents};

export interface CollectorPorts {
	/** Resolves when what is given is safe; only then the cards are told. Called with no call of before still open. */
	store(collected: readonly Collected[]): Promise<void>;
	tell(card: string, ack: AckFacts): void;
	/** Milliseconds of any clock that does not go back. */
	now(): Millis;
	/** The readings of a sample; `whole` when nothing was missed since the last full one. */
	sampled(card: string, readings: Readonly<Record<string, unknown>>, whole: boolean): void;
}

export interface CollectorCounters {
	readonly events: number;
	/** Events that had come before, and said so. */
	readonly repeats: number;
	/** Events that had come before and did not say so: a fault of the card or of the broker. */
	readonly unmarkedRepeats: number;
	/** Times that something was missing and asked for. */
	readonly gaps: number;
	readonly lost: number;
	/** Messages that were none. */
	readonly malformed: number;
}

interface CardState {
	logId: number;
	/** Through which sequence everything is stored, and through which it has come. */
	stored: number;
	reached: number;
	/** The highest sequence that came at all: what comes below it again must say so. */
	highest: number;
	sampleSequence: number;
	sampleWhole: boolean;
	askedAt: Millis;
	isKnown: boolean;
}

export class Collector {
	readonly ports: CollectorPorts;
	readonly #cards = new Map<string, CardState>();
	#batch: Collected[] = [];
	#storing: Promise<void> | undefined;
	#counters = {events: 0, repeats: 0, unmarkedRepeats: 0, gaps: 0, lost: 0, malformed: 0};

	constructor(ports: CollectorPorts) {
		this.ports = ports;
	}

	get counters(): CollectorCounters {
		return {...this.#counters};
	}

	/** Through which sequence a card's events are stored; 0 for a card that is not known. */
	storedOf(card: string): number {
		return this.#cards.get(card)?.stored ?? 0;
	}

	/** Goes on where an earlier run ended. */
	restore(card: string, logId: number, through: number): void {
		const state = this.#stateOf(card);
		state.logId = logId;
		state.stored = through;
		state.reached = through;
		state.highest = through;
	}

	/** The connection is new: every card is asked for what came meanwhile, for their births may be gone (mqtt.md (e) 4). */
	reconnected(): void {
		for (const [card, state] of this.#cards) {
			if (state.logId !== 0) {
				this.#ask(card, state);
			}
		}
	}

	takeBirth(card: string, payload: Uint8Array): void {
		const birth = decodeBirth(payload);
		if (birth === null) {
			this.#counters.malformed += 1;
			return;
		}
		const state = this.#stateOf(card);
		state.isKnown = true;
		state.sampleWhole = false;
		this.#follow(state, birth.logId);
		// What came between the birth and now may have met no subscriber: the card is asked in any case.
		this.#ask(card, state);
	}

	takeEvent(card: string, payload: Uint8Array): void {
		const event = decodeEvent(payload);
		if (event === null) {
			this.#counters.malformed += 1;
			return;
		}
		const state = this.#stateOf(card);
		this.#follow(state, event.logId);
		const isNew = event.sequence > state.reached;
		if (!isNew) {
			this.#countRepeat(event, state);
		} else if (event.sequence === state.reached + 1 || this.#skipsLost(card, state, event)) {
			this.#accept(card, state, event);
		} else {
			this.#counters.gaps += 1;
			this.#askSeldom(card, state);
		}
		state.highest = Math.max(state.highest, event.sequence);
	}

	takeSample(card: string, payload: Uint8Array): void {
		const sample = decodeSample(payload);
		if (sample === null) {
			this.#counters.malformed += 1;
			return;
		}
		const state = this.#stateOf(card);
		const follows = sample.sequence === state.sampleSequence + 1;
		state.sampleWhole = sample.fullSequence === sample.sequence || (state.sampleWhole && follows);
		state.sampleSequence = sample.sequence;
		if (!state.isKnown) {
			this.#tellSeldom(card, state, {birth: true, fullSample: true});
		} else if (!state.sampleWhole) {
			this.#tellSeldom(card, state, {fullSample: true});
		}
		this.ports.sampled(card, sample.readings, state.sampleWhole);
	}

	/** Stores what has come, then tells the cards. Resolves when all that had come before the call is stored and told. */
	async flush(): Promise<void> {
		while (this.#storing !== undefined) {
			await this.#storing;
		}
		if (this.#batch.length === 0) {
			return;
		}
		const batch = this.#batch;
		this.#batch = [];
		this.#storing = this.ports.store(batch);
		try {
			await this.#storing;
		} finally {
			this.#storing = undefined;
		}
		this.#tellStored(batch);
	}

	#tellStored(batch: readonly Collected[]): void {
		const through = new Map<string, {logId: number; sequence: number}>();
		for (const collected of batch) {
			if ('event' in collected) {
				through.set(collected.event.card, collected.event);
			}
		}
		for (const [card, {logId, sequence}] of through) {
			const state = this.#stateOf(card);
			if (state.logId === logId) {
				state.stored = Math.max(state.stored, sequence);
			}
			this.ports.tell(card, {logId, through: sequence});
		}
	}

	#accept(card: string, state: CardState, event: EventFacts): void {
		// A repeat that was dropped as too early has been seen, and says so.
		if (event.sequence <= state.highest && !event.again) {
			this.#counters.unmarkedRepeats += 1;
		}
		state.reached = event.sequence;
		this.#counters.events += 1;
		this.#batch.push({event: {...event, card}});
	}

	/** Whether the card says that what is missing is gone: then the event is next, and the loss is on record. */
	#skipsLost(card: string, state: CardState, event: EventFacts): boolean {
		const from = state.reached + 1;
		if (event.missingFrom === null || event.missingFrom > from) {
			return false;
		}
		this.#counters.lost += event.sequence - from;
		this.#batch.push({lost: {card, logId: state.logId, from, through: event.sequence - 1}});
		return true;
	}

	#countRepeat(event: EventFacts, state: CardState): void {
		if (event.again || event.sequence > state.highest) {
			this.#counters.repeats += 1;
		} else {
			this.#counters.unmarkedRepeats += 1;
		}
	}

	/** A card whose log is another one has begun anew. */
	#follow(state: CardState, logId: number): void {
		if (state.logId !== logId) {
			state.logId = logId;
			state.stored = 0;
			state.reached = 0;
			state.highest = 0;
		}
	}

	#ask(card: string, state: CardState): void {
		state.askedAt = this.ports.now();
		this.ports.tell(card, {logId: state.logId, through: state.stored, resend: true});
	}

	#askSeldom(card: string, state: CardState): void {
		if (this.ports.now() - state.askedAt >= ASK_EVERY_MS) {
			this.#ask(card, state);
		}
	}

	#tellSeldom(card: string, state: CardState, wish: Partial<AckFacts>): void {
		if (this.ports.now() - state.askedAt >= ASK_EVERY_MS) {
			state.askedAt = this.ports.now();
			this.ports.tell(card, {logId: state.logId, through: state.stored, ...wish});
		}
	}

	#stateOf(card: string): CardState {
		let state = this.#cards.get(card);
		if (state === undefined) {
			state = {
				logId: 0,
				stored: 0,
				reached: 0,
				highest: 0,
				sampleSequence: -1,
				sampleWhole: false,
				askedAt: -Infinity,
				isKnown: false,
			};
			this.#cards.set(card, state);
		}
		return state;
	}
}
