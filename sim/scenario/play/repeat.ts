// `repeat`: steps are played several times, one round after the other.

import {failed, passed} from '../played.ts';
import type {Played} from '../played.ts';
import type {RepeatStep} from '../scenario.ts';
import {innerFailure} from './inner-failure.ts';
import type {Lane, Play} from './lane.ts';
import type {Called} from './record.ts';

export function* playRepeat(lane: Lane, {steps, times}: RepeatStep, called: Called): Play<Played> {
	const {stage, halt} = lane;
	for (let round = 1; round <= times; round++) {
		yield* lane.playSteps(
			{...lane, originMs: stage.elapsed(), prefix: `${called.number}.`, suffix: `#${round}`},
			steps,
		);
		if (halt.reason() !== null) {
			break;
		}
	}
	const failure = innerFailure(stage, called);
	return failure === null ? (halt.reason() ?? passed) : failed(failure);
}
