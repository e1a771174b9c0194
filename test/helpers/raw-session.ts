// A session with a broker spoken packet by packet, for what no client would say.

import type {Duplex} from 'node:stream';
import type {ExecutionContext} from 'ava';
import {generate} from 'mqtt-packet';
import type {IConnectPacket, Packet} from 'mqtt-packet';

export const connect: IConnectPacket = {
	cmd: 'connect',
	protocolId: 'MQTT',
	protocolVersion: 4,
	clientId: 'card-a',
	clean: true,
	keepalive: 0,
};

export interface RawSession {
	readonly stream: Duplex;
	readonly bytes: () => string;
	readonly closed: () => boolean;
	send(packet: Packet): void;
}

/** A session spoken byte by byte. */
export function raw(t: ExecutionContext, stream: Duplex): RawSession {
	const chunks: Buffer[] = [];
	let closed = false;
	stream.on('error', () => undefined);
	stream.on('close', () => (closed = true));
	stream.on('data', (chunk: Buffer) => chunks.push(chunk));
	t.teardown(() => stream.destroy());
	return {
		stream,
		bytes: () => Buffer.concat(chunks).toString('hex'),
		closed: () => closed,
		send: packet => void stream.write(generate(packet)),
	};
}

/** CONNACK 0. */
export const accepted = '20020000';
