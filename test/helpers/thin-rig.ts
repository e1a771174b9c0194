// A thin wire, and the other end of its stream in the hands of a test.

import type {Duplex} from 'node:stream';
import type {ExecutionContext} from 'ava';
import {generate, parser} from 'mqtt-packet';
import type {Packet} from 'mqtt-packet';
import {createStreamPair} from '../../src/platform/node/stream-pair.ts';
import {thinWires} from '../../src/protocols/mqtt/thin-wire.ts';
import type {Closed, Message, ThinWireOptions, Wire} from '../../src/protocols/mqtt/wire.ts';
import {ManualClock} from './manual-clock.ts';
import {until} from './mqtt.ts';

const will: Message = {topic: 'will', payload: Buffer.from('gone'), qos: 1, retain: true, resend: false};

export interface Rig {
	readonly wire: Wire;
	readonly clock: ManualClock;
	/** The client's end of the stream, and the broker's. */
	readonly stream: Duplex;
	readonly far: Duplex;
	/** What the broker got, and in how many chunks. */
	readonly received: Packet[];
	readonly chunks: Buffer[];
	readonly told: string[];
	readonly closed: Closed[];
	reply(packet: Packet): void;
}

const plain: ThinWireOptions = {version: 4, counter: null};

export function rig(t: ExecutionContext, keepaliveSeconds: number, options: ThinWireOptions = plain): Rig {
	const [near, far] = createStreamPair();
	const clock = new ManualClock();
	const received: Packet[] = [];
	const chunks: Buffer[] = [];
	const told: string[] = [];
	const closed: Closed[] = [];
	const reader = parser({protocolVersion: 4});
	reader.on('packet', packet => received.push(packet));
	far.on('error', () => undefined);
	far.on('data', (chunk: Buffer) => {
		chunks.push(chunk);
		reader.parse(chunk);
	});
	const wire = thinWires(
		() => near,
		clock,
		options,
	)(
		{clientId: 'card-a', user: 'u', password: 'p', keepaliveSeconds, will},
		{
			connected: () => told.push('connected'),
			message: (topic, payload, retained) => told.push(`${topic} ${Buffer.from(payload)} ${retained}`),
			acknowledged: message => told.push(`acknowledged ${Buffer.from(message.payload)}`),
			drained: () => told.push('drained'),
			closed: reason => closed.push(reason),
		},
	);
	t.teardown(() => wire.destroy());
	return {
		wire,
		clock,
		stream: near,
		far,
		received,
		chunks,
		told,
		closed,
		reply: packet => void far.write(generate(packet)),
	};
}

export async function connected(
	t: ExecutionContext,
	keepaliveSeconds = 0,
	options: ThinWireOptions = plain,
): Promise<Rig> {
	const it = rig(t, keepaliveSeconds, options);
	it.reply({cmd: 'connack', returnCode: 0, sessionPresent: false});
	await until(() => it.told.includes('connected'), 'connected');
	it.chunks.length = 0;
	it.received.length = 0;
	it.told.length = 0;
	return it;
}
