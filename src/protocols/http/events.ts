// The event log, newest first, by pages: each names the sequence from which the next goes on.

import type {CardHouse, CardView} from '../../agent/card-view.ts';
import {NOT_AVAILABLE} from '../../core/absent.ts';
import {originNames} from './origins.ts';
import {roleNames} from './rights.ts';
import {severityName} from './status.ts';

export interface EventShown {
	readonly sequence: number;
	/** UTC, ISO 8601. */
	readonly at: string;
	readonly event: string;
	readonly id: number;
	readonly phase: 'set' | 'clear' | 'momentary';
	readonly severity: string;
	readonly text: string;
	readonly detail: number | null;
	/** Who did it, where somebody did: name, role, origin, and what else there is to say. */
	readonly actor: string;
	readonly role: string;
	readonly origin: string;
	readonly commandId: string;
	readonly note: string;
}

export interface EventQuery {
	/** Only entries older than this sequence; Infinity begins at the newest. */
	readonly before: number;
	readonly limit: number;
	/** Least severity, 1 ungraded to 4 critical. */
	readonly severity: number;
	/** Of one event only; '' for all. */
	readonly event: string;
}

export interface EventPage {
	readonly events: readonly EventShown[];
	/** What to ask for next as `before`; null at the end of the log. */
	readonly next: number | null;
}

const phases = ['momentary', 'set', 'clear', 'momentary'] as const;
const INFORMATIONAL = 2;
/** Entries looked at for one page, so that a rare event in a long log does not hold the card up. */
const LOOKED_AT_MAX = 2000;

/** The entry of a sequence, as it is told; null when it is not kept. */
export function eventOf(house: CardHouse, view: CardView, sequence: number): EventShown | null {
	const entry = view.entry(sequence);
	const facts = entry === null ? null : house.event(entry.event);
	if (entry === null || facts === null) {
		return null;
	}
	const phase = phases[entry.phase] ?? 'momentary';
	const {note} = entry;
	return {
		sequence,
		at: new Date(entry.utcMs).toISOString(),
		event: facts.name,
		id: facts.id,
		phase,
		// The clear of any event is informational (nmc.md 2).
		severity: severityName(phase === 'clear' ? INFORMATIONAL : facts.severity),
		text: phase === 'clear' ? facts.clearText : facts.setText,
		detail: entry.detail === NOT_AVAILABLE ? null : entry.detail,
		actor: note?.actor ?? '',
		role: roleNames[note?.role ?? 0] ?? '',
		origin: originNames[note?.origin ?? 0] ?? '',
		commandId: note?.commandId ?? '',
		note: note?.text ?? '',
	};
}

function isWanted(house: CardHouse, view: CardView, sequence: number, query: EventQuery): boolean {
	const entry = view.entry(sequence);
	const facts = entry === null ? null : house.event(entry.event);
	if (entry === null || facts === null) {
		return false;
	}
	const severity = phases[entry.phase] === 'clear' ? INFORMATIONAL : facts.severity;
	return severity >= query.severity && (query.event === '' || facts.name === query.event);
}

export function pageOfEvents(house: CardHouse, view: CardView, query: EventQuery): EventPage {
	const events: EventShown[] = [];
	const oldest = Math.max(1, view.oldest);
	let sequence = Math.min(view.newest, query.before - 1);
	const lowest = Math.max(oldest, sequence - LOOKED_AT_MAX + 1);
	for (; sequence >= lowest && events.length < query.limit; sequence--) {
		const shown = isWanted(house, view, sequence, query) ? eventOf(house, view, sequence) : null;
		if (shown !== null) {
			events.push(shown);
		}
	}
	return {events, next: sequence >= oldest ? sequence + 1 : null};
}
