// The fleet as the page knows it: a byte a card, counts by status, and which cards the filter shows.

import type {FleetFacts, Tick} from '../../ui/messages.ts';
import {BYTE_SPAN, FAULT_BIT, STATUS_MASK, statusLooks} from '../shared/statuses.ts';

export interface Filter {
	/** Numbers of statuses; none shows all. */
	readonly statuses: ReadonlySet<number>;
	/** Part of an id, a site or a model; in small letters. */
	readonly text: string;
	/** Number of a site; -1 shows all. */
	readonly site: number;
	/** Only cards under a fault. */
	readonly faulty: boolean;
}

export const noFilter: Filter = {statuses: new Set(), text: '', site: -1, faulty: false};

export class Fleet {
	readonly facts: FleetFacts;
	readonly bytes: Uint8Array;
	/** Cards by status. */
	readonly counts = new Int32Array(statusLooks.length);
	/** Cards by site, then by status. */
	readonly siteCounts: Int32Array;
	faulty = 0;
	#filter: Filter = noFilter;
	/** Of each card, whether its names fit what is searched for: found once for a search. */
	readonly #named: Uint8Array;
	readonly #texts: readonly string[];

	constructor(facts: FleetFacts) {
		this.facts = facts;
		const count = facts.ids.length;
		this.bytes = new Uint8Array(count);
		this.siteCounts = new Int32Array(facts.sites.length * statusLooks.length);
		this.#named = new Uint8Array(count).fill(1);
		this.#texts = facts.ids.map((id, card) =>
			`${id} ${facts.sites[facts.siteOf[card]]} ${facts.models[facts.modelOf[card]]}`.toLowerCase(),
		);
		for (let card = 0; card < count; card++) {
			this.#count(card, 0, 1);
		}
	}

	get filter(): Filter {
		return this.#filter;
	}

	set filter(filter: Filter) {
		if (filter.text !== this.#filter.text) {
			this.#texts.forEach((text, card) => (this.#named[card] = text.includes(filter.text) ? 1 : 0));
		}
		this.#filter = filter;
	}

	get isFiltered(): boolean {
		const {statuses, text, site, faulty} = this.#filter;
		return statuses.size > 0 || text !== '' || site >= 0 || faulty;
	}

	/** Whether a change of a card's byte may change whether it is shown. */
	get dependsOnStatus(): boolean {
		return this.#filter.statuses.size > 0 || this.#filter.faulty;
	}

	/** Takes up a tick; returns the cards that changed. */
	take(tick: Tick): number[] {
		const changed: number[] = [];
		if (tick.full !== undefined) {
			const bytes = bytesOf(tick.full);
			for (let card = 0; card < bytes.length && card < this.bytes.length; card++) {
				this.#set(card, bytes[card], changed);
			}
		}
		if (tick.changed !== undefined) {
			const words = new Uint32Array(bytesOf(tick.changed).buffer);
			for (const word of words) {
				this.#set(Math.floor(word / BYTE_SPAN), word % BYTE_SPAN, changed);
			}
		}
		return changed;
	}

	statusOf(card: number): number {
		return this.bytes[card] & STATUS_MASK;
	}

	isFaulty(card: number): boolean {
		return (this.bytes[card] & FAULT_BIT) !== 0;
	}

	isShown(card: number): boolean {
		const {statuses, site, faulty} = this.#filter;
		return (
			this.#named[card] === 1
			&& (site < 0 || this.facts.siteOf[card] === site)
			&& (statuses.size === 0 || statuses.has(this.statusOf(card)))
			&& (!faulty || this.isFaulty(card))
		);
	}

	/** The cards that the filter shows, in order. */
	shown(): number[] {
		const cards: number[] = [];
		for (let card = 0; card < this.bytes.length; card++) {
			if (this.isShown(card)) {
				cards.push(card);
			}
		}
		return cards;
	}

	siteCount(site: number, status: number): number {
		return this.siteCounts[site * statusLooks.length + status];
	}

	#set(card: number, byte: number, changed: number[]): void {
		if (card < this.bytes.length && this.bytes[card] !== byte) {
			this.#count(card, this.bytes[card], -1);
			this.bytes[card] = byte;
			this.#count(card, byte, 1);
			changed.push(card);
		}
	}

	#count(card: number, byte: number, by: number): void {
		const status = byte & STATUS_MASK;
		this.counts[status] += by;
		this.siteCounts[this.facts.siteOf[card] * statusLooks.length + status] += by;
		this.faulty += (byte & FAULT_BIT) === 0 ? 0 : by;
	}
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
	const text = atob(base64);
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) {
		bytes[i] = text.charCodeAt(i);
	}
	return bytes;
}
