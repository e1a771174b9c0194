// Payloads of Sparkplug B 3.0 (mqtt.md a.2), as bytes of proto/sparkplug_b.proto: a writer of births, data and deaths, and a bounded
// reader of commands. Proto2: what is written is there, 0 included. Fields are written in ascending order of number.

import type {ProtobufReader} from './protobuf-reader.ts';
import type {ProtobufWriter} from './protobuf.ts';

/** Codes of the types that a card uses (payloads-metric-datatype-value). */
export const typeInt32 = 3;
export const typeInt64 = 4;
export const typeFloat = 9;
export const typeDouble = 10;
export const typeBoolean = 11;
export const typeString = 12;
export const typeDateTime = 13;

/** Values of the property `Quality` (mqtt.md a.5): written only when not good. */
export const qualityGood = 192;
export const qualityStale = 500;

/** A payload without `seq`: that of NDEATH. */
export const NO_SEQUENCE = -1;
/** A metric without alias. */
export const NO_ALIAS = -1;

/** In `Payload`, `Metric`, `PropertySet` and `PropertyValue`. */
const TIMESTAMP = 1;
const METRICS = 2;
const SEQ = 3;
const NAME = 1;
const ALIAS = 2;
const METRIC_TIMESTAMP = 3;
const DATATYPE = 4;
const IS_NULL = 7;
const PROPERTIES = 9;
const INT_VALUE = 10;
const LONG_VALUE = 11;
const FLOAT_VALUE = 12;
const DOUBLE_VALUE = 13;
const BOOLEAN_VALUE = 14;
const STRING_VALUE = 15;
const KEYS = 1;
const VALUES = 2;
const PROPERTY_TYPE = 1;
const PROPERTY_INT = 3;
const PROPERTY_STRING = 8;

const FIXED64 = 1;

const floats = new Float32Array(1);
const floatBits = new Uint32Array(floats.buffer);
const doubles = new Float64Array(1);
const doubleBytes = new Uint8Array(doubles.buffer);

/** What a birth says of a metric besides its value. Text is UTF-8 bytes, one a character. */
export interface SparkplugDefinition {
	readonly name: string;
	/** NO_ALIAS for `bdSeq` and `Node Control/…`. */
	readonly alias: number;
	/** One of the codes above. */
	readonly type: number;
	/** Property `engUnit`, or ''. */
	readonly unit: string;
}

/** Writes payloads into a writer that many cards may share. */
export class SparkplugWriter {
	out: ProtobufWriter;
	metricAt: number;

	constructor(out: ProtobufWriter) {
		this.out = out;
		this.metricAt = 0;
	}

	/** Begins a payload that is sent at `timestamp`, milliseconds since 1970. */
	begin(timestamp: number): void {
		this.out.reset();
		this.out.unsigned(TIMESTAMP, timestamp);
	}

	/** Ends it with its `seq`, or NO_SEQUENCE; the bytes are valid until the next `begin`. */
	end(sequence: number): Uint8Array {
		if (sequence !== NO_SEQUENCE) {
			this.out.unsigned(SEQ, sequence);
		}
		return this.out.view();
	}

	/** Begins a metric of a birth: name, alias and type. */
	define(metric: SparkplugDefinition, timestamp: number): void {
		this.metricAt = this.out.open(METRICS);
		this.out.text(NAME, metric.name);
		if (metric.alias !== NO_ALIAS) {
			this.out.unsigned(ALIAS, metric.alias);
		}
		this.out.unsigned(METRIC_TIMESTAMP, timestamp);
		this.out.unsigned(DATATYPE, metric.type);
	}

	/** Begins a metric of data: by its alias alone. */
	refer(metric: SparkplugDefinition, timestamp: number): void {
		this.metricAt = this.out.open(METRICS);
		if (metric.alias === NO_ALIAS) {
			this.out.text(NAME, metric.name);
		} else {
			this.out.unsigned(ALIAS, metric.alias);
		}
		this.out.unsigned(METRIC_TIMESTAMP, timestamp);
	}

	/** Marks the value as not available: it is not written. */
	nothing(): void {
		this.out.bool(IS_NULL, true);
	}

	/** Unit and quality, before the value; nothing where neither says anything. */
	properties(unit: string, quality: number): void {
		const out = this.out;
		if (unit === '' && quality === qualityGood) {
			return;
		}
		const set = out.open(PROPERTIES);
		if (unit !== '') {
			out.text(KEYS, 'engUnit');
		}
		if (quality !== qualityGood) {
			out.text(KEYS, 'Quality');
		}
		if (unit !== '') {
			const value = out.open(VALUES);
			out.unsigned(PROPERTY_TYPE, typeString);
			out.text(PROPERTY_STRING, unit);
			out.close(value);
		}
		if (quality !== qualityGood) {
			const value = out.open(VALUES);
			out.unsigned(PROPERTY_TYPE, typeInt32);
			out.unsigned(PROPERTY_INT, quality);
			out.close(value);
		}
		out.close(set);
	}

	/** Writes a number as `type` wants it; Int64 and DateTime from 0 to 2^53 - 1. */
	number(type: number, value: number): void {
		if (type === typeFloat) {
			floats[0] = value;
			this.out.fixed32(FLOAT_VALUE, floatBits[0]);
		} else if (type === typeDouble) {
			this.double(value);
		} else if (type === typeBoolean) {
			this.out.bool(BOOLEAN_VALUE, value !== 0);
		} else if (type === typeInt64 || type === typeDateTime) {
			this.out.unsigned(LONG_VALUE, value);
		} else {
			// Two's complement, sign-extended to 32 bits whatever the declared width.
			this.out.unsigned(INT_VALUE, value >>> 0);
		}
	}

	double(value: number): void {
		doubles[0] = value;
		this.out.varint((DOUBLE_VALUE << 3) | FIXED64);
		for (let i = 0; i < 8; i++) {
			this.out.put(doubleBytes[i]);
		}
	}

	text(value: string): void {
		this.out.text(STRING_VALUE, value);
	}

	close(): void {
		this.out.close(this.metricAt);
	}
}

/** A metric of a command. */
export interface SparkplugWrite {
	/** '' where it is named by its alias. */
	name: string;
	/** NO_ALIAS where it is named by its name. */
	alias: number;
	/** The value of a Boolean; null where there is none, or one of another type. */
	flag: boolean | null;
}

export interface SparkplugCommand {
	/** Milliseconds since 1970; 0 where there is none. */
	timestamp: number;
	/** At most WRITES_MAX. */
	writes: SparkplugWrite[];
}

/** Metrics that a command may have. */
export const WRITES_MAX = 32;

/** Reads the payload of NCMD or DCMD; null where the bytes are none, or too many metrics. What is not known is passed over. */
export function readSparkplugCommand(reader: ProtobufReader): SparkplugCommand | null {
	const command: SparkplugCommand = {timestamp: 0, writes: []};
	while (reader.next()) {
		if (reader.field === TIMESTAMP) {
			command.timestamp = reader.unsigned();
		} else if (reader.field === METRICS) {
			const outer = reader.enter();
			command.writes.push(readWrite(reader));
			reader.leave(outer);
		} else {
			reader.skip();
		}
		if (command.writes.length > WRITES_MAX) {
			return null;
		}
	}
	return reader.malformed ? null : command;
}

function readWrite(reader: ProtobufReader): SparkplugWrite {
	const write: SparkplugWrite = {name: '', alias: NO_ALIAS, flag: null};
	while (reader.next()) {
		if (reader.field === NAME) {
			write.name = reader.text();
		} else if (reader.field === ALIAS) {
			write.alias = reader.unsigned();
		} else if (reader.field === BOOLEAN_VALUE) {
			write.flag = reader.bool();
		} else {
			reader.skip();
		}
	}
	return write;
}
