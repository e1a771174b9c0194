// A lane: one sequence of steps that is being played. A scenario has one, each branch of a parallel and each action that is repeated
// another. Lanes are generators that give back what they wait for, so that one loop lets time pass for all of them.

import type {Millis} from '../../../src/core/clock.ts';
import type {Played} from '../played.ts';
import type {Step} from '../scenario.ts';
import type {Since} from './since.ts';
import type {Stage} from './stage.ts';

/** What a lane waits for: a time since the start of the run, or something that comes true with an event before. */
export interface Wait {
	readonly untilMs: Millis;
	readonly settled: () => boolean;
}

/** What plays steps; it is resumed when what it waits for is there. */
export type Play<R = void> = Generator<Wait, R, void>;

/** Why the steps of a lane are no longer played, its own reason or one around it. */
export class Halt {
	readonly #around: Halt | null;
	readonly #outside: () => Played | null;
	#own: Played | null = null;

	/** `outside` is asked for reasons that come from outside of all steps. */
	constructor(around: Halt | null, outside: () => Played | null = () => null) {
		this.#around = around;
		this.#outside = outside;
	}

	/** The first reason stays. */
	set(reason: Played): void {
		this.#own ??= reason;
	}

	reason(): Played | null {
		return this.#own ?? this.#outside() ?? this.#around?.reason() ?? null;
	}
}

export interface Lane {
	readonly stage: Stage;
	readonly halt: Halt;
	/** What was seen since the last action of this lane. */
	readonly since: Since;
	/** Plays a list of steps in a lane: this one, or one that begins in it. */
	readonly playSteps: (lane: Lane, steps: readonly Step[]) => Play;
	/** From where `at` counts, since the start of the run. */
	readonly originMs: Millis;
	/** A step is called by its number in its list with this before and that behind. */
	readonly prefix: string;
	readonly suffix: string;
}

/** How often something is looked at that changes between events, and what is looked for. */
export interface Look {
	readonly everyMs: Millis;
	readonly seen: () => boolean;
}

/**
 * Lets time pass until `untilMs` since the start, or until `settled`, which the bench asks after every event, or until what `look`
 * looks for is seen. Whether one of them came true; false where the lane is halted.
 */
export function* waitFor(lane: Lane, untilMs: Millis, settled: () => boolean, look?: Look): Play<boolean> {
	const {stage, halt} = lane;
	const everyMs = look?.everyMs ?? Infinity;
	const seen = look?.seen ?? settled;
	for (let due = stage.elapsed(); ; due = Math.min(untilMs, due + everyMs)) {
		yield {untilMs: due, settled: () => halt.reason() !== null || settled()};
		if (halt.reason() !== null) {
			return false;
		}
		if (settled() || seen()) {
			return true;
		}
		if (due >= untilMs) {
			return false;
		}
	}
}

const never = (): boolean => false;

/** Lets time pass until `untilMs`; false where the lane is halted before. */
export function* waitUntil(lane: Lane, untilMs: Millis): Play<boolean> {
	yield* waitFor(lane, untilMs, never);
	return lane.halt.reason() === null;
}
