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
const eventTimes = 4;
const EVENT_PREFIX = 'event.';

const severityNames: readonly string[] = ['ungraded', 'informational', 'warning', 'critical'];
const LONGEST_NOTICE_SECONDS = 86400;
const delays = range(0, LONGEST_NOTICE_SECONDS, 1);
const repeats = orWord(range(1, LONGEST_NOTICE_SECONDS, 1), NEVER, 'never');
/** An event without an override does as its severity does. */
const BY_SEVERITY = -2;
const eventDelays = orWord(delays, BY_SEVERITY, 'bySeverity');
const times = range(1, 1000, 1);
const eventTimesRange = orWord(times, BY_SEVERITY, 'bySeverity');
const eventRepeats = orWord(repeats, BY_SEVERITY, 'bySeverity');

function notification(id: number, severity: string): SettingRow[] {
	const prefix = `notification.${severity}.`;
	return [
		quantity(id, `${prefix}delay`, 's', delays, 0),
		quantity(id + 1, `${prefix}repeat`, 's', repeats, NEVER),
		flag(id + 2, `${prefix}untilCleared`, false),
		// How often it is repeated where it is not until cleared (nmc.md 2).
		quantity(id + 3, `${prefix}times`, '', times, 1),
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
		quantity(base + eventTimes, `${prefix}times`, '', eventTimesRange, BY_SEVERITY),
	];
}

/** What holds for an event on one card: its own settings, or else those of its severity. */
export interface Notice {
	readonly severity: number;
	readonly delaySeconds: number;
	/** -1 is no repetition. */
	readonly repeatSeconds: number;
	readonly untilCleared: boolean;
	/** Repetitions where they do not go on until it is cleared. */
	readonly times: number;
}

/** First ids of the notification settings by severity; ungraded events go by those of informational ones. */
const noticeIds: readonly number[] = [0, 210, 210, 205, 200];
const UNTIL_CLEARED_BY_SEVERITY = 2;

/** How an event is told; `read` gives the value of a setting by id, as SettingsDesk.number does. */
export function noticeOf(event: number, read: (id: number) => number): Notice {
	const base = EVENT_IDS + IDS_AN_EVENT * event;
	const severity = read(base + eventSeverity);
	const general = noticeIds[severity];
	const pick = (place: number, unset: number, fallback: number): number => {
		const value = read(base + place);
		return value === unset ? read(fallback) : value;
	};
	return {
		severity: severity,
		delaySeconds: pick(eventDelay, BY_SEVERITY, general),
		repeatSeconds: pick(eventRepeat, BY_SEVERITY, general + 1),
		untilCleared: pick(eventUntilCleared, UNTIL_CLEARED_BY_SEVERITY, general + 2) === 1,
		times: pick(eventTimes, BY_SEVERITY, general + 3),
	};
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
