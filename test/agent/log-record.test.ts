import test from 'ava';
import fc from 'fast-check';
import {NO_DETAIL} from '../../src/agent/card.ts';
import {decodeRecord, encodeRecord, RECORD_BYTES_MAX} from '../../src/agent/log-record.ts';
import type {LogRecord} from '../../src/agent/log-record.ts';
import {ProtobufReader} from '../../src/codec/protobuf-reader.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import {cardText} from '../helpers/proto.ts';

const word = fc.nat({max: 2 ** 32 - 1});
const text = fc.string({unit: 'binary', maxLength: 40}).map(cardText);

const records: fc.Arbitrary<LogRecord> = fc.record({
	sequence: fc.integer({min: 1, max: 2 ** 31 - 1}),
	atMs: fc.maxSafeNat(),
	utcMs: fc.oneof(fc.constant(-1), fc.maxSafeNat()),
	bootId: word,
	event: fc.nat({max: 1000}),
	phase: fc.nat({max: 3}),
	detail: fc.oneof(fc.constant(NO_DETAIL), fc.integer({min: -2147483647})),
	note: fc.option(fc.record({actor: text, role: fc.nat({max: 5}), origin: fc.nat({max: 10}), commandId: text, text})),
});

function bytesOf(record: LogRecord): Uint8Array {
	const writer = new ProtobufWriter(RECORD_BYTES_MAX);
	encodeRecord(writer, record);
	return writer.view().slice();
}

test('a record comes back as it was', t => {
	fc.assert(
		fc.property(records, record => {
			t.deepEqual(decodeRecord(new ProtobufReader(bytesOf(record))), record);
		}),
		{numRuns: 500},
	);
});

test('any bytes are a record or none, and never an exception', t => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 200}), bytes => {
			const record = decodeRecord(new ProtobufReader(bytes));
			t.true(record === null || record.sequence > 0);
		}),
		{numRuns: 3000},
	);
});

test('a record that was cut is not one, or is an earlier version of itself', t => {
	fc.assert(
		fc.property(records, fc.nat(), (record, cut) => {
			const bytes = bytesOf(record);
			const read = decodeRecord(new ProtobufReader(bytes.subarray(0, cut % bytes.length)));
			t.true(read === null || read.sequence <= record.sequence);
		}),
	);
});

test('the longest note still fits', t => {
	const long = 'x'.repeat(5000);
	const note = {actor: long, role: 5, origin: 10, commandId: long, text: long};
	const record = {sequence: 2 ** 31, atMs: 2 ** 52, utcMs: 2 ** 52, bootId: 1, event: 1, phase: 1, detail: -1, note};
	t.is(decodeRecord(new ProtobufReader(bytesOf(record)))?.note?.text.length, 256);
});

test('a field of a later version is passed over', t => {
	const bytes = bytesOf({
		sequence: 5,
		atMs: 1,
		utcMs: -1,
		bootId: 1,
		event: 1,
		phase: 1,
		detail: NO_DETAIL,
		note: null,
	});
	const later = Buffer.concat([bytes, Buffer.from([0xfa, 0x01, 1, 9])]);
	t.is(decodeRecord(new ProtobufReader(later))?.sequence, 5);
});
