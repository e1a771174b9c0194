// A small MIB for tests of the SNMP engine: an object of every type, one that is not there, settings, commands and a table.

import type {CardView} from '../../src/agent/card-view.ts';
import {
	COUNTER32,
	COUNTER64,
	GAUGE32,
	INTEGER,
	IP_ADDRESS,
	OBJECT_IDENTIFIER,
	OCTET_STRING,
	TIME_TICKS,
} from '../../src/protocols/snmp/mib.ts';
import type {Mib, MibRow, MibTable} from '../../src/protocols/snmp/mib.ts';

export const SYSTEM = '1.3.6.1.2.1.1';
export const APC = '1.3.6.1.4.1.318.1.1.1';
export const OWN = '1.3.6.1.4.1.318.99';
export const ALARMS = '1.3.6.1.2.1.33.1.6.2.1';
const LONGEST_NAME = 16;

function settingText(oid: string, name: string, key: string): MibRow {
	return {
		oid,
		name,
		type: OCTET_STRING,
		read: card => card.text(key),
		write: (_card, value) => (String(value).length > LONGEST_NAME ? 'wrongLength' : {changes: [{key, value}]}),
	};
}

function settingVolts(oid: string, name: string, key: string): MibRow {
	return {
		oid,
		name,
		type: INTEGER,
		read: card => card.number(key),
		write: (card, value) => ({changes: [{key, value: card.rounded(key, Number(value))}]}),
	};
}

function command(oid: string, name: string, order: string): MibRow {
	return {
		oid,
		name,
		type: INTEGER,
		read: () => 1,
		write: (_card, value) => (value === 2 ? {order: {command: order, target: 0, value: null}} : 'wrongValue'),
	};
}

export const smallRows: readonly MibRow[] = [
	{
		oid: `${SYSTEM}.1.0`,
		name: 'sysDescr',
		type: OCTET_STRING,
		read: card => `Card ${card.identity.cardId} of ${card.identity.sku}`,
	},
	{oid: `${SYSTEM}.2.0`, name: 'sysObjectID', type: OBJECT_IDENTIFIER, read: () => '1.3.6.1.4.1.318.1.3.27'},
	{oid: `${SYSTEM}.3.0`, name: 'sysUpTime', type: TIME_TICKS, read: (_card, place) => place.upTimeTicks},
	settingText(`${SYSTEM}.4.0`, 'sysContact', 'card.contact'),
	settingText(`${SYSTEM}.5.0`, 'sysName', 'card.name'),
	{oid: '1.3.6.1.2.1.11.1.0', name: 'snmpInPkts', type: COUNTER32, read: (_card, place) => place.counter('snmpInPkts')},
	{oid: '1.3.6.1.2.1.4.20.1.1.127.0.0.1', name: 'ipAdEntAddr', type: IP_ADDRESS, read: () => '\x7f\0\0\x01'},
	{
		oid: `${APC}.2.2.1.0`,
		name: 'upsAdvBatteryCapacity',
		type: GAUGE32,
		read: card => Math.round(card.reading.batteryCharge / 10),
	},
	{oid: `${APC}.2.2.2.0`, name: 'upsAdvBatteryTemperature', type: GAUGE32, read: () => null},
	settingVolts(`${APC}.5.2.2.0`, 'upsAdvConfigHighTransferVolt', 'ups.transfer.high'),
	settingVolts(`${APC}.5.2.3.0`, 'upsAdvConfigLowTransferVolt', 'ups.transfer.low'),
	command(`${APC}.6.2.1.0`, 'upsAdvControlUpsOff', 'outputOff'),
	command(`${APC}.6.1.1.0`, 'upsBasicControlConserveBattery', 'conserveBattery'),
	command(`${APC}.7.2.2.0`, 'upsAdvTestDiagnostics', 'testBattery'),
	{oid: `${OWN}.1.0`, name: 'longText', type: OCTET_STRING, read: () => 'x'.repeat(300)},
	{oid: `${OWN}.2.0`, name: 'longCounter', type: COUNTER64, read: () => 2 ** 40 + 5},
	{oid: `${OWN}.3.0`, name: 'negative', type: INTEGER, read: () => -129},
	{
		oid: `${OWN}.4.0`,
		name: 'lock',
		type: INTEGER,
		read: (card, place) => place.kept(card.card, 'lock') ?? 1,
		write(card, value, place) {
			const now = Number(place.kept(card.card, 'lock') ?? 1);
			return value === now ? {act: () => place.keep(card.card, 'lock', now + 1)} : 'inconsistentValue';
		},
	},
];

/** Every condition that holds: index, event, and when it began. */
export const alarmTable: MibTable = {
	oid: ALARMS,
	columns: [
		{column: 2, name: 'upsAlarmDescr', type: OBJECT_IDENTIFIER},
		{column: 3, name: 'upsAlarmTime', type: TIME_TICKS},
	],
	rows: (card: CardView) =>
		card
			.held()
			.toSorted((a, b) => a.number - b.number)
			.map(({number, event, sinceMs}) => ({
				index: [number],
				values: [`1.3.6.1.2.1.33.1.6.3.${event}`, Math.floor(sinceMs / 10)],
			})),
};

export const smallMib: Mib = {rows: smallRows, tables: [alarmTable]};
