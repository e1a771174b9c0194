import test from 'ava';
import fc from 'fast-check';
import {events, findEvent, isAlarm} from '../../src/agent/events.ts';
import {encodeSample, SAMPLE_BYTES} from '../../src/agent/telemetry.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import * as condition from '../../src/ups/conditions.ts';
import * as reading from '../../src/ups/reading.ts';
import {NOT_AVAILABLE, READING_SIZE, readingFields} from '../../src/ups/reading.ts';
import {decodePeer, encodePeer, messageType} from '../helpers/proto.ts';

const millis = fc.oneof(fc.constant(0), fc.maxSafeNat());

const WORDS_END = reading.conditions0 + 3;
const slots = readingFields.map((_, slot) => slot).filter(slot => slot < reading.conditions0 || slot >= WORDS_END);
const SLOTS = slots.length;
const slotNames = slots.map(slot => readingFields[slot].name);
const sampleFields = messageType('Sample').fields;

function rowOf(values: Readonly<Record<number, number>>): Int32Array {
	const row = new Int32Array(READING_SIZE).fill(NOT_AVAILABLE);
	for (const [slot, value] of Object.entries(values)) {
		row[Number(slot)] = value;
	}
	return row;
}

/** On good line, with the conditions given and every slot at its own number. */
function lineRow(...holding: readonly number[]): Int32Array {
	const row = Int32Array.from({length: READING_SIZE}, (_, slot) => slot);
	row.fill(0, reading.conditions0, WORDS_END);
	for (const which of holding) {
		row[reading.conditions0 + (which >> 5)] |= 1 << (which & 31);
	}
	return row;
}

const value = fc.oneof(fc.integer({min: -20, max: 20}), fc.integer({min: NOT_AVAILABLE + 1}));
const slotValue = fc.option(value, {nil: NOT_AVAILABLE, freq: 4});
const conditionWord = fc.oneof(fc.constant(0), fc.integer(), fc.constant(NOT_AVAILABLE));
/** Rows as a UPS can tell them: bits beyond the last condition are 0. A row in six holds nothing. */
const rows: fc.Arbitrary<Int32Array> = fc.oneof(
	{
		weight: 5,
		arbitrary: fc
			.tuple(
				value,
				fc.array(slotValue, {minLength: SLOTS - 1, maxLength: SLOTS - 1}),
				conditionWord,
				conditionWord,
				fc.nat({max: 511}),
			)
			.map(([status, others, ...words]) => {
				const before = others.splice(0, reading.conditions0 - 1);
				return Int32Array.of(status, ...before, ...words, ...others);
			}),
	},
	{weight: 1, arbitrary: fc.constant(rowOf({}))},
);

function isHeard(row: Int32Array): boolean {
	return row[reading.outputStatus] !== NOT_AVAILABLE;
}

/** Ids of the alarms of a row by the catalogue, one by one; undefined when they are not known. */
function alarmsOf(row: Int32Array, linkLost: boolean): number[] | undefined {
	const holds = (which: number): boolean =>
		isHeard(row) && ((row[reading.conditions0 + (which >> 5)] >>> (which & 31)) & 1) === 1;
	const held = events
		.filter(event => event.condition >= 0 && isAlarm(event) && holds(event.condition))
		.map(event => event.id);
	if (linkLost) {
		held.push(findEvent(holds(condition.onBattery) ? 'linkLostOnBattery' : 'linkLost')!.id);
	}
	return isHeard(row) || linkLost ? held : undefined;
}

/** What a consumer knows: readings by name, alarms, link. */
interface Known {
	readings: Record<string, number>;
	alarms: number[] | undefined;
	linkLost: boolean;
}

/** A consumer that follows the rules in telemetry.proto. */
function apply(known: Known, bytes: Uint8Array): Known {
	const message = decodePeer('Sample', bytes);
	const full = message['sequence'] === message['fullSequence'];
	const next: Known = full
		? {readings: {}, alarms: undefined, linkLost: false}
		: {readings: {...known.readings}, alarms: known.alarms, linkLost: false};
	for (const name of slotNames.filter(name => name in message)) {
		next.readings[name] = message[name] as number;
	}
	if ('alarms' in message) {
		next.alarms = (message['alarms'] as {events?: number[]}).events ?? [];
	}
	for (const gone of (message['unavailable'] ?? []) as number[]) {
		if (gone === sampleFields['alarms'].id) {
			next.alarms = undefined;
		} else {
			delete next.readings[slotNames.find(name => sampleFields[name].id === gone)!];
		}
	}
	next.linkLost = message['linkLost'] === true;
	return next;
}

/** The slots whose known value is not that of the row, dead band allowed. */
function strays(known: Known, row: Int32Array): string[] {
	return slotNames.filter((name, i) => {
		const slot = slots[i];
		const now = row[slot];
		const seen = known.readings[name];
		return now === NOT_AVAILABLE
			? seen !== undefined
			: seen === undefined || Math.abs(seen - now) > readingFields[slot].deadBand;
	});
}

const nothingKnown: Known = {readings: {}, alarms: undefined, linkLost: false};
const step = fc.record({row: rows, linkLost: fc.boolean(), full: fc.boolean(), skip: fc.boolean()});

test('samples applied one after another keep a consumer within the dead bands, with the exact alarms', t => {
	fc.assert(
		fc.property(fc.array(step, {minLength: 1, maxLength: 12}), steps => {
			const writer = new ProtobufWriter(SAMPLE_BYTES);
			const sent = new Int32Array(READING_SIZE + 2).fill(NOT_AVAILABLE);
			let known = nothingKnown;
			let fullSequence = 1;
			steps.forEach(({row, linkLost, full, skip}, i) => {
				const sequence = i + 1;
				fullSequence = full ? sequence : fullSequence;
				writer.reset();
				const changed = encodeSample(writer, {sequence, fullSequence, uptimeMs: i}, row, 0, sent, 1, linkLost);
				t.false(writer.overflowed);
				// A sample that changes nothing need not be sent, unless the link's state goes with it.
				if (!(skip && changed === 0 && sequence !== fullSequence)) {
					known = apply(known, writer.view());
				}
				t.deepEqual(strays(known, row), []);
				t.deepEqual(known.alarms, alarmsOf(row, linkLost));
				t.is(known.linkLost, linkLost);
				t.true(sent[0] === NOT_AVAILABLE && sent[READING_SIZE + 1] === NOT_AVAILABLE, 'only its own row is noted');
			});
		}),
		{numRuns: 400},
	);
});

test('a sample is the bytes that protobufjs writes for what it says', t => {
	const writer = new ProtobufWriter(SAMPLE_BYTES);
	fc.assert(
		fc.property(rows, rows, millis, fc.boolean(), fc.boolean(), (before, row, uptimeMs, full, linkLost) => {
			const sent = Int32Array.from(before);
			writer.reset();
			encodeSample(writer, {sequence: 300, fullSequence: full ? 300 : 299, uptimeMs}, row, 0, sent, 0, linkLost);
			const message = decodePeer('Sample', writer.view());
			t.deepEqual(Buffer.from(writer.view()), Buffer.from(encodePeer('Sample', message)));
			t.deepEqual(message['uptimeMs'] ?? 0, uptimeMs);
		}),
		{numRuns: 300},
	);
});

test('each slot has its own field, named as in the reading table, and the alarms come after all of them', t => {
	for (const [i, name] of slotNames.entries()) {
		const slot = slots[i];
		const writer = new ProtobufWriter(SAMPLE_BYTES);
		const row = rowOf({[slot]: 1234 + slot});
		encodeSample(writer, {sequence: 1, fullSequence: 1, uptimeMs: 0}, row, 0, rowOf({}), 0, false);
		const message = decodePeer('Sample', writer.view());
		t.is(message[name], 1234 + slot);
		const others = Object.keys(message).filter(key => !['sequence', 'fullSequence', 'alarms', name].includes(key));
		t.deepEqual(others, []);
	}
	t.is(new Set(slotNames.map(name => sampleFields[name].id)).size, SLOTS);
	t.true(slotNames.every(name => sampleFields[name].id < sampleFields['alarms'].id));
});

for (const slot of slots) {
	const field = readingFields[slot];
	test(`${field.name} is sent again once it moved by more than ${field.deadBand}, from what was sent and not from what was seen`, t => {
		const writer = new ProtobufWriter(SAMPLE_BYTES);
		const sent = lineRow();
		const row = lineRow();
		for (const direction of [1, -1]) {
			const start = sent[slot];
			for (let moved = 1; moved <= field.deadBand + 1; moved++) {
				row[slot] = start + direction * moved;
				writer.reset();
				const changed = encodeSample(writer, {sequence: 2, fullSequence: 1, uptimeMs: 0}, row, 0, sent, 0, false);
				t.is(changed, moved > field.deadBand ? 1 : 0);
				t.is(decodePeer('Sample', writer.view())[field.name], moved > field.deadBand ? row[slot] : undefined);
			}
		}
	});
}

test('a reading that goes and comes back counts each time, however small the step', t => {
	const writer = new ProtobufWriter(SAMPLE_BYTES);
	const sent = lineRow();
	const row = lineRow();
	const header = {sequence: 2, fullSequence: 1, uptimeMs: 0};
	row[reading.batteryRuntime] = NOT_AVAILABLE;
	t.is(encodeSample(writer, header, row, 0, sent, 0, false), 1);
	t.deepEqual(decodePeer('Sample', writer.view())['unavailable'], [sampleFields['batteryRuntime'].id]);
	writer.reset();
	t.is(encodeSample(writer, header, row, 0, sent, 0, false), 0);
	for (const back of [NOT_AVAILABLE + 1, reading.batteryRuntime]) {
		sent[reading.batteryRuntime] = NOT_AVAILABLE;
		row[reading.batteryRuntime] = back;
		writer.reset();
		t.is(encodeSample(writer, header, row, 0, sent, 0, false), 1);
		t.is(decodePeer('Sample', writer.view())['batteryRuntime'], back);
	}
});

function alarmsSent(row: Int32Array, sent: Int32Array, linkLost: boolean): unknown {
	const writer = new ProtobufWriter(SAMPLE_BYTES);
	const changed = encodeSample(writer, {sequence: 2, fullSequence: 1, uptimeMs: 0}, row, 0, sent, 0, linkLost);
	const message = decodePeer('Sample', writer.view());
	const list = message['alarms'] as {events?: number[]} | undefined;
	return [changed, list === undefined ? 'not sent' : (list.events ?? [])];
}

test('alarms are sent whole when one begins or ends, an empty list as such, and not otherwise', t => {
	const sent = lineRow();
	t.deepEqual(alarmsSent(lineRow(condition.overload), sent, false), [1, [5]]);
	t.deepEqual(alarmsSent(lineRow(condition.overload), sent, false), [0, 'not sent']);
	t.deepEqual(alarmsSent(lineRow(condition.overload, condition.airFilter), sent, false), [1, [5, 68]]);
	t.deepEqual(alarmsSent(lineRow(condition.airFilter), sent, false), [1, [68]]);
	t.deepEqual(alarmsSent(lineRow(), sent, false), [1, []]);
	t.deepEqual(alarmsSent(lineRow(), sent, false), [0, 'not sent']);
});

test('a condition that is no alarm sends no list', t => {
	t.deepEqual(alarmsSent(lineRow(condition.calibrating, condition.selfTesting), lineRow(), false), [0, 'not sent']);
});

test('a lost link is an alarm beside those that held, and another one where the UPS was on battery', t => {
	const sent = lineRow();
	t.deepEqual(alarmsSent(lineRow(), sent, true), [1, [100]]);
	t.deepEqual(alarmsSent(lineRow(), sent, true), [0, 'not sent']);
	t.deepEqual(alarmsSent(lineRow(condition.onBattery), sent, true), [1, [1, 101]]);
	t.deepEqual(alarmsSent(rowOf({}), rowOf({}), true), [1, [100]]);
	t.deepEqual(alarmsSent(lineRow(), sent, false), [1, []]);
});

test('the mark of an empty row is not taken for the conditions with the same bits', t => {
	t.deepEqual(
		alarmsSent(
			rowOf({[reading.outputStatus]: 2, [reading.conditions1]: 0, [reading.conditions2]: 0}),
			rowOf({}),
			false,
		),
		[2, [findEvent('eepromFault')!.id]],
	);
	t.deepEqual(alarmsSent(rowOf({}), rowOf({}), false), [0, 'not sent']);
});

test('a full sample has all readings and the alarms though nothing changed, and lists nothing as unavailable', t => {
	const writer = new ProtobufWriter(SAMPLE_BYTES);
	const row = lineRow(condition.overload);
	const sent = Int32Array.from(row);
	row[reading.efficiency] = NOT_AVAILABLE;
	const changed = encodeSample(writer, {sequence: 9, fullSequence: 9, uptimeMs: 1}, row, 0, sent, 0, false);
	t.is(changed, SLOTS - 1 + 1);
	const {sequence, fullSequence, uptimeMs, alarms, ...readings} = decodePeer('Sample', writer.view());
	t.deepEqual([sequence, fullSequence, uptimeMs, alarms], [9, 9, 1, {events: [5]}]);
	t.deepEqual(Object.keys(readings).toSorted(), slotNames.filter(name => name !== 'efficiency').toSorted());
	t.is(sent[reading.efficiency], NOT_AVAILABLE);
});

test('the largest sample fits SAMPLE_BYTES', t => {
	const row = new Int32Array(READING_SIZE).fill(NOT_AVAILABLE + 1);
	row.fill(-1, reading.conditions0, WORDS_END);
	row[reading.conditions2] = 511;
	const writer = new ProtobufWriter(SAMPLE_BYTES);
	const most = 2 ** 53 - 1;
	encodeSample(writer, {sequence: most, fullSequence: most, uptimeMs: most}, row, 0, rowOf({}), 0, true);
	const gone = rowOf({[reading.outputStatus]: 1});
	const second = new ProtobufWriter(SAMPLE_BYTES);
	encodeSample(second, {sequence: most, fullSequence: 1, uptimeMs: most}, gone, 0, row, 0, true);
	t.false(writer.overflowed || second.overflowed);
	t.is((decodePeer('Sample', second.view())['unavailable'] as number[]).length, SLOTS - 1);
});

test('a sample that does not fit says so and does not throw', t => {
	const writer = new ProtobufWriter(20);
	encodeSample(writer, {sequence: 1, fullSequence: 1, uptimeMs: 0}, lineRow(condition.overload), 0, rowOf({}), 0, true);
	t.true(writer.overflowed);
});
