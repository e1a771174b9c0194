// What a fault is: something that happens in the world, with parameters, a summary and an undo. When it happens, for how
// long, how often and to whom is the runner's business (style.md 3.5).

import type {FaultSurroundings, FaultTarget, Undo} from '../scenario/bench.ts';

/**
 * `ratio` is a share or a multiple, `quantity` a number in its unit, and both may have a fraction; `count` is a whole number; `duration` is written with a unit and handed on in milliseconds; `choice` is one of some words and
 * handed on as its place among them.
 */
export type ParameterKind = 'ratio' | 'quantity' | 'count' | 'duration' | 'choice';

/** One parameter. `min`, `max` and `default` are in `unit`; durations in milliseconds. */
export interface FaultParameter {
	readonly name: string;
	readonly kind: ParameterKind;
	/** For people: what the number counts. */
	readonly unit: string;
	readonly min: number;
	readonly max: number;
	/** Without one the parameter must be given. */
	readonly default?: number;
	readonly summary: string;
	/** Of a choice. Public: append only. */
	readonly choices?: readonly string[];
}

export type FaultValues = Readonly<Record<string, number>>;

/** The part of the world that a fault happens in, in the order in which help shows them. Public: append only. */
export const faultAreas = [
	'grid',
	'battery',
	'charger',
	'inverter',
	'sensor',
	'load',
	'thermal',
	'link',
	'network',
	'broker',
	'clock',
	'flash',
	'firmware',
	'memory',
] as const;
export type FaultArea = (typeof faultAreas)[number];

interface Described {
	/** Public from day one. */
	readonly name: string;
	readonly area: FaultArea;
	readonly summary: string;
	readonly parameters: readonly FaultParameter[];
	/** What is wrong with values that are each in range but do not go together; undefined when nothing is. */
	readonly conflict?: (values: FaultValues) => string | undefined;
	/** What these values come to, in words, where the values alone do not say it. */
	readonly explain?: (values: FaultValues) => string;
}

/** Happens to one card at a time. */
export interface CardFault extends Described {
	readonly acts: 'card';
	inject(target: FaultTarget, values: FaultValues, surroundings: FaultSurroundings): Undo;
}

/** Happens to what all cards share. */
export interface SurroundingsFault extends Described {
	readonly acts: 'surroundings';
	inject(surroundings: FaultSurroundings, values: FaultValues): Undo;
}

export type Fault = CardFault | SurroundingsFault;

/** Declares a fault. Its undo becomes harmless to call twice, whatever the fault does itself. */
export function defineFault<F extends Fault>(fault: F): F {
	const inject = fault.inject as (...world: unknown[]) => Undo;
	return {...fault, inject: (...world: unknown[]) => once(inject(...world))};
}

/** `undo`, but only the first time. */
export function once(undo: Undo): Undo {
	let done = false;
	return () => {
		if (!done) {
			done = true;
			undo();
		}
	};
}
