// `expect`: something must come true within a limit, and may have to stay true.

import type {Millis} from '../../../src/core/clock.ts';
import {Expected} from '../expectation.ts';
import {failed, lookFor, passed} from '../played.ts';
import type {Played} from '../played.ts';
import type {ExpectStep} from '../scenario.ts';
import {waitFor} from './lane.ts';
import type {Lane, Play} from './lane.ts';
import type {Called} from './record.ts';
import {unmetFailure} from './unmet.ts';

export function* playExpect(lane: Lane, step: ExpectStep, called: Called): Play<Played> {
	const {stage, since, halt} = lane;
	const expected = new Expected(step, called.cards, stage.bench, since);
	const came = yield* comesTrue(lane, step, expected);
	const trueSinceMs = stage.elapsed();
	const broke = came && step.holdMs > 0 && (yield* breaks(lane, step, expected));
	const halted = halt.reason();
	if (halted !== null) {
		return halted;
	}
	if (came && !broke) {
		return passed;
	}
	const heldMs: Millis | null = came ? stage.elapsed() - trueSinceMs : null;
	return failed(unmetFailure(lane, stage.place(called), expected, heldMs));
}

const never = (): boolean => false;

function comesTrue(lane: Lane, {withinMs}: ExpectStep, expected: Expected): Play<boolean> {
	const untilMs = lane.stage.elapsed() + withinMs;
	const holds = (): boolean => expected.holds();
	return expected.readsValues
		? waitFor(lane, untilMs, never, {everyMs: lookFor(withinMs), seen: holds})
		: waitFor(lane, untilMs, holds);
}

function breaks(lane: Lane, {holdMs}: ExpectStep, expected: Expected): Play<boolean> {
	const untilMs = lane.stage.elapsed() + holdMs;
	const broken = (): boolean => !expected.holds();
	return expected.readsValues
		? waitFor(lane, untilMs, () => !expected.statesHold(), {everyMs: lookFor(holdMs), seen: broken})
		: waitFor(lane, untilMs, broken);
}
