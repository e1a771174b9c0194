// The faults that were made through the control API, the live view and a file of faults: each has a name and a timetable, ends when
// that is over or when it is deleted, and all of them end at a reset and when the API closes.

import type {Millis} from '../../../src/core/clock.ts';
import {codedError} from '../../../src/core/errors.ts';
import {seedFor} from '../../../src/core/random.ts';
import type {Fault, FaultValues} from '../../faults/fault.ts';
import {requireParameters} from '../../faults/parameters.ts';
import type {Bench, Undo} from '../../scenario/bench.ts';
import {suggestion} from '../../scenario/nearest.ts';
import {chosenCards} from './chosen-cards.ts';
import {checkRequest, durationOf, shownValues} from './fault-request.ts';
import type {CheckedRequest, FaultChange, FaultRequest} from './fault-request.ts';
import {ScheduledFault} from './scheduled-fault.ts';
import type {FaultState} from './scheduled-fault.ts';

export type {FaultRequest};

/** What of a bench faults act on. */
export type FaultWorld = Pick<Bench, 'cards' | 'surroundings' | 'target' | 'now'>;

/** A fault that is not over, or one that was, as the API tells it. */
export interface ActiveFault {
	readonly name: string;
	readonly type: string;
	/** Ids; null for all cards, and for what happens to none in particular. */
	readonly cards: readonly string[] | null;
	readonly parameters: Readonly<Record<string, number | string>>;
	readonly state: FaultState;
	/** Why it failed; '' where it did not. */
	readonly reason: string;
	/** How often it came. */
	readonly injections: number;
	/** When it last began, or was made, in the time of the cards. */
	readonly sinceMs: Millis;
	/** When it ends; null where that is only when told, and where it is not active. */
	readonly untilMs: Millis | null;
	/** When its state changes by itself; null where it does not. */
	readonly nextMs: Millis | null;
	/** How long it lasts each time; null until it is told to end. */
	readonly forMs: Millis | null;
	/** From one start to the next; null where it comes once. */
	readonly everyMs: Millis | null;
	/** How often it is due; null for ever, where it comes again at all. */
	readonly times: number | null;
	/** Chance that it comes when it is due. */
	readonly probability: number;
}

/** How many of a type there are and ever were. */
export interface FaultCount {
	readonly type: string;
	readonly active: number;
	readonly injections: number;
}

interface Held {
	readonly checked: CheckedRequest;
	readonly cards: readonly string[] | null;
	readonly scheduled: ScheduledFault;
}

/** Faults that are over and still told. */
const OVER_MAX = 100;

export class FaultDesk {
	readonly #world: FaultWorld;
	readonly #held = new Map<string, Held>();
	readonly #over: ActiveFault[] = [];
	readonly #injections = new Map<string, number>();
	#made = 0;

	constructor(world: FaultWorld) {
		this.#world = world;
	}

	/** Those that are not over, oldest first. */
	list(): ActiveFault[] {
		return [...this.#held.values()].map(told);
	}

	/** The last of those that are over, oldest first. */
	over(): readonly ActiveFault[] {
		return this.#over;
	}

	/** Throws E_FAULT_UNKNOWN. */
	get(name: string): ActiveFault {
		return told(this.#require(name));
	}

	/** Types that ever came, for metrics. */
	counts(): FaultCount[] {
		const active = this.list().filter(({state}) => state === 'active');
		return [...this.#injections].map(([type, injections]) => ({
			type,
			active: active.filter(fault => fault.type === type).length,
			injections,
		}));
	}

	/** Makes a fault. Throws E_FAULT_UNKNOWN, _PARAMETER, _EXISTS, _UNSUPPORTED, E_CARD_UNKNOWN and E_REQUEST_INVALID. */
	add(request: FaultRequest): ActiveFault {
		const checked = checkRequest(request);
		this.#refuseTaken(checked.name);
		return this.#make(checked);
	}

	/**
	 * Makes all of them, those left alone that are there as they are asked for; one that is asked for otherwise takes the place of
	 * the one before. All are checked first.
	 */
	populate(requests: readonly FaultRequest[]): ActiveFault[] {
		const all = requests.map(checkRequest);
		const twice = all.find(({name}, i) => all.findIndex(other => other.name === name) !== i);
		if (twice !== undefined) {
			throw codedError('E_FAULT_EXISTS', `Two of them are called ${twice.name}: give one another name.`, {
				name: twice.name,
			});
		}
		return all.map(checked => this.#place(checked));
	}

	/** Pauses, resumes, and gives other parameters or another duration. Throws as `add` does. */
	change(name: string, change: FaultChange): ActiveFault {
		const held = this.#require(name);
		const {fault} = held.checked;
		const {scheduled} = held;
		const forMs = durationOf('for', change.for);
		if (change.parameters !== undefined) {
			const raw = {...shownValues(fault, scheduled.values), ...change.parameters};
			scheduled.reshape(requireParameters(fault, raw));
		}
		if (forMs !== null) {
			scheduled.last(forMs);
		}
		if (change.paused === true) {
			scheduled.pause();
		} else if (change.paused === false) {
			scheduled.resume();
		}
		return told(held);
	}

	/** Puts right what the fault did. Throws E_FAULT_UNKNOWN. */
	delete(name: string): void {
		this.#require(name).scheduled.end();
	}

	/** Puts everything right, the last first. */
	reset(): void {
		undoAll(
			[...this.#held.values()].map(
				({scheduled}) =>
					() =>
						scheduled.end(),
			),
		);
	}

	#place(checked: CheckedRequest): ActiveFault {
		const there = this.#held.get(checked.name);
		if (there !== undefined && JSON.stringify(there.checked.request) === JSON.stringify(checked.request)) {
			return told(there);
		}
		there?.scheduled.end();
		return this.#make(checked);
	}

	#make(checked: CheckedRequest): ActiveFault {
		const {fault, name, values, table, request} = checked;
		const cards = this.#cardsFor(request);
		const {clock} = this.#world.surroundings;
		const held: Held = {
			checked,
			cards: request.cards === undefined ? null : cards.map(card => this.#world.cards[card].id),
			scheduled: new ScheduledFault(
				{
					clock,
					seed: seedFor(this.#made, name),
					inject: given => this.#inject(fault, given, cards),
					over: () => this.#end(held),
				},
				values,
				table,
			),
		};
		this.#held.set(name, held);
		try {
			held.scheduled.start();
		} catch (error) {
			this.#held.delete(name);
			throw error;
		}
		return told(held);
	}

	#end(held: Held): void {
		this.#held.delete(held.checked.name);
		this.#over.push(told(held));
		this.#over.splice(0, this.#over.length - OVER_MAX);
	}

	#refuseTaken(name: string): void {
		if (this.#held.has(name)) {
			throw codedError(
				'E_FAULT_EXISTS',
				`A fault called ${name} is in effect: delete it first, or give this one another name.`,
				{name},
			);
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

	#cardsFor({cards: wanted}: FaultRequest): number[] {
		this.#made += 1;
		return wanted === undefined
			? this.#world.cards.map((_, card) => card)
			: chosenCards(this.#world.cards, wanted, this.#made);
	}

	/** Injects into each card; should one refuse, those before it are put right. */
	#inject(fault: Fault, values: FaultValues, cards: readonly number[]): Undo {
		const undo = this.#injectEach(fault, values, cards);
		this.#injections.set(fault.name, (this.#injections.get(fault.name) ?? 0) + 1);
		return undo;
	}

	#injectEach(fault: Fault, values: FaultValues, cards: readonly number[]): Undo {
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

function told({checked, cards, scheduled}: Held): ActiveFault {
	const {fault, name} = checked;
	const {state, reason, injections, sinceMs, nextMs, values, table} = scheduled;
	return {
		name,
		type: fault.name,
		cards,
		parameters: shownValues(fault, values),
		state,
		reason,
		injections,
		sinceMs,
		untilMs: state === 'active' ? nextMs : null,
		nextMs,
		forMs: table.forMs,
		everyMs: table.everyMs,
		times: table.times,
		probability: table.probability,
	};
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
