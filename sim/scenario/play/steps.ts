// Plays a list of steps, one after the other: waits until each begins, and hands it to the player of its verb.

import type {Millis} from '../../../src/core/clock.ts';
import {formatDuration} from '../duration.ts';
import {failureAt, lateFailure} from '../failure.ts';
import {failed, skipped} from '../played.ts';
import type {Played} from '../played.ts';
import type {EventCount, Step} from '../scenario.ts';
import {playCommand} from './command.ts';
import {playExpect} from './expect.ts';
import {playFlashPlan} from './flash-plan.ts';
import {playInject} from './inject.ts';
import {waitFor, waitUntil} from './lane.ts';
import type {Lane, Play} from './lane.ts';
import {playParallel} from './parallel.ts';
import type {Called} from './record.ts';
import {playRepeat} from './repeat.ts';
import {playRollout} from './rollout.ts';
import {playSet} from './set.ts';
import {playSnapshot} from './snapshot.ts';

/** Plays one step that has begun, on the cards that it is about; what takes no time is played at once. */
type Player<S extends Step> = (lane: Lane, step: S, called: Called) => Played | Play<Played>;

const players: {readonly [V in Step['verb']]: Player<Extract<Step, {verb: V}>>} = {
	inject: playInject,
	set: playSet,
	command: playCommand,
	rollout: playRollout,
	flashPlan: playFlashPlan,
	expect: playExpect,
	repeat: playRepeat,
	parallel: playParallel,
	snapshot: playSnapshot,
};

/** Plays `steps` until one of them fails or the lane is halted; the rest is recorded as skipped. */
export function* playSteps(lane: Lane, steps: readonly Step[]): Play {
	for (const [i, step] of steps.entries()) {
		yield* playStep(lane, step, `${lane.prefix}${i + 1}${lane.suffix}`);
	}
}

function* playStep(lane: Lane, step: Step, number: string): Play {
	const {stage, halt} = lane;
	const called = stage.record.call(step, number, stage.elapsed());
	const played = halt.reason() ?? (yield* begun(lane, step, called));
	stage.record.end(called, stage.elapsed(), played);
	if (played.outcome === 'failed') {
		halt.set(skipped('a step before it failed'));
	}
}

function* begun(lane: Lane, step: Step, called: Called): Play<Played> {
	const {stage, halt} = lane;
	const late = lateness(lane, step, called);
	if (late !== null) {
		return late;
	}
	stage.tellStep(Number.parseInt(called.number, 10), step.name);
	if ('events' in step.time) {
		const unheard = barred(lane, step, called);
		if (unheard !== null) {
			return unheard;
		}
	}
	const missed = yield* untilDue(lane, step, called);
	const halted = halt.reason();
	if (halted !== null || missed !== null) {
		return halted ?? missed!;
	}
	called.atMs = stage.elapsed();
	stage.mark('step', `step ${called.number}: ${step.name}`);
	called.cards = stage.select(step, called.number);
	if (called.cards.length === 0) {
		// A bench of real boards may lack what a scenario asks for: that is neither a failure nor a pass.
		return skipped('the bench has no card that the step is about');
	}
	const cannot = barred(lane, step, called);
	if (cannot !== null) {
		return cannot;
	}
	// Each entry takes its own verb; the compiler cannot follow that through the key.
	const played = (players[step.verb] as Player<Step>)(lane, step, called);
	return 'outcome' in played ? played : yield* played;
}

/** What the bench cannot do is skipped, and what is expected of it: neither may pass, and neither is a failure of the card. */
function barred({stage, since}: Lane, step: Step, {number}: Called): Played | null {
	if (step.verb === 'expect' && since.skippedAction !== '') {
		return skipped(`step ${since.skippedAction}, which it follows, was skipped`);
	}
	const {bench} = stage;
	const why = bench.cannot === undefined ? null : bench.cannot(step, stage.select(step, number));
	if (why === null) {
		return null;
	}
	if (step.verb !== 'expect') {
		since.skip(number);
	}
	return skipped(why);
}

/** The failure of a step whose `at` has passed. */
function lateness({stage, originMs}: Lane, {time}: Step, called: Called): Played | null {
	const at = 'at' in time ? originMs + time.at : Infinity;
	return at < stage.elapsed() ? failed(lateFailure(stage.place(called), at, originMs)) : null;
}

/** Waits until the step begins; its failure where that does not come about. */
function* untilDue(lane: Lane, step: Step, called: Called): Play<Played | null> {
	const {time} = step;
	if ('events' in time) {
		return yield* untilEvents(lane, time.events, step, called);
	}
	yield* waitUntil(lane, 'at' in time ? lane.originMs + time.at : lane.stage.elapsed() + time.after);
	return null;
}

function* untilEvents(
	lane: Lane,
	{count, name, phase, withinMs}: EventCount,
	step: Step,
	called: Called,
): Play<Played | null> {
	const {stage, since} = lane;
	const cards = stage.select(step, called.number);
	const logged = (): number => cards.reduce((sum, card) => sum + since.times(card, name, phase), 0);
	const untilMs: Millis = stage.elapsed() + withinMs;
	if (yield* waitFor(lane, untilMs, () => logged() >= count)) {
		return null;
	}
	called.cards = cards;
	return failed(
		failureAt(stage.place(called), {
			reason: 'events',
			subject: stage.scenario.name,
			expected: `${count} times event ${name}${phase === null ? '' : ` ${phase}`} within ${formatDuration(withinMs)} before it begins`,
			seen: `${logged()} since the last action`,
			cards: cards.filter(card => since.times(card, name, phase) === 0),
		}),
	);
}
