// RFC 1628: the alarms that are present (snmp.md (a)): a row for each well-known alarm that an event of the card stands for.

import type {CardHouse, CardView} from '../../../agent/card-view.ts';
import {GAUGE32, INTEGER, OBJECT_IDENTIFIER, TIME_TICKS} from '../mib.ts';
import type {MibRow, MibTable, SnmpPlace} from '../mib.ts';
import {under} from '../objects/lines.ts';
import {OBJECTS, WELL_KNOWN_ALARMS} from './prefix.ts';

/** Where the facts of an event are. */
export type Catalogue = Pick<CardHouse, 'event'>;

const MS_A_TICK = 10;

interface Alarm {
	readonly index: number;
	readonly alarm: number;
	readonly sinceMs: number;
}

/** Alarms in rising order of their index; what several events stand for is there once, by the first of them. */
function alarmsOf(card: CardView, catalogue: Catalogue): Alarm[] {
	const alarms: Alarm[] = [];
	for (const {event, number, sinceMs} of card.held()) {
		const alarm = catalogue.event(event)?.rfcAlarm ?? 0;
		if (alarm > 0 && !alarms.some(other => other.alarm === alarm || other.index === number)) {
			alarms.push({index: number, alarm, sinceMs});
		}
	}
	return alarms.sort((a, b) => a.index - b.index);
}

/** sysUpTime when it was set; 0 where that was before the agent began, or is not known. */
function alarmTicks(card: CardView, place: SnmpPlace, sinceMs: number): number {
	return sinceMs === 0 ? 0 : Math.max(0, place.upTimeTicks - Math.round((card.now - sinceMs) / MS_A_TICK));
}

export function alarmRows(catalogue: Catalogue): MibRow[] {
	return under(`${OBJECTS}.6`, [['1.0', 'upsAlarmsPresent', GAUGE32, card => alarmsOf(card, catalogue).length]]);
}

/** `index` tells upsAlarmId as a column, which is not accessible by RFC 1628, and which cards of APC's answer all the same. */
export function alarmTable(catalogue: Catalogue, index: boolean): MibTable {
	return {
		oid: `${OBJECTS}.6.2.1`,
		columns: [
			...(index ? [{column: 1, name: 'upsAlarmId', type: INTEGER}] : []),
			{column: 2, name: 'upsAlarmDescr', type: OBJECT_IDENTIFIER},
			{column: 3, name: 'upsAlarmTime', type: TIME_TICKS},
		],
		rows: (card, place) =>
			alarmsOf(card, catalogue).map(({index: row, alarm, sinceMs}) => ({
				index: [row],
				values: [...(index ? [row] : []), `${WELL_KNOWN_ALARMS}.${alarm}`, alarmTicks(card, place, sinceMs)],
			})),
	};
}
