// The settings, by key, by id, and as a UPS type has them.

import type {Rating} from '../../ups/rating.ts';
import {cardRows, eventSettingById, findEventSetting} from './card-rows.ts';
import {outletRows} from './outlet-rows.ts';
import {accessNone} from './setting-row.ts';
import type {SettingRow} from './setting-row.ts';
import {upsRows} from './ups-rows.ts';

/** All but those of single events, of which findSetting knows. */
export const settings: readonly SettingRow[] = upsRows.concat(outletRows).concat(cardRows);

/** The setting with this key; null when there is none. */
export function findSetting(key: string): SettingRow | null {
	for (let i = 0; i < settings.length; i++) {
		if (settings[i].key === key) {
			return settings[i];
		}
	}
	return findEventSetting(key);
}

/** The setting with this id; null when there is none. */
export function settingById(id: number): SettingRow | null {
	for (let i = 0; i < settings.length; i++) {
		if (settings[i].id === id) {
			return settings[i];
		}
	}
	return eventSettingById(id);
}

/** The settings that a UPS of this type and its card have. */
export function settingsOf(rating: Rating): SettingRow[] {
	return settings.filter(row => row.access(rating) !== accessNone);
}

/** The key that is spelt most like `key`: with the longest common beginning, then the least other length. */
export function nearestKey(key: string): string {
	let best = settings[0].key;
	let most = -1;
	for (let i = 0; i < settings.length; i++) {
		const common = commonStart(settings[i].key, key);
		const closer = Math.abs(settings[i].key.length - key.length) < Math.abs(best.length - key.length);
		if (common > most || (common === most && closer)) {
			most = common;
			best = settings[i].key;
		}
	}
	return best;
}

function commonStart(a: string, b: string): number {
	let length = 0;
	while (length < a.length && a.charAt(length) === b.charAt(length)) {
		length += 1;
	}
	return length;
}
