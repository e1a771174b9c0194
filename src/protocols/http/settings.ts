// Settings as HTTP tells and takes them: a batch is made whole or not at all, and only by who has seen the present state.

import {createHash} from 'node:crypto';
import type {CardView, Who} from '../../agent/card-view.ts';
import type {Checked, SettingChange, SettingState} from '../../agent/settings/desk.ts';
import {codedError} from '../../core/errors.ts';
import {mayChangeSetting, maySeeSetting} from './rights.ts';

const kindNames = ['', 'number', 'choice', 'text', 'date', 'flag'] as const;
const TAG_DIGITS = 32;

export interface SettingShown {
	readonly key: string;
	readonly kind: string;
	readonly unit: string;
	readonly value: number | string;
	/** The value as it is written, '?' where it is not known. */
	readonly text: string;
	readonly default: string;
	/** In words: "127, 130, 133 or 136 V". */
	readonly allowed: string;
	/** The values one by one, as text; null where it is a range or a text. */
	readonly options: readonly string[] | null;
	/** Whether this visitor may change it on this UPS. */
	readonly writable: boolean;
	readonly ofThisDeviceOnly: boolean;
}

/** Several single values, as `allowed` lists them: "127, 130, 133 or 136 V", "auto, low, medium or high". */
function optionsOf(state: SettingState): readonly string[] | null {
	const unit = state.unit === '' ? '' : ` ${state.unit}`;
	const parts = state.allowed
		.split(/, | or /)
		.map(part => (unit !== '' && part.endsWith(unit) ? part.slice(0, -unit.length) : part));
	const single = parts.every(part => /^-?\d+$/.test(part) || (/^\w+$/.test(part) && !/^\d+$/.test(part)));
	return state.kind !== 3 && state.kind !== 4 && single ? parts : null;
}

export function settingShown(state: SettingState, role: number): SettingShown {
	return {
		key: state.key,
		kind: kindNames[state.kind] ?? '',
		unit: state.unit,
		value: state.value,
		text: state.text,
		default: state.standardText,
		allowed: state.allowed,
		options: optionsOf(state),
		writable: state.writable && mayChangeSetting(role, state.key),
		ofThisDeviceOnly: state.own,
	};
}

export function settingsShown(view: CardView, role: number): SettingShown[] {
	return view
		.settings()
		.filter(state => maySeeSetting(role, state.key))
		.map(state => settingShown(state, role));
}

/** The same settings give the same tag (RFC 9110 8.8.3, strong). */
export function settingsTag(view: CardView): string {
	const hash = createHash('sha256');
	for (const {key, text} of view.settings()) {
		hash.update(`${key}=${text}\n`);
	}
	return `"${hash.digest('hex').slice(0, TAG_DIGITS)}"`;
}

/** Throws E_RESOURCE_CHANGED when the settings are no longer those that `ifMatch` names. */
export function refuseStale(view: CardView, ifMatch: string | undefined): void {
	const tag = settingsTag(view);
	const tags = (ifMatch ?? '*').split(',').map(each => each.trim());
	if (!tags.includes('*') && !tags.includes(tag)) {
		throw codedError(
			'E_RESOURCE_CHANGED',
			'The settings have been changed by somebody else meanwhile; read them again.',
			{},
		);
	}
}

export interface ChangeResult {
	readonly changed: readonly {readonly key: string; readonly before: string; readonly after: string}[];
	readonly problems: Checked['problems'];
}

/** Makes all of `changes` or none; with `dryRun` only tells what they would do. */
export function changeSettings(
	view: CardView,
	changes: readonly SettingChange[],
	who: Who,
	dryRun: boolean,
): ChangeResult {
	const checked = dryRun ? view.check(changes, who) : view.change(changes, who);
	return {
		problems: checked.problems,
		changed: checked.diff.map(({key, beforeText, afterText}) => ({key, before: beforeText, after: afterText})),
	};
}
