// Whom a campaign may offer to, and whom in the wave that runs (ota.md 7).

import type {CampaignPlan, PlanCohort, PlanWave} from './plan.ts';
import {isWithin} from './bucket.ts';
import {bucketFor, isUnderWay} from './state.ts';
import type {Campaign, KnownCard, RolloutState} from './state.ts';

function allows(list: readonly string[], value: string): boolean {
	return list.length === 0 || list.includes(value);
}

function isIn(cohort: PlanCohort, {card, site, model}: KnownCard): boolean {
	return allows(cohort.sites, site) && allows(cohort.models, model) && allows(cohort.cards, card);
}

/** Whether the campaign is for this card at all: its class, its cohorts, and its percentage. */
export function isTarget(campaign: Campaign, known: KnownCard): boolean {
	const {plan, percent} = campaign;
	return (
		known.device !== null
		&& plan.classes.includes(known.device.classId)
		&& !plan.exclude.includes(known.card)
		&& (plan.cohorts.length === 0 || plan.cohorts.some(cohort => isIn(cohort, known)))
		&& isWithin(bucketFor(campaign, known), percent)
	);
}

/** The row of the plan for a wave: waves beyond the last one go on as the last. */
export function waveRow(plan: CampaignPlan, wave: number): PlanWave {
	return plan.waves[Math.min(wave, plan.waves.length - 1)];
}

export function isLastWave({plan, wave}: Campaign): boolean {
	return wave >= plan.waves.length - 1;
}

function isAdmitted(campaign: Campaign, row: PlanWave, known: KnownCard): boolean {
	const cohort = campaign.plan.cohorts.find(({name}) => name === row.cohort);
	return isWithin(bucketFor(campaign, known), row.percent) && (cohort === undefined || isIn(cohort, known));
}

export interface Candidates {
	/** Cards to be offered now, in the order of their buckets. */
	readonly ready: KnownCard[];
	/** Cards of this wave that must wait for something that passes within it: room, or the end of another campaign. */
	readonly waiting: KnownCard[];
	/** Cards that only a later wave may have: their site or their pair has its part of this one. */
	readonly later: KnownCard[];
	/** Cards that have the release already. */
	readonly present: KnownCard[];
}

/** Cards of a campaign that have no entry yet and are there, sorted by what becomes of them. */
export function candidates(state: RolloutState, campaign: Campaign, isOnline: (card: string) => boolean): Candidates {
	const row = waveRow(campaign.plan, campaign.wave);
	const sorted: Candidates = {ready: [], waiting: [], later: [], present: []};
	const room = new WaveRoom(campaign, row);
	const found = [...state.cards.values()].filter(
		known =>
			!campaign.entries.has(known.card)
			&& isOnline(known.card)
			&& isTarget(campaign, known)
			&& isAdmitted(campaign, row, known),
	);
	found.sort((a, b) => bucketFor(campaign, a) - bucketFor(campaign, b) || (a.card < b.card ? -1 : 1));
	for (const known of found) {
		if (known.device?.running === campaign.plan.release) {
			sorted.present.push(known);
		} else if (!room.hasPlaceFor(known)) {
			sorted.later.push(known);
		} else if (room.isFull || isBusy(state, campaign, known.card)) {
			sorted.waiting.push(known);
		} else {
			room.take(known);
			sorted.ready.push(known);
		}
	}
	return sorted;
}

/** Whether another campaign has the card under way. */
function isBusy(state: RolloutState, campaign: Campaign, card: string): boolean {
	for (const other of state.campaigns.values()) {
		const entry = other.entries.get(card);
		if (other !== campaign && entry !== undefined && isUnderWay(entry)) {
			return true;
		}
	}
	return false;
}

/** Cards with an open offer that say something. */
export function openOffers({counts}: Campaign): number {
	return counts.offered + counts.downloading + counts.verified + counts.armed + counts.trial;
}

/** What a wave has left: of each site, of each pair, in all, and at once. */
class WaveRoom {
	readonly #campaign: Campaign;
	readonly #bySite = new Map<string, number>();
	readonly #taken = new Set<string>();
	readonly #mates = new Map<string, readonly string[]>();
	#inWave = 0;
	#open: number;
	readonly #cards: number;

	constructor(campaign: Campaign, row: PlanWave) {
		this.#campaign = campaign;
		this.#cards = row.cards ?? Infinity;
		this.#open = openOffers(campaign);
		for (const pair of campaign.plan.pairs) {
			pair.forEach(card => this.#mates.set(card, pair));
		}
		for (const entry of campaign.entries.values()) {
			// The other one of a pair may be under way from an earlier wave: it counts as of this one.
			if (entry.wave === campaign.wave || isUnderWay(entry)) {
				this.#taken.add(entry.card);
			}
			if (entry.wave === campaign.wave && entry.state !== 'present') {
				this.#count(entry.site);
			}
		}
	}

	get isFull(): boolean {
		return this.#open >= this.#campaign.plan.atOnce;
	}

	hasPlaceFor({card, site}: KnownCard): boolean {
		const mates = this.#mates.get(card) ?? [];
		return (
			this.#inWave < this.#cards
			&& (this.#bySite.get(site) ?? 0) < (this.#campaign.plan.perSite ?? Infinity)
			&& !mates.some(mate => mate !== card && this.#taken.has(mate))
		);
	}

	take({card, site}: KnownCard): void {
		this.#open += 1;
		this.#taken.add(card);
		this.#count(site);
	}

	#count(site: string): void {
		this.#inWave += 1;
		this.#bySite.set(site, (this.#bySite.get(site) ?? 0) + 1);
	}
}
