// What holds of a UPS by its status registers: a row a bit (modbus.md, Bit fields; nmc.md 9). What needs more than one bit is
// below the table.

import type * as conditions from '../ups/conditions.ts';
import type {RegisterImage} from './image.ts';

export type ConditionName = keyof typeof conditions;

type BitRow = readonly [register: string, bit: number, condition: ConditionName];

const bitRows: readonly BitRow[] = [
	['UPSStatus_BF', 4, 'outputOff'],
	['UPSStatus_BF', 14, 'informationalCondition'],
	['UPSStatus_BF', 21, 'overload'],
	['GeneralError_BF', 1, 'eepromFault'],
	['GeneralError_BF', 2, 'adConverterFault'],
	['GeneralError_BF', 3, 'logicSupplyFault'],
	['GeneralError_BF', 4, 'internalCommunication'],
	['GeneralError_BF', 5, 'displayButton'],
	['GeneralError_BF', 7, 'emergencyPowerOff'],
	['PowerSystemError_BF', 0, 'overload'],
	['PowerSystemError_BF', 1, 'outputShort'],
	['PowerSystemError_BF', 2, 'badOutputVoltage'],
	['PowerSystemError_BF', 4, 'internalOverTemperature'],
	['PowerSystemError_BF', 5, 'backfeedRelay'],
	['PowerSystemError_BF', 6, 'avrRelayFault'],
	['PowerSystemError_BF', 7, 'pfcInputRelay'],
	['PowerSystemError_BF', 8, 'outputRelay'],
	['PowerSystemError_BF', 9, 'bypassRelay'],
	['PowerSystemError_BF', 11, 'pfcFault'],
	['PowerSystemError_BF', 12, 'dcBusHigh'],
	['PowerSystemError_BF', 13, 'inverterFault'],
	['BatterySystemError_BF', 0, 'noBattery'],
	['BatterySystemError_BF', 1, 'batteryOverVoltage'],
	['BatterySystemError_BF', 2, 'replaceBattery'],
	['BatterySystemError_BF', 3, 'batteryOverTemperature'],
	['BatterySystemError_BF', 4, 'chargerFailure'],
	['BatterySystemError_BF', 5, 'batteryTemperatureSensor'],
	['BatterySystemError_BF', 6, 'batteryBusSoftStart'],
	['ReplaceBatteryTestStatus_BF', 3, 'selfTestFailed'],
	['RunTimeCalibrationStatus_BF', 1, 'calibrating'],
	['Input.InputStatus_BF', 5, 'boost'],
	['Input.InputStatus_BF', 6, 'trim'],
];

/** Bits of the errors that are named above, by register: a fault beside them is one without a name. */
const errorRegisters: readonly string[] = ['GeneralError_BF', 'PowerSystemError_BF', 'BatterySystemError_BF'];

export function isSelfTesting(image: RegisterImage): boolean {
	return (
		image.bit('ReplaceBatteryTestStatus_BF', 1)
		|| (image.bit('UPSStatus_BF', 7) && !image.bit('RunTimeCalibrationStatus_BF', 1))
	);
}

function isTesting(image: RegisterImage): boolean {
	return isSelfTesting(image) || image.bit('RunTimeCalibrationStatus_BF', 1);
}

/** Whether the battery carries the load, for whatever reason. */
export function runsOnBattery(image: RegisterImage): boolean {
	return image.bit('UPSStatus_BF', 2);
}

function turnsOffSoon(image: RegisterImage): boolean {
	return !image.bit('UPSStatus_BF', 4) && (image.raw('MOG.TurnOffCountdown') ?? -1) >= 0;
}

export function isOnBypass(image: RegisterImage): boolean {
	return image.bit('UPSStatus_BF', 3);
}

export function hasFault(image: RegisterImage): boolean {
	return image.bit('UPSStatus_BF', 5);
}

function isOff(image: RegisterImage): boolean {
	return image.bit('UPSStatus_BF', 4);
}

/** Off, and back when the utility is, or after a time. Bit 10 is NUT's, bit 8 AN 176's (modbus.md). */
export function isSleeping(image: RegisterImage): boolean {
	return isOff(image) && [3, 4, 10].some(bit => image.bit('MOG.OutletStatus_BF', bit)) && !isRebooting(image);
}

export function isRebooting(image: RegisterImage): boolean {
	return isOff(image) && image.bit('MOG.OutletStatus_BF', 2);
}

type Compound = readonly [condition: ConditionName, holds: (image: RegisterImage) => boolean];

const compounds: readonly Compound[] = [
	// A test runs on battery as well, and is no outage (nmc.md 5).
	['onBattery', image => runsOnBattery(image) && !isTesting(image)],
	// "Shutdown imminent" also stands for a turn-off that somebody ordered on line (modbus.md, register 18).
	['lowBattery', image => image.bit('SimpleSignalingStatus_BF', 1) && runsOnBattery(image)],
	['selfTesting', isSelfTesting],
	['gracefulShutdown', turnsOffSoon],
	['sleeping', isSleeping],
	['rebooting', isRebooting],
	['bypassInternalFault', image => isOnBypass(image) && hasFault(image)],
	['bypassCommand', image => isOnBypass(image) && !hasFault(image)],
	['abnormal', image => hasFault(image) && errorRegisters.every(name => (image.raw(name) ?? 0) === 0)],
];

/** Names of all that holds, each once. */
export function conditionsIn(image: RegisterImage): ReadonlySet<ConditionName> {
	const holding = new Set<ConditionName>();
	for (const [name, bit, condition] of bitRows) {
		if (image.bit(name, bit)) {
			holding.add(condition);
		}
	}
	for (const [condition, holds] of compounds) {
		if (holds(image)) {
			holding.add(condition);
		}
	}
	return holding;
}
