// The variables that NUT's clients may set (nut.md 5): one row a name, over a setting of the card.

import type {CardView} from '../../../agent/card-view.ts';
import type {SettingState} from '../../../agent/settings/desk.ts';
import {textOf} from '../source.ts';
import type {NutType} from '../source.ts';
import {allowedFrom, numberType} from './allowed.ts';
import {GROUPS} from './variables.ts';

export interface SettingRow {
	readonly name: string;
	readonly key: string;
	readonly type: (setting: SettingState) => NutType;
	/** The value; null where nobody knows it. */
	readonly read: (setting: SettingState) => string | null;
	/** What the setting is to be; null where the text stands for nothing. */
	readonly take: (text: string, card: CardView) => number | string | null;
}

/** The text of a value that only the factory knows (settings desk). */
const UNKNOWN = '?';
const DATE_LENGTH = 10;

function known(setting: SettingState, told: string): string | null {
	return setting.text === UNKNOWN ? null : told;
}

/** A number; steps are told one by one. */
function number(name: string, key: string): SettingRow {
	return {
		name,
		key,
		type: setting => numberType(setting, false),
		read: setting => known(setting, String(setting.value)),
		take: given => Number(given),
	};
}

/** A number whose steps are told as a range; a value between them goes where the UPS rounds it (nut.md 5, input.transfer). */
function ranged(name: string, key: string): SettingRow {
	return {
		...number(name, key),
		type: setting => numberType(setting, true),
		take: (given, card) => card.rounded(key, Number(given)),
	};
}

/** A text; empty is told as it is, since it can be set. */
function text(name: string, key: string): SettingRow {
	return {
		name,
		key,
		type: setting => textOf(allowedFrom(setting.allowed).length),
		read: setting => known(setting, setting.text),
		take: value => value,
	};
}

/** A choice between words. */
function choice(name: string, key: string): SettingRow {
	return {
		name,
		key,
		type: setting => {
			const {words} = allowedFrom(setting.allowed);
			return {length: Math.max(...words.map(word => word.length)), options: words, ranges: []};
		},
		read: setting => known(setting, setting.text),
		take: value => value,
	};
}

/** Seconds between self-tests by the words of the schedule; the first of a value is the one that it stands for. */
const intervals: readonly (readonly [seconds: string, word: string])[] = [
	['0', 'never'],
	['0', 'atTurnOn'],
	['604800', 'every7Days'],
	['604800', '7DaysSinceLastTest'],
	['1209600', 'every14Days'],
	['1209600', '14DaysSinceLastTest'],
	['2419200', 'every4Weeks'],
	['2592000', 'every30Days'],
	['4838400', 'every8Weeks'],
	['7257600', 'every12Weeks'],
	['15724800', 'every26Weeks'],
	['31449600', 'every52Weeks'],
];

const testInterval: SettingRow = {
	name: 'ups.test.interval',
	key: 'ups.selfTest.schedule',
	type: setting => {
		const {words} = allowedFrom(setting.allowed);
		const options = intervals.filter(([, word]) => words.includes(word)).map(([seconds]) => seconds);
		return {length: 0, options: [...new Set(options)], ranges: []};
	},
	read: setting => intervals.find(([, word]) => word === setting.text)?.[0] ?? null,
	take: value => intervals.find(([seconds]) => seconds === value)?.[1] ?? null,
};

const batteryDate: SettingRow = {
	name: 'battery.date',
	key: 'ups.battery.installed',
	type: () => textOf(DATE_LENGTH),
	read: setting => known(setting, setting.text),
	take: value => value,
};

/** The settings of an outlet group; where there are no switched ones the UPS's own are the main group's (nmc.md 8). */
function groupRows(group: number): readonly SettingRow[] {
	const prefix = `outlet.group.${group}`;
	const ours = group === 0 ? 'outlet.main' : `outlet.group${group}`;
	return [
		text(`${prefix}.name`, `${ours}.name`),
		number(`${prefix}.delay.start`, `${ours}.onDelay`),
		number(`${prefix}.delay.shutdown`, group === 0 ? 'ups.off.delay' : `${ours}.offDelay`),
		number(`${prefix}.delay.reboot`, group === 0 ? 'ups.reboot.duration' : `${ours}.rebootDuration`),
	];
}

export const settingRows: readonly SettingRow[] = [
	text('ups.id', 'ups.name'),
	number('ups.delay.shutdown', 'ups.off.delay'),
	number('ups.delay.start', 'ups.return.delay'),
	number('ups.delay.reboot', 'ups.reboot.duration'),
	testInterval,
	number('battery.charge.restart', 'ups.return.minCharge'),
	number('battery.runtime.low', 'ups.lowBattery.duration'),
	batteryDate,
	ranged('input.transfer.low', 'ups.transfer.low'),
	ranged('input.transfer.high', 'ups.transfer.high'),
	choice('input.sensitivity', 'ups.sensitivity'),
	number('output.voltage.nominal', 'ups.output.voltage'),
	...Array.from({length: GROUPS}, (_, group) => groupRows(group)).flat(),
];
