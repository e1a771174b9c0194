// The event catalogue as faces get it: rows and texts together.

import type {EventFacts} from './card-view.ts';
import {eventTexts} from './event-texts.ts';
import {events} from './events.ts';

const byId: (EventFacts | undefined)[] = [];
const byName: Record<string, EventFacts> = {};

function indexFacts(): void {
	for (let i = 0; i < events.length; i++) {
		const row = events[i];
		const texts = eventTexts[row.id];
		const facts = {
			id: row.id,
			name: row.name,
			severity: row.severity,
			paired: row.paired,
			setText: texts === undefined ? row.name : texts.set,
			clearText: texts === undefined ? row.name : texts.clear,
			summary: texts === undefined ? '' : texts.summary,
			codes: row.codes,
			traps: row.traps,
			rfcAlarm: row.rfcAlarm,
		};
		byId[row.id] = facts;
		byName[row.name] = facts;
	}
}

indexFacts();

/** The event of an id; null when there is none. */
export function eventFacts(id: number): EventFacts | null {
	const facts = byId[id];
	return facts === undefined ? null : facts;
}

/** The event of a name; null when there is none. */
export function eventFactsOf(name: string): EventFacts | null {
	const facts = byName[name];
	return facts === undefined ? null : facts;
}
