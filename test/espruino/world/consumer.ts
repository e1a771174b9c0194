// Who stands behind the broker: acknowledges events, gives orders, and writes down what the card said.

import {encodeCommand} from '../../../src/agent/commands/command-wire.ts';
import {ProtobufReader} from '../../../src/codec/protobuf-reader.ts';
import {ProtobufWriter} from '../../../src/codec/protobuf.ts';
import {Digest} from '../../gate/digest.ts';
import {TinyBroker} from './broker.ts';
import {hexOf} from './bytes.ts';
import type {Timeline} from './timeline.ts';

const WRITER_BYTES = 512;
const DEVICE_USER = 3;

export class Consumer {
	timeline: Timeline;
	broker: TinyBroker;
	writer: ProtobufWriter;
	lines: string[];
	/** Of the birth that was last seen. */
	sessionId: number;
	samples: number;
	sampleBytes: number;
	digest: Digest;
	/** Sequences of the events that came, in the order in which they came first. */
	sequences: number[];
	commands: number;

	constructor(timeline: Timeline) {
		this.timeline = timeline;
		this.broker = new TinyBroker((kind, payload) => this.heard(kind, payload));
		this.writer = new ProtobufWriter(WRITER_BYTES);
		this.lines = [];
		this.sessionId = 0;
		this.samples = 0;
		this.sampleBytes = 0;
		this.digest = new Digest();
		this.sequences = [];
		this.commands = 0;
	}

	note(text: string): void {
		this.lines.push(Math.floor(this.timeline.now) + ' ' + text);
	}

	heard(kind: string, payload: Uint8Array): void {
		if (kind === 'sample') {
			this.samples += 1;
			this.sampleBytes += payload.length;
			this.digest.number(this.timeline.now);
			this.digest.bytes(payload);
			return;
		}
		this.note(kind + ' ' + hexOf(payload));
		if (kind === 'birth') {
			this.sessionId = this.fixedIn(payload, 3);
		} else if (kind === 'event') {
			this.acknowledge(payload);
		}
	}

	fixedIn(payload: Uint8Array, field: number): number {
		const reader = new ProtobufReader(payload);
		while (reader.next()) {
			if (reader.field === field) {
				return reader.fixed32();
			}
			reader.skip();
		}
		return 0;
	}

	acknowledge(payload: Uint8Array): void {
		const logId = this.fixedIn(payload, 1);
		const reader = new ProtobufReader(payload);
		let sequence = 0;
		while (reader.next()) {
			if (reader.field === 2) {
				sequence = reader.unsigned();
			} else {
				reader.skip();
			}
		}
		if (this.sequences.indexOf(sequence) < 0) {
			this.sequences.push(sequence);
		}
		this.writer.reset();
		this.writer.fixed32(1, logId);
		this.writer.unsigned(2, sequence);
		this.broker.send('ack', this.writer.view());
	}

	/** Gives an order by its number in the table of commands. */
	order(command: number, target: number): void {
		this.commands += 1;
		this.writer.reset();
		encodeCommand(this.writer, {
			commandId: 'order-' + this.commands,
			sessionId: this.sessionId,
			command: command,
			target: target,
			value: null,
			text: '',
			settings: [],
			actor: 'bench',
			role: DEVICE_USER,
		});
		this.note('order ' + command + ' ' + target);
		this.broker.send('command', this.writer.view());
	}

	/** The samples since the last time, in a line. */
	closeHour(hour: number): void {
		this.note('hour ' + hour + ': ' + this.samples + ' samples, ' + this.sampleBytes + ' bytes, ' + this.digest.text());
		this.samples = 0;
		this.sampleBytes = 0;
	}
}
