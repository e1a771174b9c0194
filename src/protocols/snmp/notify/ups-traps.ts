// The notifications of RFC 1628 (snmp.md (a)): on battery each minute, a test that ended, alarms that come and go.

import type {EventFacts} from '../../../agent/card-view.ts';
import type {LogEntry} from '../../../agent/card-rows.ts';
import {INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, TIME_TICKS} from '../mib.ts';
import {ENTERPRISE_SPECIFIC, INFORMATIONAL, PHASE_CLEAR} from './notification.ts';
import type {Notification, ReadObject, VarBind} from './notification.ts';

const UPS_MIB = '1.3.6.1.2.1.33';
const UPS_OBJECTS = `${UPS_MIB}.1`;
const UPS_TRAPS = `${UPS_MIB}.2`;
const ALARM_ENTRY = `${UPS_OBJECTS}.6.2.1`;
const WELL_KNOWN_ALARMS = `${UPS_OBJECTS}.6.3`;

export const ON_BATTERY = 1;
export const TEST_COMPLETED = 2;
export const ENTRY_ADDED = 3;
export const ENTRY_REMOVED = 4;

/** Alarms whose coming, and whose going, other notifications tell (RFC 1628 upsTraps). */
const ALARM_ON_BATTERY = 2;
const ALARM_TEST_IN_PROGRESS = 24;
const untoldComings: readonly number[] = [ALARM_ON_BATTERY, ALARM_TEST_IN_PROGRESS];
const untoldGoings: readonly number[] = [ALARM_TEST_IN_PROGRESS];

/** Objects of a notification, with what stands in the place of one that the card does not have. */
const batteryObjects: readonly VarBind[] = [
	{oid: `${UPS_OBJECTS}.2.3.0`, type: INTEGER, value: 0},
	{oid: `${UPS_OBJECTS}.2.2.0`, type: INTEGER, value: 0},
	{oid: `${UPS_OBJECTS}.9.7.0`, type: INTEGER, value: 0},
];
const testObjects: readonly VarBind[] = [
	{oid: `${UPS_OBJECTS}.7.1.0`, type: OBJECT_IDENTIFIER, value: `${UPS_OBJECTS}.7.7.1`},
	{oid: `${UPS_OBJECTS}.7.2.0`, type: INTEGER, value: 1},
	{oid: `${UPS_OBJECTS}.7.3.0`, type: INTEGER, value: 6},
	{oid: `${UPS_OBJECTS}.7.4.0`, type: OCTET_STRING, value: ''},
	{oid: `${UPS_OBJECTS}.7.5.0`, type: TIME_TICKS, value: 0},
	{oid: `${UPS_OBJECTS}.7.6.0`, type: INTEGER, value: 0},
];

function upsTrap(number: number, severity: number, objects: readonly VarBind[]): Notification {
	return {
		vocabulary: 'ietf',
		severity,
		enterprise: UPS_TRAPS,
		generic: ENTERPRISE_SPECIFIC,
		specific: number,
		// RFC 1628 has no zero before the number, unlike what SNMPv1 traps become elsewhere.
		oid: `${UPS_TRAPS}.${number}`,
		objects,
	};
}

function readAll(read: ReadObject, card: number, objects: readonly VarBind[]): VarBind[] {
	return objects.map(object => read(card, object.oid) ?? object);
}

export function onBatteryTrap(read: ReadObject, card: number, severity: number): Notification {
	return upsTrap(ON_BATTERY, severity, readAll(read, card, batteryObjects));
}

export function testCompletedTrap(read: ReadObject, card: number): Notification {
	return upsTrap(TEST_COMPLETED, INFORMATIONAL, readAll(read, card, testObjects));
}

/** A row of upsAlarmTable came or went; null where another notification tells it. `alarmId` is the row's index. */
export function alarmTrap(facts: EventFacts, entry: LogEntry, alarmId: number): Notification | null {
	const isClear = entry.phase === PHASE_CLEAR;
	const untold = isClear ? untoldGoings : untoldComings;
	if (facts.rfcAlarm === 0 || !facts.paired || untold.includes(facts.rfcAlarm)) {
		return null;
	}
	return upsTrap(isClear ? ENTRY_REMOVED : ENTRY_ADDED, isClear ? INFORMATIONAL : facts.severity, [
		{oid: `${ALARM_ENTRY}.1.${alarmId}`, type: INTEGER, value: alarmId},
		{oid: `${ALARM_ENTRY}.2.${alarmId}`, type: OBJECT_IDENTIFIER, value: `${WELL_KNOWN_ALARMS}.${facts.rfcAlarm}`},
	]);
}
