// The live view over a house of simulated cards in virtual time that stands until it is told to go on.

import type {ExecutionContext} from 'ava';
import type {Clock} from '../../src/core/clock.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import type {MetricSource} from '../../src/protocols/metrics/exposition.ts';
import {FaultDesk} from '../../sim/fleet/control/fault-desk.ts';
import type {Watched} from '../../sim/ui/hub.ts';
import {openUi} from '../../sim/ui/open-ui.ts';
import type {OpenedUi} from '../../sim/ui/open-ui.ts';
import {houseOf} from './card-house.ts';
import type {HouseOptions, TestHouse} from './card-house.ts';

export interface LiveRig extends TestHouse {
	readonly desk: FaultDesk;
	readonly watched: Watched;
}

export function liveRig(options: HouseOptions, clock: Clock, sources: readonly MetricSource[] = []): LiveRig {
	const card = houseOf(options);
	const desk = new FaultDesk(card.bench);
	const watched = {
		house: card.house,
		desk,
		clock,
		now: () => card.fleet.now(),
		happened: () => card.fleet.events,
		sources,
		instance: 'here',
	};
	return {...card, desk, watched};
}

export interface LiveOptions extends HouseOptions {
	readonly listen?: string;
	readonly token?: string;
}

/** Opened on loopback; it closes with the test. */
export async function openLive(
	t: ExecutionContext,
	options: LiveOptions = {},
): Promise<LiveRig & {readonly ui: OpenedUi}> {
	const rig = liveRig(options, nodeClock);
	return {...rig, ui: await openOver(t, rig, options)};
}

/** Opens a view over a house that stands already. */
export async function openOver(t: ExecutionContext, rig: LiveRig, {listen, token}: LiveOptions): Promise<OpenedUi> {
	const ui = await openUi({
		...rig.watched,
		cards: rig.bench.cards,
		flavour: 'nmc3',
		quirks: [],
		listen: listen ?? '127.0.0.1:0',
		version: '1',
		run: 'seed 1',
		speed: 1,
		startUtcMs: rig.fleet.spec.startUtc,
		...(token === undefined ? {} : {token}),
	});
	t.teardown(async () => ui.close());
	return ui;
}
