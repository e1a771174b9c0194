// PowerNet: the table of battery packs and their cartridges (snmp.md (b), battery): the internal pack and the external ones, with a
// cartridge each.

import type {CardView} from '../../../agent/card-view.ts';
import {INTEGER, OCTET_STRING} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {dateSetting, dayOf, UNKNOWN} from '../objects/dates.ts';
import {fixed, indexLine, under, where} from '../objects/lines.ts';
import type {Line} from '../objects/lines.ts';
import {isKnown, orMinusOne} from '../objects/read.ts';
import {UPS} from './prefix.ts';

/** As many as ups.battery.externalPacks allows, and the internal one. */
const MOST_PACKS = 11;
const FLAGS = 16;
/** States of a pack or cartridge by flag, from 1 [assumed: the reference gives the objects and not the flags]. */
const packFlags: readonly string[] = [
	'noBattery',
	'batteryOverVoltage',
	'replaceBattery',
	'batteryOverTemperature',
	'chargerFailure',
	'batteryTemperatureSensor',
	'batteryBusSoftStart',
	'',
	'abnormal',
	'packLinkLost',
	'',
	'firmwareMismatch',
	'',
	'incompatiblePack',
];

function packCount(card: CardView): number {
	const external = card.detail.externalPacks;
	return isKnown(card, external) ? 1 + external : 1;
}

function stateFlags(card: CardView): string {
	const flags = packFlags.map(event => (event !== '' && card.holds(event) ? '1' : '0'));
	return flags.join('').padEnd(FLAGS, '0');
}

/** Flag n is number n - 1 of register 25 of the UPS's Modbus map (nmc.md 9). */
function healthFlags(card: CardView): string {
	const life = card.detail.batteryLife;
	return isKnown(card, life) ? '1'.padStart(life + 1, '0').padEnd(FLAGS, '0') : '0'.repeat(FLAGS);
}

function packLines(pack: number): Line[] {
	const place = (column: number): string => `1.${column}.${pack}.1`;
	return [
		indexLine(place(1), 'upsHighPrecBatteryPackIndex', pack),
		indexLine(place(2), 'upsHighPrecBatteryCartridgeIndex', 1),
		[place(3), 'upsHighPrecBatteryPackFirmwareRevision', OCTET_STRING, fixed(UNKNOWN)],
		[place(4), 'upsHighPrecBatteryPackSerialNumber', OCTET_STRING, fixed(UNKNOWN)],
		[place(5), 'upsHighPrecBatteryPackTemperature', INTEGER, orMinusOne(reading => reading.batteryTemperature, 1)],
		[place(6), 'upsHighPrecBatteryPackStatus', OCTET_STRING, stateFlags],
		[place(7), 'upsHighPrecBatteryPackCartridgeHealth', OCTET_STRING, healthFlags],
		[place(8), 'upsHighPrecBatteryPackCartridgeReplaceDate', OCTET_STRING, dayOf(detail => detail.batteryLifeEndDay)],
		[place(9), 'upsHighPrecBatteryPackCartridgeInstallDate', OCTET_STRING, dateSetting('ups.battery.installed')],
		[place(10), 'upsHighPrecBatteryPackCartridgeStatus', OCTET_STRING, stateFlags],
	];
}

function packRows(): MibRow[] {
	const rows: MibRow[] = [];
	for (let pack = 1; pack <= MOST_PACKS; pack++) {
		rows.push(...where(card => pack <= packCount(card), under(`${UPS}.2.3.10.2`, packLines(pack))));
	}
	return rows;
}

export const batteryPacks: readonly MibRow[] = [
	...under(`${UPS}.2.3.10`, [['1.0', 'upsHighPrecBatteryPackTableSize', INTEGER, packCount]]),
	...packRows(),
];
