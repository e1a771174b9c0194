import test from 'ava';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import {ProtobufReader} from '../../src/codec/protobuf-reader.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import {
	NO_ALIAS,
	NO_SEQUENCE,
	qualityGood,
	qualityStale,
	readSparkplugCommand,
	SparkplugWriter,
	typeBoolean,
	typeDateTime,
	typeDouble,
	typeFloat,
	typeInt32,
	typeInt64,
	typeString,
	WRITES_MAX,
} from '../../src/codec/sparkplug.ts';
import {cardText, protoPath, textOf} from '../helpers/proto.ts';

const SIZE = 65536;
const TYPE_INT16 = 2;

const payloadType = new protobuf.Root()
	.loadSync(protoPath('sparkplug_b.proto'))
	.lookupType('org.eclipse.tahu.protobuf.Payload');

function decode(bytes: Uint8Array): Record<string, unknown> {
	return payloadType.toObject(payloadType.decode(bytes), {longs: Number});
}

function encode(fields: Record<string, unknown>): Uint8Array {
	return Uint8Array.from(payloadType.encode(payloadType.fromObject(fields)).finish());
}

function written(fill: (writer: SparkplugWriter) => void, timestamp = 1, sequence = NO_SEQUENCE): Uint8Array {
	const writer = new SparkplugWriter(new ProtobufWriter(SIZE));
	writer.begin(timestamp);
	fill(writer);
	return Uint8Array.from(writer.end(sequence));
}

function define(writer: SparkplugWriter, name: string, alias: number, type: number): void {
	writer.define({name, alias, type, unit: ''}, 2);
}

const goldens: ReadonlyArray<readonly [what: string, bytes: Uint8Array, hex: string]> = [
	['a payload with seq 0, which is written', written(() => undefined, 300, 0), '08ac02 1800'],
	['a payload without seq', written(() => undefined, 300), '08ac02'],
	[
		'an Int64 of 0 without alias',
		written(writer => {
			define(writer, 'bdSeq', NO_ALIAS, typeInt64);
			writer.number(typeInt64, 0);
			writer.close();
		}),
		'0801 120d 0a056264536571 1802 2004 5800',
	],
	[
		'an Int16 of -87 as int_value 0xffffffa9',
		written(writer => {
			define(writer, 'n', 7, TYPE_INT16);
			writer.number(TYPE_INT16, -87);
			writer.close();
		}),
		'0801 120f 0a016e 1007 1802 2002 50a9ffffff0f',
	],
	[
		'a Boolean that is false, by its alias',
		written(writer => {
			writer.refer({name: 'b', alias: 200, type: typeBoolean, unit: ''}, 2);
			writer.number(typeBoolean, 0);
			writer.close();
		}),
		'0801 1207 10c801 1802 7000',
	],
	[
		'a Float, and no value but is_null with a stale quality',
		written(writer => {
			writer.refer({name: 'f', alias: 1, type: typeFloat, unit: ''}, 2);
			writer.number(typeFloat, 1.5);
			writer.close();
			writer.refer({name: 'g', alias: 2, type: typeFloat, unit: ''}, 2);
			writer.nothing();
			writer.properties('', qualityStale);
			writer.close();
		}),
		'0801 1209 1001 1802 650000c03f 1218 1002 1802 3801 4a10 0a075175616c697479 1205 0803 18f403',
	],
];

for (const [what, bytes, hex] of goldens) {
	test(`${what}: the bytes are as the specification has them`, t => {
		t.is(Buffer.from(bytes).toString('hex'), hex.replaceAll(' ', ''));
	});
}

const numbers = fc.oneof(
	fc.record({type: fc.constant(typeInt32), value: fc.integer()}),
	fc.record({type: fc.constantFrom(typeInt64, typeDateTime), value: fc.maxSafeNat()}),
	fc.record({type: fc.constant(typeFloat), value: fc.float({noNaN: true})}),
	fc.record({type: fc.constant(typeDouble), value: fc.double({noNaN: true})}),
	fc.record({type: fc.constant(typeBoolean), value: fc.nat({max: 1})}),
);
const metrics = fc.array(
	fc.record({
		name: fc.string({unit: 'grapheme'}),
		alias: fc.oneof(fc.constant(NO_ALIAS), fc.nat()),
		timestamp: fc.maxSafeNat(),
		unit: fc.constantFrom('', 'V', '°C'),
		quality: fc.constantFrom(qualityGood, qualityStale),
		content: fc.oneof(
			numbers,
			fc.record({type: fc.constant(typeString), text: fc.string({unit: 'grapheme'})}),
			fc.constant(null),
		),
	}),
	{maxLength: 20},
);
type Metric = typeof metrics extends fc.Arbitrary<Array<infer One>> ? One : never;

function write(writer: SparkplugWriter, {name, alias, timestamp, unit, quality, content}: Metric): void {
	writer.define({name: cardText(name), alias, type: content?.type ?? typeInt32, unit}, timestamp);
	if (content === null) {
		writer.nothing();
	}
	writer.properties(cardText(unit), quality);
	if (content !== null && 'text' in content) {
		writer.text(cardText(content.text));
	} else if (content !== null) {
		writer.number(content.type, content.value);
	}
	writer.close();
}

const valueFields: Readonly<Record<number, string>> = {
	[typeInt32]: 'intValue',
	[typeInt64]: 'longValue',
	[typeDateTime]: 'longValue',
	[typeFloat]: 'floatValue',
	[typeDouble]: 'doubleValue',
	[typeBoolean]: 'booleanValue',
};

function valueOf(content: Metric['content']): Record<string, unknown> {
	if (content === null) {
		return {isNull: true};
	}
	if ('text' in content) {
		return {stringValue: content.text};
	}
	const {type, value} = content;
	const held = type === typeInt32 ? value >>> 0 : value;
	return {[valueFields[type]]: type === typeBoolean ? value === 1 : held};
}

function propertiesOf({unit, quality}: Metric): Record<string, unknown> {
	const rows = [
		...(unit === '' ? [] : [{key: 'engUnit', value: {type: typeString, stringValue: unit}}]),
		...(quality === qualityGood ? [] : [{key: 'Quality', value: {type: typeInt32, intValue: quality}}]),
	];
	return rows.length === 0 ? {} : {properties: {keys: rows.map(({key}) => key), values: rows.map(({value}) => value)}};
}

function expected(metric: Metric): Record<string, unknown> {
	const {name, alias, timestamp, content} = metric;
	return {
		name,
		...(alias === NO_ALIAS ? {} : {alias}),
		timestamp,
		datatype: content?.type ?? typeInt32,
		...propertiesOf(metric),
		...valueOf(content),
	};
}

test('protobufjs reads what was written, field by field', t => {
	fc.assert(
		fc.property(metrics, fc.maxSafeNat(), fc.nat({max: 255}), (all, timestamp, seq) => {
			const bytes = written(writer => all.forEach(metric => write(writer, metric)), timestamp, seq);
			const metricFields = all.length === 0 ? {} : {metrics: all.map(expected)};
			t.deepEqual(decode(bytes), {timestamp, ...metricFields, seq});
		}),
		{numRuns: 200},
	);
});

const commands = fc.record({
	timestamp: fc.maxSafeNat(),
	metrics: fc.array(
		fc.oneof(
			fc.record({name: fc.string({unit: 'grapheme', minLength: 1}), timestamp: fc.nat(), booleanValue: fc.boolean()}),
			fc.record({alias: fc.nat(), datatype: fc.constant(typeBoolean), booleanValue: fc.boolean()}),
			fc.record({alias: fc.nat(), stringValue: fc.string()}),
			fc.record({alias: fc.nat(), doubleValue: fc.double({noNaN: true}), isTransient: fc.boolean()}),
		),
		{maxLength: WRITES_MAX},
	),
	seq: fc.nat({max: 255}),
	body: fc.uint8Array({maxLength: 20}),
});

test('the reader gets from a command of protobufjs name, alias and Boolean, and passes over the rest', t => {
	fc.assert(
		fc.property(commands, command => {
			const read = readSparkplugCommand(new ProtobufReader(encode(command)));
			t.is(read?.timestamp, command.timestamp);
			t.deepEqual(
				read?.writes.map(one => ({...one, name: textOf(one.name)})),
				command.metrics.map(one => ({
					name: 'name' in one ? one.name : '',
					alias: 'alias' in one ? one.alias : NO_ALIAS,
					flag: 'booleanValue' in one ? one.booleanValue : null,
				})),
			);
		}),
		{numRuns: 200},
	);
});

test('a command of more metrics than are allowed is none', t => {
	const command = (count: number) => encode({metrics: Array.from({length: count}, () => ({alias: 1}))});
	t.is(readSparkplugCommand(new ProtobufReader(command(WRITES_MAX)))?.writes.length, WRITES_MAX);
	t.is(readSparkplugCommand(new ProtobufReader(command(WRITES_MAX + 1))), null);
	t.is(readSparkplugCommand(new ProtobufReader(command(2000))), null);
});

const mutated = fc
	.tuple(commands, fc.array(fc.tuple(fc.nat(), fc.nat({max: 255})), {maxLength: 6}), fc.nat())
	.map(([command, changes, cut]) => {
		const bytes = encode(command);
		for (const [at, value] of changes) {
			bytes[at % Math.max(1, bytes.length)] = value;
		}
		return bytes.subarray(0, cut % 4 === 0 ? cut % (bytes.length + 1) : bytes.length);
	});

test('whatever the bytes, the reader never throws, and what it gives is bounded by them', t => {
	fc.assert(
		fc.property(fc.oneof(fc.uint8Array({maxLength: 300}), mutated), bytes => {
			const command = readSparkplugCommand(new ProtobufReader(bytes));
			if (command !== null) {
				t.true(command.writes.length <= WRITES_MAX);
				t.true(command.writes.reduce((sum, {name}) => sum + name.length, 0) <= bytes.length);
			}
		}),
		{numRuns: 3000},
	);
	t.pass();
});
