// The card: sees readings of its UPS, makes events of what changed, keeps them in a numbered log, and knows whether it still
// hears its UPS. State lies in rows, as that of the UPS does, so that one process can hold a hundred thousand.

import {SECOND} from '../core/clock.ts';
import type {Millis} from '../core/clock.ts';
import {onBattery} from '../ups/conditions.ts';
import {CONDITION_WORDS} from '../ups/conditions.ts';
import {testFailed, testPassed, testRunning} from '../ups/codes.ts';
import * as reading from '../ups/reading.ts';
import {NOT_AVAILABLE} from '../ups/reading.ts';
import {LOG_COLUMNS, SEEN_COLUMNS, SEEN_GROUPS, SEEN_TESTS, SEEN_UPDATE} from './card-rows.ts';
import type {CardRows, LogEntry} from './card-rows.ts';
import {dropOld, floorOf} from './log-room.ts';
import {eventOfCondition, findEvent} from './events.ts';
import type {EventNote} from './roles.ts';
import {updateNews} from './ups-update-news.ts';

/** Phases of an event, numbered as the telemetry does. */
export const phaseSet = 1;
export const phaseClear = 2;
export const phaseMomentary = 3;

/** The UPS says nothing for this long before the card calls it lost (NUT's default limit for stale data). */
export const STALE_AFTER_MS = 15 * SECOND;
/** An event without a detail. */
export const NO_DETAIL = NOT_AVAILABLE;

const linkUp = 0;
const linkSilent = 1;
const linkLost = 2;
/** Outlet groups that a reading can have. */
const GROUPS = 4;

/** Told of every event as it is logged, in the order of the log. */
export interface EventSink {
	logged(card: number, sequence: number, t: Millis, event: number, phase: number, detail: number): void;
}

function idOf(name: string): number {
	const event = findEvent(name);
	return event === null ? 0 : event.id;
}

const outletGroupOn = idOf('outletGroupOn');
const outletGroupOff = idOf('outletGroupOff');
const selfTestPassed = idOf('selfTestPassed');
const selfTestInvalid = idOf('selfTestInvalid');
const linkLostEvent = idOf('linkLost');
const linkLostOnBattery = idOf('linkLostOnBattery');
const onBatteryEvent = eventOfCondition(onBattery);

/** One card seen through its rows. `to(id)` moves the view, which owns nothing but its sink. */
export class Card {
	rows: CardRows;
	sink: EventSink;
	id: number;

	constructor(rows: CardRows, id: number, sink: EventSink) {
		this.rows = rows;
		this.sink = sink;
		this.id = id;
	}

	to(id: number): Card {
		this.id = id;
		return this;
	}

	/** The first look at the UPS: what holds already is set, what is merely so is no event. */
	start(row: Int32Array, at: number, t: Millis): void {
		const mine = this.id * SEEN_COLUMNS;
		this.rows.seen[mine + SEEN_GROUPS] = row[at + reading.groupsOn];
		this.rows.seen[mine + SEEN_TESTS] = row[at + reading.selfTestCount];
		this.observe(row, at, t);
	}

	/** Compares a reading with the last one and logs what happened between. Returns whether anything did. */
	observe(row: Int32Array, at: number, t: Millis): boolean {
		if (this.rows.link[this.id] !== linkUp) {
			return false;
		}
		const before = this.rows.lastSequence[this.id];
		this.observeConditions(row, at, t);
		this.observeGroups(row, at, t);
		this.observeTest(row, at, t);
		return this.rows.lastSequence[this.id] !== before;
	}

	/** Whether `observe` would find nothing new in a UPS of which this holds: asked at every event of a fleet. */
	knows(word0: number, word1: number, word2: number, groupsOn: number, testCount: number): boolean {
		const seen = this.rows.seen;
		const mine = this.id * SEEN_COLUMNS;
		return (
			seen[mine] === word0
			&& seen[mine + 1] === word1
			&& seen[mine + 2] === word2
			&& seen[mine + SEEN_GROUPS] === groupsOn
			&& seen[mine + SEEN_TESTS] === testCount
		);
	}

	/** What an update of the UPS's firmware had come to before this card began to look. */
	startUpdate(phase: number): void {
		this.rows.seen[this.id * SEEN_COLUMNS + SEEN_UPDATE] = phase;
	}

	/** How far an update of the UPS's firmware is, a phase of ups/codes.ts. Returns whether that is news. */
	observeUpdate(phase: number, t: Millis): boolean {
		const mine = this.id * SEEN_COLUMNS + SEEN_UPDATE;
		const before = this.rows.seen[mine];
		if (phase === before || this.rows.link[this.id] !== linkUp) {
			return false;
		}
		this.rows.seen[mine] = phase;
		const news = updateNews(before, phase);
		for (let i = 0; i < news.length; i++) {
			this.log(t, news[i].event, phaseMomentary, news[i].detail);
		}
		return true;
	}

	/** The phase that was last seen. */
	get updatePhase(): number {
		return this.rows.seen[this.id * SEEN_COLUMNS + SEEN_UPDATE];
	}

	/** The UPS stops answering. */
	loseContact(t: Millis): void {
		if (this.rows.link[this.id] === linkUp) {
			this.rows.link[this.id] = linkSilent;
			this.rows.staleAt[this.id] = t + STALE_AFTER_MS;
		}
	}

	/** The silence has lasted too long: that is a fact of its own, never "on battery" (ecosystem.md 1.1). */
	declareLost(t: Millis): void {
		this.rows.link[this.id] = linkLost;
		this.rows.staleAt[this.id] = Infinity;
		this.rows.lossEvent[this.id] = this.sawHold(onBattery) ? linkLostOnBattery : linkLostEvent;
		this.log(t, this.rows.lossEvent[this.id], phaseSet, NO_DETAIL);
	}

	/** The UPS answers again: the loss ends, and the reading says what happened meanwhile. */
	regainContact(row: Int32Array, at: number, t: Millis): void {
		const wasLost = this.isLost();
		this.rows.link[this.id] = linkUp;
		this.rows.staleAt[this.id] = Infinity;
		if (wasLost) {
			this.log(t, this.rows.lossEvent[this.id], phaseClear, NO_DETAIL);
		}
		this.observe(row, at, t);
	}

	/** Whether the card has told that it does not hear its UPS. */
	isLost(): boolean {
		return this.rows.link[this.id] === linkLost;
	}

	/** Whether readings reach the card. */
	isHearing(): boolean {
		return this.rows.link[this.id] === linkUp;
	}

	/** Whether a condition held when the UPS was last seen. */
	sawHold(which: number): boolean {
		const word = this.rows.seen[this.id * SEEN_COLUMNS + (which >> 5)];
		return ((word >>> (which & 31)) & 1) === 1;
	}

	/** Whether any condition of the UPS held when the card saw it last. */
	sawAny(): boolean {
		const at = this.id * SEEN_COLUMNS;
		return (this.rows.seen[at] | this.rows.seen[at + 1] | this.rows.seen[at + 2]) !== 0;
	}

	/** The event that says that the link is lost; 0 while it is not. */
	lossEvent(): number {
		return this.isLost() ? this.rows.lossEvent[this.id] : 0;
	}

	/** The newest entries of the log, oldest first, at most `count` and at most what is kept. */
	newest(count: number): LogEntry[] {
		const last = this.rows.lastSequence[this.id];
		const entries: LogEntry[] = [];
		for (let sequence = Math.max(this.oldest(), last - count + 1); sequence <= last; sequence++) {
			entries.push(this.entry(sequence));
		}
		return entries;
	}

	/** Sequence of the oldest entry that is kept; one more than the newest where none is. */
	oldest(): number {
		return Math.max(1, floorOf(this.rows, this.id), this.rows.lastSequence[this.id] - this.rows.logSize + 1);
	}

	/** The entry of a sequence from `oldest` to the newest. */
	entry(sequence: number): LogEntry {
		const rows = this.rows;
		const place = this.placeOf(sequence);
		return {
			sequence: sequence,
			atMs: rows.logTimes[place],
			event: rows.logEntries[place * LOG_COLUMNS],
			phase: rows.logEntries[place * LOG_COLUMNS + 1],
			detail: rows.logEntries[place * LOG_COLUMNS + 2],
			note: this.noteOf(sequence),
		};
	}

	/** The note of an entry; null when it has none. */
	noteOf(sequence: number): EventNote | null {
		const notes = this.rows.notes[this.id];
		for (let i = notes === null ? -1 : notes.length - 1; notes !== null && i >= 0; i--) {
			if (notes[i].sequence === sequence) {
				return notes[i].note;
			}
		}
		return null;
	}

	/** Logs an event, numbers it, and tells the sink. */
	log(t: Millis, event: number, phase: number, detail: number): void {
		const rows = this.rows;
		const sequence = rows.lastSequence[this.id] + 1;
		const place = this.placeOf(sequence);
		rows.lastSequence[this.id] = sequence;
		rows.logTimes[place] = t;
		rows.logEntries[place * LOG_COLUMNS] = event;
		rows.logEntries[place * LOG_COLUMNS + 1] = phase;
		rows.logEntries[place * LOG_COLUMNS + 2] = detail;
		dropOld(rows, this.id, sequence);
		this.sink.logged(this.id, sequence, t, event, phase, detail);
	}

	/** Logs what somebody did. */
	logNoted(t: Millis, event: number, phase: number, detail: number, note: EventNote): void {
		const rows = this.rows;
		const notes = rows.notes[this.id] || [];
		const sequence = rows.lastSequence[this.id] + 1;
		while (notes.length > 0 && notes[0].sequence <= sequence - rows.logSize) {
			notes.shift();
		}
		notes.push({sequence: sequence, note: note});
		rows.notes[this.id] = notes;
		this.log(t, event, phase, detail);
	}

	placeOf(sequence: number): number {
		return this.id * this.rows.logSize + (sequence % this.rows.logSize);
	}

	observeConditions(row: Int32Array, at: number, t: Millis): void {
		const mine = this.id * SEEN_COLUMNS;
		for (let word = 0; word < CONDITION_WORDS; word++) {
			const now = row[at + reading.conditions0 + word];
			let changed = now ^ this.rows.seen[mine + word];
			this.rows.seen[mine + word] = now;
			for (let bit = 0; changed !== 0; bit++) {
				if ((changed & 1) === 1) {
					this.logCondition(row, at, t, word * 32 + bit, ((now >>> bit) & 1) === 1);
				}
				changed = changed >>> 1;
			}
		}
	}

	logCondition(row: Int32Array, at: number, t: Millis, which: number, holds: boolean): void {
		const event = eventOfCondition(which);
		const detail = event === onBatteryEvent ? row[at + reading.transferCause] : NO_DETAIL;
		this.log(t, event, holds ? phaseSet : phaseClear, detail);
	}

	observeGroups(row: Int32Array, at: number, t: Millis): void {
		const now = row[at + reading.groupsOn];
		const mine = this.id * SEEN_COLUMNS + SEEN_GROUPS;
		const before = this.rows.seen[mine];
		this.rows.seen[mine] = now;
		// Switched groups go off before the main one and on after it; the main one tells of itself as the output.
		for (let group = GROUPS - 1; group > 0; group--) {
			if ((((now ^ before) >> group) & 1) === 1) {
				this.log(t, ((now >> group) & 1) === 1 ? outletGroupOn : outletGroupOff, phaseMomentary, group);
			}
		}
	}

	observeTest(row: Int32Array, at: number, t: Millis): void {
		const result = row[at + reading.selfTestResult];
		const mine = this.id * SEEN_COLUMNS + SEEN_TESTS;
		const counted = row[at + reading.selfTestCount] !== this.rows.seen[mine];
		this.rows.seen[mine] = row[at + reading.selfTestCount];
		if (counted && result !== testFailed && result !== testRunning) {
			this.log(t, result === testPassed ? selfTestPassed : selfTestInvalid, phaseMomentary, NO_DETAIL);
		}
	}
}
