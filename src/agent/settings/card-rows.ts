// Settings of the card: notification, logs, sessions, identity (nmc.md 2, 12, 14), and of each event of the catalogue.

import {critical, events, informational, ungraded, warning} from '../events.ts';
import type {EventRow} from '../event-rows.ts';
import {choice, orWord, range} from './allowed.ts';
import {flag, option, own, quantity, words} from './setting-row.ts';
import type {SettingRow} from './setting-row.ts';
import {NEVER} from './ups-rows.ts';

/** Ids of event e begin at this plus ten times its catalogue id. */
const EVENT_IDS = 10000;
const IDS_AN_EVENT = 10;
const eventSeverity = 0;
const eventDelay = 1;
const eventRepeat = 2;
const eventUntilCleared = 3;
const EVENT_PREFIX = 'event.';

const severityNames: readonly string[] = ['ungraded', 'informational', 'warning', 'critical'];
const LONGEST_NOTICE_SECONDS = 86400;
const delays = range(0, LONGEST_NOTICE_SECONDS, 1);
const repeats = orWord(range(1, LONGEST_NOTICE_SECONDS, 1), NEVER, 'never');
/** An event without an override does as its severity does. */
const BY_SEVERITY = -2;
const eventDelays = orWord(delays, BY_SEVERITY, 'bySeverity');
const eventRepeats = orWord(repeats, BY_SEVERITY, 'bySeverity');

function notification(id: number, severity: string): SettingRow[] {
	const prefix = `notification.${severity}.`;
	return [
		quantity(id, `${prefix}delay`, 's', delays, 0),
		quantity(id + 1, `${prefix}repeat`, 's', repeats, NEVER),
		flag(id + 2, `${prefix}untilCleared`, false),
	];
}

export const cardRows: readonly SettingRow[] = notification(200, severityNames[critical - 1])
	.concat(notification(205, severityNames[warning - 1]))
	.concat(notification(210, severityNames[informational - 1]))
	.concat([
		// Entries that the event log keeps, and how often the data log takes a line (0 is off). Ranges [assumed].
		quantity(220, 'log.events.size', '', range(100, 100000, 1), 1024),
		quantity(221, 'log.data.interval', 's', orWord(range(1, 86400, 1), 0, 'off'), 600),
		quantity(222, 'log.data.fileSize', 'kB', range(16, 65536, 1), 1024),
		quantity(223, 'log.data.files', '', range(1, 1000, 1), 10),
		quantity(230, 'telemetry.sampleInterval', 's', range(1, 3600, 1), 60),
		// nmc.md 12: 3 minutes, 1 to 60.
		quantity(240, 'session.idleLogout', 'min', range(1, 60, 1), 3),
		flag(241, 'session.concurrent', true),
		own(quantity(250, 'modbus.unitId', '', range(1, 247, 1), 1)),
		own(words(260, 'card.name', 40, '')),
		words(261, 'card.contact', 40, ''),
		words(262, 'card.location', 40, ''),
		// nmc.md 8: only the card decides when to shut down.
		flag(270, 'shutdown.ignoreClients', false),
	]);

/** The settings of one event: how grave it is, and when it is told and told again. */
function rowsOfEvent(event: EventRow): SettingRow[] {
	const base = EVENT_IDS + IDS_AN_EVENT * event.id;
	const prefix = `${EVENT_PREFIX}${event.name}.`;
	const severities = choice(ungraded, severityNames);
	return [
		option(base + eventSeverity, `${prefix}severity`, severities, event.severity),
		quantity(base + eventDelay, `${prefix}delay`, 's', eventDelays, BY_SEVERITY),
		quantity(base + eventRepeat, `${prefix}repeat`, 's', eventRepeats, BY_SEVERITY),
		option(base + eventUntilCleared, `${prefix}untilCleared`, choice(0, ['false', 'true', 'bySeverity']), 2),
	];
}

/** The setting of an event by key; null when there is no such event or setting. Made when asked for: most are never. */
export function findEventSetting(key: string): SettingRow | null {
	if (key.indexOf(EVENT_PREFIX) !== 0) {
		return null;
	}
	const name = key.split('.')[1];
	for (let i = 0; i < events.length; i++) {
		if (events[i].name === name) {
			return withKey(rowsOfEvent(events[i]), key);
		}
	}
	return null;
}

/** The setting of an event by id; null when there is none. */
export function eventSettingById(id: number): SettingRow | null {
	const event = Math.floor((id - EVENT_IDS) / IDS_AN_EVENT);
	for (let i = 0; i < events.length; i++) {
		if (events[i].id === event) {
			const rows = rowsOfEvent(events[i]);
			const place = id - EVENT_IDS - IDS_AN_EVENT * event;
			return place < rows.length ? rows[place] : null;
		}
	}
	return null;
}

function withKey(rows: readonly SettingRow[], key: string): SettingRow | null {
	for (let i = 0; i < rows.length; i++) {
		if (rows[i].key === key) {
			return rows[i];
		}
	}
	return null;
}
