// Writes of hosts: NCMD and DCMD (mqtt.md a.1 "Command", a.4). They have neither id nor session, so nothing retained, old or unknown
// is taken.

import type {SparkplugMetric} from '../../../agent/sparkplug-metrics.ts';
import {ProtobufReader} from '../../../codec/protobuf-reader.ts';
import {NO_ALIAS, readSparkplugCommand} from '../../../codec/sparkplug.ts';
import type {SparkplugCommand, SparkplugWrite} from '../../../codec/sparkplug.ts';
import {MINUTE} from '../../../core/clock.ts';
import type {SparkplugOptions} from './options.ts';
import {REBIRTH} from './payloads.ts';
import type {SparkplugTopics} from './topics.ts';

const COMMAND_BYTES_MAX = 4096;
/** How far the clock of a host may be from ours. */
const AGE_MAX_MS = MINUTE;
/** 2020: a clock that says less was never set. */
const SET_CLOCK_MS = 1577836800000;

export interface CommandTarget {
	readonly topics: SparkplugTopics;
	nowUtc(): number;
	rebear(): void;
	answer(written: readonly number[], result: string): void;
}

export class Commands {
	readonly options: SparkplugOptions;
	readonly target: CommandTarget;
	readonly reader: ProtobufReader;
	/** Messages refused so far. */
	refused: number;

	constructor(options: SparkplugOptions, target: CommandTarget) {
		this.options = options;
		this.target = target;
		this.reader = new ProtobufReader(new Uint8Array(0));
		this.refused = 0;
	}

	take(topic: string, payload: Uint8Array, retained: boolean): void {
		if (retained) {
			this.refuse('The message is retained; a command must not be, so that nothing runs late.');
			return;
		}
		const command = payload.length > COMMAND_BYTES_MAX ? null : readSparkplugCommand(this.reader.load(payload));
		if (command === null) {
			this.refuse(`The payload is no Sparkplug command of at most ${COMMAND_BYTES_MAX} bytes.`);
		} else if (topic === this.target.topics.ncmd) {
			this.takeNode(command);
		} else if (topic === this.target.topics.dcmd) {
			this.takeDevice(command);
		}
	}

	refuse(why: string): void {
		this.refused += 1;
		this.options.refused(why);
	}

	/** A rebirth changes nothing of the UPS: it is answered whatever its time. */
	takeNode(command: SparkplugCommand): void {
		if (command.writes.some(({name, flag}) => name === REBIRTH && flag === true)) {
			this.target.rebear();
			return;
		}
		this.refuse(`The node takes ${REBIRTH} = true and nothing else.`);
	}

	takeDevice(command: SparkplugCommand): void {
		const wrongTime = this.faultOfTime(command.timestamp);
		if (wrongTime !== '') {
			this.refuse(wrongTime);
			return;
		}
		const {metrics} = this.options.readings;
		const places = command.writes.map(write => placeOf(metrics, write));
		const faulty = places.findIndex((place, i) => place < 0 || command.writes[i].flag === null);
		if (faulty >= 0 || places.length === 0) {
			this.refuse('A metric is none that can be written, or its value is no Boolean; nothing of the command was done.');
			return;
		}
		const results = places.map((place, i) => this.order(metrics[place], command.writes[i].flag as boolean));
		this.target.answer(places, results.filter(result => result !== '').join(' '));
	}

	/** '' where the time is right, or cannot be judged since our clock is not set. */
	faultOfTime(timestamp: number): string {
		const now = this.target.nowUtc();
		if (timestamp === 0) {
			return 'The payload has no timestamp; a command needs one.';
		}
		if (now < SET_CLOCK_MS || Math.abs(now - timestamp) <= AGE_MAX_MS) {
			return '';
		}
		return `The payload is ${Math.round((now - timestamp) / 1000)} s old by the card's clock; at most 60 s either way are allowed.`;
	}

	order({control}: SparkplugMetric, flag: boolean): string {
		const name = control === null ? '' : control[flag ? 'whenTrue' : 'whenFalse'];
		return name === '' ? '' : this.options.order(name, control === null ? 0 : control.target);
	}
}

/** Place of the metric that is written; -1 where there is none, or it cannot be written. */
function placeOf(metrics: readonly SparkplugMetric[], {name, alias}: SparkplugWrite): number {
	return metrics.findIndex(
		metric => metric.control !== null && (alias === NO_ALIAS ? metric.name === name : metric.alias === alias),
	);
}
