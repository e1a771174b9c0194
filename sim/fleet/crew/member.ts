// A thread that plays one shard of a fleet, with sessions and a pace of its own, and says how far it is.

import {parentPort, workerData} from 'node:worker_threads';
import {isCoded} from '../../../src/core/errors.ts';
import {nodeClock} from '../../../src/platform/node/clock.ts';
import {openFleet} from '../open-fleet.ts';
import type {OpenedFleet} from '../open-fleet.ts';
import {plainFleet, shardOf} from '../spec.ts';
import {STOP} from './words.ts';
import type {CrewTask, CrewWord, Outcome, Standing} from './words.ts';

const TELL_EVERY_MS = 250;

function say(word: CrewWord): void {
	// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
	parentPort?.postMessage(word);
}

function standingOf({bench, fleet, counters}: OpenedFleet): Standing {
	return {nowMs: bench.now(), events: fleet.events, counters: counters?.numbers ?? null};
}

function outcomeOf(opened: OpenedFleet): Outcome {
	const {encoded} = opened;
	return {
		...standingOf(opened),
		summary: opened.summary(),
		digest: opened.digest(),
		encoded: encoded === undefined ? null : {counts: {...encoded.counts}, bytes: encoded.bytes, digest: encoded.digest},
	};
}

async function play(opened: OpenedFleet, {settings, untilMs}: CrewTask, stop: AbortSignal): Promise<void> {
	const {bench} = opened;
	// Nobody waits longer than a second for the end.
	const secondMs = Math.max(1, 1000 * settings.speed);
	let toldAt = nodeClock.now();
	while (!stop.aborted && !opened.isSpent() && bench.now() < untilMs) {
		await bench.runUntil(Math.min(untilMs, bench.now() + Math.min(opened.longestStep(), secondMs)));
		if (nodeClock.now() - toldAt >= TELL_EVERY_MS) {
			toldAt = nodeClock.now();
			say({kind: 'standing', standing: standingOf(opened)});
		}
	}
}

async function run(task: CrewTask, stop: AbortSignal): Promise<void> {
	const spec = shardOf(plainFleet(...task.fleet), task.index, task.count);
	const opened = await openFleet(spec, {...task.settings, signal: stop, note: text => say({kind: 'note', text})});
	say({kind: 'up', cards: spec.cards.length});
	try {
		await play(opened, task, stop);
	} finally {
		await opened.close();
	}
	say({kind: 'done', outcome: outcomeOf(opened)});
}

const stop = new AbortController();
parentPort?.on('message', (word: unknown) => (word === STOP ? stop.abort() : undefined));
try {
	await run(workerData as CrewTask, stop.signal);
} catch (error) {
	const {code, context} = isCoded(error) ? error : {code: '', context: {}};
	const message =
		error instanceof Error ? (code === '' ? (error.stack ?? error.message) : error.message) : String(error);
	say({kind: 'failed', code, message, context});
}
parentPort?.close();
