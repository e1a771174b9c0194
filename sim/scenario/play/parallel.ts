// `parallel`: branches of steps go on side by side. Where one fails, the others are not played further.

import {failed, passed, skipped} from '../played.ts';
import type {Played} from '../played.ts';
import type {ParallelStep, Step} from '../scenario.ts';
import {innerFailure} from './inner-failure.ts';
import {Strands} from './interleave.ts';
import {Halt} from './lane.ts';
import type {Lane, Play} from './lane.ts';
import type {Called} from './record.ts';

export function* playParallel(lane: Lane, {branches}: ParallelStep, called: Called): Play<Played> {
	const {stage} = lane;
	lane.since.forget();
	const block = new Halt(lane.halt);
	const strands = new Strands();
	branches.forEach((steps, i) => strands.add(playBranch(lane, block, steps, `${called.number}.${i + 1}.`)));
	yield* strands.interleave(
		() => stage.elapsed(),
		() => strands.ended,
	);
	const failure = innerFailure(stage, called);
	return failure === null ? (lane.halt.reason() ?? passed) : failed(failure);
}

function* playBranch(lane: Lane, block: Halt, steps: readonly Step[], prefix: string): Play {
	const {stage} = lane;
	const halt = new Halt(block);
	const since = stage.beginSince();
	const inside = {stage, halt, since, playSteps: lane.playSteps, originMs: stage.elapsed(), prefix, suffix: ''};
	yield* lane.playSteps(inside, steps);
	stage.endSince(since);
	// What comes from outside of the block is told as it is; only a failure of this branch stops those beside it.
	if (stage.record.firstFailure(prefix) !== undefined) {
		block.set(skipped('another branch failed'));
	}
}
