// Which events are told to people, when, and how often again (nmc.md 2): an event waits for its delay, is dropped when it clears
// before, and is told again while it holds. The caller owns the channels and the timer.

import type {Millis} from '../core/clock.ts';
import {HOUR, SECOND} from '../core/clock.ts';
import {phaseClear, phaseSet} from './card.ts';
import type {LogEntry} from './card-rows.ts';
import {eventRow, findEvent, ungraded} from './events.ts';

/** Categories, numbered as in the codes of the field's cards (nmc.md 2). */
export const systemCategory = 0;
export const powerCategory = 1;
export const environmentCategory = 3;

/** Told again until it is cleared. */
export const UNTIL_CLEARED = -1;
/** For `event`, `category` and `severity` of a rule: whichever. */
export const ANY = -1;

export interface NoticeTiming {
	/** Told only if it still holds after this. */
	readonly delayMs: Millis;
	/** Between two notices of what still holds; 0 is once only. */
	readonly repeatMs: Millis;
	/** How often it is told again at most, or UNTIL_CLEARED. */
	readonly repeats: number;
	/** While this event holds, nothing is told again; 0 is none. */
	readonly untilEvent: number;
}

/** Timing of one event or of a group of them: the first rule that fits is the one that holds. */
export interface NoticeRule {
	readonly event: number;
	readonly category: number;
	readonly severity: number;
	/** Null: not told at all. */
	readonly timing: NoticeTiming | null;
}

/** `again` counts the notices of this entry before it. */
export type Notify = (entry: LogEntry, again: number) => void;

interface Held {
	readonly entry: LogEntry;
	readonly timing: NoticeTiming | null;
	told: number;
	/** When it is told next; Infinity when no more. */
	at: Millis;
}

interface Notice {
	readonly entry: LogEntry;
	readonly again: number;
}

const atOnce: NoticeTiming = {delayMs: 0, repeatMs: 0, repeats: 0, untilEvent: 0};

function idOf(name: string): number {
	const event = findEvent(name);
	return event === null ? 0 : event.id;
}

function repeated(event: string, repeatMs: Millis, untilEvent: number): NoticeRule {
	const timing = {delayMs: 0, repeatMs: repeatMs, repeats: UNTIL_CLEARED, untilEvent: untilEvent};
	return {event: idOf(event), category: ANY, severity: ANY, timing: timing};
}

/** Timing of the cards of the serial protocol (nmc.md 2, legacy timing). */
export const legacyRules: readonly NoticeRule[] = [
	repeated('onBattery', 30 * SECOND, idOf('lowBattery')),
	repeated('replaceBattery', 5 * HOUR, 0),
];

/** Last id of each group of the catalogue, with its category. */
const groups: ReadonlyArray<readonly [number, number]> = [
	[159, powerCategory],
	[199, systemCategory],
	[229, environmentCategory],
];

/** The category of an event of the catalogue. */
export function categoryOf(event: number): number {
	for (let i = 0; i < groups.length; i++) {
		if (event <= groups[i][0]) {
			return groups[i][1];
		}
	}
	return systemCategory;
}

function fits(wanted: number, value: number): boolean {
	return wanted === ANY || wanted === value;
}

/** How an event is told; null when it is not. Without a rule once, at once; an ungraded one not at all. */
export function timingOf(rules: readonly NoticeRule[], event: number, severity: number): NoticeTiming | null {
	for (let i = 0; i < rules.length; i++) {
		const rule = rules[i];
		if (fits(rule.event, event) && fits(rule.category, categoryOf(event)) && fits(rule.severity, severity)) {
			return rule.timing;
		}
	}
	return severity <= ungraded ? null : atOnce;
}

/** The notices of one card. Entries come in the order of the log; `nextAt` says when to call `due`. */
export class Notifications {
	rules: readonly NoticeRule[];
	/** Paired events that are set and not cleared. */
	held: Held[];
	/** Notices that wait only for `due`, in their order. */
	ready: Notice[];
	/** When `ready` began to hold something. */
	readyAt: Millis;

	constructor(rules: readonly NoticeRule[]) {
		this.rules = rules;
		this.held = [];
		this.ready = [];
		this.readyAt = Infinity;
	}

	/** Other rules, for what is logged from now on. */
	setRules(rules: readonly NoticeRule[]): void {
		this.rules = rules;
	}

	/** Takes an entry of the log; `severity` is that of its event as the card grades it. */
	logged(entry: LogEntry, severity: number): void {
		const row = eventRow(entry.event);
		// What was due before this entry still is, even when nobody has asked for it since.
		this.mature(entry.atMs - 1);
		if (row === null || !row.paired) {
			if (timingOf(this.rules, entry.event, severity) !== null) {
				this.push(entry, 0, entry.atMs);
			}
		} else if (entry.phase === phaseSet) {
			this.begin(entry, severity);
		} else if (entry.phase === phaseClear) {
			this.end(entry);
		}
	}

	/** When something is to be told; Infinity when nothing is. */
	nextAt(): Millis {
		let at = this.readyAt;
		for (let i = 0; i < this.held.length; i++) {
			at = Math.min(at, this.held[i].at);
		}
		return at;
	}

	/** Tells everything that is due at `t`. What was missed several times over is told once. */
	due(t: Millis, notify: Notify): void {
		this.mature(t);
		const ready = this.ready;
		this.ready = [];
		this.readyAt = Infinity;
		for (let i = 0; i < ready.length; i++) {
			notify(ready[i].entry, ready[i].again);
		}
	}

	push(entry: LogEntry, again: number, at: Millis): void {
		this.ready.push({entry: entry, again: again});
		this.readyAt = Math.min(this.readyAt, at);
	}

	begin(entry: LogEntry, severity: number): void {
		if (this.placeOf(entry.event) >= 0) {
			return;
		}
		const timing = timingOf(this.rules, entry.event, severity);
		const held: Held = {entry: entry, timing: timing, told: 0, at: Infinity};
		this.held.push(held);
		this.quieten(entry.event);
		if (timing !== null && timing.delayMs === 0) {
			this.tell(held, timing, entry.atMs, entry.atMs);
		} else if (timing !== null) {
			held.at = entry.atMs + timing.delayMs;
		}
	}

	/** A clear is told only when its set was (nmc.md 2). */
	end(entry: LogEntry): void {
		const place = this.placeOf(entry.event);
		if (place < 0) {
			return;
		}
		const held = this.held[place];
		this.held.splice(place, 1);
		if (held.told > 0) {
			this.push(entry, 0, entry.atMs);
		}
	}

	placeOf(event: number): number {
		for (let i = 0; i < this.held.length; i++) {
			if (this.held[i].entry.event === event) {
				return i;
			}
		}
		return -1;
	}

	/** What is told again until `event` comes is told no more. */
	quieten(event: number): void {
		for (let i = 0; i < this.held.length; i++) {
			const held = this.held[i];
			if (held.timing !== null && held.timing.untilEvent === event && held.told > 0) {
				held.at = Infinity;
			}
		}
	}

	/** Moves to `ready` what is due up to `t`, the earliest first. */
	mature(t: Millis): void {
		for (let next = this.earliest(t); next !== null; next = this.earliest(t)) {
			this.tell(next, next.timing === null ? atOnce : next.timing, next.at, t);
		}
	}

	/** What is due first, up to `t`; null when nothing is. */
	earliest(t: Millis): Held | null {
		let first: Held | null = null;
		for (let i = 0; i < this.held.length; i++) {
			const held = this.held[i];
			if (held.at <= t && (first === null || held.at < first.at)) {
				first = held;
			}
		}
		return first;
	}

	/** Tells what was due at `at`, and sets when it is told again: after `now`. */
	tell(held: Held, timing: NoticeTiming, at: Millis, now: Millis): void {
		this.push(held.entry, held.told, at);
		held.told++;
		const isSpent = timing.repeats !== UNTIL_CLEARED && held.told > timing.repeats;
		const isQuiet = timing.untilEvent !== 0 && this.placeOf(timing.untilEvent) >= 0;
		if (timing.repeatMs <= 0 || isSpent || isQuiet) {
			held.at = Infinity;
			return;
		}
		held.at = at + timing.repeatMs * (Math.floor((now - at) / timing.repeatMs) + 1);
	}
}
