// What is written to a UPS to order something (modbus.md, Bit fields: the command registers).

import {putRaw} from '../codec/modbus-values.ts';
import type {LinkedIdentity} from './identity.ts';
import {register} from './image.ts';

/** Registers to write, and what. */
export interface Write {
	readonly address: number;
	readonly words: readonly number[];
}

/** A write of `raw` to a register that is whole numbers or bits. */
export function writeOf(name: string, raw: number): Write {
	const row = register(name);
	const words: number[] = Array.from({length: row.count}, () => 0);
	putRaw(row, raw, words, 0);
	return {address: row.address, words};
}

function bitWrite(name: string, bit: number): Write {
	return writeOf(name, 2 ** bit);
}

export const startSelfTest = bitWrite('ReplaceBatteryTestCommand_BF', 0);
export const stopSelfTest = bitWrite('ReplaceBatteryTestCommand_BF', 1);
export const startCalibration = bitWrite('RunTimeCalibrationCommand_BF', 0);
export const stopCalibration = bitWrite('RunTimeCalibrationCommand_BF', 1);
export const toBypass = bitWrite('UPSCommand_BF', 4);
export const fromBypass = bitWrite('UPSCommand_BF', 5);
export const mute = bitWrite('UserInterfaceCommand_BF', 2);

/** What an outlet group is told, and which of its delays it runs through. */
export interface OutletOrder {
	readonly command: 'cancel' | 'on' | 'off' | 'shutdown' | 'reboot';
	readonly usesOnDelay: boolean;
	readonly usesOffDelay: boolean;
}

const commandBits = {cancel: 0, on: 1, off: 2, shutdown: 3, reboot: 4} as const;
const USE_ON_DELAY = 6;
const USE_OFF_DELAY = 7;
/** Of the main group, then of the switched ones. */
const targetBits: readonly number[] = [8, 9, 10, 11];

/** The main group stands for the output; a UPS that has none is switched by all the groups that it has. */
function targetsOf(identity: LinkedIdentity, group: number): readonly number[] {
	return group > 0 || identity.hasMainGroup ? [targetBits[group]] : targetBits.slice(1, 1 + identity.switchedGroups);
}

/** The write that gives `order` to an outlet group; 0 is the whole output. */
export function outletWrite(order: OutletOrder, identity: LinkedIdentity, group: number): Write {
	const bits = [
		commandBits[order.command],
		...(order.usesOnDelay ? [USE_ON_DELAY] : []),
		...(order.usesOffDelay ? [USE_OFF_DELAY] : []),
		...targetsOf(identity, group),
	];
	return writeOf(
		'OutletCommand_BF',
		bits.reduce((sum, bit) => sum + 2 ** bit, 0),
	);
}
