// The sites of a fleet: their utility, their event queues, and where their cards lie in the rows.

import {EventQueue} from '../../src/core/queue.ts';
import {seedFor} from '../../src/core/random.ts';
import {SiteGrid} from '../grid/site-grid.ts';
import type {FleetSpec, SiteSpec} from './spec.ts';

/** Key of the grid in a site's queue: it strikes before the cards of its site at equal times. */
export const GRID_KEY = 0;

export interface Site {
	readonly spec: SiteSpec;
	readonly grid: SiteGrid;
	/** Keys: the grid, then the site's cards in order. */
	readonly queue: EventQueue;
	/** Number of the site's first card. */
	readonly first: number;
	readonly count: number;
}

/** The sites of `spec`, whose cards are sorted by site. */
export function sitesOf(spec: FleetSpec): Site[] {
	const counts = new Uint32Array(spec.sites.length);
	for (const card of spec.cards) {
		counts[card.site] += 1;
	}
	let first = 0;
	return spec.sites.map((site, index) => {
		const count = counts[index];
		const grid = new SiteGrid(seedFor(spec.seed, `${site.name}/grid`), site.disturbances);
		const queue = new EventQueue(1 + count);
		queue.set(GRID_KEY, grid.nextAt);
		first += count;
		return {spec: site, grid, queue, first: first - count, count};
	});
}
