// What is under way for each card, and which command ids it has seen. A card that was never given an order has none of it.

import type {Millis} from '../../core/clock.ts';
import type {EventNote} from '../roles.ts';
import type {Progress} from './goals.ts';
import type {Order} from './order.ts';
import {commandRow} from './table.ts';
import type {CommandRow} from './table.ts';

/** Commands under way at a time, per card. */
export const PENDING_MAX = 8;
/** Command ids that a card remembers; what is older than that belongs to an older session. */
export const IDS_MAX = 64;

/** Who ordered what: the part of an order, or of a command under way, that each stage tells. */
export interface Subject {
	readonly commandId: string;
	readonly sessionId: number;
	readonly command: number;
	readonly actor: string;
	readonly role: number;
	readonly origin: number;
}

/** A command under way. */
export interface Pending extends Progress, Subject {
	/** Of goals.ts. */
	readonly goal: number;
	/** When it has taken too long, in the card's own time. */
	readonly untilMs: Millis;
}

/** The orders of `count` cards. */
export class DeskRows {
	/** Session of the last birth; 0 before the first. */
	sessions: Uint32Array;
	pending: (Pending[] | null)[];
	ids: (string[] | null)[];

	constructor(count: number) {
		this.sessions = new Uint32Array(count);
		this.pending = [];
		this.ids = [];
		for (let card = 0; card < count; card++) {
			this.pending.push(null);
			this.ids.push(null);
		}
	}
}

const NONE: Pending[] = [];

/** What is under way for a card, oldest first. It is replaced and never changed, so that a walk over it may end commands. */
export function pendingOf(rows: DeskRows, card: number): readonly Pending[] {
	return rows.pending[card] || NONE;
}

/** Takes a command from what is under way. */
export function endSilently(rows: DeskRows, card: number, pending: Pending): void {
	const rest = pendingOf(rows, card).filter(each => each !== pending);
	rows.pending[card] = rest.length === 0 ? null : rest;
}

/** Remembers an id; false where it is one of the last `IDS_MAX`. */
export function rememberId(rows: DeskRows, card: number, id: string): boolean {
	const ids = rows.ids[card] || [];
	if (ids.indexOf(id) >= 0) {
		return false;
	}
	ids.push(id);
	if (ids.length > IDS_MAX) {
		ids.shift();
	}
	rows.ids[card] = ids;
	return true;
}

/** Who did it, for the event that tells of it. */
export function noteOf(subject: Subject, text: string): EventNote {
	return {
		actor: subject.actor,
		role: subject.role,
		origin: subject.origin,
		commandId: subject.commandId,
		text: text,
	};
}

/** Whether a command would disturb what is under way: the same kind of thing, and for outlets the same group or all. */
export function disturbs(row: CommandRow, target: number, pending: Pending): boolean {
	const other = commandRow(pending.command) as CommandRow;
	const sameGroup = target === pending.target || target === 0 || pending.target === 0;
	return other.actsOn === row.actsOn && sameGroup;
}

/** The command under way that an order becomes. */
export function pendingFrom(order: Order, row: CommandRow, untilMs: Millis, testsBefore: number): Pending {
	return {
		commandId: order.commandId,
		sessionId: order.sessionId,
		command: order.command,
		target: order.target,
		actor: order.actor,
		role: order.role,
		origin: order.origin,
		goal: row.goal,
		testsBefore: testsBefore,
		sawOff: false,
		untilMs: untilMs,
	};
}
