// What a state is called by those faces that have a word or a bit for it.

/** A row of it. */
export interface CrossFact {
	/** The event that holds. */
	readonly event: string;
	/** Bit of a register. */
	readonly modbus?: readonly [register: string, bit: number];
	readonly nut?: string;
	/** Number under upsWellKnownAlarms. */
	readonly alarm?: number;
}

export const crossFacts: readonly CrossFact[] = [
	{event: 'onBattery', modbus: ['UPSStatus_BF', 2], nut: 'OB', alarm: 2},
	{event: 'lowBattery', nut: 'LB', alarm: 3},
	{event: 'boost', modbus: ['Input.InputStatus_BF', 5], nut: 'BOOST'},
	{event: 'trim', modbus: ['Input.InputStatus_BF', 6], nut: 'TRIM'},
	{event: 'overload', modbus: ['UPSStatus_BF', 21], nut: 'OVER', alarm: 8},
	{event: 'replaceBattery', modbus: ['BatterySystemError_BF', 2], nut: 'RB', alarm: 1},
	{event: 'calibrating', modbus: ['RunTimeCalibrationStatus_BF', 1], nut: 'CAL'},
	{event: 'outputOff', modbus: ['UPSStatus_BF', 4], nut: 'OFF', alarm: 14},
];
