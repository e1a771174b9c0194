// What is written to a UPS to order something (modbus.md, Bit fields: the command registers).

import * as bit from '../codec/modbus-bits.ts';
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

function bitWrite(name: string, which: number): Write {
	return writeOf(name, 2 ** which);
}

export const startSelfTest = bitWrite('ReplaceBatteryTestCommand_BF', bit.testCommand.start);
export const stopSelfTest = bitWrite('ReplaceBatteryTestCommand_BF', bit.testCommand.abort);
export const startCalibration = bitWrite('RunTimeCalibrationCommand_BF', bit.testCommand.start);
export const stopCalibration = bitWrite('RunTimeCalibrationCommand_BF', bit.testCommand.abort);
export const toBypass = bitWrite('UPSCommand_BF', bit.upsCommand.intoBypass);
export const fromBypass = bitWrite('UPSCommand_BF', bit.upsCommand.outOfBypass);
export const mute = bitWrite('UserInterfaceCommand_BF', bit.userInterfaceCommand.muteAlarms);

/** What an outlet group is told, and which of its delays it runs through. */
export interface OutletOrder {
	readonly command: 'cancel' | 'on' | 'off' | 'shutdown' | 'reboot';
	readonly usesOnDelay: boolean;
	readonly usesOffDelay: boolean;
}

const {useOnDelay, useOffDelay, mainGroup, switched0, switched1, switched2} = bit.outletCommand;
/** Of the main group, then of the switched ones. */
const targetBits: readonly number[] = [mainGroup, switched0, switched1, switched2];

/** The main group stands for the output; a UPS that has none is switched by all the groups that it has. */
function targetsOf(identity: LinkedIdentity, group: number): readonly number[] {
	return group > 0 || identity.hasMainGroup ? [targetBits[group]] : targetBits.slice(1, 1 + identity.switchedGroups);
}

/** The write that gives `order` to an outlet group; 0 is the whole output. */
export function outletWrite(order: OutletOrder, identity: LinkedIdentity, group: number): Write {
	const bits = [
		bit.outletCommand[order.command],
		...(order.usesOnDelay ? [useOnDelay] : []),
		...(order.usesOffDelay ? [useOffDelay] : []),
		...targetsOf(identity, group),
	];
	return writeOf(
		'OutletCommand_BF',
		bits.reduce((sum, each) => sum + 2 ** each, 0),
	);
}
