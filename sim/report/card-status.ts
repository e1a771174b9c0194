// What a card is doing, as one number out of ten: followed by the events that it logs, so that nothing has to be read. The numbers are
// those of sim/web/shared/statuses.ts, from harmless to grave.

export const statusCodes = {
	online: 0,
	test: 1,
	attention: 2,
	avr: 3,
	bypass: 4,
	battery: 5,
	overload: 6,
	low: 7,
	off: 8,
	lost: 9,
} as const;

/** Which status holds while an event is set; each has a bit of its own. */
const rows: ReadonlyArray<readonly [event: string, status: number]> = [
	['linkLost', statusCodes.lost],
	['outputOff', statusCodes.off],
	['sleeping', statusCodes.off],
	['emergencyPowerOff', statusCodes.off],
	['lowBattery', statusCodes.low],
	['overload', statusCodes.overload],
	['onBattery', statusCodes.battery],
	['bypassCommand', statusCodes.bypass],
	['bypassSwitch', statusCodes.bypass],
	['bypassInternalFault', statusCodes.bypass],
	['bypassTemporary', statusCodes.bypass],
	['forcedBypass', statusCodes.bypass],
	['boost', statusCodes.avr],
	['trim', statusCodes.avr],
	['selfTesting', statusCodes.test],
	['calibrating', statusCodes.test],
	['replaceBattery', statusCodes.attention],
	['selfTestFailed', statusCodes.attention],
	['noBattery', statusCodes.attention],
	['chargerFailure', statusCodes.attention],
	['batteryOverTemperature', statusCodes.attention],
	['batteryOverVoltage', statusCodes.attention],
	['badOutputVoltage', statusCodes.attention],
	['avrRelayFault', statusCodes.attention],
	['fanFault', statusCodes.attention],
	['abnormal', statusCodes.attention],
	['internalOverTemperature', statusCodes.attention],
	['inverterOverTemperature', statusCodes.attention],
	['inverterFault', statusCodes.attention],
	['otaNoBootable', statusCodes.attention],
];

const bitByEvent = new Map(rows.map(([event], i) => [event, 1 << i]));
const LOW_BIT = bitByEvent.get('lowBattery') ?? 0;
const BATTERY_BIT = bitByEvent.get('onBattery') ?? 0;

/** The bit of an event; 0 where it says nothing about the status. */
export function bitOf(event: string): number {
	return bitByEvent.get(event) ?? 0;
}

/** The gravest status of the events that are set. A battery that is low while it charges is no longer a danger to the load. */
export function statusOf(bits: number): number {
	const telling = (bits & BATTERY_BIT) === 0 ? bits & ~LOW_BIT : bits;
	let gravest: number = statusCodes.online;
	for (let i = 0; i < rows.length; i++) {
		if ((telling & (1 << i)) !== 0 && rows[i][1] > gravest) {
			gravest = rows[i][1];
		}
	}
	return gravest;
}
