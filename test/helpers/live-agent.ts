// A whole card in real time on a broker of the test's: UPS, log, native face.

import type {ExecutionContext} from 'ava';
import type {EventsAck} from '../../src/agent/event-feed.ts';
import {eventName} from '../../src/agent/events.ts';
import {RandomStream} from '../../src/core/random.ts';
import {nodeClock, nodeWallClock} from '../../src/platform/node/clock.ts';
import {Agent} from '../../src/platform/node/main.ts';
import {MemoryLog} from '../../src/platform/node/main/agent-log.ts';
import {noCalendar} from '../../src/platform/node/main/agent-schedules.ts';
import {nowhere} from '../../src/platform/node/main/agent-settings.ts';
import type {AgentLog} from '../../src/platform/node/main/agent-log.ts';
import {nativeCardOf} from '../../src/platform/node/main/native-card.ts';
import {NativeFace} from '../../src/platform/node/main/native-face.ts';
import {fullWires} from '../../src/protocols/mqtt/full-client.ts';
import {modelOf} from './fleets.ts';

export interface LiveAgent {
	readonly agent: Agent;
	readonly face: NativeFace;
	/** Names of the events, as told. */
	readonly told: string[];
	/** Sessions that came about. */
	readonly sessions: () => number;
	until(holds: () => boolean, what: string): Promise<void>;
}

export interface LiveAgentOptions {
	readonly url: string;
	readonly protocolVersion: 4 | 5;
	readonly eventsAck: EventsAck;
	readonly log?: AgentLog;
}

const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 10;

/** Starts the card `card-1`; it stops with the test. */
export function startLiveAgent(t: ExecutionContext, options: LiveAgentOptions): LiveAgent {
	const told: string[] = [];
	let sessions = 0;
	const agent = new Agent(
		{
			cardId: 'card-1',
			serial: 'S1',
			model: modelOf('SMT1500'),
			site: '',
			cardFirmware: '1',
			loadRatio: 0.5,
			ambientCelsius: 21,
		},
		{
			clock: nodeClock,
			wallClock: nodeWallClock,
			keep() {},
			settings: nowhere,
			data: null,
			schedules: noCalendar,
			told: ({event}) => told.push(eventName(event)),
		},
		null,
		options.log ?? new MemoryLog(77),
	);
	const face: NativeFace = new NativeFace({
		card: nativeCardOf(agent, null),
		connection: {
			openWire: fullWires({broker: options.url, protocolVersion: options.protocolVersion}),
			user: null,
			password: null,
			random: new RandomStream(3),
			keepaliveSeconds: 60,
		},
		clock: nodeClock,
		eventsAck: options.eventsAck,
		acknowledged: 0,
		onUp: () => {
			sessions += 1;
		},
		onDown() {},
	});
	agent.onStage = stage => face.result(agent.orders.resultOf(stage, agent.log.logId));
	agent.start([face]);
	t.teardown(async () => {
		agent.stop();
		face.cut();
	});
	return {
		agent,
		face,
		told,
		sessions: () => sessions,
		async until(holds, what) {
			const end = Date.now() + PATIENCE_MS;
			while (!holds() && Date.now() < end) {
				await new Promise(resolve => {
					setTimeout(resolve, LOOK_EVERY_MS);
				});
			}
			t.true(holds(), what);
		},
	};
}
