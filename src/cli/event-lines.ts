// Entries of an event log in words: for the terminal, as JSON, and as the CSV that cards hand out (nmc.md 14).

import {eventTexts} from '../agent/event-texts.ts';
import {eventRow, informational} from '../agent/events.ts';
import type {LogRecord} from '../agent/log-record.ts';
import {NO_DETAIL, phaseClear, phaseSet} from '../agent/card.ts';
import {originNames, roleNames} from '../agent/roles.ts';

export const severityNames: readonly string[] = ['', 'ungraded', 'informational', 'warning', 'critical'];
const HEX = 16;
const CODE_DIGITS = 4;

export function severityOf(record: LogRecord): number {
	return record.phase === phaseClear ? informational : (eventRow(record.event)?.severity ?? 0);
}

export function textOfEvent(event: number, phase: number): string {
	const text = eventTexts[event];
	return (phase === phaseClear ? text?.clear : text?.set) ?? `event ${event}`;
}

/** When it was: by the wall clock, or since the start of the card where its clock was not set. */
export function timeOf({utcMs, atMs}: LogRecord): string {
	return utcMs < 0 ? `start + ${atMs} ms` : new Date(utcMs).toISOString();
}

/** The code of the field's cards, 0xCCNN; '' where none is confirmed. */
export function codeOf({event, phase}: LogRecord): string {
	const [set, clear] = eventRow(event)?.codes ?? [0, 0];
	const code = phase === phaseClear ? clear : set;
	return code === 0 ? '' : `0x${code.toString(HEX).toUpperCase().padStart(CODE_DIGITS, '0')}`;
}

function phaseName(phase: number): string {
	return phase === phaseSet ? 'set' : phase === phaseClear ? 'clear' : 'momentary';
}

/** Who did it, and what the note says; '' for what the UPS did by itself. */
export function noteText({note}: LogRecord): string {
	if (note === null) {
		return '';
	}
	const {actor, role, origin, commandId, text} = note;
	const who = [actor, roleNames[role], originNames[origin], commandId].filter(
		word => word !== '' && word !== undefined,
	);
	return [who.join(' '), text].filter(part => part !== '').join(': ');
}

export function jsonOf(record: LogRecord): Record<string, unknown> {
	const {sequence, event, phase, atMs, utcMs, bootId, detail, note} = record;
	return {
		schema: 'ridethrough.log-entry/1',
		sequence,
		event: eventRow(event)?.name ?? null,
		id: event,
		phase: phaseName(phase),
		severity: severityNames[severityOf(record)],
		code: codeOf(record) || null,
		utcMs: utcMs < 0 ? null : utcMs,
		uptimeMs: atMs,
		bootId,
		detail: detail === NO_DETAIL ? null : detail,
		...(note === null ? {} : {...note, role: roleNames[note.role] ?? '', origin: originNames[note.origin] ?? ''}),
	};
}

/** One cell of CSV (RFC 4180), or of a tab-separated line, in which no tab may stand. */
export function cellOf(text: string, separator: string): string {
	if (separator === '\t') {
		return text.replaceAll(/[\t\r\n]/g, ' ');
	}
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Date, time, number, event, severity, code, note: a line of an export. */
export function cellsOf(record: LogRecord): string[] {
	const [date, time] = record.utcMs < 0 ? ['', timeOf(record)] : timeOf(record).slice(0, -1).split('T');
	return [
		date,
		time,
		String(record.sequence),
		textOfEvent(record.event, record.phase),
		severityNames[severityOf(record)] ?? '',
		codeOf(record),
		noteText(record),
	];
}

export const cellTitles = ['Date', 'Time', 'Number', 'Event', 'Severity', 'Code', 'Note'] as const;
