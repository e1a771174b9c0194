// What a runner says to a simulated UPS in another process, and what it hears: one JSON object each, over the channel between the
// processes or a line each on standard input and output.

import type {Millis} from '../../src/core/clock.ts';
import type {ActiveFault, FaultRequest} from '../../sim/fleet/control/fault-desk.ts';
import type {Drift, SettableName} from '../../sim/scenario/bench.ts';
import type {WireCounters} from './wire.ts';

export type TwinWord =
	/** Load and charge in percent, ambient in °C, times in s, the sensitivity by its number from 1. */
	| {readonly do: 'set'; readonly name: SettableName; readonly value: number}
	/** The utility at the input; what is left out stays. 0 V is a blackout. */
	| {readonly do: 'grid'; readonly volts?: number; readonly hertz?: number}
	/** A fault of sim/faults by its name; times are texts, in the time of the UPS. */
	| ({readonly do: 'inject'} & Omit<FaultRequest, 'cards'>)
	/** Ends a fault that was injected, by the name it was given. */
	| {readonly do: 'end'; readonly name: string}
	/** Ends all faults, and puts the utility right. */
	| {readonly do: 'reset'}
	/** An order at the front panel of the UPS, by the name that a card knows it by. */
	| {readonly do: 'command'; readonly name: string; readonly group?: number; readonly value?: number}
	| {readonly do: 'truth'};

/** What the UPS really does, whatever its sensors and its line tell. */
export interface Truth {
	/** Since it was started, in its own time. */
	readonly atMs: Millis;
	/** When that was on the clock of the machine, ms since 1970, with fractions. */
	readonly utcMs: number;
	/** As NUT writes them. */
	readonly words: readonly string[];
	/** By name, in SI units; null where there is none. */
	readonly readings: Readonly<Record<string, number | null>>;
	/** Whether its line is silent now, and what befell the answers on it so far. */
	readonly isSilent: boolean;
	readonly wire: Readonly<WireCounters>;
	/** How far it was behind real time times its speed. */
	readonly drift: Drift | null;
}

/** What each word is answered with; an order with why it was refused, '' where it was not. */
export interface TwinAnswers {
	readonly set: null;
	readonly grid: null;
	readonly inject: ActiveFault;
	readonly end: null;
	readonly reset: null;
	readonly command: string;
	readonly truth: Truth;
}

/** The status words changed: when, as Truth has it. */
export interface StatusTold {
	readonly told: 'status';
	readonly atMs: Millis;
	readonly utcMs: number;
	readonly words: readonly string[];
}

/** Where the UPS can be read, in the words of `--ups`. */
export interface TwinPlaces {
	readonly ups: string;
	readonly model: string;
	readonly serial: string;
}

/** What the process says to its parent. */
export type TwinTold =
	| StatusTold
	| ({readonly told: 'ready'} & TwinPlaces)
	| {readonly told: 'failed'; readonly code: string; readonly message: string}
	| {readonly told: 'answer'; readonly id: number; readonly answer: unknown}
	| {readonly told: 'refused'; readonly id: number; readonly code: string; readonly message: string};

/** A word with a number that its answer comes back with. */
export interface TwinAsked {
	readonly id: number;
	readonly word: TwinWord;
}
