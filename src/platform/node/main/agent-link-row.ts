// Rows of numbers from what a real UPS tells by names.

import {beeperOf, countdownsOf, readingOf} from '../../../link/reading.ts';
import type {Seen} from '../../../link/reading.ts';
import {conditionsIn} from '../../../link/conditions.ts';
import * as conditions from '../../../ups/conditions.ts';
import * as details from '../../../ups/details.ts';
import * as reading from '../../../ups/reading.ts';
import {NOT_AVAILABLE, readingFields} from '../../../ups/reading.ts';

const GROUPS = 4;
const numberOf: ReadonlyMap<string, number> = new Map(Object.entries(conditions));
const LARGEST = 2_147_483_647;

function stored(value: number | null | undefined): number {
	return value === null || value === undefined ? NOT_AVAILABLE : Math.max(-LARGEST, Math.min(LARGEST, value));
}

/** A row of a UPS that has never been heard: nothing holds, and nothing is known. */
export function fillUnheard(row: Int32Array): void {
	row.fill(NOT_AVAILABLE);
	for (const slot of [reading.selfTestCount, reading.transferCount, reading.groupsOn]) {
		row[slot] = 0;
	}
	row.fill(0, reading.conditions0, reading.conditions0 + conditions.CONDITION_WORDS);
}

/** Fills a reading row; what the UPS does not tell is not available. */
export function fillReading(seen: Seen, row: Int32Array): void {
	fillUnheard(row);
	const told = readingOf(seen);
	for (const [slot, {name}] of readingFields.entries()) {
		if (told.has(name)) {
			row[slot] = stored(told.get(name));
		}
	}
	for (const name of conditionsIn(seen.image)) {
		const which = numberOf.get(name) ?? 0;
		row[reading.conditions0 + (which >> 5)] |= 1 << (which & 31);
	}
}

/** Fills a row of details. Packs are none of this map's. */
export function fillDetails(seen: Seen | null, row: Int32Array): void {
	row.fill(NOT_AVAILABLE);
	if (seen === null) {
		return;
	}
	for (let group = 0; group < GROUPS; group++) {
		const countdowns = countdownsOf(seen, group);
		row[details.turnOffIn + group] = stored(countdowns.get('turnOffIn'));
		row[details.turnOnIn + group] = stored(countdowns.get('turnOnIn'));
		row[details.stayOffFor + group] = stored(countdowns.get('stayOffFor'));
	}
	const {beeping, muted} = beeperOf(seen);
	row[details.beeping] = beeping ? 1 : 0;
	row[details.muted] = muted ? 1 : 0;
	row[details.badPacks] = conditionsIn(seen.image).has('replaceBattery') ? 1 : 0;
}
