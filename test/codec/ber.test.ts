import test from 'ava';
import fc from 'fast-check';
import {BerReader, INTEGER, OCTET_STRING, SEQUENCE} from '../../src/codec/ber.ts';
import {compareOids, isOid, isUnder, oidBytes, oidText} from '../../src/codec/ber-oid.ts';
import {BerWriter} from '../../src/codec/ber-writer.ts';

const COUNTER64 = 0x46;
const GAUGE32 = 0x42;

function hex(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('hex');
}

function readerOf(text: string): BerReader {
	const bytes = Buffer.from(text, 'hex');
	return new BerReader().load(bytes, 0, bytes.length);
}

function written(write: (writer: BerWriter) => void): Uint8Array {
	const writer = new BerWriter(4096);
	write(writer);
	return writer.view();
}

const signedBytes: readonly (readonly [value: number, bytes: string])[] = [
	[0, '020100'],
	[127, '02017f'],
	[128, '02020080'],
	[-1, '0201ff'],
	[-128, '020180'],
	[-129, '0202ff7f'],
	[65535, '020300ffff'],
	[2147483647, '02047fffffff'],
	[-2147483648, '020480000000'],
];

for (const [value, bytes] of signedBytes) {
	test(`the INTEGER ${value} is ${bytes}`, t => {
		t.is(hex(written(w => w.integer(INTEGER, value))), bytes);
		t.is(readerOf(bytes).integer(), value);
	});
}

const unsignedBytes: readonly (readonly [value: number, bytes: string])[] = [
	[0, '420100'],
	[255, '420200ff'],
	[2147483648, '42050080000000'],
	[4294967295, '420500ffffffff'],
];

for (const [value, bytes] of unsignedBytes) {
	test(`the Gauge32 ${value} is ${bytes}`, t => {
		t.is(hex(written(w => w.unsigned(GAUGE32, value))), bytes);
		const reader = readerOf(bytes);
		t.true(reader.read(GAUGE32));
		t.is(reader.unsigned(), value);
	});
}

test('a Counter64 goes over the wire whole by its halves', t => {
	const bytes = written(w => w.halves(COUNTER64, 0xffff_ffff, 0xffff_fffe));
	t.is(hex(bytes), '460900fffffffffffffffe');
	const reader = new BerReader().load(bytes, 0, bytes.length);
	reader.next();
	reader.counter64();
	t.deepEqual([reader.high, reader.low, reader.bad], [0xffff_ffff, 0xffff_fffe, false]);
});

test('numbers come back as they were written', t => {
	fc.assert(
		fc.property(fc.integer(), fc.nat(0xffff_ffff), fc.maxSafeNat(), (signed, unsigned, long) => {
			const bytes = written(w => {
				w.counter64(COUNTER64, long);
				w.unsigned(GAUGE32, unsigned);
				w.integer(INTEGER, signed);
			});
			const reader = new BerReader().load(bytes, 0, bytes.length);
			t.is(reader.integer(), signed);
			reader.next();
			t.is(reader.unsigned(), unsigned);
			reader.next();
			t.is(reader.counter64(), long);
			t.false(reader.more());
			t.false(reader.bad);
		}),
	);
});

test('nested sequences and texts of any length come back as they were written', t => {
	fc.assert(
		fc.property(fc.array(fc.uint8Array({maxLength: 300}), {maxLength: 6}), texts => {
			const bytes = written(w => {
				const outer = w.mark();
				for (const text of texts.toReversed()) {
					const inner = w.mark();
					w.text(OCTET_STRING, Buffer.from(text).toString('latin1'));
					w.wrap(SEQUENCE, inner);
				}
				w.wrap(SEQUENCE, outer);
			});
			const reader = new BerReader().load(bytes, 0, bytes.length);
			const end = reader.enter(SEQUENCE);
			const found: string[] = [];
			while (reader.more()) {
				const outer = reader.enter(SEQUENCE);
				reader.read(OCTET_STRING);
				found.push(reader.text());
				reader.leave(outer);
			}
			reader.leave(end);
			t.false(reader.bad);
			t.deepEqual(
				found,
				texts.map(text => Buffer.from(text).toString('latin1')),
			);
		}),
	);
});

const malformed: readonly (readonly [title: string, bytes: string])[] = [
	['nothing', ''],
	['a tag alone', '02'],
	['a length past the end', '02020a'],
	['an indefinite length', '30800000'],
	['a length of five octets', '0285000000000101'],
	['a length whose octets are cut', '0282'],
	['a length of four octets that is far too large', '0284ffffffff01'],
	['a tag of more than one octet', '1f0100'],
	['an INTEGER without octets', '0200'],
	['an INTEGER of more than 32 bits', '02050100000000'],
	['an INTEGER of six octets', '0206000000000001'],
	['another type than INTEGER', '040101'],
];

for (const [title, bytes] of malformed) {
	test(`${title} is bad where an INTEGER is read`, t => {
		const reader = readerOf(bytes);
		t.is(reader.integer(), 0);
		t.true(reader.bad);
		t.false(reader.next());
	});
}

test('a sequence that is left before its end is bad', t => {
	const reader = readerOf('3006020101020102');
	const outer = reader.enter(SEQUENCE);
	reader.integer();
	reader.leave(outer);
	t.true(reader.bad);
});

test('random bytes never make the reader throw or go past the end', t => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 60}), bytes => {
			const reader = new BerReader().load(bytes, 0, bytes.length);
			while (reader.more() && reader.next()) {
				t.true(reader.from <= reader.to && reader.to <= bytes.length);
				new BerReader().load(bytes, reader.from, reader.to).next();
			}
			t.true(reader.at <= bytes.length);
		}),
		{numRuns: 2000},
	);
});

const oids: readonly (readonly [text: string, bytes: string])[] = [
	['1.3.6.1.2.1.1.1.0', '2b06010201010100'],
	['1.3.6.1.4.1.318.1.1.1', '2b06010401823e010101'],
	['2.999.3', '883703'],
	['0.0', '00'],
	['1.3.4294967295', '2b8fffffff7f'],
	['2.4294967215', '8fffffff7f'],
];

for (const [text, bytes] of oids) {
	test(`the OBJECT IDENTIFIER ${text} is ${bytes}`, t => {
		const found = oidBytes(text) ?? new Uint8Array();
		t.is(hex(found), bytes);
		t.true(isOid(found, 0, found.length));
		t.is(oidText(found, 0, found.length), text);
		t.is(hex(written(w => w.oid(`.${text}`))), `06${(bytes.length / 2).toString(16).padStart(2, '0')}${bytes}`);
	});
}

const noOids: readonly string[] = [
	'',
	'.',
	'1..3',
	'1.3.',
	'3.1',
	'1.40',
	'1.3.4294967296',
	'2.4294967295',
	'a',
	'1.3.-1',
	'1 .3',
];

for (const text of noOids) {
	test(`${JSON.stringify(text)} is no OBJECT IDENTIFIER`, t => {
		t.is(oidBytes(text), null);
	});
}

const noOidBytes: readonly (readonly [title: string, bytes: string])[] = [
	['an arc that does not end', '2b86'],
	['an arc that begins with zeros', '2b8001'],
	['an arc of more than 32 bits', '2b9080808000'],
	['an arc of six octets', '2b818080808000'],
	['129 arcs', '2b'.repeat(128)],
];

for (const [title, bytes] of noOidBytes) {
	test(`${title} makes octets no OBJECT IDENTIFIER`, t => {
		t.false(isOid(Buffer.from(bytes, 'hex'), 0, bytes.length / 2));
	});
}

const arcs = fc
	.array(fc.oneof(fc.nat(200), fc.nat(0xffff_ffff)), {minLength: 1, maxLength: 8})
	.map(rest => [1, 3, ...rest]);

test('octets are in the order of their arcs, and under those that they begin with', t => {
	fc.assert(
		fc.property(arcs, arcs, (a, b) => {
			const left = oidBytes(a.join('.')) ?? new Uint8Array();
			const right = oidBytes(b.join('.')) ?? new Uint8Array();
			const found = compareOids(left, 0, left.length, right, 0, right.length);
			t.is(Math.sign(found), compareArcs(a, b));
			t.is(
				isUnder(left, 0, left.length, right),
				b.every((arc, i) => arc === a[i]),
			);
		}),
		{numRuns: 1000},
	);
});

function compareArcs(a: readonly number[], b: readonly number[]): number {
	const at = a.findIndex((arc, i) => arc !== b[i]);
	if (at < 0 || at >= b.length) {
		return at < 0 && a.length < b.length ? -1 : Number(a.length > b.length);
	}
	return a[at] < b[at] ? -1 : 1;
}

test('a writer that is too small says so and stays in its memory', t => {
	fc.assert(
		fc.property(fc.nat(60), fc.array(fc.integer(), {maxLength: 12}), (size, values) => {
			const writer = new BerWriter(size);
			const end = writer.mark();
			for (const value of values) {
				writer.integer(INTEGER, value);
				writer.octets(OCTET_STRING, new Uint8Array(9), 0, 9);
			}
			writer.wrap(SEQUENCE, end);
			t.true(writer.at >= 0);
			if (!writer.overflowed) {
				t.true(new BerReader().load(writer.view(), 0, writer.size()).read(SEQUENCE));
			}
		}),
	);
});
