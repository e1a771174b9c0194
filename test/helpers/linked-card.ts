// A card that stands on the UPS of another card, which it reads and orders about over Modbus/TCP.

import type {ExecutionContext} from 'ava';
import {eventName} from '../../src/agent/events.ts';
import {SECOND} from '../../src/core/clock.ts';
import type {UpsAddress} from '../../src/link/address.ts';
import {opener} from '../../src/link/open.ts';
import type {PollTimes} from '../../src/link/ups-link.ts';
import {nodeClock, nodeWallClock} from '../../src/platform/node/clock.ts';
import {Agent} from '../../src/platform/node/main.ts';
import {linkUps} from '../../src/platform/node/main/agent-link.ts';
import type {KeptInventory, LinkedUps} from '../../src/platform/node/main/agent-link.ts';
import {MemoryLog} from '../../src/platform/node/main/agent-log.ts';
import {noCalendar} from '../../src/platform/node/main/agent-schedules.ts';
import {nowhere} from '../../src/platform/node/main/agent-settings.ts';

/** As the real ones, twenty times as fast. */
export const quickly: PollTimes = {
	statusMs: 50,
	dynamicMs: 100,
	inventoryMs: 30 * SECOND,
	settleMs: 20,
	retryMs: 20,
	longestRetryMs: 200,
};
const LOOK_EVERY_MS = 10;
const LONGEST_WAIT_MS = 20 * SECOND;
const quickLine = {timeoutMs: 500, tries: 3, frameGapMs: 35};

export interface LinkedCard {
	readonly agent: Agent;
	readonly ups: LinkedUps;
	/** `name phase` of each event that was logged. */
	readonly events: string[];
	readonly notes: string[];
	/** What was kept of the UPS last. */
	readonly kept: () => KeptInventory | null;
	readonly timesReplaced: () => number;
	until(holds: () => boolean, what: string): Promise<void>;
}

export interface LinkedOptions {
	readonly address: UpsAddress;
	readonly kept?: KeptInventory | null;
	readonly patienceMs?: number;
	readonly times?: PollTimes;
}

/** Waits until `holds`, which a card of the present process brings about. */
export async function until(t: ExecutionContext, holds: () => boolean, what: string): Promise<void> {
	const end = Date.now() + LONGEST_WAIT_MS;
	while (!holds() && Date.now() < end) {
		await new Promise(resolve => {
			setTimeout(resolve, LOOK_EVERY_MS);
		});
	}
	t.true(holds(), what);
}

/** Starts a card on the UPS at `address`; it stops with the test. */
export async function linkedCard(t: ExecutionContext, options: LinkedOptions): Promise<LinkedCard> {
	const events: string[] = [];
	const notes: string[] = [];
	let kept: KeptInventory | null = options.kept ?? null;
	let replaced = 0;
	const ups = await linkUps(
		{
			open: opener(options.address, quickLine, nodeClock),
			clock: nodeClock,
			times: options.times ?? quickly,
			kept,
			keep: blocks => {
				kept = blocks;
			},
			note: text => notes.push(text),
			replaced: () => {
				replaced += 1;
			},
		},
		options.patienceMs ?? 5 * SECOND,
	);
	const agent = new Agent(
		{
			cardId: 'card-1',
			serial: ups.identity.serial,
			model: ups.rating.model,
			site: '',
			cardFirmware: '1',
			loadRatio: 0,
			ambientCelsius: 0,
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
		new MemoryLog(77),
		ups,
	);
	agent.house.onLogged((_card, {event, phase}) => events.push(`${eventName(event)} ${phase}`));
	t.teardown(async () => {
		agent.stop();
		await ups.stop();
	});
	agent.start([]);
	return {
		agent,
		ups,
		events,
		notes,
		kept: () => kept,
		timesReplaced: () => replaced,
		until: async (holds, what) => until(t, holds, what),
	};
}
