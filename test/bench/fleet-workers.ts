// Two threads that share a fleet against one that plays all of it. What two threads can reach at all on this machine, two loops tell
// that do nothing but count.

import {Worker} from 'node:worker_threads';
import {Crew} from '../../sim/fleet/crew/crew.ts';
import type {CrewTask} from '../../sim/fleet/crew/words.ts';
import {DEFAULT_MODELS} from '../../src/cli/commands/sim.ts';
import {HOUR} from '../helpers/ref-model.ts';
import type {BenchRow} from './row.ts';

const CARDS = 10_000;
/** Long enough that compiling, which each thread does for itself, counts for little. */
const HOURS = 24;
const RUNS = 2;
const LEAST_SHARE = 0.85;
const LOOP_STEPS = 600_000_000;
const loop = `let x = 1; for (let i = 0; i < ${LOOP_STEPS}; i++) x = (x * 5 + i) | 0; require('worker_threads').parentPort.postMessage(x);`;

/** Seconds from when all threads stand until all are done. */
async function fleetSeconds(count: number): Promise<number> {
	const tasks = Array.from(
		{length: count},
		(_, index): CrewTask => ({
			fleet: [1, CARDS, DEFAULT_MODELS, {outage: 3}],
			index,
			count,
			settings: {speed: Infinity, mqttUrl: 'off'},
			untilMs: HOURS * HOUR,
		}),
	);
	const crew = new Crew(tasks, () => {});
	await crew.up();
	const from = performance.now();
	await crew.done();
	const seconds = (performance.now() - from) / 1000;
	await crew.close();
	return seconds;
}

async function loopSeconds(count: number): Promise<number> {
	const from = performance.now();
	const loops = Array.from(
		{length: count},
		async () => new Promise(resolve => new Worker(loop, {eval: true}).once('exit', resolve)),
	);
	await Promise.all(loops);
	return (performance.now() - from) / 1000;
}

export async function bench(): Promise<BenchRow[]> {
	const best = {one: Infinity, two: Infinity, oneLoop: Infinity, twoLoops: Infinity};
	// By turns, so that a busy machine hits all alike.
	for (let run = 0; run < RUNS; run++) {
		best.oneLoop = Math.min(best.oneLoop, await loopSeconds(1));
		best.one = Math.min(best.one, await fleetSeconds(1));
		best.twoLoops = Math.min(best.twoLoops, await loopSeconds(2));
		best.two = Math.min(best.two, await fleetSeconds(2));
	}
	return [
		{
			name: `two threads with ${CARDS} cards against one`,
			ours: best.one / best.two,
			other: (2 * best.oneLoop) / best.twoLoops,
			otherName: 'two loops that count',
			unit: '× as fast',
			goal: {ratioAtLeast: LEAST_SHARE},
		},
	];
}
