// A client on wires that do what the test says.

import {RandomStream} from '../../src/core/random.ts';
import {Client} from '../../src/protocols/mqtt/client.ts';
import type {Closed, Message, Wire, WireEvents} from '../../src/protocols/mqtt/wire.ts';
import {ManualClock} from './manual-clock.ts';

/** A wire that refuses what a real one could not do. */
export class ScriptedWire implements Wire {
	readonly events: WireEvents;
	sent: Message[] = [];
	filters: string[] = [];
	isFull = false;
	inFlightMax = Infinity;
	over: 'ended' | 'destroyed' | null = null;

	constructor(events: WireEvents) {
		this.events = events;
	}

	send(message: Message): void {
		if (this.over !== null) {
			throw new Error('sent after the end');
		}
		this.sent.push(message);
	}

	subscribe(filters: readonly string[]): void {
		this.filters.push(...filters);
	}

	end(): void {
		this.over = 'ended';
	}

	destroy(): void {
		this.over = 'destroyed';
	}

	get texts(): string[] {
		return this.sent.map(({payload}) => Buffer.from(payload).toString());
	}
}

export const lost: Closed = {how: 'lost', reason: 'cut', lasting: false};
export const will = message('will', 1);

export function message(payload: string, qos: 0 | 1, resend = true): Message {
	return {topic: 'topic', payload: Buffer.from(payload), qos, retain: false, resend};
}

/** A client that is not yet started. */
export function setUp({queueMax = 100, onConnected = (_client: Client): void => undefined} = {}) {
	const wires: ScriptedWire[] = [];
	const clock = new ManualClock();
	const told: string[] = [];
	const client: Client = new Client({
		clock,
		random: new RandomStream(1),
		filters: ['f1', 'f2'],
		queueMax,
		openWire(_options, events) {
			wires.push(new ScriptedWire(events));
			return wires.at(-1) as ScriptedWire;
		},
		connectOptions: () => ({clientId: 'c', user: null, password: null, keepaliveSeconds: 0, will}),
		events: {
			onConnected: () => onConnected(client),
			onMessage: (topic, payload, retained) => told.push(`${topic} ${Buffer.from(payload)} ${retained}`),
			onClosed: closed => told.push(`closed ${closed.how}`),
			nextMessage: () => null,
			onPuback: (acknowledged, refusal) => told.push(`puback ${Buffer.from(acknowledged.payload)} ${refusal}`),
		},
	});
	return {client, wires, clock, told, wire: () => wires.at(-1) as ScriptedWire};
}

export function acknowledgeAll(wire: ScriptedWire): void {
	for (const sent of wire.sent.filter(({qos}) => qos === 1)) {
		wire.events.acknowledged(sent, null);
	}
}
