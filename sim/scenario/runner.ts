// Plays a scenario on a bench. It owns when, for how long and to whom, and puts everything right at the end.

import type {Millis} from '../../src/core/clock.ts';
import type {Bench} from './bench.ts';
import {Halt, waitUntil} from './play/lane.ts';
import type {Lane, Play} from './play/lane.ts';
import {Stage} from './play/stage.ts';
import type {StageOptions} from './play/stage.ts';
import {playSteps} from './play/steps.ts';
import {abortedRun} from './played.ts';
import type {RunResult} from './result.ts';
import type {Scenario} from './scenario.ts';

export interface RunOptions extends StageOptions {
	/** Ends the run at the next event; everything is put right. */
	readonly signal?: AbortSignal;
	/** Also hands on a snapshot each time so long has passed. */
	readonly snapshotEveryMs?: Millis;
}

/** Plays `scenario`. Throws only where the bench does; a failed expectation is a verdict. */
export async function runScenario(scenario: Scenario, bench: Bench, options: RunOptions): Promise<RunResult> {
	const stage = new Stage(scenario, bench, options);
	const isAborted = (): boolean => options.signal?.aborted === true;
	try {
		await letPass(stage, play(stage, new Halt(null, () => (isAborted() ? abortedRun : null)), options));
	} finally {
		stage.end();
	}
	return resultOf(stage);
}

/** Lets time pass on the bench as the lanes ask for it. */
async function letPass({bench, startMs}: Stage, lanes: Play): Promise<void> {
	for (let next = lanes.next(); next.done !== true; next = lanes.next()) {
		const {untilMs, settled} = next.value;
		await bench.runUntil(startMs + untilMs, settled);
	}
}

/** The steps of the scenario, and beside them what is repeated in the background, until the last step has ended. */
function* play(stage: Stage, halt: Halt, {snapshotEveryMs}: RunOptions): Play {
	const {scenario, strands} = stage;
	const since = stage.beginSince();
	const lane: Lane = {stage, halt, since, playSteps, originMs: 0, prefix: '', suffix: ''};
	let isOver = false;
	strands.add(playMain(lane, () => (isOver = true)));
	if (snapshotEveryMs !== undefined) {
		strands.add(keepEvery(lane, snapshotEveryMs));
	}
	yield* strands.interleave(
		() => stage.elapsed(),
		() => isOver,
	);
	stage.mark('verdict', stage.record.verdict);

	function* playMain(main: Lane, ended: () => void): Play {
		yield* playSteps(main, scenario.steps);
		ended();
	}
}

function* keepEvery(lane: Lane, everyMs: Millis): Play {
	while (yield* waitUntil(lane, lane.stage.elapsed() + everyMs)) {
		lane.stage.keep('', '');
	}
}

function resultOf({scenario, bench, seed, record, timeline, witness, effects, startMs}: Stage): RunResult {
	return {
		file: scenario.file,
		name: scenario.name,
		seed,
		verdict: record.verdict,
		steps: record.results,
		timeline: timeline.entries,
		leftOutCount: timeline.leftOutCount,
		cardCount: bench.cards.length,
		eventCount: witness.count,
		durationMs: bench.now() - startMs,
		faults: effects.spans,
		faultsLeftOutCount: effects.spansLeftOutCount,
		drift: bench.drift(),
	};
}
