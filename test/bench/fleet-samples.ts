// The same day with one sample a minute encoded to a sink that counts, and whether a card costs the same in a small fleet and in a
// large one.

import {DAY_HOURS, LARGE, livingSeconds, openLife, peakMegabytes, SMALL} from './fleet-life.ts';
import type {BenchRow} from './row.ts';

const MOST_SECONDS = 120;
const MOST_MEGABYTES = 1500;
const MOST_RATIO = 1.3;
const MINUTES_A_DAY = 1440;
/** A small fleet compiles everything in this time, and is then measured by turns of a day each. */
const WARM_UP_HOURS = 24;
const TURNS = 5;

function nanosecondsEach(seconds: number, cards: number): number {
	return (seconds * 1e9) / (cards * MINUTES_A_DAY);
}

export async function bench(): Promise<BenchRow[]> {
	const small = await openLife(SMALL, {});
	await livingSeconds(small, WARM_UP_HOURS);
	const turns = [];
	for (let turn = 0; turn < TURNS; turn++) {
		turns.push(await livingSeconds(small, DAY_HOURS));
	}
	const atSmall = nanosecondsEach(Math.min(...turns), SMALL);
	const large = await openLife(LARGE, {});
	const seconds = await livingSeconds(large, DAY_HOURS);
	const atLarge = nanosecondsEach(seconds, LARGE);
	return [
		{
			name: `a day of ${LARGE} cards with a sample a minute`,
			ours: seconds,
			other: (atSmall * LARGE * MINUTES_A_DAY) / 1e9,
			otherName: `as many single cards of ${SMALL}`,
			unit: 's',
			goal: {oursAtMost: MOST_SECONDS},
		},
		{
			name: `a card's minute among ${LARGE}`,
			ours: atLarge,
			other: atSmall,
			otherName: `among ${SMALL}`,
			unit: 'ns',
			goal: {ratioAtMost: MOST_RATIO},
		},
		{
			name: `that day: most memory`,
			ours: peakMegabytes(),
			other: (large.fleet.rows.f.byteLength + large.fleet.rows.j.byteLength) / 1e6,
			otherName: 'rows of the UPSs alone',
			unit: 'MB',
			goal: {oursAtMost: MOST_MEGABYTES},
		},
	];
}
