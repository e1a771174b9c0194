// Sparkplug: how fast our writer is beside the payload library of Eclipse Tahu, and how small what it writes is.

import sparkplugPayload from 'sparkplug-payload';
import {sparkplugReadings} from '../../src/agent/sparkplug-metrics.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import {typeBoolean, typeDouble, typeFloat, typeInt32, typeString} from '../../src/codec/sparkplug.ts';
import {SPARKPLUG_BYTES, SparkplugPayloads} from '../../src/protocols/mqtt/sparkplug/payloads.ts';
import {measure} from '../../src/ups/measure.ts';
import {NOT_AVAILABLE, READING_SIZE} from '../../src/ups/reading.ts';
import {MINUTE, newUps} from '../helpers/ref-model.ts';
import type {BenchRow} from './row.ts';
import {compareSeconds} from './timing.ts';

const MESSAGES = 2000;
const RUNS = 9;
const UTC = 1_790_000_000_000;
const SEQUENCE = 7;

const peer = sparkplugPayload.get('spBv1.0') as NonNullable<ReturnType<typeof sparkplugPayload.get>>;
type Payload = Parameters<typeof peer.encodePayload>[0];
type PeerMetric = NonNullable<Payload['metrics']>[number];

const typeNames: Readonly<Record<number, PeerMetric['type']>> = {
	[typeInt32]: 'Int32',
	[typeFloat]: 'Float',
	[typeDouble]: 'Double',
	[typeBoolean]: 'Boolean',
	[typeString]: 'String',
};

const readings = sparkplugReadings({vendor: 'Test', model: 'REF', serial: 'U1', firmware: 'F1', switchedGroups: 2});
const identity = {
	cardId: 'card-a',
	bootId: 7,
	vendor: 'Test',
	model: 'Card',
	serial: 'S1',
	cardFirmware: '0.1.0',
	lastSequence: 3,
};

/** The value of each metric of a UPS on good line. */
function steadyValues(): Int32Array {
	const row = new Int32Array(READING_SIZE);
	measure(newUps(), MINUTE, row, 0);
	const values = new Int32Array(readings.metrics.length);
	readings.read(readings.metrics, row, 0, values);
	return values;
}

/** The same payload as the peer takes it, made before. */
function peerPayload(values: Int32Array): Payload {
	const metrics = readings.metrics.map((metric, i): PeerMetric => {
		const one = {alias: metric.alias, timestamp: UTC, type: typeNames[metric.type]};
		const value = values[i];
		if (value === NOT_AVAILABLE) {
			return {...one, value: null};
		}
		if (metric.type === typeString) {
			return {...one, value: metric.alias === readings.resultAlias ? '' : readings.textOf(metric, value)};
		}
		return {...one, value: metric.type === typeBoolean ? value !== 0 : value / metric.divisor};
	});
	return {timestamp: UTC, metrics, seq: SEQUENCE};
}

function repeat(write: () => void): () => void {
	return () => {
		for (let i = 0; i < MESSAGES; i++) {
			write();
		}
	};
}

export async function bench(): Promise<BenchRow[]> {
	const values = steadyValues();
	const payloads = new SparkplugPayloads(new ProtobufWriter(SPARKPLUG_BYTES), identity, readings);
	const times = {sent: UTC, measured: UTC};
	const everyMetric = () => true;
	const ours = (): Uint8Array => {
		payloads.beginData(values, everyMetric, '', times);
		return payloads.end(SEQUENCE);
	};
	const payload = peerPayload(values);
	const other = (): Uint8Array => peer.encodePayload(payload);
	const pair = compareSeconds(repeat(ours), repeat(other), RUNS);
	const name = `Sparkplug DDATA of ${readings.metrics.length} metrics`;
	const otherName = 'sparkplug-payload';
	return [
		{
			name: `${name}, written`,
			ours: (pair.ours / MESSAGES) * 1e6,
			other: (pair.other / MESSAGES) * 1e6,
			otherName,
			unit: 'µs',
			goal: {ratioAtMost: 1},
		},
		{
			name: `${name}, size`,
			ours: ours().length,
			other: other().length,
			otherName,
			unit: 'bytes',
			goal: {ratioAtMost: 1},
		},
	];
}
