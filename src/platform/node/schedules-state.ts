// The calendar of a card as a file in its state directory: JSON, a line of the calendar each.

import {codedError} from '../../core/errors.ts';
import type {Store} from '../../core/ports.ts';

export interface KeptSchedules {
	/** Minutes to add to UTC for the card's zone. */
	readonly zoneMinutes: number;
	/** As Schedules of the card has them. */
	readonly states: readonly unknown[];
}

const FILE = 'schedules.json';
const SCHEMA = 'ridethrough.schedules/1';
const ZONE_MINUTES_MAX = 14 * 60;

/** Returns when the calendar is safe. */
export function saveSchedules(store: Store, kept: KeptSchedules): void {
	store.save(FILE, Buffer.from(`${JSON.stringify({schema: SCHEMA, ...kept}, null, '\t')}\n`));
}

/** The kept calendar; an empty one when there is none. Throws E_STATE_UNUSABLE when the file is not one of ours. */
export function loadSchedules(store: Store): KeptSchedules {
	const bytes = store.load(FILE);
	if (bytes === null) {
		return {zoneMinutes: 0, states: []};
	}
	try {
		const {schema, zoneMinutes, states} = JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>;
		if (schema === SCHEMA && Array.isArray(states) && Math.abs(Number(zoneMinutes)) <= ZONE_MINUTES_MAX) {
			return {zoneMinutes: Number(zoneMinutes), states: states as unknown[]};
		}
	} catch {
		// Told below: whatever is wrong, the mend is the same.
	}
	throw codedError(
		'E_STATE_UNUSABLE',
		`${FILE} in the state directory is not of this version; move it away to begin with an empty calendar.`,
		{file: FILE},
	);
}
