import test from 'ava';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import {ProtobufReader} from '../../src/codec/protobuf-reader.ts';
import {textOf} from '../helpers/proto.ts';
import {fields, writePeer} from '../helpers/protobuf-fields.ts';
import type {Field} from '../helpers/protobuf-fields.ts';

function readBack(reader: ProtobufReader, message: readonly Field[]): boolean {
	return message.every(item => reader.next() && reader.field === item.field && isRead(reader, item)) && !reader.next();
}

function isRead(reader: ProtobufReader, item: Field): boolean {
	if (item.kind === 'blob') {
		return Buffer.from(reader.blob()).equals(Buffer.from(item.value));
	}
	if (item.kind === 'text') {
		return textOf(reader.text()) === item.value;
	}
	if (item.kind === 'packed' || item.kind === 'nested') {
		const outer = reader.enter();
		const same =
			item.kind === 'nested'
				? readBack(reader, item.value)
				: item.value.every(value => reader.more() && reader.varint() === value) && !reader.more();
		reader.leave(outer);
		return same;
	}
	return reader[item.kind]() === item.value;
}

test('the reader gets back what was written', t => {
	fc.assert(
		fc.property(fields, message => {
			const reader = new ProtobufReader(writePeer(protobuf.Writer.create(), message).finish());
			t.true(readBack(reader, message));
			t.false(reader.malformed);
		}),
		{numRuns: 300},
	);
});

test('the reader passes over fields that it does not know', t => {
	fc.assert(
		fc.property(fields, message => {
			const reader = new ProtobufReader(writePeer(protobuf.Writer.create(), message).finish());
			const seen: number[] = [];
			while (reader.next()) {
				seen.push(reader.field);
				reader.skip();
			}
			t.false(reader.malformed);
			t.deepEqual(
				seen,
				message.map(item => item.field),
			);
		}),
		{numRuns: 300},
	);
});

/** Bytes that end where the memory that the reader may look at ends; a read past it would be seen as undefined. */
function guarded(bytes: Uint8Array): ProtobufReader {
	const proxy = new Proxy(bytes, {
		get(target, key) {
			if (typeof key === 'string' && /^\d+$/.test(key) && Number(key) >= target.length) {
				throw new Error(`byte ${key} of ${target.length} was read`);
			}
			const value: unknown = Reflect.get(target, key, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
	return new ProtobufReader(proxy);
}

const reads: readonly ((reader: ProtobufReader) => unknown)[] = [
	reader => reader.unsigned(),
	reader => reader.signed(),
	reader => reader.bool(),
	reader => reader.fixed32(),
	reader => reader.blob(),
	reader => reader.text(),
	reader => reader.skip(),
	reader => reader.varint(),
	reader => {
		const outer = reader.enter();
		while (reader.more()) {
			reader.varint();
		}
		reader.leave(outer);
	},
	reader => {
		const outer = reader.enter();
		if (reader.next()) {
			reader.skip();
		}
		reader.leave(outer);
	},
];

test('random bytes, read in any way, neither throw nor lead past the end nor hold the reader', t => {
	fc.assert(
		fc.property(
			fc.uint8Array({maxLength: 80}),
			fc.array(fc.nat({max: reads.length - 1}), {minLength: 1}),
			(bytes, ways) => {
				const reader = guarded(bytes);
				let steps = 0;
				while (reader.next()) {
					reads[ways[steps % ways.length]](reader);
					steps += 1;
					t.true(steps <= bytes.length, 'each field takes a byte at least');
					t.true(reader.at <= bytes.length && reader.end === bytes.length);
				}
			},
		),
		{numRuns: 2000},
	);
});

test('a message cut short is malformed, or a message of fewer fields', t => {
	fc.assert(
		fc.property(fields, message => {
			const whole = writePeer(protobuf.Writer.create(), message).finish();
			for (let length = 0; length < whole.length; length++) {
				const reader = guarded(whole.slice(0, length));
				let count = 0;
				while (reader.next()) {
					reader.skip();
					count += reader.malformed ? 0 : 1;
				}
				t.true(count < message.length);
			}
		}),
		{numRuns: 60},
	);
});

const broken: readonly (readonly [what: string, hex: string, read: (reader: ProtobufReader) => unknown])[] = [
	['field number 0', '00', reader => reader.skip()],
	['a field number above 2^29 - 1', '808080801001', reader => reader.skip()],
	['a group', '0b0c', reader => reader.skip()],
	['wire type 6', '0e', reader => reader.skip()],
	['a varint of eleven bytes', '08ffffffffffffffffffff01', reader => reader.unsigned()],
	['a skipped varint of eleven bytes', '08ffffffffffffffffffff01', reader => reader.skip()],
	['a number above 2^53 - 1', '088080808080808010', reader => reader.unsigned()],
	['a sint32 of more than 32 bits', '08ffffffff1f', reader => reader.signed()],
	['a length beyond the end', '0a05010203', reader => reader.blob()],
	['a length of 2^53 - 1', '0affffffffffffff0f', reader => reader.blob()],
	['a nested length beyond the end', '0a05010203', reader => reader.enter()],
	['a fixed32 of three bytes', '0d010203', reader => reader.fixed32()],
	['a skipped fixed64 of seven bytes', '0901020304050607', reader => reader.skip()],
	['a number where text is', '0801', reader => reader.text()],
	['text where a number is', '0a0161', reader => reader.unsigned()],
	['a number where a fixed32 is', '0d01020304', reader => reader.unsigned()],
	['a number that is cut', '0880', reader => reader.unsigned()],
];

for (const [what, hex, read] of broken) {
	test(`${what} makes the message malformed, and nothing is read on`, t => {
		const reader = guarded(Uint8Array.from(Buffer.from(hex, 'hex')));
		if (reader.next()) {
			read(reader);
		}
		t.true(reader.malformed);
		t.false(reader.next());
		t.false(reader.more());
		t.is(reader.unsigned(), 0);
		t.is(reader.text(), '');
	});
}

test('a skipped varint may be larger than a number holds', t => {
	const reader = new ProtobufReader(Uint8Array.from(Buffer.from('08ffffffffffffffffff011005', 'hex')));
	t.true(reader.next());
	reader.skip();
	t.true(reader.next());
	t.is(reader.unsigned(), 5);
	t.false(reader.malformed);
});

test('leaving a nested message early goes on behind it', t => {
	const reader = new ProtobufReader(Uint8Array.from(Buffer.from('0a04080110021807', 'hex')));
	t.true(reader.next());
	const outer = reader.enter();
	t.true(reader.next());
	reader.leave(outer);
	t.true(reader.next());
	t.is(reader.field, 3);
	t.is(reader.unsigned(), 7);
});
