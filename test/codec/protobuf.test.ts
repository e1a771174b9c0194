import test from 'ava';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import {fields, writeOurs, writePeer} from '../helpers/protobuf-fields.ts';

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
	['the largest field number', writer => writer.unsigned(2 ** 29 - 1, 0), 'f8ffffff0f00'],
	['an empty message', writer => writer.empty(100), 'a20600'],
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

const NOTHING = -2147483648;

/** Fields with their values, in no order, and where in a longer row they lie. */
const planned = fc
	.uniqueArray(
		fc.tuple(
			fc.integer({min: 1, max: 255}),
			fc.oneof(fc.integer(), fc.integer({min: -9000, max: 9000}), fc.constant(NOTHING)),
		),
		{
			selector: ([field]) => field,
			maxLength: 40,
		},
	)
	.map(pairs => ({
		fields: Uint8Array.from(pairs, ([field]) => field),
		places: Uint8Array.from(pairs, (_, i) => pairs.length - 1 - i),
		values: Int32Array.of(7, ...pairs.map(([, value]) => value).reverse()),
	}));

test('many fields at once are the bytes of one by one, whatever room there is, but for values of nothing', t => {
	const one = new ProtobufWriter(1000);
	fc.assert(
		fc.property(planned, fc.nat({max: 3}), ({fields: numbers, places, values}, before) => {
			one.reset();
			one.bytes.fill(1, 0, before);
			one.at = before;
			const held = [...numbers]
				.map((field, i) => [field, values[1 + places[i]]] as const)
				.filter(([, value]) => value !== NOTHING);
			held.forEach(([field, value]) => one.signed(field, value));
			for (const room of [one.at, one.at + 1, 1000]) {
				const many = new ProtobufWriter(room);
				many.bytes.fill(1, 0, before);
				many.at = before;
				t.is(many.signedFields(numbers, places, values, 1, NOTHING), held.length);
				t.false(many.overflowed);
				t.deepEqual([...many.view()], [...one.view()]);
			}
			if (held.length > 0) {
				const short = new ProtobufWriter(one.at - 1);
				short.at = before;
				short.signedFields(numbers, places, values, 1, NOTHING);
				t.true(short.overflowed && short.at <= short.bytes.length);
			}
		}),
		{numRuns: 300},
	);
});

test('a writer that has written some fields at once writes others as well', t => {
	const writer = new ProtobufWriter(100);
	writer.signedFields(Uint8Array.of(1, 2), Uint8Array.of(0, 1), Int32Array.of(5, -1), 0, NOTHING);
	writer.signedFields(Uint8Array.of(3), Uint8Array.of(1), Int32Array.of(5, -1), 0, NOTHING);
	t.deepEqual([...writer.view()], [8, 10, 16, 1, 24, 1]);
});
