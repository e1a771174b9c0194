// What holds of a UPS by its status registers: a row a bit (modbus.md, Bit fields; nmc.md 9). What needs more than one bit is
// below the table.

import * as bit from '../codec/modbus-bits.ts';
import type * as conditions from '../ups/conditions.ts';
import type {RegisterImage} from './image.ts';

export type ConditionName = keyof typeof conditions;

type BitRow = readonly [register: string, bit: number, condition: ConditionName];

const bitRows: readonly BitRow[] = [
	['UPSStatus_BF', bit.upsStatus.outputOff, 'outputOff'],
	['UPSStatus_BF', bit.upsStatus.informationalAlert, 'informationalCondition'],
	['UPSStatus_BF', bit.upsStatus.overload, 'overload'],
	['GeneralError_BF', bit.generalError.eeprom, 'eepromFault'],
	['GeneralError_BF', bit.generalError.adConverter, 'adConverterFault'],
	['GeneralError_BF', bit.generalError.logicPowerSupply, 'logicSupplyFault'],
	['GeneralError_BF', bit.generalError.internalCommunication, 'internalCommunication'],
	['GeneralError_BF', bit.generalError.uiButton, 'displayButton'],
	['GeneralError_BF', bit.generalError.emergencyPowerOff, 'emergencyPowerOff'],
	['PowerSystemError_BF', bit.powerSystemError.outputOverload, 'overload'],
	['PowerSystemError_BF', bit.powerSystemError.outputShortCircuit, 'outputShort'],
	['PowerSystemError_BF', bit.powerSystemError.outputOvervoltage, 'badOutputVoltage'],
	['PowerSystemError_BF', bit.powerSystemError.overtemperature, 'internalOverTemperature'],
	['PowerSystemError_BF', bit.powerSystemError.backfeedRelay, 'backfeedRelay'],
	['PowerSystemError_BF', bit.powerSystemError.avrRelay, 'avrRelayFault'],
	['PowerSystemError_BF', bit.powerSystemError.pfcInputRelay, 'pfcInputRelay'],
	['PowerSystemError_BF', bit.powerSystemError.outputRelay, 'outputRelay'],
	['PowerSystemError_BF', bit.powerSystemError.bypassRelay, 'bypassRelay'],
	['PowerSystemError_BF', bit.powerSystemError.pfc, 'pfcFault'],
	['PowerSystemError_BF', bit.powerSystemError.dcBusOvervoltage, 'dcBusHigh'],
	['PowerSystemError_BF', bit.powerSystemError.inverter, 'inverterFault'],
	['BatterySystemError_BF', bit.batterySystemError.disconnected, 'noBattery'],
	['BatterySystemError_BF', bit.batterySystemError.overvoltage, 'batteryOverVoltage'],
	['BatterySystemError_BF', bit.batterySystemError.needsReplacement, 'replaceBattery'],
	['BatterySystemError_BF', bit.batterySystemError.overtemperatureCritical, 'batteryOverTemperature'],
	['BatterySystemError_BF', bit.batterySystemError.charger, 'chargerFailure'],
	['BatterySystemError_BF', bit.batterySystemError.temperatureSensor, 'batteryTemperatureSensor'],
	['BatterySystemError_BF', bit.batterySystemError.busSoftStart, 'batteryBusSoftStart'],
	['ReplaceBatteryTestStatus_BF', bit.testStatus.failed, 'selfTestFailed'],
	['RunTimeCalibrationStatus_BF', bit.testStatus.inProgress, 'calibrating'],
	['Input.InputStatus_BF', bit.inputStatus.boost, 'boost'],
	['Input.InputStatus_BF', bit.inputStatus.trim, 'trim'],
];

/** Bits of the errors that are named above, by register: a fault beside them is one without a name. */
const errorRegisters: readonly string[] = ['GeneralError_BF', 'PowerSystemError_BF', 'BatterySystemError_BF'];

export function isSelfTesting(image: RegisterImage): boolean {
	return (
		image.bit('ReplaceBatteryTestStatus_BF', bit.testStatus.inProgress)
		|| (image.bit('UPSStatus_BF', bit.upsStatus.test)
			&& !image.bit('RunTimeCalibrationStatus_BF', bit.testStatus.inProgress))
	);
}

export function isCalibrating(image: RegisterImage): boolean {
	return image.bit('RunTimeCalibrationStatus_BF', bit.testStatus.inProgress);
}

/** A test runs on battery as well, and is no outage (nmc.md 5). */
export function isOutage(image: RegisterImage): boolean {
	return runsOnBattery(image) && !isSelfTesting(image) && !isCalibrating(image);
}

/** Whether the battery carries the load, for whatever reason. */
export function runsOnBattery(image: RegisterImage): boolean {
	return image.bit('UPSStatus_BF', bit.upsStatus.onBattery);
}

/** A countdown at 0 is over, or that of a main group that the UPS has not (posted readings have it so). */
function turnsOffSoon(image: RegisterImage): boolean {
	return !isOff(image) && (image.raw('MOG.TurnOffCountdown') ?? 0) > 0;
}

export function isOnBypass(image: RegisterImage): boolean {
	return image.bit('UPSStatus_BF', bit.upsStatus.bypass);
}

export function hasFault(image: RegisterImage): boolean {
	return image.bit('UPSStatus_BF', bit.upsStatus.fault);
}

function isOff(image: RegisterImage): boolean {
	return image.bit('UPSStatus_BF', bit.upsStatus.outputOff);
}

const sleepBits = [bit.outletStatus.shutdown, bit.outletStatus.sleep, bit.outletStatus.pendingOnAcPresence];

/** Off, and back when the utility is, or after a time. */
export function isSleeping(image: RegisterImage): boolean {
	return isOff(image) && sleepBits.some(each => image.bit('MOG.OutletStatus_BF', each)) && !isRebooting(image);
}

export function isRebooting(image: RegisterImage): boolean {
	return isOff(image) && image.bit('MOG.OutletStatus_BF', bit.outletStatus.reboot);
}

type Compound = readonly [condition: ConditionName, holds: (image: RegisterImage) => boolean];

const compounds: readonly Compound[] = [
	['onBattery', isOutage],
	// "Shutdown imminent" also stands for a turn-off that somebody ordered on line (modbus.md, register 18).
	[
		'lowBattery',
		image => image.bit('SimpleSignalingStatus_BF', bit.simpleSignalling.shutdownImminent) && runsOnBattery(image),
	],
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
	for (const [name, which, condition] of bitRows) {
		if (image.bit(name, which)) {
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
