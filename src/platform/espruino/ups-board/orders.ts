// The command registers of the UPS on a board (modbus.md, Bit fields). What is not valid, and what the UPS refuses, is no error of
// the protocol: whoever commands reads the status to see what came of it.

import * as bit from '../../../codec/modbus-bits.ts';
import {word} from '../../../codec/modbus-adu.ts';
import {illegalAddress} from '../../../codec/modbus-pdu.ts';
import type {Millis} from '../../../core/clock.ts';
import * as code from '../../../ups/codes.ts';
import * as groups from '../../../ups/groups.ts';
import {muteAlarm} from '../../../ups/orders.ts';
import type {Ups} from '../../../ups/row.ts';
import {beginCalibration, beginSelfTest, fromBypass, giveGroupCommand, stopTest, toBypass} from '../../../ups/ups.ts';

type Order = (u: Ups, t: Millis, bits: number) => void;

/** Commands to a group by their bit: at once, and with the delay that the second list of modifiers asks for. */
const atOnce: readonly number[] = [
	groups.groupCancel,
	groups.groupOn,
	groups.groupOff,
	groups.groupShutdown,
	groups.groupReboot,
];
const delayed: readonly number[] = [
	groups.groupCancel,
	groups.groupOnDelayed,
	groups.groupOffDelayed,
	groups.groupShutdownDelayed,
	groups.groupRebootDelayed,
];
const delayModifiers: readonly number[] = [
	0,
	bit.outletCommand.useOnDelay,
	bit.outletCommand.useOffDelay,
	bit.outletCommand.useOffDelay,
	bit.outletCommand.useOffDelay,
];
const COMMANDS = 31;

function has(bits: number, place: number): boolean {
	return ((bits >>> place) & 1) === 1;
}

/** The main group takes the switched ones down with it, and one of those that comes on brings the main group (nmc.md 8, rules 3, 4). */
function isNeeded(command: number, bits: number, group: number): boolean {
	const wantsMain = has(bits, bit.outletCommand.mainGroup);
	const wantsOthers = (bits >>> bit.outletCommand.switched0) & 7;
	if (command === bit.outletCommand.cancel || !wantsMain || wantsOthers === 0) {
		return true;
	}
	return command === bit.outletCommand.on ? group > 0 : group === 0;
}

function commandOutlets(u: Ups, t: Millis, bits: number): void {
	const command = [1, 2, 4, 8, 16].indexOf(bits & COMMANDS);
	if (command < 0) {
		return;
	}
	const isDelayed = command > 0 && has(bits, delayModifiers[command]);
	for (let group = 0; group < u.rating.groups; group++) {
		if (has(bits, bit.outletCommand.mainGroup + group) && isNeeded(command, bits, group)) {
			giveGroupCommand(u, t, group, (isDelayed ? delayed : atOnce)[command]);
		}
	}
}

function commandUps(u: Ups, t: Millis, bits: number): void {
	if (bits === 1 << bit.upsCommand.intoBypass) {
		toBypass(u, t, code.bypassByCommand);
	} else if (bits === 1 << bit.upsCommand.outOfBypass) {
		fromBypass(u, t);
	}
}

function signal(u: Ups, t: Millis, bits: number): void {
	if (bits === 1 << bit.simpleSignallingCommand.requestShutdown) {
		giveGroupCommand(u, t, groups.MAIN, groups.groupShutdownDelayed);
	} else if (bits === 1 << bit.simpleSignallingCommand.remoteOff) {
		giveGroupCommand(u, t, groups.MAIN, groups.groupOff);
	} else if (bits === 1 << bit.simpleSignallingCommand.remoteOn) {
		for (let group = u.rating.groups > 1 ? 1 : 0; group < u.rating.groups; group++) {
			giveGroupCommand(u, t, group, groups.groupOnDelayed);
		}
	}
}

function commandTest(begin: (u: Ups, t: Millis) => void): Order {
	return (u, t, bits) => {
		if (bits === 1 << bit.testCommand.start) {
			begin(u, t);
		} else if (bits === 1 << bit.testCommand.abort) {
			stopTest(u, t);
		}
	};
}

function commandPanel(u: Ups, t: Millis, bits: number): void {
	if (bits === 1 << bit.userInterfaceCommand.muteAlarms) {
		muteAlarm(u, t);
	}
}

const FIRST = 1536;
/** By register from the first on; the first two are of two words each. */
const orders: readonly (Order | null)[] = [
	commandUps,
	null,
	commandOutlets,
	null,
	signal,
	commandTest(beginSelfTest),
	commandTest(beginCalibration),
	commandPanel,
];
const WIDE_BELOW = 4;

/** Carries out a write of `count` registers, whose bytes begin at `bytes[at]`; returns 0, or exception 2 where it is no command. */
export function carryOut(u: Ups, t: Millis, address: number, count: number, bytes: Uint8Array, at: number): number {
	const place = address - FIRST;
	const order = place >= 0 && place < orders.length ? orders[place] : null;
	if (order === null || count !== (place < WIDE_BELOW ? 2 : 1)) {
		return illegalAddress;
	}
	order(u, t, count === 2 ? word(bytes, at) * 65536 + word(bytes, at + 2) : word(bytes, at));
	return 0;
}
