// What the benches of a whole fleet's life share: a fleet without a network, as `sim --mqtt off` plays it, and what its life costs.

import {openFleet} from '../../sim/fleet/open-fleet.ts';
import type {FleetSettings, OpenedFleet} from '../../sim/fleet/open-fleet.ts';
import {plainFleet} from '../../sim/fleet/spec.ts';
import {DEFAULT_MODELS} from '../../src/cli/commands/sim.ts';
import {HOUR} from '../helpers/ref-model.ts';

export const SMALL = 1000;
export const LARGE = 100_000;
export const DAY_HOURS = 24;

/** Three outages a card and day, on average. */
export async function openLife(cards: number, samples: NonNullable<FleetSettings['samples']>): Promise<OpenedFleet> {
	return openFleet(plainFleet(1, cards, DEFAULT_MODELS, {outage: 3}), {
		speed: Infinity,
		mqttUrl: 'off',
		samples,
		signal: new AbortController().signal,
		note: () => {},
	});
}

/** Seconds of the processor so far, those of the collector's threads included: what one core would need at most. */
export function cpuSeconds(): number {
	const {user, system} = process.cpuUsage();
	return (user + system) / 1e6;
}

/** Seconds of the processor that the next `hours` of a fleet take. */
export async function livingSeconds({bench}: OpenedFleet, hours: number): Promise<number> {
	const from = cpuSeconds();
	await bench.runUntil(bench.now() + hours * HOUR);
	return cpuSeconds() - from;
}

/** The most that this process held so far, MB. */
export function peakMegabytes(): number {
	return process.resourceUsage().maxRSS / 1000;
}
