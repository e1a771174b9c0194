// What real cards do that no standard asks for, each behind a name of its own: all are off unless somebody switches them on.

export interface Quirk {
	readonly name: string;
	readonly summary: string;
	/** Where it was seen. */
	readonly source: string;
}

export const quirks: readonly Quirk[] = [
	{
		name: 'sourceNoneOnLine',
		summary: 'upsOutputSource reads none(2) while the UPS is on line.',
		source: 'AP9630, firmware 5.1.7 (snmp.md (a))',
	},
	{
		name: 'noLinePowers',
		summary:
			'upsInputCurrent, upsInputTruePower, upsOutputPower, upsConfigOutputVA and upsConfigOutputPower read 0, and upsBypassCurrent repeats upsOutputCurrent.',
		source: 'AP9630, firmware 5.1.7 (snmp.md (a))',
	},
	{
		name: 'quickTestAlways',
		summary: 'upsTestId reads upsTestQuickBatteryTest at all times, and upsTestStartTime 0.',
		source: 'AP9630, firmware 5.1.7 (snmp.md (a))',
	},
	{
		name: 'bypassLineAlways',
		summary: 'upsBypassTable has its line on a line-interactive UPS too, with 0 V.',
		source: 'AP9630, firmware 5.1.7, on a Smart-UPS 5000',
	},
	{
		name: 'sparseUpsMib',
		summary:
			'upsIdentAgentSoftwareVersion, upsIdentAttachedDevices, upsBatteryCurrent, upsInputLineBads and upsConfigInputVoltage are left out.',
		source: 'AP9630, firmware 5.1.7 (snmp.md (a))',
	},
	{
		name: 'batteryTestStatus',
		summary:
			'upsBasicOutputStatus reads onBatteryTest(15) during a self-test, for which NUT 2.8.0 and apcupsd have no word.',
		source: 'the enumeration of PowerNet-MIB 4.5 (nmc.md 1.1)',
	},
	{
		name: 'shortDates',
		summary: 'upsBasicBatteryLastReplaceDate and the date of manufacture have a year of two digits.',
		source: 'AP9631, firmware 6.7.2 and 7.1.2',
	},
	{
		name: 'oldObjectId',
		summary: 'sysObjectID names the Smart-UPS 450, whatever the UPS is.',
		source: 'NMC 1, and AP9630 with firmware 5.1.7 (snmp.md (b), sysObjectID)',
	},
	{
		name: 'trailingNul',
		summary: 'Names of the device table end in a NUL byte, and mtrapargsString is one.',
		source: 'AP9605, firmware of 1998',
	},
	{
		name: 'lanceInterface',
		summary: 'The network interface is called lance, at 10 Mbit/s.',
		source: 'NMC 1, and AP9630 with firmware 5.1.7 (snmp.md (c))',
	},
];
