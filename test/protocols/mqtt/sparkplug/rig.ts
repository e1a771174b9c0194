// A Sparkplug face on scripted wires, read by the payload library of Eclipse Tahu.

import test from 'ava';
import type {ExecutionContext} from 'ava';
import protobuf from 'protobufjs';
import sparkplugPayload from 'sparkplug-payload';
import {sparkplugReadings} from '../../../../src/agent/sparkplug-metrics.ts';
import {ProtobufWriter} from '../../../../src/codec/protobuf.ts';
import {RandomStream} from '../../../../src/core/random.ts';
import {createSparkplugFace} from '../../../../src/protocols/mqtt/sparkplug/face.ts';
import {SPARKPLUG_BYTES} from '../../../../src/protocols/mqtt/sparkplug/payloads.ts';
import type {ConnectOptions, Message, OpenWire} from '../../../../src/protocols/mqtt/wire.ts';
import {measure} from '../../../../src/ups/measure.ts';
import {outputVolts, READING_SIZE} from '../../../../src/ups/reading.ts';
import {ManualClock} from '../../../helpers/manual-clock.ts';
import {protoPath} from '../../../helpers/proto.ts';
import {newUps} from '../../../helpers/ref-model.ts';
import {ScriptedWire} from '../../../helpers/scripted-wire.ts';

export const peer = sparkplugPayload.get('spBv1.0') as NonNullable<ReturnType<typeof sparkplugPayload.get>>;
export const UTC = 1_790_000_000_000;
export const NODE = 'spBv1.0/plant';

/** A face that is not yet started; on real wires where `openWire` gives them. */
export function setUp(primaryHost = '', kept = new Map<string, Uint8Array>(), openWire: OpenWire | null = null) {
	const clock = new ManualClock();
	const wires: ScriptedWire[] = [];
	const connects: ConnectOptions[] = [];
	const orders: string[] = [];
	const refusals: string[] = [];
	const face = createSparkplugFace({
		group: 'plant',
		primaryHost,
		identity: {
			cardId: 'card-a',
			bootId: 7,
			vendor: 'Test',
			model: 'Card',
			serial: 'S1',
			cardFirmware: '0.1.0',
			lastSequence: 3,
		},
		readings: sparkplugReadings({vendor: 'Test', model: 'REF', serial: 'U1', firmware: 'F1', switchedGroups: 2}),
		writer: new ProtobufWriter(SPARKPLUG_BYTES),
		clock,
		wallClock: {nowUtc: () => UTC + clock.now()},
		random: new RandomStream(1),
		openWire(options, events) {
			connects.push(options);
			if (openWire !== null) {
				return openWire(options, events);
			}
			const wire = new ScriptedWire(events);
			// The bytes of QoS 0 are the face's own: they are used again.
			const send = wire.send.bind(wire);
			wire.send = message =>
				send(message.qos === 1 ? message : {...message, payload: Uint8Array.from(message.payload)});
			wires.push(wire);
			return wire;
		},
		user: null,
		password: null,
		keepaliveSeconds: 60,
		store: {load: name => kept.get(name) ?? null, save: (name, bytes) => void kept.set(name, bytes)},
		order: (name, target) => {
			orders.push(`${name} ${target}`);
			return `${name} accepted`;
		},
		refused: why => refusals.push(why),
		onUp: () => undefined,
		onDown: () => undefined,
	});
	const row = new Int32Array(READING_SIZE);
	measure(newUps(), 1000, row, 0);
	const sample = (isLost = false, steady = false) => face.sample(clock.now(), row, 0, isLost, steady);
	const wire = () => wires.at(-1) as ScriptedWire;
	const verbs = () => wire().sent.map(({topic}) => topic.split('/')[2]);
	const born = () => {
		sample();
		face.start();
		wire().events.connected();
		return wire().sent.map(read);
	};
	return {face, clock, wires, wire, connects, orders, refusals, row, sample, verbs, born};
}

export function read({payload}: Message) {
	return peer.decodePayload(Uint8Array.from(payload));
}

export interface RawMetric {
	readonly name?: string;
	readonly alias?: number;
	readonly timestamp?: number;
	readonly datatype?: number;
	readonly isNull?: boolean;
	readonly properties?: {readonly keys: string[]; readonly values: Array<{type: number; intValue?: number}>};
	/** Which of the value fields is there. */
	readonly value?: string;
}

export interface RawPayload {
	readonly timestamp?: number;
	readonly metrics?: RawMetric[];
	readonly seq?: number;
}

const payloadType = new protobuf.Root()
	.loadSync(protoPath('sparkplug_b.proto'))
	.lookupType('org.eclipse.tahu.protobuf.Payload');

/** The fields that are there, as protobufjs reads them. */
export function raw({payload}: Message): RawPayload {
	return payloadType.toObject(payloadType.decode(payload), {longs: Number, oneofs: true});
}

export const verbOf = ({topic}: Message) => topic.split('/')[2];

export function ofVerb(messages: readonly Message[], ...verbs: readonly string[]): Message[] {
	return messages.filter(message => verbs.includes(verbOf(message)));
}

export function metricsOf(messages: readonly Message[]): RawMetric[] {
	return messages.flatMap(message => raw(message).metrics ?? []);
}

/** Everything that a face says from its first birth to its end on purpose: every verb, a rebirth and an answer among them. */
export function life(): Message[] {
	const it = setUp();
	it.born();
	const step = (isLost: boolean) => {
		it.clock.advance(1500);
		it.row[outputVolts] += 20;
		it.sample(isLost, true);
	};
	const hear = (verb: string, name: string) =>
		it.wire().events.message(`${NODE}/${verb}`, command([{name, value: true}], UTC + it.clock.now()), false);
	step(false);
	hear('DCMD/card-a/ups', 'Control/Test Quick');
	step(true);
	step(false);
	hear('DCMD/card-a/ups', 'Control/Test Quick');
	it.clock.advance(10);
	hear('NCMD/card-a', 'Node Control/Rebirth');
	step(false);
	void it.face.stop();
	return it.wire().sent;
}

export function valuesOf(message: Message): Record<string, unknown> {
	return Object.fromEntries((read(message).metrics ?? []).map(({name, value}) => [name, value]));
}

export function command(metrics: Array<{name: string; value: boolean}>, timestamp = UTC): Uint8Array {
	return peer.encodePayload({
		timestamp,
		metrics: metrics.map(metric => ({...metric, type: 'Boolean' as const, timestamp})),
	});
}

/** Declares a test of clauses of the specification: their ids, without `tck-id-`, with spaces between. */
export function proves(ids: string, fact: string, run: (t: ExecutionContext) => Promise<void> | void): void {
	test(`${fact} (${ids.trim().split(/\s+/).join(', ')})`, run);
}
