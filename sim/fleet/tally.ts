// What happened in a fleet, counted by site: the table at the end of a run, and the digest of all that happened.

import {phaseSet} from '../../src/agent/card.ts';
import {findEvent} from '../../src/agent/events.ts';
import type {Fleet} from './fleet.ts';
import {LifeDigest} from './life-digest.ts';
import type {FleetSpec} from './spec.ts';

/** Events that the summary counts, with their titles. */
const countedEvents: ReadonlyArray<readonly [title: string, event: string]> = [
	['on battery', 'onBattery'],
	['boost', 'boost'],
	['trim', 'trim'],
	['low battery', 'lowBattery'],
	['shut down', 'outputOff'],
	['overload', 'overload'],
	['link lost', 'linkLost'],
];
const ALL = 'all';

export class Tally {
	readonly #counts: Uint32Array[];
	readonly #ids = countedEvents.map(([, name]) => findEvent(name)?.id ?? 0);
	readonly #events: Uint32Array;
	readonly #siteOf: Uint32Array;
	readonly #digest: LifeDigest;

	constructor({sites, cards}: FleetSpec) {
		this.#counts = this.#ids.map(() => new Uint32Array(sites.length));
		this.#events = new Uint32Array(sites.length);
		this.#siteOf = Uint32Array.from(cards, ({site}) => site);
		this.#digest = new LifeDigest(cards.length);
	}

	/** A card logged an event. */
	logged(card: number, t: number, event: number, phase: number, detail: number): void {
		const site = this.#siteOf[card];
		this.#events[site] += 1;
		const at = phase === phaseSet ? this.#ids.indexOf(event) : -1;
		const column = this.#counts[at];
		if (column !== undefined) {
			column[site] += 1;
		}
		this.#digest.logged(card, t, event, phase, detail);
	}

	/** Titles, then a row a site and one for all. */
	summary({sites}: FleetSpec): string[][] {
		const cards = new Uint32Array(sites.length);
		this.#siteOf.forEach(site => (cards[site] += 1));
		const rows = sites.map(({name}, site) => [
			name,
			...[cards[site], ...this.#counts.map(column => column[site]), this.#events[site]].map(String),
		]);
		const titles = ['site', 'cards', ...countedEvents.map(([title]) => title), 'events'];
		return [titles, ...rows, sumOf(rows, titles.length)];
	}

	/** Of the whole life of `fleet`. */
	digestOf(fleet: Fleet): string {
		return this.#digest.of(fleet);
	}
}

function sumOf(rows: readonly string[][], columns: number): string[] {
	const sums = Array.from({length: columns - 1}, (_, i) => rows.reduce((sum, row) => sum + Number(row[i + 1]), 0));
	return [ALL, ...sums.map(String)];
}

/** The summary of a fleet from those of its shards, whose sites come in turn (shardOf). */
export function addSummaries(summaries: readonly string[][][]): string[][] {
	const [titles] = summaries[0];
	const shards = summaries.map(rows => rows.slice(1, -1));
	const longest = Math.max(...shards.map(rows => rows.length));
	const rows = Array.from({length: longest}, (_, i) => shards.flatMap(shard => shard.slice(i, i + 1))).flat();
	return [titles, ...rows, sumOf(rows, titles.length)];
}
