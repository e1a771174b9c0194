// A day of a hundred thousand cards with three outages each and no samples: the processor's time and the memory that it takes.

import {EventQueue} from '../../src/core/queue.ts';
import {RandomStream} from '../../src/core/random.ts';
import {HOUR} from '../helpers/ref-model.ts';
import {cpuSeconds, DAY_HOURS, LARGE, livingSeconds, openLife, peakMegabytes} from './fleet-life.ts';
import type {BenchRow} from './row.ts';

const MOST_SECONDS = 60;
const MOST_MEGABYTES = 1500;

/** A bare queue of as many keys that is set as often: nothing that goes from event to event can be faster. */
function queueSeconds(keys: number, steps: number): number {
	const queue = new EventQueue(keys);
	const random = new RandomStream(1);
	for (let key = 0; key < keys; key++) {
		queue.set(key, random.whole(0, HOUR));
	}
	const from = cpuSeconds();
	for (let step = 0; step < steps; step++) {
		queue.set(queue.peek(), queue.peekAt() + random.whole(1, HOUR));
	}
	return cpuSeconds() - from;
}

export async function bench(): Promise<BenchRow[]> {
	const bare = peakMegabytes();
	const from = cpuSeconds();
	const opened = await openLife(LARGE, {isOff: true});
	await livingSeconds(opened, DAY_HOURS);
	const seconds = cpuSeconds() - from;
	const megabytes = peakMegabytes();
	return [
		{
			name: `a day of ${LARGE} cards, three outages each`,
			ours: seconds,
			other: queueSeconds(LARGE, opened.fleet.events),
			otherName: 'bare event queue',
			unit: 's',
			goal: {oursAtMost: MOST_SECONDS},
		},
		{
			name: `that day: most memory`,
			ours: megabytes,
			other: bare,
			otherName: 'program without a fleet',
			unit: 'MB',
			goal: {oursAtMost: MOST_MEGABYTES},
		},
	];
}
