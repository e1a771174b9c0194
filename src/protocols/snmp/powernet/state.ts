// PowerNet: states as strings of flags (snmp.md (b), state flags; nmc.md 1.2).

import type {CardView} from '../../../agent/card-view.ts';
import {OCTET_STRING} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {under} from '../objects/lines.ts';
import {isOnBattery} from '../objects/read.ts';
import {UPS} from './prefix.ts';

type Flag = string | ((card: CardView) => boolean);

const NO_FLAG: Flag = '';
const LOW_BATTERY_CAUSE = 13;

function isStatus(...states: readonly number[]): Flag {
	return card => states.includes(card.reading.outputStatus);
}

function isMainOn(card: CardView): boolean {
	return (card.reading.groupsOn & 1) === 1;
}

function isOverLoadAlarm(card: CardView): boolean {
	const most = card.number('ups.alarm.loadAbove');
	return most >= 0 && card.reading.outputVoltAmperes > most;
}

/** upsBasicStateOutputState, from flag 1: an event that holds, or a condition of the reading. */
const outputFlags: readonly Flag[] = [
	'abnormal',
	'onBattery',
	'lowBattery',
	isStatus(2, 4, 12, 13, 14),
	'replaceBattery',
	card => !card.lost,
	'boost',
	'trim',
	'overload',
	'calibrating',
	// 11
	'discharged',
	'bypassSwitch',
	'bypassCommand',
	'bypassInternalFault',
	'bypassSupplyFault',
	NO_FLAG,
	isStatus(5),
	isStatus(11),
	isMainOn,
	'rebooting',
	// 21
	'packLinkLost',
	'gracefulShutdown',
	'avrRelayFault',
	'badOutputVoltage',
	'chargerFailure',
	'batteryOverTemperature',
	NO_FLAG,
	NO_FLAG,
	'selfTesting',
	card => card.holds('lowBattery') && isOnBattery(card),
	// 31
	NO_FLAG,
	NO_FLAG,
	'noBattery',
	NO_FLAG,
	NO_FLAG,
	NO_FLAG,
	'dcImbalance',
	NO_FLAG,
	NO_FLAG,
	card => card.reading.outputStatus === 11 && card.reading.changeCause === LOW_BATTERY_CAUSE,
	// 41
	'fanFault',
	'outputRelay',
	'bypassRelay',
	'bypassTemporary',
	'internalOverTemperature',
	'batteryTemperatureSensor',
	'bypassWarning',
	'dcBusHigh',
	'pfcFault',
	'criticalCondition',
	// 51
	isStatus(13),
	isStatus(14),
	'emergencyPowerOff',
	isOverLoadAlarm,
	NO_FLAG,
	'internalCommunication',
	NO_FLAG,
	card => !isMainOn(card),
	NO_FLAG,
	'informationalCondition',
	// 61 to 64 are unused.
	NO_FLAG,
	NO_FLAG,
	NO_FLAG,
	NO_FLAG,
];

/** upsAdvStateAbnormalConditions, from flag 1 [assumed: the reference gives the object and not the flags]. */
const abnormalFlags: readonly Flag[] = [
	'powerModule',
	NO_FLAG,
	NO_FLAG,
	'replaceBattery',
	isOverLoadAlarm,
	NO_FLAG,
	NO_FLAG,
	'bypassWarning',
	'bypassRelay',
	NO_FLAG,
	'bypassInternalFault',
	'bypassTemporary',
	'bypassSwitch',
	NO_FLAG,
	'fanFault',
	NO_FLAG,
	'internalCommunication',
	NO_FLAG,
	NO_FLAG,
	card => card.holds('discharged'),
	NO_FLAG,
	'badOutputVoltage',
	NO_FLAG,
	'noBattery',
	'batteryOverVoltage',
	'criticalCondition',
	NO_FLAG,
	NO_FLAG,
	NO_FLAG,
	NO_FLAG,
	NO_FLAG,
	NO_FLAG,
];

function flagText(card: CardView, flags: readonly Flag[]): string {
	let text = '';
	for (const flag of flags) {
		const holds = typeof flag === 'string' ? flag !== '' && card.holds(flag) : flag(card);
		text += holds ? '1' : '0';
	}
	return text;
}

const ON_LINE = 2;

/** On line, on, and nothing holds: how a UPS is nearly always, so that the flags need not be asked for one by one. */
function isQuiet(card: CardView): boolean {
	const {conditions0, conditions1, conditions2, outputStatus} = card.reading;
	const nothingHolds = (conditions0 | conditions1 | conditions2) === 0;
	return nothingHolds && outputStatus === ON_LINE && isMainOn(card) && !isOverLoadAlarm(card);
}

/** On line (4), link up (6), on (19): as seen of a healthy UPS (snmp.md (b)). */
const QUIET_OUTPUT = '0001010000000000001'.padEnd(outputFlags.length, '0');
const NOTHING_ABNORMAL = '0'.repeat(abnormalFlags.length);

function flagsOf(flags: readonly Flag[], quiet: string): (card: CardView) => string {
	return card => {
		if (card.lost) {
			return 'UNKNOWN';
		}
		return isQuiet(card) ? quiet : flagText(card, flags);
	};
}

export const state: readonly MibRow[] = under(`${UPS}.11`, [
	['1.1.0', 'upsBasicStateOutputState', OCTET_STRING, flagsOf(outputFlags, QUIET_OUTPUT)],
	['2.1.0', 'upsAdvStateAbnormalConditions', OCTET_STRING, flagsOf(abnormalFlags, NOTHING_ABNORMAL)],
]);
