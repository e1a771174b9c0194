// What the commands of src/agent/commands/table.ts write to a UPS, and when they make sense: by number, for a board. What a UPS does
// not take over Modbus is not here (orders.ts of src/link, and the control in front of it).

import * as at from './ups-registers.ts';
import type {UpsReading} from './ups-reading.ts';

/** What commands act on: those of one kind, on the same outlet group, do not run beside each other. */
export const onBattery = 1;
export const onOutput = 2;
export const onBypass = 3;
export const onPanel = 4;

/** What ends a command. */
export const goalAtOnce = 1;
export const goalSelfTest = 2;
export const goalNoSelfTest = 3;
export const goalCalibration = 4;
export const goalNoCalibration = 5;
export const goalBypass = 7;
export const goalNoBypass = 8;
export const goalOn = 9;
export const goalOff = 10;
export const goalCycle = 11;

const SWITCH_MS = 30000;
const TEST_MS = 120000;
const CALIBRATION_MS = 3600000;
/** A delay that the UPS does not tell is over by then [assumed]. */
const UNKNOWN_DELAY_S = 600;
const GROUP_COMMANDS = 9;
const OUTPUT_FROM = 10;
const GROUP_FROM = 30;
const OUTLET_COMMAND = 1538;
const MAIN_GROUP_BIT = 8;
const CANCEL = 6;

/** Command, register, its low word, what it acts on, goal, 1 where it ends what is under way. */
// biome-ignore format: a row a line
const plain = new Uint16Array([
	1, 1541, 1, onBattery, goalSelfTest, 0,
	2, 1541, 2, onBattery, goalNoSelfTest, 1,
	3, 1542, 1, onBattery, goalCalibration, 0,
	4, 1542, 2, onBattery, goalNoCalibration, 1,
	6, 1543, 4, onPanel, goalAtOnce, 1,
	7, 1536, 16, onBypass, goalBypass, 0,
	8, 1536, 32, onBypass, goalNoBypass, 0,
]);
const PLAIN_COLUMNS = 6;
const UPS_COMMAND = 1536;

/** On, off, reboot, the same delayed, cancel, shutdown, shutdown delayed: bits of the outlet command. */
const outletWords = new Uint8Array([2, 4, 80, 66, 132, 208, 1, 72, 200]);
const USES_ON_DELAY = 64;
const USES_OFF_DELAY = 128;
const REBOOTS = 16;
const SHUTS_DOWN = 8;
const outletGoals = new Uint8Array([
	goalOn,
	goalOff,
	goalCycle,
	goalOn,
	goalOff,
	goalCycle,
	goalAtOnce,
	goalOff,
	goalOff,
]);

/** What a command comes to on this UPS. */
export interface Row {
	readonly hasTarget: boolean;
	readonly address: number;
	readonly words: readonly number[];
	readonly actsOn: number;
	readonly goal: number;
	readonly replaces: boolean;
	/** How long it may take; Infinity where a delay is set to "never". */
	readonly limitMs: number;
	/** Whether the UPS can do it just now. */
	readonly fits: boolean;
}

/** Whether there is a command of this number at all, on whatever card. */
export function isCommand(id: number): boolean {
	return (id >= 1 && id <= 9) || (id >= 10 && id <= 20) || (id >= 30 && id <= 38) || [50, 51, 70, 71].indexOf(id) >= 0;
}

/** The longest of the delays of the groups that `group` stands for, in milliseconds. */
function delayMs(reading: UpsReading, group: number, offset: number): number {
	let longest = 0;
	for (let each = group; each <= reading.facts.switchedGroups; each++) {
		const address = at.turnOffSetting + at.SETTING_STEP * each + offset;
		const raw = offset === 2 ? reading.registers.long(address) : reading.registers.signed(address);
		const isKnown = reading.registers.word(at.turnOffSetting - 1) !== 65535;
		const seconds = isKnown ? (raw < 0 ? Infinity : raw) : UNKNOWN_DELAY_S;
		longest = Math.max(longest, seconds);
		if (group > 0 || reading.facts.hasMainGroup) {
			break;
		}
	}
	return longest * 1000;
}

function isPending(reading: UpsReading, group: number): boolean {
	for (let each = group; each <= reading.facts.switchedGroups; each++) {
		const address = at.turnOffCountdown + at.COUNTDOWN_STEP * each;
		const registers = reading.registers;
		if (registers.signed(address) >= 0 || registers.signed(address + 1) >= 0 || registers.long(address + 2) >= 0) {
			return true;
		}
		if (group > 0 || reading.facts.hasMainGroup) {
			break;
		}
	}
	return false;
}

function outletRow(reading: UpsReading, which: number, hasTarget: boolean, group: number): Row {
	const word = outletWords[which];
	let targets = 1 << (MAIN_GROUP_BIT + group);
	for (let each = 1; group === 0 && !reading.facts.hasMainGroup && each <= reading.facts.switchedGroups; each++) {
		targets = (each === 1 ? 0 : targets) | (1 << (MAIN_GROUP_BIT + each));
	}
	const waitMs =
		((word & USES_OFF_DELAY) !== 0 ? delayMs(reading, group, 0) : 0)
		+ ((word & REBOOTS) !== 0 ? delayMs(reading, group, 2) : 0)
		+ ((word & USES_ON_DELAY) !== 0 && (word & SHUTS_DOWN) === 0 ? delayMs(reading, group, 1) : 0);
	return {
		hasTarget: hasTarget,
		address: OUTLET_COMMAND,
		words: [0, word | targets],
		actsOn: onOutput,
		goal: outletGoals[which],
		replaces: which < 2 || which === CANCEL,
		limitMs: waitMs + SWITCH_MS,
		fits: waitMs !== Infinity && (which !== CANCEL || isPending(reading, group)),
	};
}

function fitsNow(reading: UpsReading, goal: number): boolean {
	const registers = reading.registers;
	if (goal === goalAtOnce) {
		return registers.bit(at.userInterface, at.bitAlarmSounding);
	}
	if (goal === goalNoSelfTest) {
		return reading.tests();
	}
	if (goal === goalNoCalibration) {
		return reading.calibrates();
	}
	return goal === goalNoBypass ? registers.bit(at.upsStatus, at.bitUpsBypass) : reading.isOnLine();
}

/** The row of a command for this UPS; null where it has none. `group` is the outlet group that it names. */
export function rowOf(id: number, reading: UpsReading, hasBypass: boolean, group: number): Row | null {
	for (let from = OUTPUT_FROM; from <= GROUP_FROM; from += GROUP_FROM - OUTPUT_FROM) {
		if (id >= from && id < from + GROUP_COMMANDS) {
			return outletRow(reading, id - from, from === GROUP_FROM, from === GROUP_FROM ? group : 0);
		}
	}
	for (let i = 0; i < plain.length; i += PLAIN_COLUMNS) {
		const address = plain[i + 1];
		const goal = plain[i + 4];
		if (plain[i] === id && (address !== UPS_COMMAND || hasBypass)) {
			const runtimeMs = 1000 * Math.max(0, reading.registers.long(at.runtime));
			const isTest = goal === goalSelfTest || goal === goalCalibration;
			return {
				hasTarget: false,
				address: address,
				words: address === UPS_COMMAND ? [0, plain[i + 2]] : [plain[i + 2]],
				actsOn: plain[i + 3],
				goal: goal,
				replaces: plain[i + 5] === 1,
				limitMs: isTest ? (goal === goalSelfTest ? TEST_MS : CALIBRATION_MS + 2 * runtimeMs) : SWITCH_MS,
				fits: fitsNow(reading, goal),
			};
		}
	}
	return null;
}
