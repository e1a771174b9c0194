// Samples: of a reading row only what changed since the one before, as bytes of `Sample` in telemetry.proto. Fields are written in
// ascending order of number, and nothing is allocated.

import type {ProtobufWriter} from '../codec/protobuf.ts';
import type {Millis} from '../core/clock.ts';
import {CONDITION_WORDS, onBattery} from '../ups/conditions.ts';
import * as reading from '../ups/reading.ts';
import {NOT_AVAILABLE, readingFields} from '../ups/reading.ts';
import {events, findEvent, isAlarm, NONE} from './events.ts';
import type {EventRow} from './events.ts';
import {plain} from './plain-fields.ts';

/** Room that a writer of samples needs, bytes: the largest one, with every reading and every alarm, is smaller. */
export const SAMPLE_BYTES = 512;

export interface SampleHeader {
	readonly sequence: number;
	/** Of the last full sample; the same as `sequence` makes this one full. */
	readonly fullSequence: number;
	readonly uptimeMs: Millis;
}

/** Slots that change often, in the order of their one-byte tags. */
const frequentSlots: readonly number[] = [
	reading.batteryCharge,
	reading.batteryRuntime,
	reading.batteryVolts,
	reading.batteryAmperes,
	reading.batteryTemperature,
	reading.secondsOnBattery,
	reading.inputVolts,
	reading.inputHertz,
	reading.outputAmperes,
	reading.outputWatts,
	reading.outputVoltAmperes,
	reading.loadRatio,
];
const FREQUENT_FIELDS = 4;
/** The other slots have this plus their place in the reading row. */
const OTHER_FIELDS = 16;
const ALARMS = 100;
const UNAVAILABLE = 101;
const LINK_LOST = 102;

/** Slots with a field of their own; the condition words behind them are told as alarms. */
const SLOTS = reading.conditions0;
/** In `sent`, in the part of the last condition word that has no conditions: the lost link is among the alarms that were sent. */
const LINK_BIT = 1 << 30;

/** The slots in the order of their field numbers, and these. */
const slots = new Uint8Array(SLOTS);
const fields = new Uint8Array(SLOTS);
const deadBands = new Int32Array(SLOTS);
const alarms: EventRow[] = [];
/** Bits of the condition words that are alarms. */
const alarmMasks = new Int32Array(CONDITION_WORDS);
/** Numbers of the fields that the sample under way takes back. */
const gone = new Uint8Array(SLOTS + 1);
let goneCount = 0;

function orderSlots(): void {
	let count = 0;
	for (let i = 0; i < frequentSlots.length; i++) {
		slots[count] = frequentSlots[i];
		fields[count++] = FREQUENT_FIELDS + i;
	}
	for (let slot = 0; slot < SLOTS; slot++) {
		if (frequentSlots.indexOf(slot) < 0) {
			slots[count] = slot;
			fields[count++] = OTHER_FIELDS + slot;
		}
	}
	for (let i = 0; i < SLOTS; i++) {
		deadBands[i] = readingFields[slots[i]].deadBand;
	}
}

function listAlarms(): void {
	for (let i = 0; i < events.length; i++) {
		const condition = events[i].condition;
		if (condition !== NONE && isAlarm(events[i])) {
			alarms.push(events[i]);
			alarmMasks[condition >> 5] |= 1 << (condition & 31);
		}
	}
}

function idOf(name: string): number {
	const event = findEvent(name);
	return event === null ? 0 : event.id;
}

orderSlots();
listAlarms();
const linkLostEvent = idOf('linkLost');
const linkLostOnBatteryEvent = idOf('linkLostOnBattery');

/**
 * Writes what differs, beyond the dead bands, between the reading row at `rowAt` of `row` and what was last sent, at `sentAt` of
 * `sent`, and notes it there; a full sample has all there is. Returns how many fields it wrote or took back: after 0 there is
 * nothing to send. After an overflow, or when the message is not sent, the next sample must be full.
 */
export function encodeSample(
	writer: ProtobufWriter,
	header: SampleHeader,
	row: Int32Array,
	rowAt: number,
	sent: Int32Array,
	sentAt: number,
	linkLost: boolean,
): number {
	const full = header.sequence === header.fullSequence;
	// Before the slots are noted: the output status tells whether alarms were known.
	const alarmsDiffer = full || haveAlarmsChanged(row, rowAt, sent, sentAt, linkLost);
	const hasAlarms = knowsAlarms(row, rowAt, linkLost);
	goneCount = 0;
	plain(writer, 1, header.sequence);
	plain(writer, 2, header.fullSequence);
	plain(writer, 3, header.uptimeMs);
	let changed = encodeSlots(writer, full, row, rowAt, sent, sentAt);
	if (alarmsDiffer && hasAlarms) {
		encodeAlarms(writer, row, rowAt, linkLost);
		changed += 1;
	} else if (alarmsDiffer && !full) {
		gone[goneCount++] = ALARMS;
	}
	noteConditions(row, rowAt, sent, sentAt, linkLost);
	writer.packed(UNAVAILABLE, gone, goneCount);
	if (linkLost) {
		writer.bool(LINK_LOST, true);
	}
	return changed + goneCount;
}

function encodeSlots(
	writer: ProtobufWriter,
	full: boolean,
	row: Int32Array,
	rowAt: number,
	sent: Int32Array,
	sentAt: number,
): number {
	let written = 0;
	for (let i = 0; i < SLOTS; i++) {
		const value = row[rowAt + slots[i]];
		const last = sent[sentAt + slots[i]];
		if (value !== NOT_AVAILABLE && (full || isNews(value, last, deadBands[i]))) {
			writer.signed(fields[i], value);
			sent[sentAt + slots[i]] = value;
			written += 1;
		} else if (value === NOT_AVAILABLE && last !== NOT_AVAILABLE) {
			sent[sentAt + slots[i]] = NOT_AVAILABLE;
			// A full sample takes back whatever it leaves out.
			gone[goneCount] = fields[i];
			goneCount += full ? 0 : 1;
		}
	}
	return written;
}

function isNews(value: number, last: number, deadBand: number): boolean {
	return value - last > deadBand || last - value > deadBand || (last === NOT_AVAILABLE && value !== last);
}

function isHeard(row: Int32Array, at: number): boolean {
	return row[at + reading.outputStatus] !== NOT_AVAILABLE;
}

/** A card that hears nothing still knows that its link is lost. */
function knowsAlarms(row: Int32Array, at: number, linkLost: boolean): boolean {
	return linkLost || isHeard(row, at);
}

/** Bits of a condition word that are alarms; none in a row that holds nothing, where the word is a mark and no bits. */
function alarmBits(row: Int32Array, at: number, word: number): number {
	return isHeard(row, at) ? row[at + reading.conditions0 + word] & alarmMasks[word] : 0;
}

function haveAlarmsChanged(
	row: Int32Array,
	rowAt: number,
	sent: Int32Array,
	sentAt: number,
	linkLost: boolean,
): boolean {
	const sentLost = isLinkNoted(sent, sentAt);
	if (linkLost !== sentLost || knowsAlarms(row, rowAt, linkLost) !== knowsAlarms(sent, sentAt, sentLost)) {
		return true;
	}
	for (let word = 0; word < CONDITION_WORDS; word++) {
		if (alarmBits(row, rowAt, word) !== alarmBits(sent, sentAt, word)) {
			return true;
		}
	}
	return false;
}

function isLinkNoted(sent: Int32Array, at: number): boolean {
	return (sent[at + reading.conditions2] & LINK_BIT) !== 0;
}

function noteConditions(row: Int32Array, rowAt: number, sent: Int32Array, sentAt: number, linkLost: boolean): void {
	for (let word = 0; word < CONDITION_WORDS; word++) {
		sent[sentAt + reading.conditions0 + word] = row[rowAt + reading.conditions0 + word];
	}
	sent[sentAt + reading.conditions2] |= linkLost ? LINK_BIT : 0;
}

function encodeAlarms(writer: ProtobufWriter, row: Int32Array, rowAt: number, linkLost: boolean): void {
	const list = writer.open(ALARMS);
	const wasOnBattery = (alarmBits(row, rowAt, onBattery >> 5) & (1 << (onBattery & 31))) !== 0;
	const link = wasOnBattery ? linkLostOnBatteryEvent : linkLostEvent;
	if (linkLost || hasAlarmBits(row, rowAt)) {
		const ids = writer.open(1);
		for (let i = 0; i < alarms.length; i++) {
			const condition = alarms[i].condition;
			if (((alarmBits(row, rowAt, condition >> 5) >>> (condition & 31)) & 1) === 1) {
				writer.varint(alarms[i].id);
			}
		}
		if (linkLost) {
			writer.varint(link);
		}
		writer.close(ids);
	}
	writer.close(list);
}

function hasAlarmBits(row: Int32Array, at: number): boolean {
	return alarmBits(row, at, 0) !== 0 || alarmBits(row, at, 1) !== 0 || alarmBits(row, at, 2) !== 0;
}
