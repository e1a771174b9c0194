// A board's card in real time: at one end the simulated UPS of another card by Modbus RTU, at the other a broker and a consumer that keeps
// each event once and in order.

import type {Duplex} from 'node:stream';
import type {ExecutionContext} from 'ava';
import {MqttClient} from 'mqtt';
import {decodePeer, encodePeer} from './proto.ts';
import {MemoryDevice} from './espruino-device.ts';
import type {MemoryStorage} from './espruino-device.ts';
import {modelOf} from './fleets.ts';
import {until} from './linked-card.ts';
import {eventName} from '../../src/agent/events.ts';
import {BoardCard} from '../../src/platform/espruino/board-card.ts';
import {configName, readConfig} from '../../src/platform/espruino/config.ts';
import type {DeviceSerial} from '../../src/platform/espruino/device.ts';
import {nodeClock, nodeWallClock} from '../../src/platform/node/clock.ts';
import {Agent} from '../../src/platform/node/main.ts';
import {MemoryLog} from '../../src/platform/node/main/agent-log.ts';
import {noCalendar} from '../../src/platform/node/main/agent-schedules.ts';
import {nowhere} from '../../src/platform/node/main/agent-settings.ts';
import {createStreamPair} from '../../src/platform/node/stream-pair.ts';
import {openModbusRtu} from '../../src/protocols/modbus/rtu-server.ts';
import {topicFor} from '../../src/protocols/mqtt/topics.ts';
import {Collector} from '../../src/smartconnect/ingest/collector.ts';

export const CARD = 'board-1';
const FRAME_SILENCE_MS = 5;

/** Writes the configuration of a card to its flash. */
export function configure(storage: MemoryStorage, config: Record<string, unknown>): void {
	const bytes = Buffer.from(JSON.stringify(config));
	storage.erase(configName);
	storage.write(configName, bytes, 0, bytes.length);
}

function serialOn(stream: Duplex): DeviceSerial {
	return {
		write: bytes => void stream.write(Buffer.from(bytes)),
		onBytes: take => void stream.on('data', (bytes: Uint8Array) => take(bytes)),
	};
}

/** A simulated UPS that answers on a serial line. */
export interface FarUps {
	readonly agent: Agent;
	readonly serial: DeviceSerial;
	/** Whether what it says is heard. */
	isSilent: boolean;
}

/** Puts a UPS at the end of a line; both are gone with the test. */
export async function farUps(t: ExecutionContext): Promise<FarUps> {
	const agent = new Agent(
		{
			cardId: 'far-ups',
			serial: 'AS1234567890',
			model: modelOf('SMT1500'),
			site: '',
			cardFirmware: '1',
			loadRatio: 0.4,
			ambientCelsius: 21,
		},
		{
			clock: nodeClock,
			wallClock: nodeWallClock,
			keep() {},
			settings: nowhere,
			data: null,
			schedules: noCalendar,
			told() {},
		},
		null,
		new MemoryLog(7),
	);
	agent.start([]);
	const [near, far] = createStreamPair();
	const server = await openModbusRtu({
		house: agent.house,
		clock: nodeClock,
		line: far,
		serves: {card: 0, unit: 1},
		silenceMs: FRAME_SILENCE_MS,
	});
	t.teardown(async () => {
		agent.stop();
		await server.close();
		near.destroy();
	});
	const plain = serialOn(near);
	const ups: FarUps = {
		agent,
		isSilent: false,
		serial: {write: plain.write, onBytes: take => plain.onBytes(bytes => (ups.isSilent ? undefined : take(bytes)))},
	};
	return ups;
}

export interface Consumer {
	/** `name phase` of each event that was stored, in order. */
	readonly events: string[];
	readonly sequences: number[];
	/** What came by kind, decoded by protobufjs. */
	readonly births: Record<string, unknown>[];
	readonly deaths: Record<string, unknown>[];
	readonly samples: Record<string, unknown>[];
	readonly results: Record<string, unknown>[];
	readonly collector: Collector;
	/** Whether it acknowledges. */
	order(command: Record<string, unknown>): void;
}

const types: Readonly<Record<string, string>> = {
	birth: 'Birth',
	death: 'Death',
	sample: 'Sample',
	event: 'Event',
	result: 'CommandResult',
};

/** A consumer on the broker that `dial` reaches, as `ridethrough collect` is one. */
export async function consumer(t: ExecutionContext, dial: () => Duplex): Promise<Consumer> {
	const kept: Record<string, Record<string, unknown>[]> = {birth: [], death: [], sample: [], result: [], event: []};
	const events: string[] = [];
	const sequences: number[] = [];
	const client = new MqttClient(dial, {protocolVersion: 4, reconnectPeriod: 50});
	client.on('error', () => {});
	const say = (kind: 'ack' | 'command', type: string, fields: Record<string, unknown>): void => {
		client.publish(topicFor(CARD, kind), Buffer.from(encodePeer(type, fields)), {qos: 1});
	};
	const collector = new Collector({
		async store(collected) {
			for (const one of collected) {
				if ('event' in one) {
					events.push(`${eventName(one.event.event)} ${one.event.phase}`);
					sequences.push(one.event.sequence);
				} else {
					events.push(`lost ${one.lost.from}-${one.lost.through}`);
				}
			}
		},
		tell: (_card, ack) => say('ack', 'Ack', {...ack}),
		now: () => performance.now(),
		sampled() {},
	});
	client.on('message', (topic, payload) => {
		const kind = topic.split('/').at(-1) as string;
		if (payload.length > 0) {
			kept[kind].push(decodePeer(types[kind], payload));
		}
		if (kind === 'birth') {
			collector.takeBirth(CARD, payload);
		} else if (kind === 'event') {
			collector.takeEvent(CARD, payload);
			void collector.flush();
		} else if (kind === 'sample') {
			collector.takeSample(CARD, payload);
		}
	});
	client.on('connect', () => collector.reconnected());
	t.teardown(async () => client.endAsync(true));
	await client.subscribeAsync(
		Object.keys(types).map(kind => topicFor(CARD, kind as 'birth')),
		{qos: 1},
	);
	return {
		events,
		sequences,
		births: kept['birth'],
		deaths: kept['death'],
		samples: kept['sample'],
		results: kept['result'],
		collector,
		order: command => say('command', 'Command', command),
	};
}

export interface BoardOptions {
	readonly storage: MemoryStorage;
	readonly serial: DeviceSerial;
	readonly port: number;
	readonly start: string;
	readonly dial?: () => Duplex;
}

export interface Board {
	readonly card: BoardCard;
	readonly device: MemoryDevice;
	/** Ends it as a loss of power does. */
	cut(): void;
}

/** Starts a card with a configuration in its flash; gone with the test. */
export function startBoard(t: ExecutionContext, options: BoardOptions): Board {
	const {storage, serial, start, dial} = options;
	let isOn = true;
	const timers = new Set<() => void>();
	const clock = {
		now: () => nodeClock.now(),
		after(delay: number, run: () => void) {
			const cancel = nodeClock.after(delay, () => {
				timers.delete(cancel);
				if (isOn) {
					run();
				}
			});
			timers.add(cancel);
			return () => {
				timers.delete(cancel);
				cancel();
			};
		},
	};
	configure(storage, {card: CARD, host: '127.0.0.1', port: options.port, sampleSeconds: 1, vendor: 'APC', site: 'lab'});
	const device = new MemoryDevice({
		clock,
		storage,
		serial,
		start,
		utcMs: () => Date.now(),
		...(dial === undefined ? {} : {dial}),
	});
	const problems: string[] = [];
	const config = readConfig(storage, problem => problems.push(problem.key));
	if (config === null) {
		throw new Error(`the configuration is wrong: ${problems.join(', ')}`);
	}
	const card = new BoardCard(device, config);
	const cut = (): void => {
		isOn = false;
		for (const cancel of timers) {
			cancel();
		}
		device.cutSockets();
	};
	t.teardown(cut);
	card.start();
	return {card, device, cut};
}

export {until};
