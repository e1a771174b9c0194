// A scenario's fleet as a bench.

import type {Bench} from '../scenario/bench.ts';
import {plannedCards} from '../scenario/cards.ts';
import type {Scenario} from '../scenario/scenario.ts';
import {openFleet} from './open-fleet.ts';
import type {FleetSettings} from './open-fleet.ts';
import {DEFAULT_START_UTC, serialFor} from './spec.ts';
import type {FleetSpec} from './spec.ts';

export interface OpenedBench {
	readonly bench: Bench;
	readonly mqttUrl: string;
	summary(): string[][];
	flash(card: number): Uint8Array | null;
	close(): Promise<void>;
}

/** The fleet that a scenario asks for; cards of a site stand together, in the order of the sites. */
export function fleetOf(scenario: Scenario, seed: number): FleetSpec {
	const {only} = scenario;
	const kept = only === null ? null : new Set(only);
	const planned = plannedCards(scenario.devices, seed).filter(({id}) => kept === null || kept.has(id));
	const sites = scenario.sites.map(site => ({
		name: site.name,
		disturbances: site.disturbances,
		...(site.volts === null ? {} : {volts: site.volts}),
		...(site.hertz === null ? {} : {hertz: site.hertz}),
	}));
	const cards = sites.flatMap((site, index) =>
		planned
			.filter(card => card.site === site.name)
			.map(card => ({
				id: card.id,
				site: index,
				model: card.model,
				serial: serialFor(seed, card.id),
				loadRatio: card.loadPercent / 100,
				profile: card.profile,
				ambientCelsius: card.ambientCelsius,
				ageYears: card.ageYears,
				labels: card.labels,
			})),
	);
	return {seed, startUtc: DEFAULT_START_UTC, sites, cards};
}

/** The ids of its cards, by their places. */
export function cardIdsOf(scenario: Scenario, seed: number): string[] {
	return fleetOf(scenario, seed).cards.map(({id}) => id);
}

/** Opens the fleet of `scenario`. */
export async function openBench(
	scenario: Scenario,
	options: FleetSettings & {readonly seed: number},
): Promise<OpenedBench> {
	return openFleet(fleetOf(scenario, options.seed), {samples: scenario.samples, ...options});
}
