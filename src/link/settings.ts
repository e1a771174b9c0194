// Settings that a UPS keeps in its registers, by their keys (modbus.md, Registers). All others a card cannot reach over Modbus.

import {outputVoltages} from '../codec/modbus-bits.ts';
import {formatBits, formatDate, formatText} from '../codec/modbus-registers.ts';
import {putText} from '../codec/modbus-values.ts';
import type {LinkedIdentity} from './identity.ts';
import {register} from './image.ts';
import type {RegisterImage} from './image.ts';
import {writeOf} from './orders.ts';
import type {Write} from './orders.ts';

/** A bit field among them is the one of output volts. The main group's delays are settings of the UPS where there is no group beside it, and of the group else. */
export interface LinkedSetting {
	readonly key: string;
	readonly register: string;
}

const always: readonly LinkedSetting[] = [
	{key: 'ups.name', register: 'Name_STR'},
	{key: 'ups.transfer.high', register: 'InputHighTransfer'},
	{key: 'ups.transfer.low', register: 'InputLowTransfer'},
	{key: 'ups.output.voltage', register: 'Output.VoltageACSetting_BF'},
	{key: 'ups.off.delay', register: 'MOG.TurnOffCountdownSetting'},
	{key: 'ups.reboot.duration', register: 'MOG.StayOffCountdownSetting'},
	{key: 'ups.battery.installed', register: 'Battery.DateSetting'},
];

function groupSettings(group: number): readonly LinkedSetting[] {
	const prefix = `SOG[${group - 1}]`;
	return [
		{key: `outlet.group${group}.name`, register: `${prefix}.Name_STR`},
		{key: `outlet.group${group}.offDelay`, register: `${prefix}.TurnOffCountdownSetting`},
		{key: `outlet.group${group}.onDelay`, register: `${prefix}.TurnOnCountdownSetting`},
		{key: `outlet.group${group}.rebootDuration`, register: `${prefix}.StayOffCountdownSetting`},
	];
}

/** The settings of a UPS with these groups. */
export function linkedSettings({switchedGroups}: LinkedIdentity): readonly LinkedSetting[] {
	const turnOn = 'MOG.TurnOnCountdownSetting';
	if (switchedGroups === 0) {
		return [...always, {key: 'ups.return.delay', register: turnOn}];
	}
	const ofGroups = Array.from({length: switchedGroups}, (_none, at) => groupSettings(at + 1));
	return [
		...always,
		{key: 'outlet.main.name', register: 'MOG.Name_STR'},
		{key: 'outlet.main.onDelay', register: turnOn},
		...ofGroups.flat(),
	];
}

/** The value of a setting; null where the UPS does not have it. */
export function settingIn(image: RegisterImage, {register: name}: LinkedSetting): number | string | null {
	const row = register(name);
	if (row.format === formatText) {
		return image.holds(name) ? image.text(name) : null;
	}
	if (row.format === formatDate) {
		// A date that nobody has set can be set: it reads as day 0.
		return image.holds(name) ? (image.raw(name) ?? 0) : null;
	}
	if (row.format === formatBits) {
		return outputVoltages.find((_volts, at) => image.bit(name, at)) ?? null;
	}
	return image.raw(name);
}

/** The write that sets it. */
export function settingWrite({register: name}: LinkedSetting, value: number | string): Write {
	const row = register(name);
	if (row.format === formatBits) {
		return writeOf(name, 2 ** outputVoltages.indexOf(Number(value)));
	}
	if (row.format !== formatText) {
		return writeOf(name, Number(value));
	}
	const words: number[] = Array.from({length: row.count}, () => 0);
	putText(String(value), words, 0, row.count);
	return {address: row.address, words};
}
