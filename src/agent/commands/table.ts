// The commands of a card: a row each (nmc.md 5, 6, 8). Numbers are append only and names are for ever: both are in logs and on
// wires.

import {HOUR, MINUTE, SECOND} from '../../core/clock.ts';
import type {Millis} from '../../core/clock.ts';
import * as groups from '../../ups/groups.ts';
import {administrator, deviceUser} from '../roles.ts';
import * as act from '../ups-control.ts';
import * as goal from './goals.ts';

/** What a command acts on: commands of one kind, on the same outlet group, do not run beside each other. */
export const onSettings = 0;
export const onBattery = 1;
export const onOutput = 2;
export const onBypass = 3;
export const onPanel = 4;
export const onFirmware = 5;

/** Numbers that a command takes. */
export interface ValueRange {
	readonly least: number;
	readonly most: number;
	readonly unit: string;
}

export interface CommandRow {
	readonly id: number;
	readonly name: string;
	/** Action of ups-control.ts; 0 where the UPS is not asked. */
	readonly action: number;
	/** Of the action where it is a group command. */
	readonly groupCommand: number;
	/** Whether it names an outlet group; without, it is about the output. */
	readonly hasTarget: boolean;
	/** Null where it takes no number. */
	readonly range: ValueRange | null;
	/** Whether it takes a date, and whether it takes settings. */
	readonly hasDate: boolean;
	readonly hasSettings: boolean;
	/** The last of the roles superUser, administrator, deviceUser that may (nmc.md 12). */
	readonly leastRole: number;
	readonly actsOn: number;
	/** Whether it ends what of its kind is under way, in place of being refused as E_COMMAND_BUSY. */
	readonly replaces: boolean;
	/** What makes it completed, of goals.ts. */
	readonly goal: number;
	/** How long that may take beside the delays of the UPS. */
	readonly limitMs: Millis;
}

/** A switch takes this long at most, over a serial line too. */
const SWITCH_MS = 30 * SECOND;
/** A self-test takes 8 to 10 seconds (nmc.md 5). */
const TEST_MS = 2 * MINUTE;
const CALIBRATION_MS = HOUR;
/** Beyond an update that goes well: one that fails restarts some times before it is back. */
const UPDATE_MS = HOUR;
/** The longest sleep that the field's cards take is 359 hours [assumed]. */
const SLEEP: ValueRange = {least: 1, most: 1292400, unit: 's'};

/** updateOutputOn and updateOutputOff of src/ups/codes.ts: who orders says which of them was read out to them (smartconnect.md M3). */
const UPDATE_MODE: ValueRange = {least: 1, most: 2, unit: '(1 the output stays on, 2 it goes off)'};

interface Plain {
	readonly id: number;
	readonly name: string;
	readonly action: number;
	readonly actsOn: number;
	readonly goal: number;
	readonly limitMs: Millis;
}

function command(plain: Plain, replaces: boolean, range: ValueRange | null): CommandRow {
	return {
		id: plain.id,
		name: plain.name,
		action: plain.action,
		groupCommand: 0,
		hasTarget: false,
		range: range,
		hasDate: false,
		hasSettings: false,
		leastRole: deviceUser,
		actsOn: plain.actsOn,
		replaces: replaces,
		goal: plain.goal,
		limitMs: plain.limitMs,
	};
}

function battery(id: number, name: string, action: number, reached: number, limitMs: Millis): CommandRow {
	const plain = {id: id, name: name, action: action, actsOn: onBattery, goal: reached, limitMs: limitMs};
	return command(plain, action === act.actStopSelfTest || action === act.actStopCalibration, null);
}

function bypass(id: number, name: string, action: number, reached: number): CommandRow {
	const plain = {id: id, name: name, action: action, actsOn: onBypass, goal: reached, limitMs: SWITCH_MS};
	return command(plain, false, null);
}

function output(id: number, name: string, action: number, range: ValueRange | null): CommandRow {
	const plain = {id: id, name: name, action: action, actsOn: onOutput, goal: goal.goalOff, limitMs: SWITCH_MS};
	return command(plain, false, range);
}

/** What is at once what it asks for; `actsOn` settings where the UPS is not asked. */
function atOnce(id: number, name: string, action: number): CommandRow {
	const where = action === 0 ? onSettings : onPanel;
	return command({id: id, name: name, action: action, actsOn: where, goal: goal.goalAtOnce, limitMs: 0}, true, null);
}

/** Off and on at once, and a cancel, end what is under way: nobody in a hurry is told to wait. */
const hasty: readonly number[] = [groups.groupOn, groups.groupOff, groups.groupCancel];

/** What each group command comes to, by its number. */
const groupGoals: readonly number[] = [
	0,
	goal.goalOn,
	goal.goalOff,
	goal.goalCycle,
	goal.goalOn,
	goal.goalOff,
	goal.goalCycle,
	goal.goalAtOnce,
	0,
	goal.goalOff,
	goal.goalOff,
];

function switching(id: number, name: string, groupCommand: number, hasTarget: boolean): CommandRow {
	return {
		id: id,
		name: name,
		action: act.actGroup,
		groupCommand: groupCommand,
		hasTarget: hasTarget,
		range: null,
		hasDate: false,
		hasSettings: false,
		leastRole: deviceUser,
		actsOn: onOutput,
		replaces: hasty.indexOf(groupCommand) >= 0,
		goal: groupGoals[groupCommand],
		limitMs: SWITCH_MS,
	};
}

function settings(id: number, name: string, hasDate: boolean): CommandRow {
	const row = atOnce(id, name, 0);
	return {
		id: row.id,
		name: row.name,
		action: 0,
		groupCommand: 0,
		hasTarget: false,
		range: null,
		hasDate: hasDate,
		hasSettings: !hasDate,
		leastRole: row.leastRole,
		actsOn: onSettings,
		replaces: true,
		goal: row.goal,
		limitMs: 0,
	};
}

function firmware(id: number, name: string, action: number, range: ValueRange | null): CommandRow {
	const updates = action === act.actUpdateFirmware;
	return {
		id: id,
		name: name,
		action: action,
		groupCommand: 0,
		hasTarget: false,
		range: range,
		hasDate: false,
		hasSettings: false,
		leastRole: administrator,
		actsOn: onFirmware,
		replaces: false,
		goal: updates ? goal.goalUpdate : goal.goalAtOnce,
		limitMs: updates ? UPDATE_MS : 0,
	};
}

export const commands: readonly CommandRow[] = [
	battery(1, 'testBattery', act.actSelfTest, goal.goalSelfTest, TEST_MS),
	battery(2, 'stopTest', act.actStopSelfTest, goal.goalNoSelfTest, SWITCH_MS),
	battery(3, 'calibrate', act.actCalibrate, goal.goalCalibration, CALIBRATION_MS),
	battery(4, 'stopCalibration', act.actStopCalibration, goal.goalNoCalibration, SWITCH_MS),
	battery(5, 'simulatePowerFailure', act.actSimulatePowerFailure, goal.goalOnBattery, SWITCH_MS),
	atOnce(6, 'muteAlarm', act.actMute),
	bypass(7, 'toBypass', act.actToBypass, goal.goalBypass),
	bypass(8, 'fromBypass', act.actFromBypass, goal.goalNoBypass),
	atOnce(9, 'acknowledgeBattery', act.actAcknowledgeBattery),
	// The whole UPS: the same machine as the main outlet group (nmc.md 8).
	switching(10, 'outputOn', groups.groupOn, false),
	switching(11, 'outputOff', groups.groupOff, false),
	switching(12, 'reboot', groups.groupReboot, false),
	switching(13, 'outputOnDelayed', groups.groupOnDelayed, false),
	switching(14, 'outputOffDelayed', groups.groupOffDelayed, false),
	switching(15, 'rebootDelayed', groups.groupRebootDelayed, false),
	switching(16, 'cancelOutput', groups.groupCancel, false),
	switching(17, 'shutdown', groups.groupShutdown, false),
	switching(18, 'shutdownDelayed', groups.groupShutdownDelayed, false),
	output(19, 'sleep', act.actSleep, SLEEP),
	output(20, 'conserveBattery', act.actConserveBattery, null),
	switching(30, 'groupOn', groups.groupOn, true),
	switching(31, 'groupOff', groups.groupOff, true),
	switching(32, 'groupReboot', groups.groupReboot, true),
	switching(33, 'groupOnDelayed', groups.groupOnDelayed, true),
	switching(34, 'groupOffDelayed', groups.groupOffDelayed, true),
	switching(35, 'groupRebootDelayed', groups.groupRebootDelayed, true),
	switching(36, 'groupCancel', groups.groupCancel, true),
	switching(37, 'groupShutdown', groups.groupShutdown, true),
	switching(38, 'groupShutdownDelayed', groups.groupShutdownDelayed, true),
	settings(50, 'setSettings', false),
	settings(51, 'setBatteryInstallDate', true),
	firmware(70, 'updateUpsFirmware', act.actUpdateFirmware, UPDATE_MODE),
	firmware(71, 'forgetUpsUpdate', act.actForgetUpdate, null),
];

const rowById: (CommandRow | undefined)[] = [];

function indexRows(): void {
	for (let i = 0; i < commands.length; i++) {
		rowById[commands[i].id] = commands[i];
	}
}

indexRows();

/** The command of a number; null when there is none. */
export function commandRow(id: number): CommandRow | null {
	const row = rowById[id];
	return row === undefined ? null : row;
}

/** The command of a name; null when there is none. */
export function findCommand(name: string): CommandRow | null {
	for (let i = 0; i < commands.length; i++) {
		if (commands[i].name === name) {
			return commands[i];
		}
	}
	return null;
}
