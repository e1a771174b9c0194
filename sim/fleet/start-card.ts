// How a simulated UPS begins its life: on line, full, as old as its battery is said to be, its calendar spread by its seed.

import {DAY, YEAR} from '../../src/core/clock.ts';
import {hash32} from '../../src/core/random.ts';
import {calendarDamage, lithiumYears} from '../../src/ups/aging.ts';
import type {Ups} from '../../src/ups/row.ts';
import * as ups from '../../src/ups/ups.ts';
import type {CardSpec} from './spec.ts';

const TEST_INTERVAL_MS = 14 * DAY;

/** Starts the UPS in the row of `u` as one of `type`, with `loadWatts` of load. */
export function startCard(u: Ups, type: number, spec: CardSpec, seed: number, loadWatts: number): void {
	ups.startUps(u, type, {
		seed,
		loadWatts,
		ambientCelsius: spec.ambientCelsius,
		agingOffsetMs: 1 + (hash32(seed, 1, 0) % DAY),
		testOffsetMs: 1 + (hash32(seed, 2, 0) % TEST_INTERVAL_MS),
	});
	if (spec.ageYears > 0) {
		const elapsedMs = spec.ageYears * YEAR;
		const {lithium, lifeYears} = u.rating;
		const wear = lithium ? lithiumYears(elapsedMs, u.celsius) : calendarDamage(elapsedMs, u.celsius, lifeYears);
		ups.setWear(u, 0, wear, 0);
	}
}
