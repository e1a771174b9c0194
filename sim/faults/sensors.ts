// What faults of sensors have in common.

import type {SensorBend, SensorName} from '../scenario/ups-target.ts';
import type {FaultParameter, FaultValues} from './fault.ts';

/** In the order of their numbers: append only. With each its unit and the most that it may be off. */
const sensors: ReadonlyArray<readonly [name: SensorName, unit: string, most: number]> = [
	['inputVolts', 'V', 500],
	['inputHertz', 'Hz', 30],
	['outputVolts', 'V', 500],
	['load', '%', 200],
	['batteryVolts', 'V', 300],
	['batteryTemperature', '°C', 100],
	['batteryCharge', '%', 100],
	['batteryRuntime', 's', 100_000],
];

export const MOST_OFF = 100_000;
/** What the number of these faults counts. */
export const SENSOR_UNITS = 'V, Hz, %, °C or s, as the sensor has it';

export const sensor: FaultParameter = {
	name: 'sensor',
	kind: 'choice',
	unit: 'sensor',
	min: 0,
	max: sensors.length - 1,
	choices: sensors.map(([name]) => name),
	summary: 'which of them',
};

/** The sensor that the values name. */
export function sensorOf(values: FaultValues): SensorName {
	return sensors[values.sensor][0];
}

/** Why `amount` cannot be what a sensor is off by; undefined where it can. */
export function tooFar(values: FaultValues, amount: number, parameter: string): string | undefined {
	const [name, unit, most] = sensors[values.sensor];
	return Math.abs(amount) <= most
		? undefined
		: `${parameter} of ${name} must be from ${-most} to ${most} ${unit}, and is ${amount}`;
}

export function bend(kind: SensorBend['kind'], by: number): SensorBend {
	return {kind, by};
}
