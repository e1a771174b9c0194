// Instant commands (nut.md 5): one row a name, over a command of the card or a setting of it.

import type {CardView} from '../../../agent/card-view.ts';
import type {SettingChange} from '../../../agent/settings/desk.ts';
import {GROUPS} from './variables.ts';

export interface CommandRow {
	readonly name: string;
	/** Command of the card; '' where only settings change. */
	readonly command: string;
	/** Outlet group. */
	readonly target: number;
	/** The delay, in seconds, that a parameter stands for: the key of a setting, '' where it takes none. */
	readonly delayKey: string;
	readonly changes: readonly SettingChange[];
	/** Whether this UPS has it. */
	readonly fits: (card: CardView) => boolean;
}

const always = (_card: CardView): boolean => true;
const hasBypass = (card: CardView): boolean => card.identity.rating.doubleConversion;

function plain(name: string, command: string, fits = always): CommandRow {
	return {name, command, target: 0, delayKey: '', changes: [], fits};
}

function delayed(name: string, command: string, delayKey: string): CommandRow {
	return {...plain(name, command), delayKey};
}

function beeper(name: string, mode: string): CommandRow {
	return {...plain(name, ''), changes: [{key: 'ups.alarm.mode', value: mode}]};
}

const OFF_DELAY = 'ups.off.delay';
const ON_DELAY = 'ups.return.delay';

const upsRows: readonly CommandRow[] = [
	plain('test.battery.start', 'testBattery'),
	plain('test.battery.start.quick', 'testBattery'),
	// A deep test runs the battery down and measures it, which is what a calibration does.
	plain('test.battery.start.deep', 'calibrate'),
	plain('test.battery.stop', 'stopTest'),
	plain('calibrate.start', 'calibrate'),
	plain('calibrate.stop', 'stopCalibration'),
	plain('test.failure.start', 'simulatePowerFailure'),
	plain('beeper.mute', 'muteAlarm'),
	beeper('beeper.enable', 'timed'),
	beeper('beeper.disable', 'never'),
	plain('bypass.start', 'toBypass', hasBypass),
	plain('bypass.stop', 'fromBypass', hasBypass),
	plain('load.off', 'outputOff'),
	plain('load.on', 'outputOn'),
	delayed('load.off.delay', 'outputOffDelayed', OFF_DELAY),
	delayed('load.on.delay', 'outputOnDelayed', ON_DELAY),
	plain('load.cycle', 'reboot'),
	delayed('shutdown.return', 'shutdownDelayed', OFF_DELAY),
	delayed('shutdown.stayoff', 'outputOffDelayed', OFF_DELAY),
	plain('shutdown.reboot', 'reboot'),
	delayed('shutdown.reboot.graceful', 'rebootDelayed', OFF_DELAY),
	plain('shutdown.stop', 'cancelOutput'),
	plain('shutdown.default', 'shutdownDelayed'),
];

/** Commands of one outlet group, by what the command of the whole UPS is called. */
const groupCommands: readonly (readonly [name: string, command: string, delay: 'offDelay' | 'onDelay' | ''])[] = [
	['load.off', 'groupOff', ''],
	['load.on', 'groupOn', ''],
	['load.off.delay', 'groupOffDelayed', 'offDelay'],
	['load.on.delay', 'groupOnDelayed', 'onDelay'],
	['load.cycle', 'groupReboot', ''],
	['shutdown.return', 'groupShutdownDelayed', 'offDelay'],
	['shutdown.stayoff', 'groupOffDelayed', 'offDelay'],
	['shutdown.reboot', 'groupReboot', ''],
	['shutdown.reboot.graceful', 'groupRebootDelayed', 'offDelay'],
	['shutdown.stop', 'groupCancel', ''],
];

function groupRows(group: number): readonly CommandRow[] {
	const ownKeys = {offDelay: OFF_DELAY, onDelay: 'outlet.main.onDelay', '': ''};
	return groupCommands.map(([name, command, delay]) => ({
		name: `outlet.group.${group}.${name}`,
		command,
		target: group,
		delayKey: group === 0 || delay === '' ? ownKeys[delay] : `outlet.group${group}.${delay}`,
		changes: [],
		fits: card => card.identity.rating.groups > Math.max(1, group),
	}));
}

/** Ends a forced shutdown: the operator's way, as the protocol itself has none (nut.md 7). */
export const CLEAR_FSD = 'experimental.fsd.clear';

export const commandRows: readonly CommandRow[] = [
	...upsRows,
	plain(CLEAR_FSD, ''),
	...Array.from({length: GROUPS}, (_, group) => groupRows(group)).flat(),
];
