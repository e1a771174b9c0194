// What can be wrong with a setting, in words that say what would be right.

import type {Rating} from '../../ups/rating.ts';
import {nearestKey} from './catalogue.ts';
import type {SettingRow} from './setting-row.ts';

/** What is wrong with a value, and what would be right. */
export interface SettingProblem {
	readonly key: string;
	readonly code: 'E_SETTING_UNKNOWN' | 'E_SETTING_VALUE' | 'E_SETTING_READ_ONLY' | 'E_COMMAND_FORBIDDEN';
	readonly message: string;
	/** The nearest value that is allowed, as text; '' where nothing is near. */
	readonly nearest: string;
}

/** Of a key that no setting has. */
export function unknownProblem(key: string): SettingProblem {
	const near = nearestKey(key);
	return {
		key: key,
		code: 'E_SETTING_UNKNOWN',
		message: `No setting has the key ${JSON.stringify(key.slice(0, 80))}; did you mean ${near}?`,
		nearest: near,
	};
}

/** Of a setting that this type of UPS has not. */
export function absentProblem(key: string, rating: Rating): SettingProblem {
	return {
		key: key,
		code: 'E_SETTING_READ_ONLY',
		message: `${key} is no setting of a ${rating.model.sku}, which has ${rating.groups - 1} switched outlet groups.`,
		nearest: '',
	};
}

/** Of a setting that shows something that is as it is. */
export function readOnlyProblem(row: SettingRow, now: string, rating: Rating): SettingProblem {
	const unit = row.unit === '' ? '' : ` ${row.unit}`;
	return {
		key: row.key,
		code: 'E_SETTING_READ_ONLY',
		message: `${row.key} cannot be changed on a ${rating.model.sku}; it stays ${now}${unit}.`,
		nearest: now,
	};
}

/** A key that is given twice counts as it is given last. */
export function isLastOfKey(changes: readonly {readonly key: string}[], at: number): boolean {
	for (let i = at + 1; i < changes.length; i++) {
		if (changes[i].key === changes[at].key) {
			return false;
		}
	}
	return true;
}
