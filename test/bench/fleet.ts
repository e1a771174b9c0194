// The fleet without a network: UPS events a second, what a card costs when there are a hundred thousand of them, and memory.

import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {Fleet} from '../../sim/fleet/fleet.ts';
import {plainFleet} from '../../sim/fleet/spec.ts';
import {DEFAULT_MODELS} from '../../src/cli/commands/sim.ts';
import {EventQueue} from '../../src/core/queue.ts';
import {RandomStream} from '../../src/core/random.ts';
import {modelOf} from '../helpers/fleets.ts';
import {HOUR} from '../helpers/ref-model.ts';
import type {BenchRow} from './row.ts';

const SMALL = 1000;
const LARGE = 100_000;
const LARGE_HOURS = 24;
const RUNS = 3;

function newFleet(count: number): Fleet {
	const fleet = new Fleet(
		plainFleet(1, count, DEFAULT_MODELS, {outage: 3}),
		{modelOf, logSize: 64},
		{logged: () => {}, changed: () => {}},
	);
	fleet.start();
	return fleet;
}

/** Nanoseconds of wall time an event takes on one core in the next `hours` of the fleet's life. */
function costOf(fleet: Fleet, hours: number): number {
	const before = fleet.events;
	const from = performance.now();
	fleet.run(fleet.now() + hours * HOUR);
	return ((performance.now() - from) * 1e6) / (fleet.events - before);
}

function best(measure: () => number): number {
	return Math.min(...Array.from({length: RUNS}, measure));
}

/** A bare queue of as many keys, one re-keyed at each step: what no engine of this kind can fall below. */
function queueCost(keys: number): number {
	const queue = new EventQueue(keys);
	const random = new RandomStream(1);
	for (let key = 0; key < keys; key++) {
		queue.set(key, random.whole(0, HOUR));
	}
	const steps = 2_000_000;
	const from = performance.now();
	for (let i = 0; i < steps; i++) {
		queue.set(queue.peek(), queue.peekAt() + random.whole(1, HOUR));
	}
	return ((performance.now() - from) * 1e6) / steps;
}

function collectGarbage(): void {
	setFlagsFromString('--expose-gc');
	(runInNewContext('gc') as () => void)();
}

function heldMegabytes(): number {
	collectGarbage();
	const {heapUsed, arrayBuffers} = process.memoryUsage();
	return (heapUsed + arrayBuffers) / 1e6;
}

export async function bench(): Promise<BenchRow[]> {
	const small = newFleet(SMALL);
	// Warm up: the first weeks of a small fleet compile everything.
	costOf(small, 24 * 30);
	const before = heldMegabytes();
	const large = newFleet(LARGE);
	const megabytes = heldMegabytes() - before;
	const atSmall = best(() => costOf(small, 24 * 20));
	const atLarge = best(() => costOf(large, LARGE_HOURS));
	return [
		{
			name: `UPS events a second and core, ${SMALL} cards`,
			ours: 1e9 / atSmall,
			other: 1e9 / queueCost(SMALL),
			otherName: 'bare event queue',
			unit: '1/s',
			goal: {oursAtLeast: 1e6},
		},
		{
			name: `time per UPS event, ${LARGE} cards`,
			ours: atLarge,
			other: atSmall,
			otherName: `${SMALL} cards`,
			unit: 'ns',
			goal: {ratioAtMost: 1.5},
		},
		{
			name: `UPS and card states with logs, ${LARGE} cards`,
			ours: megabytes,
			other: (large.rows.f.byteLength + large.rows.j.byteLength) / 1e6,
			otherName: 'rows of the UPSs alone',
			unit: 'MB',
			goal: {oursAtMost: 400},
		},
	];
}
