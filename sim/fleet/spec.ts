// What a fleet is made of: sites in order, and the cards of each, one after the other. Pure data, the same on every shard.

import type {Millis} from '../../src/core/clock.ts';
import {seedFor, unitAt} from '../../src/core/random.ts';
import type {DisturbanceRates} from '../grid/site-grid.ts';
import type {LoadProfile} from './load-profile.ts';

export interface SiteSpec {
	readonly name: string;
	/** Volts of the utility; undefined takes the nominal volts of each model. */
	readonly volts?: number;
	/** Hz of the utility; undefined takes that of each model. */
	readonly hertz?: number;
	readonly disturbances: DisturbanceRates;
}

export interface CardSpec {
	readonly id: string;
	/** Index into the sites. */
	readonly site: number;
	readonly model: string;
	readonly serial: string;
	/** Base load as a share of the rating. */
	readonly loadRatio: number;
	readonly profile: LoadProfile;
	readonly ambientCelsius: number;
	/** Years that the battery has been in use. */
	readonly ageYears: number;
	/** What it can be selected by, beside id, site and model. */
	readonly labels?: readonly string[];
}

export interface FleetSpec {
	readonly seed: number;
	/** Wall-clock time at the start, ms since 1970. */
	readonly startUtc: Millis;
	readonly sites: readonly SiteSpec[];
	/** Sorted by site. */
	readonly cards: readonly CardSpec[];
}

/** Monday, 5 January 2026, 17:00 UTC: where a run begins when nobody says otherwise. */
export const DEFAULT_START_UTC: Millis = 1_767_632_400_000;
const CARDS_PER_SITE = 100;
const SERIAL_DIGITS = 12;

/** A serial number in the maker's shape: two letters, then digits drawn from the card's id. */
export function serialFor(seed: number, id: string): string {
	const digits = seedFor(seed, `${id}/serial`)
		.toString()
		.padStart(SERIAL_DIGITS - 2, '0');
	return `RT${digits}`;
}

/** What a card of a `--cards N` fleet draws: 20 to 70 % of its rating, spread by seed. */
function spreadLoad(seed: number, index: number): number {
	return 0.2 + 0.5 * unitAt(seed, 3, index);
}

/**
 * The fleet of `ridethrough sim --cards N`: sites of a hundred, models in turn, wandering load, seeded disturbances. What a card and a
 * site are depends on their numbers alone: the fleet from card `first` on is a piece of a longer one.
 */
export function plainFleet(
	seed: number,
	count: number,
	models: readonly string[],
	disturbances: DisturbanceRates,
	first = 1,
): FleetSpec {
	const firstSite = siteOf(first - 1);
	const siteCount = siteOf(first - 1 + count - 1) - firstSite + 1;
	const sites = Array.from({length: siteCount}, (_, i) => ({name: `site-${firstSite + i + 1}`, disturbances}));
	const cards = Array.from({length: count}, (_, i): CardSpec => {
		const index = first - 1 + i;
		const id = `card-${String(index + 1).padStart(6, '0')}`;
		return {
			id,
			site: siteOf(index) - firstSite,
			model: models[index % models.length],
			serial: serialFor(seed, id),
			loadRatio: spreadLoad(seed, index),
			profile: 'wander',
			ambientCelsius: 21,
			ageYears: 0,
		};
	});
	return {seed, startUtc: DEFAULT_START_UTC, sites, cards};
}

/** Number of the site of a card, both counted from 0. */
function siteOf(card: number): number {
	return Math.floor(card / CARDS_PER_SITE);
}

/** The part of a fleet that shard `index` of `count` plays: whole sites, so that no shard talks to another. */
export function shardOf(spec: FleetSpec, index: number, count: number): FleetSpec {
	const kept = spec.sites.map((_, site) => site).filter(site => site % count === index);
	const place = new Map(kept.map((site, i) => [site, i]));
	return {
		seed: spec.seed,
		startUtc: spec.startUtc,
		sites: kept.map(site => spec.sites[site]),
		cards: spec.cards
			.filter(card => place.has(card.site))
			.map(card => ({...card, site: place.get(card.site) as number})),
	};
}
