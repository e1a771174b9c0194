// PowerNet: settings that no Smart-UPS of the catalogue has. They read as not supported or not known until somebody sets one,
// and then stick (snmp.md (b), configuration, conventions).

import {INTEGER, OCTET_STRING, TIME_TICKS} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {
	always,
	fixed,
	indexLine,
	keptBetween,
	keptOneOf,
	keptQuantity,
	keptSecret,
	keptTicks,
	under,
} from '../objects/lines.ts';
import type {Access, Line} from '../objects/lines.ts';
import {TICKS_A_SECOND} from '../objects/read.ts';
import {UPS} from './prefix.ts';

const PERCENT = keptBetween(-1, 0, 100);
const DEVICES = 4;
const NAME_CHARACTERS = 20;
const MOST_VOLT_AMPERES = 1000000;
const PASSWORD_CHARACTERS = 32;

/** Name under which the agent keeps the time of a sleep, in seconds. */
export const SLEEP_SECONDS = 'sleepSeconds';
const SLEEP_STEP_SECONDS = 360;
/** 1 to 540 s become 360 s (nmc.md 4), and the longest is 359 hours, as the command has it. */
const MOST_SLEEP_SECONDS = 359 * 3600;

/** A sleep time as a card takes it: rounded to the nearest 360 s (nmc.md 4). */
export function sleepSeconds(wanted: number): number {
	const steps = Math.round(Math.min(wanted, MOST_SLEEP_SECONDS) / SLEEP_STEP_SECONDS);
	return wanted > 0 ? Math.max(1, steps) * SLEEP_STEP_SECONDS : 0;
}

const sleepTime: Access = {
	read: (card, place) => Number(place.kept(card.card, SLEEP_SECONDS) ?? 0) * TICKS_A_SECOND,
	write: (card, value, place) => {
		const at = card.card;
		return {act: () => place.keep(at, SLEEP_SECONDS, sleepSeconds(Number(value) / TICKS_A_SECOND))};
	},
};

const deviceName = (device: number): Access => {
	const kept = `deviceName.${device}`;
	return {
		read: (card, place) => place.kept(card.card, kept) ?? `Device ${device}${place.quirk('trailingNul') ? '\0' : ''}`,
		write: (card, value, place) => {
			const at = card.card;
			return String(value).length > NAME_CHARACTERS ? 'wrongLength' : {act: () => place.keep(at, kept, String(value))};
		},
	};
};

function deviceLines(device: number): Line[] {
	return [
		indexLine(`2.1.1.${device}`, 'deviceIndex', device),
		[`2.1.2.${device}`, 'deviceName', OCTET_STRING, deviceName(device)],
		[`2.1.3.${device}`, 'vaRating', INTEGER, keptBetween(0, 0, MOST_VOLT_AMPERES)],
		[`2.1.4.${device}`, 'acceptThisDevice', INTEGER, keptOneOf(1, 2)],
	];
}

const devices = under(`${UPS}.5.1`, [
	['1.0', 'upsBasicConfigNumDevices', INTEGER, always(DEVICES)],
	...[1, 2, 3, 4].flatMap(deviceLines),
]);

/** One of an enumeration whose 1 is unknown. */
const unknownOf = (count: number) => keptOneOf(1, count);
const ENABLED_DISABLED = 2;

const enumerations = under(`${UPS}.5.2`, [
	['19.0', 'upsAdvConfigOutputFreqRange', INTEGER, keptOneOf(2, 24)],
	['20.0', 'upsAdvConfigUPSFail', INTEGER, unknownOf(3)],
	['24.0', 'upsAdvConfigVoutReporting', INTEGER, unknownOf(4)],
	['28.0', 'upsAsiUpsControlServerRequestShutdown', INTEGER, keptOneOf(1, ENABLED_DISABLED)],
	['31.0', 'upsAdvConfigBypassPhaseLockRequired', INTEGER, unknownOf(5)],
	['32.0', 'upsAdvConfigOutputFreqSlewRate', INTEGER, unknownOf(7)],
	['33.0', 'upsAdvConfigChargerLevel', INTEGER, unknownOf(3)],
	['34.0', 'upsAdvConfigBypassToleranceSetting', INTEGER, unknownOf(5)],
	['35.0', 'upsAdvConfigMainsSetting', INTEGER, fixed(1)],
	['36.0', 'upsAdvConfigACWiringSetting', INTEGER, fixed(1)],
	[
		'49.0',
		'upsAdvConfigBatterySelection',
		INTEGER,
		{
			// Fixed by what is inside: valve-regulated lead-acid or lithium-ion.
			read: card => (card.identity.rating.lithium ? 4 : 1),
			write: (card, value) => (value === (card.identity.rating.lithium ? 4 : 1) ? {} : 'inconsistentValue'),
		},
	],
	['59.0', 'upsAdvConfigFrequencyConverterMode', INTEGER, keptOneOf(3, 3)],
]);

const quantities = under(`${UPS}.5.2`, [
	['11.0', 'upsAdvConfigUpsSleepTime', TIME_TICKS, sleepTime],
	['14.0', 'upsAdvConfigBattExhaustThresh', TIME_TICKS, keptTicks],
	['15.0', 'upsAdvConfigPassword', OCTET_STRING, keptSecret(PASSWORD_CHARACTERS)],
	['17.0', 'upsAdvConfigBattCabAmpHour', INTEGER, keptQuantity],
	['21.0', 'upsAdvConfigAlarmRedundancy', INTEGER, keptQuantity],
	['27.0', 'upsAdvConfigMaxShutdownTime', INTEGER, keptQuantity],
	['37.0', 'upsAdvConfigUpperOutputVoltTolerance', INTEGER, PERCENT],
	['38.0', 'upsAdvConfigLowerOutputVoltTolerance', INTEGER, PERCENT],
	['39.0', 'upsAdvConfigUpperBypassVoltTolerance', INTEGER, PERCENT],
	['40.0', 'upsAdvConfigLowerBypassVoltTolerance', INTEGER, PERCENT],
	['41.0', 'upsAdvConfigOutofSyncBypassTransferDelay', INTEGER, keptQuantity],
	['43.0', 'upsAdvConfigWarningAlarmDelay', INTEGER, keptQuantity],
	['44.0', 'upsAdvConfigInformationalAlarmDelay', INTEGER, keptQuantity],
	['48.0', 'upsAdvConfigChargerRate', INTEGER, keptQuantity],
	['52.0', 'upsAdvConfigSignalFlashVoltage', INTEGER, keptQuantity],
	['53.0', 'upsAdvConfigBatteryTemperatureCompensation', INTEGER, keptQuantity],
	['54.0', 'upsAdvConfigBatteryChargerType', INTEGER, keptQuantity],
	['57.0', 'upsAdvConfigFreqBypassTransferRange', INTEGER, keptQuantity],
	['58.0', 'upsAdvConfigUpsPowerconverterType', INTEGER, keptQuantity],
	['68.0', 'upsAdvConfigHighLLTransferVolt', INTEGER, keptQuantity],
	['69.0', 'upsAdvConfigLowLLTransferVolt', INTEGER, keptQuantity],
	['70.0', 'upsAdvConfigHighBypassTransferVolt', INTEGER, keptQuantity],
	['71.0', 'upsAdvConfigLowBypassTransferVolt', INTEGER, keptQuantity],
	['72.0', 'upsAdvConfigHighBypassLLTransferVolt', INTEGER, keptQuantity],
	['73.0', 'upsAdvConfigLowBypassLLTransferVolt', INTEGER, keptQuantity],
	['78.0', 'upsAdvConfigBypassFrequencyRangeLowerLimit', INTEGER, keptQuantity],
	['79.0', 'upsAdvConfigBypassFrequencyRangeUpperLimit', INTEGER, keptQuantity],
	['80.0', 'upsAdvConfigEcoVoltageRangeLowerLimit', INTEGER, keptQuantity],
	['81.0', 'upsAdvConfigEcoVoltageRangeUpperLimit', INTEGER, keptQuantity],
]);

export const configKept: readonly MibRow[] = [...devices, ...enumerations, ...quantities];
