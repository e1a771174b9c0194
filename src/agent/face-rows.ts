// What the faces keep of each card: the last look at its UPS, and when things last happened that no reading tells.

import {NOT_AVAILABLE} from '../core/absent.ts';
import {MINUTE} from '../core/clock.ts';
import type {Millis} from '../core/clock.ts';
import {READING_SIZE} from '../ups/reading.ts';
import {phaseClear, phaseSet} from './card.ts';
import {findEvent} from './events.ts';

/** Columns of facts: minutes since 2000 of the last self-test, calibration and transfer; who began the first two. */
export const factSelfTest = 0;
export const factCalibration = 1;
export const factTransfer = 2;
export const factSelfTestSource = 3;
export const factCalibrationSource = 4;
const FACTS = 5;
/** Lowest and highest of this window, then of the one before. */
const EXTREMES = 4;
/** Who began a test: numbers of DetailSlots. */
export const sourceProtocol = 1;
export const sourceUps = 3;
/** An order and the test that it begins are not farther apart. */
const ORDER_TO_TEST_MS = 2000;
const EPOCH_2000_MS = 946684800000;
/** Extremes of the input are those since the beginning of the minute before this one. */
const WINDOW_MS = MINUTE;
const NEVER = -Infinity;

/** The faces' rows of `count` cards. */
export class FaceRows {
	/** Reading rows. */
	readings: Int32Array;
	/** When each was looked at, in the card's own time. */
	readAt: Float64Array;
	facts: Int32Array;
	/** When a self-test or a calibration was last ordered. */
	orderedAt: Float64Array;
	/** Lowest and highest input of this window and of the one before, 0.1 V. */
	extremes: Int32Array;
	windowAt: Float64Array;

	constructor(count: number) {
		this.readings = new Int32Array(count * READING_SIZE).fill(NOT_AVAILABLE);
		this.readAt = new Float64Array(count).fill(NEVER);
		this.facts = new Int32Array(count * FACTS).fill(NOT_AVAILABLE);
		this.orderedAt = new Float64Array(count).fill(NEVER);
		this.extremes = new Int32Array(count * EXTREMES).fill(NOT_AVAILABLE);
		this.windowAt = new Float64Array(count).fill(NEVER);
	}

	/** What the last look saw is old: something happened, or somebody changed something. */
	forget(card: number): void {
		this.readAt[card] = NEVER;
	}

	fact(card: number, which: number): number {
		return this.facts[card * FACTS + which];
	}

	setFact(card: number, which: number, value: number): void {
		this.facts[card * FACTS + which] = value;
	}
}

/** Takes the input volts of a look into the extremes of a card. */
export function trackExtremes(rows: FaceRows, card: number, t: Millis, volts: number): void {
	const at = card * EXTREMES;
	const kept = rows.extremes;
	if (t - rows.windowAt[card] >= WINDOW_MS) {
		const fresh = t - rows.windowAt[card] < 2 * WINDOW_MS;
		kept[at + 2] = fresh ? kept[at] : NOT_AVAILABLE;
		kept[at + 3] = fresh ? kept[at + 1] : NOT_AVAILABLE;
		kept[at] = NOT_AVAILABLE;
		kept[at + 1] = NOT_AVAILABLE;
		rows.windowAt[card] = t;
	}
	if (volts !== NOT_AVAILABLE) {
		kept[at] = kept[at] === NOT_AVAILABLE ? volts : Math.min(kept[at], volts);
		kept[at + 1] = Math.max(kept[at + 1], volts);
	}
}

/** The lowest input of this window and the last, 0.1 V. */
export function lowestInput(rows: FaceRows, card: number): number {
	const now = rows.extremes[card * EXTREMES];
	const before = rows.extremes[card * EXTREMES + 2];
	if (now === NOT_AVAILABLE || before === NOT_AVAILABLE) {
		return Math.max(now, before);
	}
	return Math.min(now, before);
}

/** The highest, likewise. */
export function highestInput(rows: FaceRows, card: number): number {
	return Math.max(rows.extremes[card * EXTREMES + 1], rows.extremes[card * EXTREMES + 3]);
}

interface Happening {
	readonly event: number;
	readonly phase: number;
	readonly fact: number;
	/** The fact that says who began it; -1 where this is no beginning. */
	readonly source: number;
}

function idOf(name: string): number {
	const event = findEvent(name);
	return event === null ? 0 : event.id;
}

function happening(name: string, phase: number, fact: number, source: number): Happening {
	return {event: idOf(name), phase: phase, fact: fact, source: source};
}

const happenings: readonly Happening[] = [
	happening('selfTesting', phaseSet, factSelfTest, factSelfTestSource),
	happening('calibrating', phaseSet, factCalibration, factCalibrationSource),
	happening('calibrating', phaseClear, factCalibration, -1),
	happening('onBattery', phaseSet, factTransfer, -1),
];

/** Takes an entry of a card's log; `utcMs` is when it was, by the wall clock. */
export function takeHappening(
	rows: FaceRows,
	card: number,
	event: number,
	phase: number,
	t: Millis,
	utcMs: Millis,
): void {
	for (let i = 0; i < happenings.length; i++) {
		const row = happenings[i];
		if (row.event === event && row.phase === phase) {
			rows.setFact(card, row.fact, Math.floor((utcMs - EPOCH_2000_MS) / MINUTE));
			if (row.source >= 0) {
				rows.setFact(card, row.source, t - rows.orderedAt[card] <= ORDER_TO_TEST_MS ? sourceProtocol : sourceUps);
			}
		}
	}
}
