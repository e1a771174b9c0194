// Everything about a fleet that does not change while it runs, for the page's first look.

import {events} from '../../src/agent/events.ts';
import type {CardHouse} from '../../src/agent/card-view.ts';
import {faultTypes} from '../fleet/control/fault-types.ts';
import type {BenchCard} from '../scenario/bench.ts';
import type {EventText, FleetFacts} from './messages.ts';

export interface FactsOptions {
	readonly instance: string;
	readonly version: string;
	/** Names the run, such as its seed. */
	readonly run: string;
	/** Infinity for as fast as it goes. */
	readonly speed: number;
	readonly startUtcMs: number;
}

export function fleetFacts(house: CardHouse, cards: readonly BenchCard[], options: FactsOptions): FleetFacts {
	const sites = placesOf(cards.map(({site}) => site));
	const models = placesOf(cards.map(({model}) => model));
	return {
		schema: 'ridethrough.live/1',
		...options,
		speed: Number.isFinite(options.speed) ? options.speed : null,
		sites: sites.names,
		models: models.names,
		ids: cards.map(({id}) => id),
		siteOf: sites.places,
		modelOf: models.places,
		events: Object.fromEntries(events.map(({id}) => [id, eventText(house, id)])),
		faults: faultTypes,
	};
}

/** The names in the order in which they first come, and the place of each. */
function placesOf(each: readonly string[]): {readonly names: string[]; readonly places: number[]} {
	const known = new Map<string, number>();
	const places = each.map(name => {
		const place = known.get(name) ?? known.size;
		known.set(name, place);
		return place;
	});
	return {names: [...known.keys()], places};
}

function eventText(house: CardHouse, id: number): EventText {
	const facts = house.event(id);
	return [facts?.name ?? '', facts?.severity ?? 0, facts?.setText ?? '', facts?.clearText ?? ''];
}
