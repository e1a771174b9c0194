// What faults do to a UPS and to what surrounds it. The faults say it as data; the bench makes it happen.

import type {Undo} from './bench.ts';

/**
 * What faults turn about a UPS and its world. Factors, which multiply: `inputVolts`, `load`, `batteryCapacity`, `batteryResistance`,
 * `chargingCurrent`, `selfDischarge`, `heatRise` (kelvin for each watt in the battery). Offsets, which add up: `inputHertz`,
 * `inputDistortion` (share), `addedLoad` (share of the rated power), `deadCells`, `ambient` (kelvin), `chargerVolts` (for each 12 V
 * block), `runawayHeat` (multiple of the float heat, at 25 °C).
 */
export type DialName =
	| 'inputVolts'
	| 'inputHertz'
	| 'inputDistortion'
	| 'load'
	| 'addedLoad'
	| 'deadCells'
	| 'batteryCapacity'
	| 'batteryResistance'
	| 'chargingCurrent'
	| 'selfDischarge'
	| 'heatRise'
	| 'ambient'
	| 'chargerVolts'
	| 'runawayHeat';

/** One fault's hand on a dial. Until it is turned it does nothing. */
export interface Dial {
	turn(value: number): void;
	readonly undo: Undo;
}

/** Parts of a UPS that break as a whole; `bypass` cannot be taken, `bypassRelay` sticks in it. */
export type PartName =
	| 'battery'
	| 'charger'
	| 'inverter'
	| 'bypass'
	| 'bypassRelay'
	| 'regulator'
	| 'fan'
	| 'temperatureSensor';

/** What the UPS measures and tells its card. */
export type SensorName =
	| 'inputVolts'
	| 'inputHertz'
	| 'outputVolts'
	| 'load'
	| 'batteryVolts'
	| 'batteryTemperature'
	| 'batteryCharge'
	| 'batteryRuntime';

/**
 * What a sensor makes of the truth, in this order where several come together: times a factor, plus an offset, plus so much for every
 * hour since, plus noise of at most so much, as it was then, and nothing at all (0: no reading; 1: a reading of 0). `by` is in V, Hz, %,
 * °C or s, as the sensor has it.
 */
export interface SensorBend {
	readonly kind: 'scale' | 'offset' | 'drift' | 'noise' | 'stuck' | 'dead';
	readonly by: number;
}

/** What odd firmware of a UPS tells, in known cases. */
export type QuirkName =
	| 'lowBatteryAtOnce'
	| 'dischargeOnLine'
	| 'outageUntold'
	| 'loadTimesTen'
	| 'runtimeNonsense'
	| 'readingsAbsent'
	| 'testFlagStays'
	| 'batteryFlags';
