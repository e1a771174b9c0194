// An action: done once, or again and again while the steps after it go on.

import {isCoded} from '../../../src/core/errors.ts';
import {failed, passed, skipped} from '../played.ts';
import type {Failure, Played} from '../played.ts';
import type {Repetition, Step} from '../scenario.ts';
import {waitFor, waitUntil} from './lane.ts';
import type {Lane, Play} from './lane.ts';
import type {Called} from './record.ts';
import {firstRefusal} from './refusals.ts';

/** Does it once; why it failed, null where it did not. */
export type Act = () => Failure | null;

/** Acts now, and has it repeated as `every` says. What the lane saw before is forgotten, once. */
export function act(lane: Lane, step: Action, called: Called, once: Act): Played | Play<Played> {
	lane.since.forget();
	const outcome = tried(once);
	if (outcome !== null) {
		return outcome;
	}
	return lane.stage.bench.underWay === undefined ? done(lane, step, called, once) : actSlowly(lane, step, called, once);
}

type Action = Step & {readonly every: Repetition | null};

function done(lane: Lane, step: Action, called: Called, once: Act): Played {
	if (step.every !== null) {
		lane.stage.strands.add(again(lane, step, step.every, called, once));
	}
	return passed;
}

function* actSlowly(lane: Lane, step: Action, called: Called, once: Act): Play<Played> {
	const failure = yield* refusal(lane, called);
	return failure === null ? (lane.halt.reason() ?? done(lane, step, called, once)) : failed(failure);
}

/** What a bench of real boards says to what it was just asked; it sees to it that this takes a bounded time. */
function* refusal(lane: Lane, called: Called): Play<Failure | null> {
	const underWay = lane.stage.bench.underWay?.() ?? null;
	if (underWay === null) {
		return null;
	}
	yield* waitFor(lane, Infinity, () => underWay.isDone());
	return underWay.isDone() ? firstRefusal(lane.stage, called, [underWay.refusal()]) : null;
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
function* again(lane: Lane, step: Step, every: Repetition, first: Called, once: Act): Play {
	const {stage, halt} = lane;
	const beganMs = stage.elapsed();
	for (let round = 2; round <= (every.times ?? Infinity); round++) {
		const dueMs = beganMs + (round - 1) * every.everyMs;
		if (dueMs > lane.originMs + every.untilMs || !(yield* waitUntil(lane, dueMs))) {
			return;
		}
		const failure = once() ?? (yield* refusal(lane, first));
		if (failure !== null) {
			const called = stage.record.call(step, `${first.number}#${round}`, stage.elapsed());
			called.cards = first.cards;
			stage.record.end(called, stage.elapsed(), failed(failure));
			halt.set(skipped('an action that is repeated failed'));
			return;
		}
	}
}
