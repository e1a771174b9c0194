// The payloads of an edge node and its device (mqtt.md a.1 "Birth", "Data", "Death"): what is in each, and in which order.

import type {SparkplugMetric, SparkplugReadings} from '../../../agent/sparkplug-metrics.ts';
import {
	NO_ALIAS,
	NO_SEQUENCE,
	qualityGood,
	SparkplugWriter,
	typeBoolean,
	typeInt64,
	typeString,
} from '../../../codec/sparkplug.ts';
import type {SparkplugDefinition} from '../../../codec/sparkplug.ts';
import type {ProtobufWriter} from '../../../codec/protobuf.ts';
import type {Millis} from '../../../core/clock.ts';
import {NOT_AVAILABLE} from './device-values.ts';
import type {SparkplugIdentity} from './options.ts';

/** Room that the writer needs, bytes: the birth of a UPS with every outlet group is smaller. */
export const SPARKPLUG_BYTES = 16384;

export const REBIRTH = 'Node Control/Rebirth';

function define(name: string, alias: number, type: number, unit: string): SparkplugDefinition {
	return {name, alias, type, unit};
}

// Neither has an alias: a will cannot know one (mqtt.md a.1, contradictions).
const bdSeqMetric = define('bdSeq', NO_ALIAS, typeInt64, '');
const rebirthMetric = define(REBIRTH, NO_ALIAS, typeBoolean, '');
const uptimeMetric = define('Card/Uptime', 20, typeInt64, 's');
const bootIdMetric = define('Card/Boot Id', 21, typeString, '');
const eventsMetric = define('Card/Events Logged', 22, typeInt64, '');

const propertyMetrics: ReadonlyArray<readonly [SparkplugDefinition, keyof SparkplugIdentity]> = [
	[define('Properties/Hardware Make', 10, typeString, ''), 'vendor'],
	[define('Properties/Hardware Model', 11, typeString, ''), 'model'],
	[define('Properties/Serial Number', 12, typeString, ''), 'serial'],
	[define('Properties/FW', 13, typeString, ''), 'cardFirmware'],
];

/** What the node says of itself besides its identity. */
export interface NodeState {
	readonly uptimeSeconds: number;
	readonly eventsLogged: number;
	/** Whether hosts do not have `eventsLogged` yet. */
	readonly eventsAreNews: boolean;
}

/** Times of a payload, milliseconds since 1970: when it is sent, and when its values were measured. */
export interface Times {
	readonly sent: Millis;
	readonly measured: Millis;
}

export class SparkplugPayloads {
	readonly writer: SparkplugWriter;
	readonly identity: SparkplugIdentity;
	readonly readings: SparkplugReadings;

	constructor(out: ProtobufWriter, identity: SparkplugIdentity, readings: SparkplugReadings) {
		this.writer = new SparkplugWriter(out);
		this.identity = identity;
		this.readings = readings;
	}

	/** Exactly one metric and no `seq` (topics-ndeath-payload, topics-ndeath-seq). */
	nodeDeath(bdSeq: number, sent: Millis): Uint8Array {
		this.writer.begin(sent);
		this.defineNumber(bdSeqMetric, bdSeq, sent);
		return this.writer.end(NO_SEQUENCE);
	}

	nodeBirth(bdSeq: number, sequence: number, state: NodeState, sent: Millis): Uint8Array {
		const {writer, identity} = this;
		writer.begin(sent);
		this.defineNumber(bdSeqMetric, bdSeq, sent);
		this.defineNumber(rebirthMetric, 0, sent);
		for (const [metric, key] of propertyMetrics) {
			this.defineText(metric, String(identity[key]), sent);
		}
		this.defineNumber(uptimeMetric, state.uptimeSeconds, sent);
		this.defineText(bootIdMetric, identity.bootId.toString(16).padStart(8, '0'), sent);
		this.defineNumber(eventsMetric, state.eventsLogged, sent);
		return writer.end(sequence);
	}

	/** The uptime, which always is news, and the number of events where it is (topics-ndata-payload). */
	nodeData(sequence: number, state: NodeState, sent: Millis): Uint8Array {
		const {writer} = this;
		writer.begin(sent);
		writer.refer(uptimeMetric, sent);
		writer.number(typeInt64, state.uptimeSeconds);
		writer.close();
		if (state.eventsAreNews) {
			writer.refer(eventsMetric, sent);
			writer.number(typeInt64, state.eventsLogged);
			writer.close();
		}
		return writer.end(sequence);
	}

	defineNumber(metric: SparkplugDefinition, value: number, timestamp: Millis): void {
		this.writer.define(metric, timestamp);
		this.writer.properties(metric.unit, qualityGood);
		this.writer.number(metric.type, value);
		this.writer.close();
	}

	defineText(metric: SparkplugDefinition, value: string, timestamp: Millis): void {
		this.writer.define(metric, timestamp);
		this.writer.text(value);
		this.writer.close();
	}

	/** Every metric of the device, with this quality (500 where the UPS does not answer). */
	deviceBirth(sequence: number, values: Int32Array, quality: number, result: string, times: Times): Uint8Array {
		const {writer} = this;
		const {metrics} = this.readings;
		writer.begin(times.sent);
		for (let i = 0; i < metrics.length; i++) {
			writer.define(metrics[i], this.timeOf(metrics[i], times));
			this.value(metrics[i], values[i], quality, result, metrics[i].unit);
		}
		return writer.end(sequence);
	}

	/** The device alone, without metrics: its UPS does not answer (operational-behavior-device-ddeath). */
	deviceDeath(sequence: number, sent: Millis): Uint8Array {
		this.writer.begin(sent);
		return this.writer.end(sequence);
	}

	/** Begins data with the metrics for which `isWanted` holds; false where none does. Its `seq` comes with `end`. */
	beginData(values: Int32Array, isWanted: (i: number) => boolean, result: string, times: Times): boolean {
		const {metrics} = this.readings;
		let count = 0;
		this.writer.begin(times.sent);
		for (let i = 0; i < metrics.length; i++) {
			if (isWanted(i)) {
				this.writer.refer(metrics[i], times.measured);
				this.value(metrics[i], values[i], qualityGood, result, '');
				count += 1;
			}
		}
		return count > 0;
	}

	end(sequence: number): Uint8Array {
		return this.writer.end(sequence);
	}

	/** What an order touches was told when it was given, which may be after the measurement: time never goes back. */
	timeOf(metric: SparkplugMetric, {sent, measured}: Times): Millis {
		return metric.control !== null || metric.alias === this.readings.resultAlias ? sent : measured;
	}

	value(metric: SparkplugMetric, value: number, quality: number, result: string, unit: string): void {
		const {writer} = this;
		const text = metric.type === typeString ? this.textOf(metric, value, result) : '';
		const missing = value === NOT_AVAILABLE;
		if (missing) {
			writer.nothing();
		}
		writer.properties(unit, quality);
		if (!missing && metric.type === typeString) {
			writer.text(text);
		} else if (!missing) {
			writer.number(metric.type, value / metric.divisor);
		}
		writer.close();
	}

	textOf(metric: SparkplugMetric, value: number, result: string): string {
		return metric.alias === this.readings.resultAlias ? result : this.readings.textOf(metric, value);
	}
}
