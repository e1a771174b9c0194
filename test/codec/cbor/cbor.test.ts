import test from 'ava';
import {Decoder, Tag} from 'cbor-x';
import fc from 'fast-check';
import {ARRAY, BYTES, MAP, NINT, SIMPLE, TAG, TEXT, TOO_WIDE, TRUE, UINT} from '../../../src/codec/cbor/head.ts';
import {CborReader, NOTHING} from '../../../src/codec/cbor/reader.ts';
import {scanCbor} from '../../../src/codec/cbor/scan.ts';
import {utf8Bytes} from '../../../src/codec/cbor/utf8.ts';
import {CborWriter} from '../../../src/codec/cbor/writer.ts';
import {documentCbor, tagSign1} from '../../../src/ota/cbor-rules.ts';

type Item =
	| {readonly kind: 'int'; readonly value: number}
	| {readonly kind: 'blob'; readonly value: Uint8Array}
	| {readonly kind: 'text'; readonly value: string}
	| {readonly kind: 'bool'; readonly value: boolean}
	| {readonly kind: 'nil'; readonly value: null}
	| {readonly kind: 'array' | 'tag' | 'map'; readonly value: readonly Item[]};

const whole = fc.oneof(fc.integer({min: -300, max: 300}), fc.maxSafeInteger());
const {item: items} = fc.letrec<{item: Item}>(tie => ({
	item: fc.oneof(
		{depthSize: 'small', maxDepth: 6},
		fc.record({kind: fc.constant('int' as const), value: whole}),
		fc.record({kind: fc.constant('blob' as const), value: fc.uint8Array({maxLength: 300})}),
		fc.record({kind: fc.constant('text' as const), value: fc.string({unit: 'grapheme', maxLength: 40})}),
		fc.record({kind: fc.constant('bool' as const), value: fc.boolean()}),
		fc.record({kind: fc.constant('nil' as const), value: fc.constant(null)}),
		fc.record({kind: fc.constant('array' as const), value: fc.array(tie('item'), {maxLength: 30})}),
		fc.record({kind: fc.constant('map' as const), value: fc.array(tie('item'), {maxLength: 30})}),
		fc.record({kind: fc.constant('tag' as const), value: fc.array(tie('item'), {minLength: 1, maxLength: 1})}),
	),
}));

/** Writes the item; the keys of a map are 0, 1, 2 … */
function write(writer: CborWriter, item: Item): void {
	if (item.kind === 'int') {
		writer.int(item.value);
	} else if (item.kind === 'blob') {
		writer.blob(item.value);
	} else if (item.kind === 'text') {
		writer.text(item.value);
	} else if (item.kind === 'bool') {
		writer.bool(item.value);
	} else if (item.kind === 'nil') {
		writer.nil();
	} else if (item.kind === 'tag') {
		writer.tag(tagSign1);
		write(writer, item.value[0]);
	} else {
		writer[item.kind](item.value.length);
		item.value.forEach((below, key) => {
			if (item.kind === 'map') {
				writer.uint(key);
			}
			write(writer, below);
		});
	}
}

/** What cbor-x should make of the item. */
function plain(item: Item): unknown {
	if (item.kind === 'array') {
		return item.value.map(plain);
	}
	if (item.kind === 'map') {
		return new Map(item.value.map((below, key) => [key, plain(below)]));
	}
	return item.kind === 'tag' ? new Tag(plain(item.value[0]), tagSign1) : item.value;
}

/** The argument of the head last read, exactly. */
function argument(reader: CborReader): bigint {
	return BigInt(reader.head.high) * 4_294_967_296n + BigInt(reader.head.low);
}

/** What our reader makes of the next item, in the shape of cbor-x. */
function read(reader: CborReader): unknown {
	const entries = (count: number): unknown[] => Array.from({length: count}, () => read(reader));
	const ways: Readonly<Record<number, () => unknown>> = {
		[UINT]: () => {
			reader.uint();
			return argument(reader);
		},
		[NINT]: () => {
			reader.int();
			return -1n - argument(reader);
		},
		[BYTES]: () => reader.blobCopy(),
		[TEXT]: () => reader.text(),
		[ARRAY]: () => entries(reader.array()),
		[MAP]: () => new Map(Array.from({length: reader.map()}, () => [read(reader), read(reader)])),
		[TAG]: () => {
			const number = reader.tag();
			return new Tag(read(reader), number);
		},
		[SIMPLE]: () => {
			if (!reader.isNull()) {
				return reader.bool();
			}
			reader.nil();
			return null;
		},
	};
	return ways[reader.major()]();
}

/** Byte strings as plain arrays, and every number as a BigInt. */
function comparable(value: unknown): unknown {
	if (value instanceof Uint8Array) {
		return {bytes: [...value]};
	}
	if (value instanceof Tag) {
		return {tag: value.tag, value: comparable(value.value)};
	}
	if (value instanceof Map) {
		return {map: [...value].map(pair => pair.map(comparable))};
	}
	if (typeof value === 'number') {
		return BigInt(value);
	}
	return Array.isArray(value) ? value.map(comparable) : value;
}

const decoder = new Decoder({useRecords: false, mapsAsObjects: false});
const written = items.map(item => {
	const writer = new CborWriter(1_000_000);
	write(writer, item);
	return {item, bytes: writer.copy(), overflowed: writer.overflowed};
});

test('what the writer writes the scanner lets pass, and our reader and cbor-x read alike', t => {
	fc.assert(
		fc.property(written, ({item, bytes, overflowed}) => {
			t.false(overflowed);
			const problem = scanCbor(bytes, documentCbor);
			t.true(problem === null || problem.code === 'E_OTA_CBOR_LIMIT', problem?.detail);
			const expected = comparable(plain(item));
			t.deepEqual(comparable(decoder.decode(bytes)), expected);
			const reader = new CborReader(bytes);
			t.deepEqual(comparable(read(reader)), expected);
			t.true(reader.done());
		}),
		{numRuns: 300},
	);
});

test('whatever the scanner lets pass our reader and cbor-x read alike', t => {
	let passed = 0;
	fc.assert(
		fc.property(written, fc.array(fc.tuple(fc.nat(), fc.nat({max: 255})), {maxLength: 3}), ({bytes}, changes) => {
			const changed = new Uint8Array(bytes);
			changes.forEach(([at, byte]) => {
				changed[at % changed.length] = byte;
			});
			if (scanCbor(changed, documentCbor) === null) {
				passed += 1;
				const reader = new CborReader(changed);
				const ours = comparable(read(reader));
				t.true(reader.done());
				t.deepEqual(comparable(decoder.decode(changed)), ours);
			}
		}),
		{numRuns: 1000},
	);
	t.true(passed > 100, `${passed} passed`);
});

test('skipping passes exactly one item, and its raw bytes are those that were written', t => {
	fc.assert(
		fc.property(written, written, (first, second) => {
			const reader = new CborReader(new Uint8Array([...first.bytes, ...second.bytes]));
			t.deepEqual([...reader.rawItem()], [...first.bytes]);
			t.deepEqual([...reader.rawItem()], [...second.bytes]);
			t.true(reader.done());
		}),
		{numRuns: 100},
	);
});

test('the reader comes to an end with random bytes, read in any way', t => {
	const ways: readonly ((reader: CborReader) => unknown)[] = [
		reader => reader.uint(),
		reader => reader.int(),
		reader => reader.blob(),
		reader => reader.text(),
		reader => reader.array(),
		reader => reader.map(),
		reader => reader.tag(),
		reader => reader.bool(),
		reader => reader.nil(),
		reader => reader.rawItem(),
	];
	const order = fc.array(fc.nat({max: ways.length - 1}), {minLength: 1});
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 80}), order, (bytes, picks) => {
			const reader = new CborReader(bytes);
			for (let step = 0; reader.more(); step++) {
				const before = reader.at;
				ways[picks[step % picks.length]](reader);
				t.true(reader.bad || (reader.at > before && reader.at <= bytes.length));
			}
		}),
		{numRuns: 2000},
	);
});

test('numbers that a number cannot hold keep both their words', t => {
	const hex = '1bffffffffffffffff3bffffffffffffffff1b00200000000000011b001fffffffffffff3b001fffffffffffff';
	const reader = new CborReader(new Uint8Array(Buffer.from(hex, 'hex')));
	t.deepEqual([reader.uint(), reader.head.high, reader.head.low], [TOO_WIDE, 4294967295, 4294967295]);
	t.deepEqual([reader.int(), reader.head.high, reader.head.low], [-2 * TOO_WIDE, 4294967295, 4294967295]);
	t.deepEqual([reader.uint(), reader.head.high, reader.head.low], [TOO_WIDE, 2097152, 1]);
	t.is(reader.uint(), Number.MAX_SAFE_INTEGER);
	t.is(reader.int(), -TOO_WIDE);
	t.true(reader.done());
});

test('an item that is read as what it is not makes all that follows empty', t => {
	const reader = new CborReader(new Uint8Array(Buffer.from('01614101', 'hex')));
	t.is(reader.text(), '');
	t.true(reader.bad);
	t.false(reader.more());
	t.is(reader.major(), NOTHING);
	t.is(reader.uint(), 0);
	t.deepEqual([...reader.rawItem()], []);
	t.is(reader.load(new Uint8Array([1])).uint(), 1, 'a new load begins afresh');
});

test('false and null are not taken for one another', t => {
	const nil = new CborReader(new Uint8Array([0xf6]));
	t.false(nil.bool());
	t.true(nil.bad);
	const no = new CborReader(new Uint8Array([0xf4]));
	no.nil();
	t.true(no.bad);
	t.true(new CborReader(new Uint8Array([SIMPLE * 32 + TRUE])).bool());
});

test('a writer that is full says so, until it is reset', t => {
	const writer = new CborWriter(4);
	t.true(writer.uint(1).blob(new Uint8Array(3)).overflowed);
	writer.reset();
	t.deepEqual([...writer.uint(1).copy()], [1]);
	t.false(writer.overflowed);
});

test('text with half of a surrogate pair is none', t => {
	t.true(new CborWriter(100).text('a\ud83d').overflowed);
	t.is(utf8Bytes('\ude0a'), null);
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 40}), value => {
			t.deepEqual([...(utf8Bytes(value) ?? [])], [...Buffer.from(value, 'utf8')]);
		}),
	);
});
