// Telemetry: how fast our writer is beside protobufjs, and how small what it writes is beside JSON.

import {encodeSample, SAMPLE_BYTES} from '../../src/agent/telemetry.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import {measure} from '../../src/ups/measure.ts';
import {NOT_AVAILABLE, READING_SIZE, readingFields} from '../../src/ups/reading.ts';
import {advance} from '../../src/ups/ups.ts';
import {decodePeer, messageType} from '../helpers/proto.ts';
import {DAY, MINUTE, newUps} from '../helpers/ref-model.ts';
import type {BenchRow} from './row.ts';
import {compareSeconds} from './timing.ts';

const MESSAGES = 50_000;
const RUNS = 15;
/** The card has been up for a month, with a sample a minute. */
const UPTIME_MS = 30 * DAY;
const SEQUENCE = UPTIME_MS / MINUTE;

const sample = messageType('Sample');
const ALARMS = sample.fields['alarms'].id;

function repeat(write: () => void): () => void {
	return () => {
		for (let i = 0; i < MESSAGES; i++) {
			write();
		}
	};
}

/** A reading of a UPS on good line, full and at a steady load. */
function steadyRow(): Int32Array {
	const row = new Int32Array(READING_SIZE);
	measure(newUps(), MINUTE, row, 0);
	return row;
}

/** The places of the readings and the numbers of their fields, in the order of these. */
function fieldsOfReadings(): {places: Uint8Array; fields: Uint8Array} {
	const placed = readingFields
		.map(({name}, place) => ({place, id: sample.fields[name]?.id ?? 0}))
		.filter(({id}) => id > 0)
		.toSorted((a, b) => a.id - b.id);
	return {places: Uint8Array.from(placed, one => one.place), fields: Uint8Array.from(placed, one => one.id)};
}

/** The same full sample by both: ours from a reading row, theirs from a message object made before. */
function speedRow(): BenchRow {
	const row = steadyRow();
	const {places, fields} = fieldsOfReadings();
	const writer = new ProtobufWriter(SAMPLE_BYTES);
	const ours = (): void => {
		writer.reset();
		writer.unsigned(1, SEQUENCE);
		writer.unsigned(2, SEQUENCE);
		writer.unsigned(3, UPTIME_MS);
		writer.signedFields(fields, places, row, 0, NOT_AVAILABLE);
		writer.empty(ALARMS);
	};
	ours();
	const message = sample.decode(writer.view());
	const other = (): void => {
		sample.encode(message).finish();
	};
	const pair = compareSeconds(repeat(ours), repeat(other), RUNS);
	return {
		name: `protobuf writer, a sample of ${Object.keys(decodePeer('Sample', writer.view())).length} fields`,
		ours: MESSAGES / pair.ours / 1e6,
		other: MESSAGES / pair.other / 1e6,
		otherName: 'protobufjs',
		unit: 'M/s',
		goal: {ratioAtLeast: 5},
	};
}

/** A full sample as the JSON that cards of the field publish: the same names, quantities in their units. */
function jsonOf(bytes: Uint8Array): string {
	const message = decodePeer('Sample', bytes);
	for (const {name, scale} of readingFields) {
		if (typeof message[name] === 'number') {
			message[name] = message[name] / scale;
		}
	}
	return JSON.stringify({...message, alarms: [], linkLost: false});
}

/** The largest changed-only sample of a steady card at one a minute for a day, and its full one as JSON: bytes. */
function sampleSizes(): {changed: number; json: number} {
	const u = newUps();
	const row = new Int32Array(READING_SIZE);
	const sent = new Int32Array(READING_SIZE).fill(NOT_AVAILABLE);
	const writer = new ProtobufWriter(SAMPLE_BYTES);
	const sizes: number[] = [];
	let json = 0;
	for (let sequence = SEQUENCE; sequence <= SEQUENCE + DAY / MINUTE; sequence++) {
		const t = (sequence - SEQUENCE + 1) * MINUTE;
		advance(u, t);
		measure(u, t, row, 0);
		writer.reset();
		encodeSample(writer, {sequence, fullSequence: SEQUENCE, uptimeMs: UPTIME_MS + t}, row, 0, sent, 0, false);
		if (sequence === SEQUENCE) {
			json = jsonOf(writer.view()).length;
		} else {
			sizes.push(writer.at);
		}
	}
	return {changed: Math.max(...sizes), json};
}

function sizeRow(): BenchRow {
	const {changed, json} = sampleSizes();
	return {
		name: 'largest changed-only sample of a steady card',
		ours: changed,
		other: json,
		otherName: 'the full sample as JSON',
		unit: 'bytes',
		goal: {oursAtMost: 40, ratioAtMost: 0.066},
	};
}

export async function bench(): Promise<BenchRow[]> {
	return [speedRow(), sizeRow()];
}
