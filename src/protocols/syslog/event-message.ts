// An entry of a card's log as a syslog message.

import type {CardHouse, CardView, EventFacts} from '../../agent/card-view.ts';
import type {LogEntry} from '../../agent/card-rows.ts';
import type {SyslogMessage} from './message.ts';

/** What is the same for all messages of a sender, and the number of this one. */
export interface MessageFrame {
	readonly house: CardHouse;
	readonly facility: number;
	/** Counts the messages, from 1. */
	readonly number: number;
}

const APP_NAME = 'ridethrough';
/**
 * Structured data of our own needs a private enterprise number, and the project has none: 32473 is the one that RFC 5612 keeps for
 * examples. The name is public all the same.
 */
const OWN_ELEMENT = 'ups@32473';
/** Phases of an entry, as card.ts numbers them. */
const phases: readonly string[] = ['', 'set', 'clear', 'momentary'];
const CLEAR = 2;
/** By severity of the catalogue: ungraded and informational ones down from critical. A clear is informational. */
const severities: readonly number[] = [5, 5, 6, 4, 2];
const severityNames: readonly string[] = ['', 'ungraded', 'informational', 'warning', 'critical'];
const INFORMATIONAL = 6;
const WARNING = 4;
/** `sequenceId` goes round here (RFC 5424 7.3.1). */
const NUMBERS = 2_147_483_647;

/** The view must stand at the card. */
export function eventMessage({house, facility, number}: MessageFrame, view: CardView, entry: LogEntry): SyslogMessage {
	const facts = house.event(entry.event);
	const isClear = entry.phase === CLEAR;
	const {identity} = view;
	return {
		facility,
		severity: syslogSeverityOf(facts?.severity ?? 0, isClear),
		utcMs: view.entry(entry.sequence)?.utcMs ?? NaN,
		hostName: identity.cardId,
		appName: APP_NAME,
		procId: '',
		msgId: facts?.name ?? '',
		elements: [
			{
				id: 'origin',
				params: [
					['software', APP_NAME],
					['swVersion', identity.cardFirmware],
				],
			},
			{id: 'meta', params: [['sequenceId', String(((number - 1) % NUMBERS) + 1)]]},
			{id: OWN_ELEMENT, params: ownParams(view, entry, facts)},
		],
		text: sentence(facts, isClear, entry),
	};
}

/** The message that tells of messages that were dropped while the server was away. */
export function droppedMessage(facility: number, count: number): SyslogMessage {
	return {
		facility,
		severity: WARNING,
		utcMs: NaN,
		hostName: '',
		appName: APP_NAME,
		procId: '',
		msgId: 'dropped',
		elements: [{id: OWN_ELEMENT, params: [['dropped', String(count)]]}],
		text: `${count} messages were dropped while this server was away. The event logs of the cards still have them.`,
	};
}

/** Severity of RFC 5424 of an event by its severity in the catalogue. */
export function syslogSeverityOf(severity: number, isClear: boolean): number {
	return isClear ? INFORMATIONAL : severities[severity];
}

function ownParams({identity}: CardView, entry: LogEntry, facts: EventFacts | null): Array<[string, string]> {
	const code = facts?.codes[entry.phase === CLEAR ? 1 : 0] ?? 0;
	return [
		['card', identity.cardId],
		['site', identity.site],
		['model', identity.sku],
		['serial', identity.serial],
		['event', facts?.name ?? String(entry.event)],
		['phase', phases[entry.phase] ?? ''],
		['severity', entry.phase === CLEAR ? severityNames[2] : severityNames[facts?.severity ?? 0]],
		['code', code === 0 ? '' : `0x${code.toString(16).toUpperCase().padStart(4, '0')}`],
		['sequence', String(entry.sequence)],
		['actor', entry.note?.actor ?? ''],
	];
}

function sentence(facts: EventFacts | null, isClear: boolean, {event, note}: LogEntry): string {
	const what = (isClear ? facts?.clearText : facts?.setText) ?? `Event ${event}.`;
	const more = note === null || note.text === '' ? '' : ` ${note.text}`;
	return note === null || note.actor === '' ? what + more : `${what}${more} (by ${note.actor})`;
}
