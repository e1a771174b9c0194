// The event log as CSV (RFC 4180), newest first, as the field's cards export it (nmc.md 14).

import type {CardHouse, CardView} from '../../agent/card-view.ts';
import {pageOfEvents} from './events.ts';
import type {EventShown} from './events.ts';

const columns = ['sequence', 'at', 'severity', 'event', 'phase', 'text', 'actor', 'origin', 'note'] as const;
/** Entries of one file; older ones are read by pages of the API. */
const ENTRIES_MAX = 10_000;
const ENTRIES_A_PAGE = 500;

/** Names and notes come from outside: what a spreadsheet would take for a formula is made text. */
function cell(value: string | number): string {
	const text = String(value);
	const safe = /^[=+\-@\t\r]/.test(text) && typeof value === 'string' ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function line(event: EventShown): string {
	return columns.map(name => cell(event[name])).join(',');
}

export function eventsCsv(house: CardHouse, view: CardView, severity: number): string {
	const lines = [columns.join(',')];
	let before: number | null = Infinity;
	while (before !== null && lines.length < ENTRIES_MAX) {
		const page = pageOfEvents(house, view, {before, limit: ENTRIES_A_PAGE, severity, event: ''});
		lines.push(...page.events.map(line));
		before = page.next;
	}
	return `${lines.join('\r\n')}\r\n`;
}
