// What of a recording makes a card: by the OID that a card serves it under, and by NUT's name.

const POWERNET = '1.3.6.1.4.1.318.1.1.1.';
const UPS_MIB = '1.3.6.1.2.1.33.1.';

/** A fact about the device: where it is recorded, the best place first. */
export interface FactRow {
	readonly fact: FactName;
	readonly places: readonly string[];
}

export type FactName =
	| 'vendor'
	| 'modelName'
	| 'sku'
	| 'serial'
	| 'upsFirmware'
	| 'made'
	| 'voltAmperes'
	| 'watts'
	| 'volts'
	| 'groups'
	| 'sysDescr'
	| 'macAddress';

export const factRows: readonly FactRow[] = [
	{fact: 'vendor', places: [`${UPS_MIB}1.1.0`, 'ups.mfr', 'device.mfr']},
	{fact: 'modelName', places: [`${POWERNET}1.1.1.0`, `${UPS_MIB}1.2.0`, 'ups.model', 'device.model']},
	{fact: 'sku', places: [`${POWERNET}1.2.5.0`]},
	{fact: 'serial', places: [`${POWERNET}1.2.3.0`, 'ups.serial', 'device.serial']},
	{fact: 'upsFirmware', places: [`${POWERNET}1.2.1.0`, `${UPS_MIB}1.3.0`, 'ups.firmware']},
	{fact: 'made', places: [`${POWERNET}1.2.2.0`, 'ups.mfr.date']},
	{fact: 'voltAmperes', places: [`${UPS_MIB}9.5.0`, 'ups.power.nominal']},
	{fact: 'watts', places: [`${UPS_MIB}9.6.0`, 'ups.realpower.nominal']},
	{
		fact: 'volts',
		places: [
			`${POWERNET}5.2.1.0`,
			`${UPS_MIB}9.3.0`,
			'output.voltage.nominal',
			'input.voltage.nominal',
			`${POWERNET}4.2.1.0`,
			'output.voltage',
			'input.voltage',
		],
	},
	{fact: 'groups', places: [`${POWERNET}12.1.1.0`, 'outlet.group.count']},
	{fact: 'sysDescr', places: ['1.3.6.1.2.1.1.1.0']},
	{fact: 'macAddress', places: ['1.3.6.1.2.1.2.2.1.6.2', 'device.macaddr']},
];

/** How a recorded value becomes that of a setting. */
export type Conversion = 'same' | 'ticksToSeconds' | 'minutesToSeconds' | 'date' | 'sensitivity' | 'schedule';

export interface SettingPlace {
	readonly key: string;
	readonly place: string;
	readonly conversion: Conversion;
}

function at(key: string, place: string, conversion: Conversion = 'same'): SettingPlace {
	return {key, place, conversion};
}

export const settingPlaces: readonly SettingPlace[] = [
	at('ups.name', `${POWERNET}1.1.2.0`),
	at('ups.name', 'ups.id'),
	at('ups.battery.installed', `${POWERNET}2.1.3.0`, 'date'),
	at('ups.battery.installed', 'battery.date', 'date'),
	at('ups.transfer.high', `${POWERNET}5.2.2.0`),
	at('ups.transfer.high', 'input.transfer.high'),
	at('ups.transfer.low', `${POWERNET}5.2.3.0`),
	at('ups.transfer.low', 'input.transfer.low'),
	at('ups.alarm.mode', `${POWERNET}5.2.4.0`),
	at('ups.return.minCharge', `${POWERNET}5.2.6.0`),
	at('ups.return.minCharge', 'battery.charge.restart'),
	at('ups.sensitivity', `${POWERNET}5.2.7.0`, 'sensitivity'),
	at('ups.sensitivity', 'input.sensitivity', 'sensitivity'),
	at('ups.lowBattery.duration', `${POWERNET}5.2.8.0`, 'ticksToSeconds'),
	at('ups.lowBattery.duration', 'battery.runtime.low'),
	at('ups.lowBattery.duration', `${UPS_MIB}9.7.0`, 'minutesToSeconds'),
	at('ups.return.delay', `${POWERNET}5.2.9.0`, 'ticksToSeconds'),
	at('ups.return.delay', 'ups.delay.start'),
	at('ups.off.delay', `${POWERNET}5.2.10.0`, 'ticksToSeconds'),
	at('ups.off.delay', 'ups.delay.shutdown'),
	at('ups.selfTest.schedule', `${POWERNET}7.2.1.0`, 'schedule'),
	at('card.name', '1.3.6.1.2.1.1.5.0'),
	at('card.contact', '1.3.6.1.2.1.1.4.0'),
	at('card.contact', 'device.contact'),
	at('card.location', '1.3.6.1.2.1.1.6.0'),
	at('card.location', 'device.location'),
];
