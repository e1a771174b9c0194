// What a mail says: what happened, when, to which UPS, who did it, and what it means. Several notices make one mail.

import type {CardHouse, CardView} from '../../agent/card-view.ts';
import type {LogEntry} from '../../agent/card-rows.ts';

/** One event that people are to be told of. */
export interface Notice {
	readonly cardId: string;
	/** Model, serial number and site, for people. */
	readonly device: string;
	/** 1 ungraded to 4 critical; a clear is informational. */
	readonly severity: number;
	readonly text: string;
	readonly meaning: string;
	readonly utcMs: number;
	/** '' of what the UPS did by itself. */
	readonly actor: string;
	/** What the log adds. */
	readonly note: string;
	/** How often it was told before. */
	readonly again: number;
	readonly sequence: number;
	/** 0xCCNN as the field's cards write it; '' where there is none. */
	readonly code: string;
}

export interface Letter {
	readonly subject: string;
	readonly text: string;
	/** RFC 5322, in the card's zone. */
	readonly date: string;
	readonly isUrgent: boolean;
}

const CLEAR = 2;
const INFORMATIONAL = 2;
const CRITICAL = 4;
const severityNames: readonly string[] = ['', 'ungraded', 'informational', 'warning', 'critical'];
const MINUTE_MS = 60_000;
/** Notices that a mail tells in full. */
const NOTICES_MAX = 50;
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The view must stand at the card. */
export function noticeFrom(house: CardHouse, view: CardView, entry: LogEntry, again: number): Notice {
	const facts = house.event(entry.event);
	const isClear = entry.phase === CLEAR;
	const {cardId, sku, serial, site} = view.identity;
	const code = facts?.codes[isClear ? 1 : 0] ?? 0;
	return {
		cardId,
		device: [sku, `serial ${serial}`, ...(site === '' ? [] : [`site ${site}`])].join(', '),
		severity: isClear ? INFORMATIONAL : (facts?.severity ?? INFORMATIONAL),
		text: (isClear ? facts?.clearText : facts?.setText) ?? `Event ${entry.event}.`,
		meaning: isClear ? '' : (facts?.summary ?? ''),
		utcMs: view.entry(entry.sequence)?.utcMs ?? NaN,
		actor: entry.note?.actor ?? '',
		note: entry.note?.text ?? '',
		again,
		sequence: entry.sequence,
		code: code === 0 ? '' : `0x${code.toString(16).toUpperCase().padStart(4, '0')}`,
	};
}

/** One mail of at least one notice, oldest first; `dropped` notices were lost before it, `zoneMinutes` is the card's zone. */
export function letterOf(notices: readonly Notice[], dropped: number, zoneMinutes: number): Letter {
	const worst = notices.reduce((before, notice) => (notice.severity > before.severity ? notice : before));
	const more = notices.length - NOTICES_MAX;
	const parts = notices.slice(0, NOTICES_MAX).map(notice => paragraph(notice, zoneMinutes));
	if (more > 0) {
		parts.push(`And ${more} more: the event logs of the cards have them.`);
	}
	if (dropped > 0) {
		parts.push(`${dropped} earlier notices could not be sent in time and were dropped; the event logs have them.`);
	}
	return {
		subject: subjectOf(notices, worst),
		text: `${parts.join('\n\n')}\n`,
		date: mailDate(notices[notices.length - 1].utcMs, zoneMinutes),
		isUrgent: worst.severity === CRITICAL,
	};
}

/** RFC 5322 3.3, such as Tue, 24 Nov 2026 22:10:39 +0100. */
export function mailDate(utcMs: number, zoneMinutes: number): string {
	const local = new Date(utcMs + zoneMinutes * MINUTE_MS);
	const two = (value: number): string => String(value).padStart(2, '0');
	const clock = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(two).join(':');
	const away = Math.abs(zoneMinutes);
	const zone = `${zoneMinutes < 0 ? '-' : '+'}${two(Math.floor(away / 60))}${two(away % 60)}`;
	const day = `${days[local.getUTCDay()]}, ${two(local.getUTCDate())} ${months[local.getUTCMonth()]}`;
	return `${day} ${local.getUTCFullYear()} ${clock} ${zone}`;
}

function subjectOf(notices: readonly Notice[], worst: Notice): string {
	const others = notices.length - 1;
	const more = others === 0 ? '' : ` (and ${others} more ${others === 1 ? 'event' : 'events'})`;
	const still = worst.again === 0 ? '' : 'still: ';
	return oneLine(`[${severityNames[worst.severity]}] ${worst.cardId}: ${still}${worst.text}${more}`);
}

function paragraph(notice: Notice, zoneMinutes: number): string {
	const rows: ReadonlyArray<readonly [string, string]> = [
		['Means', notice.meaning],
		['When', mailDate(notice.utcMs, zoneMinutes)],
		['UPS', `${notice.cardId} (${notice.device})`],
		['Severity', severityNames[notice.severity]],
		['By', notice.actor],
		['Note', notice.note],
		['Told', notice.again === 0 ? '' : `${notice.again} times before; it still holds`],
		['Log', `entry ${notice.sequence}${notice.code === '' ? '' : `, code ${notice.code}`}`],
	];
	const lines = rows
		.filter(([, text]) => text !== '')
		.map(([name, text]) => `  ${`${name}:`.padEnd(10)}${oneLine(text)}`);
	return [oneLine(notice.text), ...lines].join('\n');
}

function oneLine(text: string): string {
	return text.replaceAll(/\p{Cc}/gu, ' ');
}
