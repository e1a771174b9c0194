// What settings files have in common, whatever their format: every change and every problem has its place in the file, and one
// problem refuses the whole file.

import {findSetting} from './catalogue.ts';
import type {SettingChange, SettingDiff, SettingsDesk} from './desk.ts';
import type {SettingRow} from './setting-row.ts';

/** A change and where its value stands, line and column from 1. */
export interface PlacedChange extends SettingChange {
	readonly line: number;
	readonly column: number;
}

export interface FileProblem {
	readonly line: number;
	readonly column: number;
	/** Of the setting, or ''. */
	readonly key: string;
	/** What is wrong and what would be right. */
	readonly message: string;
	/** The nearest value or key that is right, as text; '' where nothing is near. */
	readonly nearest: string;
}

/** A line that was understood and not taken, and why. */
export interface IgnoredLine {
	readonly line: number;
	readonly message: string;
}

/** A file read, before its values are judged. */
export interface ParsedSettings {
	readonly changes: readonly PlacedChange[];
	readonly problems: readonly FileProblem[];
	readonly ignored: readonly IgnoredLine[];
}

export interface CheckedFile {
	/** Empty when there is any problem. */
	readonly changes: readonly SettingChange[];
	readonly diff: readonly SettingDiff[];
	/** All of them, by line. */
	readonly problems: readonly FileProblem[];
	readonly ignored: readonly IgnoredLine[];
}

/** Judges the values of a file by what `desk`'s UPS takes. Nothing is changed. */
export function checkFile(desk: SettingsDesk, parsed: ParsedSettings): CheckedFile {
	const problems: FileProblem[] = parsed.problems.slice();
	for (let i = 0; i < parsed.changes.length; i++) {
		const change = parsed.changes[i];
		const wrong = desk.check([change]).problems;
		if (wrong.length > 0) {
			problems.push({
				line: change.line,
				column: change.column,
				key: change.key,
				message: wrong[0].message,
				nearest: wrong[0].nearest,
			});
		}
	}
	problems.sort((a, b) => a.line - b.line || a.column - b.column);
	const changes = problems.length > 0 ? [] : parsed.changes;
	return {changes: changes, diff: desk.check(changes).diff, problems: problems, ignored: parsed.ignored};
}

/**
 * Takes out what belongs to another device: where a file names with Override the serial number of the UPS that it came from, and
 * that is not this one (nmc.md 14).
 */
export function withoutForeign(
	changes: readonly PlacedChange[],
	isForeign: (key: string) => boolean,
	ignored: IgnoredLine[],
): PlacedChange[] {
	return changes.filter(change => {
		const row: SettingRow | null = findSetting(change.key);
		const foreign = row !== null && row.own && isForeign(change.key);
		if (foreign) {
			ignored.push({line: change.line, message: `${change.key} belongs to the device that Override names.`});
		}
		return !foreign;
	});
}
