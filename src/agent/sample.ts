// Samples: of a reading row only what changed since the one before, as bytes of `Sample` in telemetry.proto. Fields are written in
// ascending order of number, and nothing is allocated.

import type {ProtobufWriter} from '../codec/protobuf.ts';
import type {Millis} from '../core/clock.ts';
import {CONDITION_WORDS, CONDITIONS, onBattery} from '../ups/conditions.ts';
import * as reading from '../ups/reading.ts';
import {NOT_AVAILABLE, READING_SIZE, readingFields} from '../ups/reading.ts';
import {eventOfCondition, eventRow, findEvent, isAlarm} from './events.ts';
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
/** In an alarm list. */
const ALARM_IDS = 1;
const UNAVAILABLE = 101;
const LINK_LOST = 102;

/** Slots with a field of their own: all but the condition words, which are told as alarms. */
const SLOTS = READING_SIZE - CONDITION_WORDS;
/** In `sent`, in the part of the last condition word that has no conditions: the lost link is among the alarms that were sent. */
const LINK_BIT = 1 << 30;

/** The slots in the order of their field numbers, and these. */
const slots = new Uint8Array(SLOTS);
const fields = new Uint8Array(SLOTS);
const deadBands = new Int32Array(SLOTS);
/** Conditions that are alarms, by the numbers of their events. */
const alarms: number[] = [];
/** Bits of the condition words that are alarms. */
const alarmMasks = new Int32Array(CONDITION_WORDS);
/** Numbers of the fields that the sample under way takes back. */
const gone = new Uint8Array(SLOTS + 1);
let goneCount = 0;
/** The slots that time alone moves are the first ones in the order of their numbers, and this one. */
const FLOWING = frequentSlots.indexOf(reading.outputAmperes);
let energyPlace = 0;

function isConditionWord(slot: number): boolean {
	return slot >= reading.conditions0 && slot < reading.conditions0 + CONDITION_WORDS;
}

/** Number of the field of Sample that holds a slot of the reading; the condition words have none. */
export function sampleField(slot: number): number {
	const place = frequentSlots.indexOf(slot);
	return place >= 0 ? FREQUENT_FIELDS + place : OTHER_FIELDS + slot;
}

function orderSlots(): void {
	let count = 0;
	for (let i = 0; i < frequentSlots.length; i++) {
		slots[count] = frequentSlots[i];
		fields[count++] = FREQUENT_FIELDS + i;
	}
	for (let slot = 0; slot < READING_SIZE; slot++) {
		if (frequentSlots.indexOf(slot) < 0 && !isConditionWord(slot)) {
			slots[count] = slot;
			fields[count++] = OTHER_FIELDS + slot;
		}
	}
	energyPlace = slots.indexOf(reading.outputEnergy);
	for (let i = 0; i < SLOTS; i++) {
		deadBands[i] = readingFields[slots[i]].deadBand;
	}
}

function listAlarms(): void {
	for (let condition = 0; condition < CONDITIONS; condition++) {
		const event = eventRow(eventOfCondition(condition));
		if (event !== null && isAlarm(event)) {
			alarms.push(condition);
			alarmMasks[condition >> 5] |= 1 << (condition & 31);
		}
	}
	alarms.sort((a, b) => eventOfCondition(a) - eventOfCondition(b));
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
	writeHeader(writer, header);
	let changed = full
		? writeAll(writer, row, rowAt, sent, sentAt)
		: writeNews(writer, 0, SLOTS, row, rowAt, sent, sentAt);
	if (alarmsDiffer) {
		changed += writeAlarms(writer, full, row, rowAt, linkLost);
	}
	sent[sentAt + reading.conditions0] = row[rowAt + reading.conditions0];
	sent[sentAt + reading.conditions1] = row[rowAt + reading.conditions1];
	sent[sentAt + reading.conditions2] = row[rowAt + reading.conditions2] | (linkLost ? LINK_BIT : 0);
	if (goneCount > 0) {
		writer.packed(UNAVAILABLE, gone, goneCount);
	}
	if (linkLost) {
		writer.bool(LINK_LOST, true);
	}
	return changed + goneCount;
}

/**
 * As `encodeSample`, for a UPS to which nothing happened since: in `row` is what time moves, or the energy alone where nothing else can
 * be news. Such a sample is never full. Returns how many readings besides the energy it wrote.
 */
export function encodeCalmSample(
	writer: ProtobufWriter,
	header: SampleHeader,
	row: Int32Array,
	energyAlone: boolean,
	sent: Int32Array,
	sentAt: number,
): number {
	writeHeader(writer, header);
	const news = energyAlone ? 0 : writeNews(writer, 0, FLOWING, row, 0, sent, sentAt);
	writeNews(writer, energyPlace, energyPlace + 1, row, 0, sent, sentAt);
	return news;
}

function writeHeader(writer: ProtobufWriter, header: SampleHeader): void {
	goneCount = 0;
	writer.unsigned(1, header.sequence);
	writer.unsigned(2, header.fullSequence);
	plain(writer, 3, header.uptimeMs);
}

/** Whatever a full sample leaves out is taken back by that. */
function writeAll(writer: ProtobufWriter, row: Int32Array, rowAt: number, sent: Int32Array, sentAt: number): number {
	for (let i = 0; i < SLOTS; i++) {
		sent[sentAt + slots[i]] = row[rowAt + slots[i]];
	}
	return writer.signedFields(fields, slots, row, rowAt, NOT_AVAILABLE);
}

/** Of the slots from one place in their order up to another. What is no longer known goes to `gone`. */
function writeNews(
	writer: ProtobufWriter,
	from: number,
	end: number,
	row: Int32Array,
	rowAt: number,
	sent: Int32Array,
	sentAt: number,
): number {
	let count = 0;
	for (let i = from; i < end; i++) {
		const value = row[rowAt + slots[i]];
		const last = sent[sentAt + slots[i]];
		if (value === last) {
			continue;
		}
		if (value === NOT_AVAILABLE) {
			sent[sentAt + slots[i]] = value;
			gone[goneCount++] = fields[i];
		} else if (last === NOT_AVAILABLE || value - last > deadBands[i] || last - value > deadBands[i]) {
			sent[sentAt + slots[i]] = value;
			writer.signed(fields[i], value);
			count += 1;
		}
	}
	return count;
}

function isHeard(row: Int32Array, at: number): boolean {
	return row[at + reading.outputStatus] !== NOT_AVAILABLE;
}

function haveAlarmsChanged(
	row: Int32Array,
	rowAt: number,
	sent: Int32Array,
	sentAt: number,
	linkLost: boolean,
): boolean {
	const sentLost = (sent[sentAt + reading.conditions2] & LINK_BIT) !== 0;
	if (linkLost !== sentLost || isHeard(row, rowAt) !== isHeard(sent, sentAt)) {
		return true;
	}
	let differing = 0;
	for (let word = 0; word < CONDITION_WORDS; word++) {
		const place = reading.conditions0 + word;
		differing |= (row[rowAt + place] ^ sent[sentAt + place]) & alarmMasks[word];
	}
	return differing !== 0 && isHeard(row, rowAt);
}

/** Writes the list, or takes it back; returns how many fields it wrote. A card that hears nothing still knows of its link. */
function writeAlarms(writer: ProtobufWriter, full: boolean, row: Int32Array, at: number, linkLost: boolean): number {
	const heard = isHeard(row, at);
	if (linkLost || (heard && hasAlarm(row, at))) {
		writeAlarmList(writer, row, at, linkLost);
		return 1;
	}
	if (heard) {
		writer.empty(ALARMS);
		return 1;
	}
	if (!full) {
		gone[goneCount++] = ALARMS;
	}
	return 0;
}

function hasAlarm(row: Int32Array, at: number): boolean {
	let bits = 0;
	for (let word = 0; word < CONDITION_WORDS; word++) {
		bits |= row[at + reading.conditions0 + word] & alarmMasks[word];
	}
	return bits !== 0;
}

function writeAlarmList(writer: ProtobufWriter, row: Int32Array, at: number, linkLost: boolean): void {
	const list = writer.open(ALARMS);
	const ids = writer.open(ALARM_IDS);
	for (let i = 0; i < alarms.length; i++) {
		if (holds(row, at, alarms[i])) {
			writer.varint(eventOfCondition(alarms[i]));
		}
	}
	if (linkLost) {
		writer.varint(holds(row, at, onBattery) ? linkLostOnBatteryEvent : linkLostEvent);
	}
	writer.close(ids);
	writer.close(list);
}

/** None holds in a row that holds nothing, where the condition words are a mark and no bits. */
function holds(row: Int32Array, at: number, condition: number): boolean {
	return isHeard(row, at) && ((row[at + reading.conditions0 + (condition >> 5)] >>> (condition & 31)) & 1) === 1;
}
