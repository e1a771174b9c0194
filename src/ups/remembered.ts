// What the last look at each UPS had to solve for, kept beside all that it depends on: most readings ask again for what they asked
// for a minute ago. It is no state: whoever finds another question in the place of his own solves it anew.

import type {Battery} from './battery.ts';
import {fullRuntimeMinutes, minutesToEmpty} from './battery.ts';
import type {Ups} from './row.ts';

/** Places of a UPS: the runtime that its firmware reports, then the full runtimes at the present load. */
export const REMEMBERED = 11;
const FULL = 5;

/** Minutes to empty of a new battery at `drawWatts` that is left with this much energy and head gap. */
export function newBatteryMinutes(u: Ups, energy: number, gap: number, drawWatts: number): number {
	const kept = u.kept;
	const at = u.id * REMEMBERED;
	if (kept[at] !== energy || kept[at + 1] !== gap || kept[at + 2] !== drawWatts || kept[at + 3] !== u.type) {
		const rating = u.rating;
		kept[at] = energy;
		kept[at + 1] = gap;
		kept[at + 2] = drawWatts;
		kept[at + 3] = u.type;
		kept[at + 4] = minutesToEmpty(
			energy,
			gap,
			drawWatts,
			rating.capacityWmin,
			rating.availableShare,
			rating.levelingPerMinute,
			rating.cutoffHours,
		);
	}
	return kept[at + 4];
}

/** Minutes to empty at the present load if the battery were full: as worn as it is. `fullRuntimeWhenNew` is valid after this. */
export function fullRuntimeAsWorn(u: Ups): number {
	const kept = u.kept;
	const at = u.id * REMEMBERED + FULL;
	const load = u.loadWatts;
	if (kept[at] !== load || kept[at + 1] !== u.capacity || kept[at + 2] !== u.cutoffHours || kept[at + 3] !== u.type) {
		const rating = u.rating;
		const battery: Battery = rating.model.battery;
		kept[at] = load;
		kept[at + 1] = u.capacity;
		kept[at + 2] = u.cutoffHours;
		kept[at + 3] = u.type;
		kept[at + 4] = minutesToEmpty(
			u.capacity,
			0,
			load + rating.idleWatts,
			u.capacity,
			rating.availableShare,
			rating.levelingPerMinute,
			u.cutoffHours,
		);
		kept[at + 5] = fullRuntimeMinutes(battery, load);
	}
	return kept[at + 4];
}

/** And of a new battery; valid after `fullRuntimeAsWorn`. */
export function fullRuntimeWhenNew(u: Ups): number {
	return u.kept[u.id * REMEMBERED + FULL + 5];
}
