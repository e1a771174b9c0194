// The faults that were made through the control API: each has a name, ends after its time or when it is deleted, and all of them
// end at a reset and when the API closes.

import type {Millis} from '../../../src/core/clock.ts';
import {codedError} from '../../../src/core/errors.ts';
import {once} from '../../faults/fault.ts';
import type {Fault, FaultValues} from '../../faults/fault.ts';
import {requireParameters, valueText} from '../../faults/parameters.ts';
import {requireFault} from '../../faults/registry.ts';
import type {Bench, Undo} from '../../scenario/bench.ts';
import {DURATION_FORM, parseDuration} from '../../scenario/duration.ts';
import {suggestion} from '../../scenario/nearest.ts';
import {chosenCards} from './chosen-cards.ts';
import type {CardsWanted} from './chosen-cards.ts';

/** What of a bench faults act on. */
export type FaultWorld = Pick<Bench, 'cards' | 'surroundings' | 'target' | 'now'>;

export interface FaultRequest {
	/** The type where it is left out. */
	readonly name?: string;
	readonly type: string;
	/** All cards where it is left out. */
	readonly cards?: CardsWanted;
	/** As in a scenario: durations are texts. */
	readonly parameters?: unknown;
	/** Ends by itself after this; a duration such as 90s. */
	readonly for?: string;
}

/** A fault that is in effect, as the API tells it. */
export interface ActiveFault {
	readonly name: string;
	readonly type: string;
	/** Ids; null for all cards, and for what happens to none in particular. */
	readonly cards: readonly string[] | null;
	readonly parameters: Readonly<Record<string, number | string>>;
	/** In the time of the cards; `untilMs` is null where it ends only when told. */
	readonly sinceMs: Millis;
	readonly untilMs: Millis | null;
}

/** How many of a type there are and ever were. */
export interface FaultCount {
	readonly type: string;
	readonly active: number;
	readonly injections: number;
}

interface Held {
	readonly told: ActiveFault;
	readonly undo: Undo;
}

export class FaultDesk {
	readonly #world: FaultWorld;
	readonly #held = new Map<string, Held>();
	readonly #injections = new Map<string, number>();
	#made = 0;

	constructor(world: FaultWorld) {
		this.#world = world;
	}

	/** Those in effect, oldest first. */
	list(): ActiveFault[] {
		return [...this.#held.values()].map(({told}) => told);
	}

	/** Throws E_FAULT_UNKNOWN. */
	get(name: string): ActiveFault {
		return this.#require(name).told;
	}

	/** Types that were ever made, for metrics. */
	counts(): FaultCount[] {
		const active = this.list();
		return [...this.#injections].map(([type, injections]) => ({
			type,
			active: active.filter(fault => fault.type === type).length,
			injections,
		}));
	}

	/** Makes a fault. Throws E_FAULT_UNKNOWN, _PARAMETER, _EXISTS, _UNSUPPORTED, E_CARD_UNKNOWN and E_REQUEST_INVALID. */
	add(request: FaultRequest): ActiveFault {
		const fault = requireFault(request.type);
		const name = request.name ?? request.type;
		if (this.#held.has(name)) {
			throw codedError(
				'E_FAULT_EXISTS',
				`A fault called ${name} is in effect: delete it first, or give this one another name.`,
				{name},
			);
		}
		const values = requireParameters(fault, request.parameters ?? null);
		const forMs = durationOf(request.for);
		const cards = this.#cardsFor(fault, request.cards);
		const undo = this.#inject(fault, values, cards);
		const sinceMs = this.#world.now();
		const told: ActiveFault = {
			name,
			type: fault.name,
			cards: request.cards === undefined ? null : cards.map(card => this.#world.cards[card].id),
			parameters: shownValues(fault, values),
			sinceMs,
			untilMs: forMs === null ? null : sinceMs + forMs,
		};
		this.#hold(told, undo, forMs);
		return told;
	}

	/** Puts right what the fault did. Throws E_FAULT_UNKNOWN. */
	delete(name: string): void {
		this.#require(name).undo();
	}

	/** Puts everything right, the last first. */
	reset(): void {
		undoAll([...this.#held.values()].map(({undo}) => undo));
	}

	#hold(told: ActiveFault, undo: Undo, forMs: Millis | null): void {
		let cancel: Undo = () => {};
		const held: Held = {
			told,
			undo: once(() => {
				cancel();
				this.#held.delete(told.name);
				undo();
			}),
		};
		this.#held.set(told.name, held);
		this.#injections.set(told.type, (this.#injections.get(told.type) ?? 0) + 1);
		if (forMs !== null) {
			cancel = this.#world.surroundings.clock.after(forMs, held.undo);
		}
	}

	#require(name: string): Held {
		const held = this.#held.get(name);
		if (held === undefined) {
			const near = suggestion(name, [...this.#held.keys()]);
			throw codedError('E_FAULT_UNKNOWN', `No fault called ${name} is in effect${near}.`, {name});
		}
		return held;
	}

	#cardsFor(fault: Fault, wanted: CardsWanted | undefined): number[] {
		if (fault.acts === 'surroundings' && wanted !== undefined) {
			throw codedError('E_REQUEST_INVALID', `${fault.name} happens to all cards: leave "cards" out.`, {field: 'cards'});
		}
		this.#made += 1;
		return wanted === undefined
			? this.#world.cards.map((_, card) => card)
			: chosenCards(this.#world.cards, wanted, this.#made);
	}

	/** Injects into each card; should one refuse, those before it are put right. */
	#inject(fault: Fault, values: FaultValues, cards: readonly number[]): Undo {
		const {surroundings} = this.#world;
		if (fault.acts === 'surroundings') {
			return fault.inject(surroundings, values);
		}
		const parts: Undo[] = [];
		try {
			for (const card of cards) {
				parts.push(fault.inject(this.#world.target(card), values, surroundings));
			}
		} catch (error) {
			undoAll(parts);
			throw error;
		}
		return () => undoAll(parts);
	}
}

function durationOf(text: string | undefined): Millis | null {
	if (text === undefined) {
		return null;
	}
	const duration = parseDuration(text);
	if (duration === undefined || duration === 0) {
		throw codedError('E_REQUEST_INVALID', `"for" cannot be ${JSON.stringify(text)}: write ${DURATION_FORM}.`, {
			field: 'for',
		});
	}
	return duration;
}

function shownValues(fault: Fault, values: FaultValues): Record<string, number | string> {
	return Object.fromEntries(
		fault.parameters.map(parameter => [
			parameter.name,
			parameter.kind === 'duration' || parameter.kind === 'choice'
				? valueText(parameter, values[parameter.name])
				: values[parameter.name],
		]),
	);
}

/** The last first. An undo that throws does not keep the others from theirs. */
function undoAll(undos: readonly Undo[]): void {
	const errors: unknown[] = [];
	for (const undo of [...undos].reverse()) {
		try {
			undo();
		} catch (error) {
			errors.push(error);
		}
	}
	if (errors.length > 0) {
		throw errors[0];
	}
}
