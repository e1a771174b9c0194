// What every face tells of one state, row by row: where it is told, with what scale, and how far rounding may move it.

/** A quantity in its unit, as each face tells it; missing where a face does not. */
export interface FaceRow {
	/** Slot of the reading, whose value over `scale` is the quantity. */
	readonly slot: string;
	readonly scale: number;
	/** PowerNet below 1.3.6.1.4.1.318.1.1.1: whole numbers, then tenths. */
	readonly powernet?: OidPlace;
	readonly precise?: OidPlace;
	/** UPS-MIB below 1.3.6.1.2.1.33.1. */
	readonly ietf?: OidPlace;
	/** Name of a register. */
	readonly modbus?: string;
	readonly nut?: string;
	/** Field of Sample. */
	readonly mqtt: string;
}

export type OidPlace = readonly [oid: string, scale: number];

export const POWERNET = '1.3.6.1.4.1.318.1.1.1.';
export const UPS_MIB = '1.3.6.1.2.1.33.1.';
/** Steps of the registers: binary places of modbus.md. */
export const MODBUS_STEP = 32;

/** Half of the last step of a face, and a little for what is cut off in place of rounded. */
export function toleranceOf(scale: number): number {
	return 1 / scale + 1e-9;
}

export const faceRows: readonly FaceRow[] = [
	{
		slot: 'batteryCharge',
		scale: 10,
		powernet: ['2.2.1.0', 1],
		precise: ['2.3.1.0', 10],
		ietf: ['2.4.0', 1],
		modbus: 'StateOfCharge_Pct',
		nut: 'battery.charge',
		mqtt: 'batteryCharge',
	},
	{
		slot: 'batteryRuntime',
		scale: 1,
		powernet: ['2.2.3.0', 100],
		ietf: ['2.3.0', 1 / 60],
		modbus: 'RunTimeRemaining',
		nut: 'battery.runtime',
		mqtt: 'batteryRuntime',
	},
	{
		slot: 'batteryVolts',
		scale: 100,
		powernet: ['2.2.8.0', 1],
		precise: ['2.3.4.0', 10],
		ietf: ['2.5.0', 10],
		modbus: 'Battery.Positive.VoltageDC',
		nut: 'battery.voltage',
		mqtt: 'batteryVolts',
	},
	{
		slot: 'batteryTemperature',
		scale: 10,
		powernet: ['2.2.2.0', 1],
		precise: ['2.3.2.0', 10],
		ietf: ['2.7.0', 1],
		modbus: 'Battery.Temperature',
		nut: 'battery.temperature',
		mqtt: 'batteryTemperature',
	},
	{
		slot: 'inputVolts',
		scale: 10,
		powernet: ['3.2.1.0', 1],
		precise: ['3.3.1.0', 10],
		ietf: ['3.3.1.3.1', 1],
		modbus: 'Input[0].VoltageAC',
		nut: 'input.voltage',
		mqtt: 'inputVolts',
	},
	{
		slot: 'outputVolts',
		scale: 10,
		powernet: ['4.2.1.0', 1],
		precise: ['4.3.1.0', 10],
		ietf: ['4.4.1.2.1', 1],
		modbus: 'Output[0].VoltageAC',
		nut: 'output.voltage',
		mqtt: 'outputVolts',
	},
	{
		slot: 'outputHertz',
		scale: 100,
		powernet: ['4.2.2.0', 1],
		precise: ['4.3.2.0', 10],
		ietf: ['4.2.0', 10],
		modbus: 'Output.Frequency',
		nut: 'output.frequency',
		mqtt: 'outputHertz',
	},
	{
		slot: 'loadRatio',
		scale: 10,
		powernet: ['4.2.3.0', 1],
		precise: ['4.3.3.0', 10],
		ietf: ['4.4.1.5.1', 1],
		modbus: 'Output[0].RealPower_Pct',
		nut: 'ups.load',
		mqtt: 'loadRatio',
	},
	{
		slot: 'outputAmperes',
		scale: 100,
		powernet: ['4.2.4.0', 1],
		precise: ['4.3.4.0', 10],
		ietf: ['4.4.1.3.1', 10],
		modbus: 'Output[0].CurrentAC',
		nut: 'output.current',
		mqtt: 'outputAmperes',
	},
	{slot: 'outputWatts', scale: 1, powernet: ['4.2.8.0', 1], nut: 'ups.realpower', mqtt: 'outputWatts'},
	{slot: 'outputVoltAmperes', scale: 1, powernet: ['4.2.9.0', 1], nut: 'ups.power', mqtt: 'outputVoltAmperes'},
	{slot: 'secondsOnBattery', scale: 1, powernet: ['2.1.2.0', 100], ietf: ['2.2.0', 1], mqtt: 'secondsOnBattery'},
	{slot: 'outputEnergy', scale: 1, modbus: 'Output.Energy', mqtt: 'outputEnergy'},
];
