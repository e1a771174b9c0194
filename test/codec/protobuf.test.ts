import test from 'ava';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import {ProtobufReader} from '../../src/codec/protobuf-reader.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import {cardText, textOf} from '../helpers/proto.ts';

const MOST = 2 ** 53 - 1;

// protobuf.dev, "Encoding": 150, the string "testing", -2 in zig-zag; then the edges of varints and of fixed32.
const golden: readonly (readonly [what: string, write: (writer: ProtobufWriter) => void, hex: string])[] = [
	['150 in field 1', writer => writer.unsigned(1, 150), '089601'],
	['"testing" in field 2', writer => writer.text(2, 'testing'), '120774657374696e67'],
	['-2 in field 1', writer => writer.signed(1, -2), '0803'],
	['the smallest sint32', writer => writer.signed(1, -2147483648), '08ffffffff0f'],
	['the largest sint32', writer => writer.signed(1, 2147483647), '08feffffff0f'],
	['2^28 - 1', writer => writer.unsigned(1, 2 ** 28 - 1), '08ffffff7f'],
	['2^28', writer => writer.unsigned(1, 2 ** 28), '088080808001'],
	['2^32', writer => writer.unsigned(1, 2 ** 32), '088080808010'],
	['2^53 - 1', writer => writer.unsigned(1, MOST), '08ffffffffffffff0f'],
	['a fixed32 with its top bit', writer => writer.fixed32(3, 0xdeadbeef), '1defbeadde'],
	['a true bool', writer => writer.bool(4, true), '2001'],
	['a false bool', writer => writer.bool(4, false), '2000'],
	['bytes', writer => writer.blob(5, Uint8Array.of(1, 255)), '2a0201ff'],
	['a field number of two bytes', writer => writer.unsigned(16, 1), '800101'],
	['packed 3, 270, 86942 in field 4', writer => writer.packed(4, [3, 270, 86942], 3), '2206038e029ea705'],
	['a packed list of none', writer => writer.packed(4, [1], 0), ''],
	['a character above 255', writer => writer.text(2, 'a€'), '1202613f'],
];

for (const [what, write, hex] of golden) {
	test(`${what} is ${hex === '' ? 'no bytes' : hex} on the wire`, t => {
		const writer = new ProtobufWriter(32);
		write(writer);
		t.false(writer.overflowed);
		t.is(Buffer.from(writer.view()).toString('hex'), hex);
	});
}

/** One field of any kind, nested to some depth. */
type Field =
	| {kind: 'unsigned' | 'signed' | 'fixed32'; field: number; value: number}
	| {kind: 'bool'; field: number; value: boolean}
	| {kind: 'blob'; field: number; value: Uint8Array}
	| {kind: 'text'; field: number; value: string}
	| {kind: 'packed'; field: number; value: number[]}
	| {kind: 'nested'; field: number; value: Field[]};

const number = fc.integer({min: 1, max: 3000});
const whole = fc.oneof(fc.nat({max: 300}), fc.maxSafeNat());

const {fields} = fc.letrec<{field: Field; fields: Field[]}>(tie => ({
	field: fc.oneof(
		{depthSize: 'small', withCrossShrink: true},
		fc.record({kind: fc.constant('unsigned' as const), field: number, value: whole}),
		fc.record({kind: fc.constant('signed' as const), field: number, value: fc.integer()}),
		fc.record({kind: fc.constant('fixed32' as const), field: number, value: fc.nat({max: 2 ** 32 - 1})}),
		fc.record({kind: fc.constant('bool' as const), field: number, value: fc.boolean()}),
		fc.record({kind: fc.constant('blob' as const), field: number, value: fc.uint8Array({maxLength: 200})}),
		fc.record({kind: fc.constant('text' as const), field: number, value: fc.string({unit: 'binary', maxLength: 50})}),
		fc.record({
			kind: fc.constant('packed' as const),
			field: number,
			value: fc.array(whole, {minLength: 1, maxLength: 40}),
		}),
		fc.record({kind: fc.constant('nested' as const), field: number, value: tie('fields')}),
	),
	fields: fc.array(tie('field'), {maxLength: 6}),
}));

function writeOurs(writer: ProtobufWriter, message: readonly Field[]): void {
	for (const item of message) {
		switch (item.kind) {
			case 'unsigned':
			case 'signed':
			case 'fixed32':
				writer[item.kind](item.field, item.value);
				break;
			case 'bool':
				writer.bool(item.field, item.value);
				break;
			case 'blob':
				writer.blob(item.field, item.value);
				break;
			case 'text':
				writer.text(item.field, cardText(item.value));
				break;
			case 'packed':
				writer.packed(item.field, item.value, item.value.length);
				break;
			case 'nested': {
				const start = writer.open(item.field);
				writeOurs(writer, item.value);
				writer.close(start);
				break;
			}
		}
	}
}

function writePeer(writer: protobuf.Writer, message: readonly Field[]): protobuf.Writer {
	for (const item of message) {
		const wire = {unsigned: 0, signed: 0, bool: 0, fixed32: 5, blob: 2, text: 2, packed: 2, nested: 2}[item.kind];
		writer.uint32(item.field * 8 + wire);
		switch (item.kind) {
			case 'unsigned':
				writer.uint64(item.value);
				break;
			case 'signed':
				writer.sint32(item.value);
				break;
			case 'fixed32':
				writer.fixed32(item.value);
				break;
			case 'bool':
				writer.bool(item.value);
				break;
			case 'blob':
				writer.bytes(item.value);
				break;
			case 'text':
				writer.string(item.value);
				break;
			case 'packed':
				writer.fork();
				item.value.forEach(value => writer.uint64(value));
				writer.ldelim();
				break;
			case 'nested':
				writePeer(writer.fork(), item.value).ldelim();
				break;
		}
	}
	return writer;
}

test('any fields, nested, are the bytes that protobufjs writes', t => {
	const writer = new ProtobufWriter(65_536);
	fc.assert(
		fc.property(fields, message => {
			const peer = writePeer(protobuf.Writer.create(), message).finish();
			writer.reset();
			writeOurs(writer, message);
			t.false(writer.overflowed);
			t.deepEqual([...writer.view()], [...peer]);
		}),
		{numRuns: 300},
	);
	t.pass();
});

test('nested messages of 127, 128, 16383 and 16384 bytes get lengths of one, two and three bytes', t => {
	for (const size of [0, 127, 128, 16_383, 16_384]) {
		const content = Uint8Array.from({length: size}, (_, i) => i % 251);
		const peer = protobuf.Writer.create().uint32(10).bytes(content).uint32(16).uint32(7).finish();
		const writer = new ProtobufWriter(size + 10);
		const start = writer.open(1);
		content.forEach(byte => writer.put(byte));
		writer.close(start);
		writer.unsigned(2, 7);
		t.deepEqual(Buffer.from(writer.view()), Buffer.from(peer), `${size} bytes`);
	}
});

test('a message fits a buffer of its size and overflows any smaller one, without a byte past the end', t => {
	fc.assert(
		fc.property(fields, message => {
			const size = writePeer(protobuf.Writer.create(), message).finish().length;
			const memory = new Uint8Array(size + 16).fill(0xa5);
			for (let room = 0; room <= size; room++) {
				const writer = new ProtobufWriter(0);
				writer.bytes = memory.subarray(0, room);
				writeOurs(writer, message);
				t.is(writer.overflowed, room < size, `${room} of ${size} bytes`);
				t.true(writer.at <= room);
				t.true(memory.subarray(room).every(byte => byte === 0xa5));
				memory.fill(0xa5);
			}
		}),
		{numRuns: 60},
	);
});

test('reset makes an overflowed writer good again', t => {
	const writer = new ProtobufWriter(2);
	writer.text(1, 'too long');
	t.true(writer.overflowed);
	writer.reset();
	writer.unsigned(1, 5);
	t.false(writer.overflowed);
	t.deepEqual([...writer.view()], [8, 5]);
});

/** Reads what `message` says is there and compares; the reader knows the kinds from it, as a schema would tell. */
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
					reads[ways[steps % ways.length]!]!(reader);
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
		const reader = guarded(Uint8Array.from(Buffer.from(`${hex}`, 'hex')));
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
	const reader = new ProtobufReader(Uint8Array.from(Buffer.from('0a0408011002' + '1807', 'hex')));
	t.true(reader.next());
	const outer = reader.enter();
	t.true(reader.next());
	reader.leave(outer);
	t.true(reader.next());
	t.is(reader.field, 3);
	t.is(reader.unsigned(), 7);
});
