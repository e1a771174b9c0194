// What src/link/reading.ts and conditions.ts read of single registers, as rows of bytes one after another: a byte takes a twelfth of what an
// element of an array does on a board (espruino.md 5).

import * as condition from '../../ups/conditions.ts';
import * as reading from '../../ups/reading.ts';
import * as at from './ups-registers.ts';

const unsignedWord = 0;
export const signedWord = 1;

/** Slot, register, how it is read, binary places, steps of the slot in the unit of the register. */
// biome-ignore format: a row a line
export const measured = new Uint8Array([
	reading.batteryCharge, at.stateOfCharge, unsignedWord, 9, 10,
	reading.batteryVolts, at.batteryVolts, signedWord, 5, 100,
	reading.batteryTemperature, at.batteryTemperature, signedWord, 7, 10,
	reading.inputVolts, at.inputVolts, unsignedWord, 6, 10,
	reading.outputVolts, at.outputVolts, unsignedWord, 6, 10,
	reading.outputHertz, at.outputHertz, unsignedWord, 7, 100,
	reading.outputAmperes, at.outputAmperes, unsignedWord, 5, 100,
	reading.loadRatio, at.realPower, unsignedWord, 8, 10,
	reading.efficiency, at.efficiency, signedWord, 7, 10,
	reading.changeCause, at.changeCause, unsignedWord, 0, 1,
]);
export const MEASURED_COLUMNS = 5;

/** Register, bit of it (modbus.md, Bit fields), condition. */
// biome-ignore format: a row a line
export const bits = new Uint8Array([
	at.upsStatus, 4, condition.outputOff,
	at.upsStatus, 14, condition.informationalCondition,
	at.upsStatus, 21, condition.overload,
	at.generalError, 1, condition.eepromFault,
	at.generalError, 2, condition.adConverterFault,
	at.generalError, 3, condition.logicSupplyFault,
	at.generalError, 4, condition.internalCommunication,
	at.generalError, 5, condition.displayButton,
	at.generalError, 7, condition.emergencyPowerOff,
	at.powerSystemError, 0, condition.overload,
	at.powerSystemError, 1, condition.outputShort,
	at.powerSystemError, 2, condition.badOutputVoltage,
	at.powerSystemError, 4, condition.internalOverTemperature,
	at.powerSystemError, 5, condition.backfeedRelay,
	at.powerSystemError, 6, condition.avrRelayFault,
	at.powerSystemError, 7, condition.pfcInputRelay,
	at.powerSystemError, 8, condition.outputRelay,
	at.powerSystemError, 9, condition.bypassRelay,
	at.powerSystemError, 11, condition.pfcFault,
	at.powerSystemError, 12, condition.dcBusHigh,
	at.powerSystemError, 13, condition.inverterFault,
	at.batterySystemError, 0, condition.noBattery,
	at.batterySystemError, 1, condition.batteryOverVoltage,
	at.batterySystemError, 2, condition.replaceBattery,
	at.batterySystemError, 3, condition.batteryOverTemperature,
	at.batterySystemError, 4, condition.chargerFailure,
	at.batterySystemError, 5, condition.batteryTemperatureSensor,
	at.batterySystemError, 6, condition.batteryBusSoftStart,
	at.testStatus, 3, condition.selfTestFailed,
	at.calibrationStatus, 1, condition.calibrating,
	at.inputStatus, 5, condition.boost,
	at.inputStatus, 6, condition.trim,
]);
export const BITS_COLUMNS = 3;

/** The result of the first bit that is set, from the most lasting: a refusal keeps older bits (modbus.md, register 23). */
export const testResults = new Uint8Array([1, 4, 4, 3, 5, 3, 3, 2, 2, 1]);
export const calibrationResults = new Uint8Array([1, 3, 0, 6, 4, 4, 5, 5, 3, 2, 2, 1]);
