// The event catalogue: a row an event, from which every face is made (nmc.md 3). Codes and rules only; the texts are in
// event-texts.ts, so that a board need not carry them.

import * as condition from '../ups/conditions.ts';
import {events, NONE, warning} from './event-rows.ts';
import type {EventRow} from './event-rows.ts';

export {critical, events, informational, NONE, ungraded, warning} from './event-rows.ts';
export type {EventRow, SetAndClear} from './event-rows.ts';

const rowById: (EventRow | null)[] = [];
const rowByName: Record<string, EventRow | undefined> = {};
const idByCondition = new Int16Array(condition.CONDITIONS).fill(NONE);

function indexRows(): void {
	for (let i = 0; i < events.length; i++) {
		const event = events[i];
		while (rowById.length <= event.id) {
			rowById.push(null);
		}
		rowById[event.id] = event;
		rowByName[event.name] = event;
		if (event.condition !== NONE) {
			idByCondition[event.condition] = event.id;
		}
	}
}

indexRows();

/** Id of the event that a condition of the UPS sets and clears; -1 when there is no such condition. */
export function eventOfCondition(which: number): number {
	return which >= 0 && which < condition.CONDITIONS ? idByCondition[which] : NONE;
}

/** The row of an id; null when there is none. */
export function eventRow(id: number): EventRow | null {
	const row = rowById[id];
	return row === undefined ? null : row;
}

/** The row of a name; null when there is none. */
export function findEvent(name: string): EventRow | null {
	const row = rowByName[name];
	// What every object has by name, such as toString, is no row.
	return row !== undefined && row === rowById[row.id] ? row : null;
}

/** The name of an id; '' when there is none. */
export function eventName(id: number): string {
	const event = eventRow(id);
	return event === null ? '' : event.name;
}

/** Whether the event is an alarm while it holds: a pair that warns or worse. */
export function isAlarm(event: EventRow): boolean {
	return event.paired && event.severity >= warning;
}

/** PRI severities of RFC 5424 by severity: notice, informational, warning, critical; the first has no event. */
const syslogSeverities: readonly number[] = [5, 5, 6, 4, 2];
const SYSLOG_INFORMATIONAL = 6;

/** Severity of RFC 5424, 0 to 7, for a set (or a moment) or a clear of the event. */
export function syslogSeverity(event: EventRow, cleared: boolean): number {
	return cleared ? SYSLOG_INFORMATIONAL : syslogSeverities[event.severity];
}
