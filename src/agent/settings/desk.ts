// Where settings are read and changed: all of a batch or nothing of it, and one event that tells of it.

import type {Millis} from '../../core/clock.ts';
import type {Rating} from '../../ups/rating.ts';
import {phaseMomentary} from '../card.ts';
import type {Card} from '../card.ts';
import {findEvent} from '../events.ts';
import type {EventNote} from '../roles.ts';
import {findSetting, settingById, settings} from './catalogue.ts';
import {accessNone, accessRead, accessWrite} from './setting-row.ts';
import type {SettingRow, SettingValue} from './setting-row.ts';
import {absentProblem, isLastOfKey, readOnlyProblem, unknownProblem} from './problems.ts';
import type {SettingProblem} from './problems.ts';
import {describeRow, takeValue, valueText} from './value-text.ts';

/** The settings that the UPS itself holds, by id. What it does not hold, the card keeps. */
export interface UpsSettings {
	has(id: number): boolean;
	/** Whether neither the card nor this UPS can do anything about it, whatever its type: a real UPS tells of few settings. */
	lacks(id: number): boolean;
	/** The value in the unit of the setting's row. */
	read(id: number): SettingValue;
	/** Takes effect at once, or as soon as the UPS has been told. */
	write(id: number, value: SettingValue): void;
}

/** What the cards keep: per card the values that differ from the defaults, by key; null while there are none. */
export class SettingsRows {
	values: (Record<string, SettingValue> | null)[];

	constructor(count: number) {
		this.values = [];
		for (let card = 0; card < count; card++) {
			this.values.push(null);
		}
	}
}

/** Something to be set: numbers in the unit of the setting or text as value-text.ts reads it. */
export interface SettingChange {
	readonly key: string;
	readonly value: SettingValue;
}

/** One setting that would change, or has. */
export interface SettingDiff {
	readonly id: number;
	readonly key: string;
	readonly before: SettingValue;
	readonly after: SettingValue;
	/** The same as text. */
	readonly beforeText: string;
	readonly afterText: string;
}

export interface Checked {
	/** All that is wrong, in the order of the changes; nothing is applied unless it is empty. */
	readonly problems: readonly SettingProblem[];
	/** What would change, in the order of the changes. */
	readonly diff: readonly SettingDiff[];
}

/** A setting as it is now. */
export interface SettingState {
	readonly id: number;
	readonly key: string;
	readonly kind: number;
	readonly unit: string;
	readonly value: SettingValue;
	readonly text: string;
	readonly standardText: string;
	/** In words: "127, 130, 133 or 136 V". */
	readonly allowed: string;
	readonly writable: boolean;
	/** Whether it belongs to this one device and not to others of its kind. */
	readonly own: boolean;
}

/** Plain JSON: what differs from the defaults, by key, as text. */
export type SettingsState = Readonly<Record<string, string>>;

/** The text of a value that only the factory knows. */
export const UNKNOWN = '?';

const settingsChanged = (findEvent('settingsChanged') as {id: number}).id;

/** The settings of one card. `to(id)` moves it, as it moves the views that it was given. */
export class SettingsDesk {
	rows: SettingsRows;
	rating: Rating;
	ups: UpsSettings;
	id: number;
	/** Called when a batch has been made and before it is told of: the place to keep it. */
	applied: () => void;

	constructor(rows: SettingsRows, id: number, rating: Rating, ups: UpsSettings) {
		this.rows = rows;
		this.id = id;
		this.rating = rating;
		this.ups = ups;
		this.applied = () => {};
	}

	/** Another card of the same rows. The UPS port is the caller's to move. */
	to(id: number, rating: Rating): SettingsDesk {
		this.id = id;
		this.rating = rating;
		return this;
	}

	/** All settings of the catalogue that this UPS has, and those of single events that differ from their defaults. */
	list(): SettingState[] {
		const out: SettingState[] = [];
		for (let i = 0; i < settings.length; i++) {
			if (this.accessOf(settings[i]) !== accessNone) {
				out.push(this.stateOf(settings[i]));
			}
		}
		const own = this.keptEventRows();
		for (let i = 0; i < own.length; i++) {
			out.push(this.stateOf(own[i]));
		}
		return out;
	}

	/** One setting as it is; null when there is none of this key on this UPS. */
	get(key: string): SettingState | null {
		const row = findSetting(key);
		return row === null || this.accessOf(row) === accessNone ? null : this.stateOf(row);
	}

	/** The value of a setting by id, for those who act on it. */
	number(id: number): number {
		return Number(this.valueOf(settingById(id) as SettingRow));
	}

	/** What `changes` would do; nothing is done. */
	check(changes: readonly SettingChange[]): Checked {
		const problems: SettingProblem[] = [];
		const diff: SettingDiff[] = [];
		for (let i = 0; i < changes.length; i++) {
			this.checkOne(changes[i], isLastOfKey(changes, i), problems, diff);
		}
		return {problems: problems, diff: diff};
	}

	/** Makes all of `changes` or, where one is wrong, none; tells of it as one event, with the keys and without values. */
	apply(changes: readonly SettingChange[], t: Millis, card: Card, note: EventNote): Checked {
		const checked = this.check(changes);
		if (checked.problems.length > 0 || checked.diff.length === 0) {
			return checked;
		}
		this.writeAll(checked.diff);
		this.applied();
		card.logNoted(t, settingsChanged, phaseMomentary, checked.diff.length, {
			actor: note.actor,
			role: note.role,
			origin: note.origin,
			commandId: note.commandId,
			text: checked.diff.map(each => each.key).join(' '),
		});
		return checked;
	}

	/** What differs from the defaults, for the next start. What the factory decides is the UPS's own to keep. */
	state(): SettingsState {
		const out: Record<string, string> = {};
		const states = this.list();
		for (let i = 0; i < states.length; i++) {
			const kept = states[i].standardText !== UNKNOWN || !this.ups.has(states[i].id);
			if (states[i].text !== states[i].standardText && states[i].writable && kept) {
				out[states[i].key] = states[i].text;
			}
		}
		return out;
	}

	/** Takes a state as `state` gave it, without an event; returns what of it is no setting of this version or UPS. */
	restore(state: SettingsState): readonly SettingProblem[] {
		const keys = Object.keys(state);
		const changes: SettingChange[] = [];
		const problems: SettingProblem[] = [];
		for (let i = 0; i < keys.length; i++) {
			const change = {key: keys[i], value: state[keys[i]]};
			const wrong = this.check([change]).problems;
			if (wrong.length === 0) {
				changes.push(change);
			} else {
				problems.push(wrong[0]);
			}
		}
		this.writeAll(this.check(changes).diff);
		return problems;
	}

	/** Every setting and its value, a line each in the order of the ids: the same settings give the same text. */
	digestText(): string {
		const states = this.list().sort((a, b) => a.id - b.id);
		return states.map(each => `${each.key}=${each.text}\n`).join('');
	}

	stateOf(row: SettingRow): SettingState {
		const value = this.valueOf(row);
		const standard = row.standard(this.rating);
		return {
			id: row.id,
			key: row.key,
			kind: row.kind,
			unit: row.unit,
			value: value,
			text: this.isKnown(row) ? valueText(row, this.rating, value) : UNKNOWN,
			standardText: standard === null ? UNKNOWN : valueText(row, this.rating, standard),
			allowed: describeRow(row, this.rating),
			writable: this.accessOf(row) === accessWrite,
			own: row.own,
		};
	}

	accessOf(row: SettingRow): number {
		return this.ups.lacks(row.id) ? accessNone : row.access(this.rating);
	}

	/** What the factory decides is known where there is a UPS to ask, or somebody said it. */
	isKnown(row: SettingRow): boolean {
		const kept = this.rows.values[this.id];
		const held = this.ups.has(row.id) || (kept !== null && kept[row.key] !== undefined);
		return held || row.standard(this.rating) !== null;
	}

	valueOf(row: SettingRow): SettingValue {
		if (this.ups.has(row.id)) {
			return this.ups.read(row.id);
		}
		const kept = this.rows.values[this.id];
		if (kept !== null && kept[row.key] !== undefined) {
			return kept[row.key];
		}
		const standard = row.standard(this.rating);
		return standard === null ? 0 : standard;
	}

	checkOne(change: SettingChange, last: boolean, problems: SettingProblem[], diff: SettingDiff[]): void {
		const row = findSetting(change.key);
		const access = row === null ? accessNone : this.accessOf(row);
		if (row === null || access === accessNone) {
			problems.push(row === null ? unknownProblem(change.key) : absentProblem(change.key, this.rating));
			return;
		}
		const taken = takeValue(row, this.rating, change.value);
		if ('problem' in taken) {
			problems.push(taken.problem);
			return;
		}
		const before = this.valueOf(row);
		if ((taken.value === before && this.isKnown(row)) || !last) {
			return;
		}
		if (access === accessRead) {
			problems.push(readOnlyProblem(row, valueText(row, this.rating, before), this.rating));
			return;
		}
		diff.push({
			id: row.id,
			key: row.key,
			before: before,
			after: taken.value,
			beforeText: this.isKnown(row) ? valueText(row, this.rating, before) : UNKNOWN,
			afterText: valueText(row, this.rating, taken.value),
		});
	}

	writeAll(diff: readonly SettingDiff[]): void {
		for (let i = 0; i < diff.length; i++) {
			if (this.ups.has(diff[i].id)) {
				this.ups.write(diff[i].id, diff[i].after);
			} else {
				this.keep(diff[i].key, diff[i].after);
			}
		}
	}

	/** Defaults are not kept: a card that has them all has no object. */
	keep(key: string, value: SettingValue): void {
		const row = findSetting(key) as SettingRow;
		const kept = this.rows.values[this.id] || {};
		if (value === row.standard(this.rating)) {
			delete kept[key];
		} else {
			kept[key] = value;
		}
		this.rows.values[this.id] = Object.keys(kept).length === 0 ? null : kept;
	}

	keptEventRows(): SettingRow[] {
		const kept = this.rows.values[this.id];
		const keys = kept === null ? [] : Object.keys(kept).filter(key => key.indexOf('event.') === 0);
		return keys.map(key => findSetting(key) as SettingRow).sort((a, b) => a.id - b.id);
	}
}
