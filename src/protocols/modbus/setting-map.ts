// The registers that are settings: which setting of the card each is, how its number is written there, and what it may be set to.
// A value that the UPS does not take changes nothing and is no error (modbus.md, Behaviour).

import type {CardView, Who} from '../../agent/card-view.ts';
import {outputVoltages} from '../../codec/modbus-bits.ts';
import {groupPrefix} from '../../codec/modbus-registers.ts';
import {CARD_GROUPS, groupsOf, MAP_GROUPS} from './readers.ts';
import type {NumberReader, TextReader} from './readers.ts';

/** The key of the setting on this card; null where it has none. */
type KeyOf = (card: CardView) => string | null;

export interface NumberSetting {
	readonly key: KeyOf;
	/** The number of the register for a value of the setting, and back; NaN where there is none. */
	readonly shown: (value: number) => number;
	readonly meant: (raw: number) => number;
}

export interface TextSetting {
	readonly key: KeyOf;
	/** What is shown where the card has no such setting. */
	readonly otherwise: TextReader;
}

function same(value: number): number {
	return value;
}

function plain(key: string): NumberSetting {
	return {key: () => key, shown: same, meant: same};
}

/** The place of the only bit that is set; -1 where it is not one. */
function onlyBit(raw: number): number {
	const place = 31 - Math.clz32(raw);
	return raw === (1 << place) >>> 0 ? place : -1;
}

function voltageOf(raw: number): number {
	return outputVoltages[onlyBit(raw)] ?? Number.NaN;
}

function voltageBit(volts: number): number {
	const place = outputVoltages.indexOf(volts);
	return place < 0 ? 0 : 1 << place;
}

/** Codes of ups.sensitivity by bit: high, medium, low [assumed]; an SMX750 reads as the second (modbus.md). */
const sensitivities: readonly number[] = [4, 3, 2];

const STAY_OFF_LEAST = 4;
const STAY_OFF_MOST = 300;

function stayOff(raw: number): number {
	return raw >= STAY_OFF_LEAST && raw <= STAY_OFF_MOST ? raw : Number.NaN;
}

type GroupKeys = readonly [off: string, on: string, stayOff: string];

/** Where there are no switched groups the UPS's own return delay is that of its only group. */
function mainKeys(card: CardView): GroupKeys {
	return ['ups.off.delay', groupsOf(card) > 1 ? 'outlet.main.onDelay' : 'ups.return.delay', 'ups.reboot.duration'];
}

function keysOf(card: CardView, group: number): GroupKeys {
	const prefix = `outlet.group${group}`;
	return group === 0 ? mainKeys(card) : [`${prefix}.offDelay`, `${prefix}.onDelay`, `${prefix}.rebootDuration`];
}

function hasGroup(card: CardView, group: number): boolean {
	return group < CARD_GROUPS && group < groupsOf(card);
}

function delaySetting(group: number, which: 0 | 1 | 2): NumberSetting {
	return {
		key: card => (hasGroup(card, group) ? keysOf(card, group)[which] : null),
		shown: same,
		meant: which === 2 ? stayOff : same,
	};
}

function delaySettings(): Record<string, NumberSetting> {
	const settings: Record<string, NumberSetting> = {};
	for (let group = 0; group < MAP_GROUPS; group++) {
		const prefix = groupPrefix(group);
		settings[`${prefix}.TurnOffCountdownSetting`] = delaySetting(group, 0);
		settings[`${prefix}.TurnOnCountdownSetting`] = delaySetting(group, 1);
		settings[`${prefix}.StayOffCountdownSetting`] = delaySetting(group, 2);
	}
	return settings;
}

export const numberSettings: Readonly<Record<string, NumberSetting>> = {
	'Output.VoltageACSetting_BF': {key: () => 'ups.output.voltage', shown: voltageBit, meant: voltageOf},
	'Battery.DateSetting': plain('ups.battery.installed'),
	InputHighTransfer: plain('ups.transfer.high'),
	InputLowTransfer: plain('ups.transfer.low'),
	InputSensitivity_BF: {
		key: () => 'ups.sensitivity',
		shown: code => (sensitivities.includes(code) ? 1 << sensitivities.indexOf(code) : 0),
		meant: raw => sensitivities[onlyBit(raw)] ?? Number.NaN,
	},
	...delaySettings(),
};

/** What an SMT750 without switched groups calls its only one (data/nut, apc_modbus). */
const ONLY_GROUP = 'UPS Outlets';

function groupName(group: number): TextSetting {
	const key = group === 0 ? 'outlet.main.name' : `outlet.group${group}.name`;
	return {
		key: card => (hasGroup(card, group) && groupsOf(card) > 1 ? key : null),
		otherwise: () => (group === 0 ? ONLY_GROUP : ''),
	};
}

export const textSettings: Readonly<Record<string, TextSetting>> = {
	Name_STR: {key: () => 'ups.name', otherwise: () => ''},
	'MOG.Name_STR': groupName(0),
	'SOG[0].Name_STR': groupName(1),
	'SOG[1].Name_STR': groupName(2),
	'SOG[2].Name_STR': groupName(3),
};

export function numberOf(setting: NumberSetting): NumberReader {
	return card => {
		const key = setting.key(card);
		return key === null ? Number.NaN : setting.shown(card.number(key));
	};
}

export function textReaderOf(setting: TextSetting): TextReader {
	return card => {
		const key = setting.key(card);
		return key === null ? setting.otherwise(card) : card.text(key);
	};
}

/** Whether this card has the setting at `key` and lets it be changed. */
export function canSet(card: CardView, key: string | null): key is string {
	return key !== null && card.setting(key)?.writable === true;
}

/** Sets what can be; a value that the UPS does not take leaves all as it was. */
export function setNumber(card: CardView, key: string, value: number, who: Who): void {
	if (!Number.isNaN(value)) {
		card.change([{key, value}], who);
	}
}
