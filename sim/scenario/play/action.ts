// An action: done once, or again and again while the steps after it go on.

import {isCoded} from '../../../src/core/errors.ts';
import {failed, passed, skipped} from '../played.ts';
import type {Failure, Played} from '../played.ts';
import type {Repetition, Step} from '../scenario.ts';
import {waitUntil} from './lane.ts';
import type {Lane, Play} from './lane.ts';
import type {Called} from './record.ts';

/** Does it once; why it failed, null where it did not. */
export type Act = () => Failure | null;

/** Acts now, and has it repeated as `every` says. What the lane saw before is forgotten, once. */
export function act(lane: Lane, step: Step & {readonly every: Repetition | null}, called: Called, once: Act): Played {
	lane.since.forget();
	const outcome = tried(once);
	if (outcome !== null) {
		return outcome;
	}
	if (step.every !== null) {
		lane.stage.strands.add(again(lane, step, step.every, called, once));
	}
	return passed;
}

/** What came of it where it is not simply done: what a bench cannot do is skipped, never passed (style.md 3.6). */
function tried(once: Act): Played | null {
	try {
		const failure = once();
		return failure === null ? null : failed(failure);
	} catch (error) {
		if (isCoded(error) && error.code === 'E_FAULT_UNSUPPORTED') {
			return skipped(error.message);
		}
		throw error;
	}
}

/** The second time and those after it. One that fails has a result of its own, and ends the run. */
function* again(lane: Lane, step: Step, every: Repetition, {number, cards}: Called, once: Act): Play {
	const {stage, halt} = lane;
	const beganMs = stage.elapsed();
	for (let round = 2; round <= (every.times ?? Infinity); round++) {
		const dueMs = beganMs + (round - 1) * every.everyMs;
		if (dueMs > lane.originMs + every.untilMs || !(yield* waitUntil(lane, dueMs))) {
			return;
		}
		const failure = once();
		if (failure !== null) {
			const called = stage.record.call(step, `${number}#${round}`, stage.elapsed());
			called.cards = cards;
			stage.record.end(called, stage.elapsed(), failed(failure));
			halt.set(skipped('an action that is repeated failed'));
			return;
		}
	}
}
