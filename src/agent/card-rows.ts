// The rows of cards: what each last saw, sent and logged. One process can hold a hundred thousand.

import type {Millis} from '../core/clock.ts';
import {CONDITION_WORDS} from '../ups/conditions.ts';
import {NOT_AVAILABLE, READING_SIZE} from '../ups/reading.ts';
import type {EventNote} from './roles.ts';

export const LOG_COLUMNS = 3;
/** Columns of what was seen of the UPS: condition words, then the groups that are on, then the self-tests counted. */
export const SEEN_GROUPS = CONDITION_WORDS;
export const SEEN_TESTS = CONDITION_WORDS + 1;
/** And the phase of an update of its firmware. */
export const SEEN_UPDATE = CONDITION_WORDS + 2;
export const SEEN_COLUMNS = CONDITION_WORDS + 3;

/** One entry of a card's log. */
export interface LogEntry {
	readonly sequence: number;
	readonly atMs: Millis;
	readonly event: number;
	readonly phase: number;
	/** NO_DETAIL, or a number whose meaning the event gives. */
	readonly detail: number;
	/** Who did it, of what somebody did; null of what the UPS did by itself. */
	readonly note: EventNote | null;
}

interface KeptNote {
	readonly sequence: number;
	readonly note: EventNote;
}

/** The rows of `count` cards, and for each a log of its newest `logSize` entries. */
export class CardRows {
	count: number;
	/** What was last seen of the UPS: condition words, groups, self-tests. */
	seen: Int32Array;
	/** What was last published, a reading row a card. */
	sent: Int32Array;
	link: Uint8Array;
	/** When silence becomes loss; Infinity while the UPS answers. */
	staleAt: Float64Array;
	/** The event that said that the link is lost, to be cleared by its own pair. */
	lossEvent: Int32Array;
	sampleSequence: Int32Array;
	fullSequence: Int32Array;
	/** 1 when the next sample must be full. */
	forceFull: Uint8Array;
	/** Whether anything happened to the UPS since its last sample, as reporter.ts has it; a fleet keeps it. */
	calm: Uint8Array;
	lastSequence: Int32Array;
	/** Of this start of the card, and of its log. */
	bootIds: Uint32Array;
	logIds: Uint32Array;
	logSize: number;
	logTimes: Float64Array;
	logEntries: Int32Array;
	/** Where some cards keep fewer entries: how many each does, 0 for all, and the oldest that each still has; null where none does. */
	logKept: Int32Array | null;
	logFloor: Int32Array | null;
	/** Notes of the entries that have one, a list a card, oldest first; null until a card has any. */
	notes: (KeptNote[] | null)[];

	constructor(count: number, logSize: number) {
		this.count = count;
		this.seen = new Int32Array(count * SEEN_COLUMNS);
		this.sent = new Int32Array(count * READING_SIZE).fill(NOT_AVAILABLE);
		this.link = new Uint8Array(count);
		this.staleAt = new Float64Array(count).fill(Infinity);
		this.lossEvent = new Int32Array(count);
		this.sampleSequence = new Int32Array(count);
		this.fullSequence = new Int32Array(count);
		this.forceFull = new Uint8Array(count).fill(1);
		this.calm = new Uint8Array(count);
		this.lastSequence = new Int32Array(count);
		this.bootIds = new Uint32Array(count);
		this.logIds = new Uint32Array(count);
		this.logSize = logSize;
		this.logTimes = new Float64Array(count * logSize);
		this.logEntries = new Int32Array(count * logSize * LOG_COLUMNS);
		this.logKept = null;
		this.logFloor = null;
		this.notes = [];
		for (let card = 0; card < count; card++) {
			this.notes.push(null);
		}
	}
}
