// PowerNet: settings that the UPS has (snmp.md (b), configuration; nmc.md 4). What it has not is in config-kept.ts.

import {INTEGER, TIME_TICKS} from '../mib.ts';
import type {MibRow, MibValue, SetPlan, SetRefusal} from '../mib.ts';
import type {CardView} from '../../../agent/card-view.ts';
import {under} from '../objects/lines.ts';
import type {Access} from '../objects/lines.ts';
import {choices, enabling, exact, exactly, limit, NONE, ordering, rounding} from '../objects/settings.ts';
import {TICKS_A_SECOND as TICKS} from '../objects/read.ts';
import {UPS} from './prefix.ts';

/** Numbers of an enumeration of two, 1 and 2, for a flag. */
const ON_OFF = [NONE, 1, 0];
const OFF_ON = [NONE, 0, 1];
const UNKNOWN_OFF_ON = [NONE, NONE, 0, 1];
const UNKNOWN = -1;
const AUTO_SENSITIVITY = 1;
const ALARM_MUTE = 4;
const RACK = 2;
const TOWER = 1;
const VOLT_AMPERES_A_KVA = 1000;

/** Timed, at low battery, never; and mute, which is an order: a UPS that beeps is told to be quiet. */
const audibleAlarm: Access = {
	read: card => card.number('ups.alarm.mode'),
	write: (card, value) => {
		if (value === ALARM_MUTE) {
			return card.detail.beeping === 1 ? ordering('muteAlarm', 0) : {};
		}
		return exactly(card, 'ups.alarm.mode', Number(value));
	},
};

/** The order of the languages on the wire, by our codes of ups.display.language. */
const languages = [NONE, 1, 2, 5, 3, 4, 6, 7, 8];

const loadOver: Access = {
	read: card => {
		const voltAmperes = card.number('ups.alarm.loadAbove');
		return voltAmperes < 0 ? voltAmperes : Math.round(voltAmperes / VOLT_AMPERES_A_KVA);
	},
	write: (card, value) => {
		const kva = Number(value);
		return exactly(card, 'ups.alarm.loadAbove', kva < 0 ? kva : kva * VOLT_AMPERES_A_KVA);
	},
};

const externalPacks: Access = {
	read: card => {
		const set = card.number('ups.battery.externalPacks');
		return set >= 0 ? set : card.detail.externalPacks;
	},
	write: (card, value) => exactly(card, 'ups.battery.externalPacks', Number(value)),
};

/** All settings of the UPS that do not belong to this one device go back to what they were as delivered. */
function setDefaults(card: CardView, value: MibValue): SetPlan | SetRefusal {
	if (value === 1) {
		return {};
	}
	if (value !== 2) {
		return 'wrongValue';
	}
	const changed = card
		.settings()
		.filter(each => each.key.startsWith('ups.') && each.writable && !each.own && each.text !== each.standardText);
	return {changes: changed.map(({key, standardText}) => ({key, value: standardText}))};
}

const basics = under(`${UPS}.5.2`, [
	['1.0', 'upsAdvConfigRatedOutputVoltage', INTEGER, rounding('ups.output.voltage', 1)],
	['2.0', 'upsAdvConfigHighTransferVolt', INTEGER, rounding('ups.transfer.high', 1)],
	['3.0', 'upsAdvConfigLowTransferVolt', INTEGER, rounding('ups.transfer.low', 1)],
	['4.0', 'upsAdvConfigAlarm', INTEGER, audibleAlarm],
	['5.0', 'upsAdvConfigAlarmTimer', TIME_TICKS, rounding('ups.alarm.delay', TICKS)],
	['6.0', 'upsAdvConfigMinReturnCapacity', INTEGER, rounding('ups.return.minCharge', 1)],
	['7.0', 'upsAdvConfigSensitivity', INTEGER, choices('ups.sensitivity', [NONE, 1, 2, 3, 4], AUTO_SENSITIVITY)],
	['8.0', 'upsAdvConfigLowBatteryRunTime', TIME_TICKS, rounding('ups.lowBattery.duration', TICKS)],
	['9.0', 'upsAdvConfigReturnDelay', TIME_TICKS, rounding('ups.return.delay', TICKS)],
	['10.0', 'upsAdvConfigShutoffDelay', TIME_TICKS, rounding('ups.off.delay', TICKS)],
	['12.0', 'upsAdvConfigSetEEPROMDefaults', INTEGER, {read: () => 1, write: setDefaults}],
	['18.0', 'upsAdvConfigPositionSelector', INTEGER, choices('ups.position', [NONE, NONE, RACK, TOWER], 1)],
	['22.0', 'upsAdvConfigAlarmLoadOver', INTEGER, loadOver],
	['23.0', 'upsAdvConfigAlarmRuntimeUnder', INTEGER, exact('ups.alarm.runtimeBelow', 1)],
	['25.0', 'upsAdvConfigNumExternalBatteries', INTEGER, externalPacks],
	['26.0', 'upsAdvConfigSimpleSignalShutdowns', INTEGER, choices('ups.simpleSignalling.shutdown', UNKNOWN_OFF_ON, 1)],
	['29.0', 'upsAdvConfigMinReturnRuntime', TIME_TICKS, exact('ups.return.minRuntime', TICKS)],
	[
		'30.0',
		'upsAdvConfigBasicSignalLowBatteryDuration',
		TIME_TICKS,
		exact('ups.basicSignalling.lowBatteryDuration', TICKS),
	],
	['45.0', 'upsAdvConfigGreenMode', INTEGER, choices('ups.greenMode', OFF_ON, 1)],
	['46.0', 'upsAdvConfigLCDLocalLanguage', INTEGER, choices('ups.display.language', languages, UNKNOWN)],
	['47.0', 'upsAdvConfigLCDLockOut', INTEGER, choices('ups.display.locked', OFF_ON, 1)],
	['50.0', 'upsAdvConfigBatteryHealthAlarmWarningTime', INTEGER, exact('ups.battery.healthWarning', 1)],
	['51.0', 'upsAdvConfigBatteryHealthAlarmSleepTime', INTEGER, exact('ups.battery.healthSnooze', 1)],
	['55.0', 'upsAdvConfigAutomaticRestart', INTEGER, choices('ups.automaticRestart', ON_OFF, 1)],
	['56.0', 'upsAdvConfigDeepDischargeProtection', INTEGER, choices('ups.deepDischargeProtection', ON_OFF, 1)],
	['60.0', 'upsAdvConfigACQualificationTime', INTEGER, exact('ups.qualification', 1)],
	['61.0', 'upsAdvConfigRebootDuration', TIME_TICKS, exact('ups.reboot.duration', TICKS)],
]);

/** What the limits are once they are turned on, where nobody has said another [assumed]. */
const SHUTDOWN_AFTER_SECONDS = 300;
const SHUTDOWN_BELOW_SECONDS = 300;
const SHUTDOWN_BELOW_CHARGE = 20;
const SHUTDOWN_BELOW_LOAD = 10;

const onBatteryFor = 'ups.shutdown.onBatteryFor';
const runtimeBelow = 'ups.shutdown.runtimeBelow';
const chargeBelow = 'ups.shutdown.chargeBelow';
const loadBelow = 'ups.shutdown.loadBelow';

const shutdowns = under(`${UPS}.5.2`, [
	['62.0', 'upsAdvConfigAutoShutdownControlSkipOffDelay', INTEGER, choices('ups.shutdown.skipOffDelay', ON_OFF, 2)],
	['63.0', 'upsAdvConfigAutoShutdownControlAutoRestart', INTEGER, choices('ups.shutdown.stayOff', OFF_ON, 1)],
	['64.0', 'upsAdvConfigAutoShutdownControlTimeOnBattery', INTEGER, enabling(onBatteryFor, SHUTDOWN_AFTER_SECONDS)],
	['65.0', 'upsAdvConfigAutoShutdownControlRuntimeRemaining', INTEGER, enabling(runtimeBelow, SHUTDOWN_BELOW_SECONDS)],
	['66.0', 'upsAdvConfigAutoShutdownTimeOnBattery', TIME_TICKS, limit(onBatteryFor, SHUTDOWN_AFTER_SECONDS, TICKS)],
	['67.0', 'upsAdvConfigAutoShutdownRuntimeRemaining', TIME_TICKS, limit(runtimeBelow, SHUTDOWN_BELOW_SECONDS, TICKS)],
	['74.0', 'upsAdvConfigAutoShutdownControlBatteryCapacity', INTEGER, enabling(chargeBelow, SHUTDOWN_BELOW_CHARGE)],
	['75.0', 'upsAdvConfigAutoShutdownBatteryCapacity', INTEGER, limit(chargeBelow, SHUTDOWN_BELOW_CHARGE, 1)],
	['76.0', 'upsAdvConfigAutoShutdownControlLoadPercentOnUps', INTEGER, enabling(loadBelow, SHUTDOWN_BELOW_LOAD)],
	['77.0', 'upsAdvConfigAutoShutdownLoadPercentOnUps', INTEGER, limit(loadBelow, SHUTDOWN_BELOW_LOAD, 1)],
]);

export const config: readonly MibRow[] = [...basics, ...shutdowns];
