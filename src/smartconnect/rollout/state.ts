// The state of all campaigns and of the cards that they act on: facts in their order, and nothing else. No clock, no I/O.

import {bucketOf} from './bucket.ts';
import {cardStates} from './card-states.ts';
import type {CardState} from './card-states.ts';
import type {By, CardFacts, DeviceFacts, Fact, FactOf} from './facts.ts';
import type {CampaignPlan} from './plan.ts';

/** Where one card stands in one campaign. */
export interface Entry {
	readonly card: string;
	site: string;
	wave: number;
	state: CardState;
	/** The state that a silent card was in. */
	before: CardState;
	/** '' where there is none. */
	code: string;
	/** When it was first offered, was last offered, and came to its state. */
	readonly firstS: number;
	offeredS: number;
	sinceS: number;
	/** Of the last assignment. */
	version: number;
	fromS: number;
	untilS: number;
	/** Whether the card said anything of this offer. */
	answered: boolean;
	/** Refusals that passed, and whether the offer is to be made again after the last one. */
	postponed: number;
	again: boolean;
	/** Whether a result of the new image was told: confirmed or reverted. */
	told: boolean;
}

export type Phase = 'running' | 'held' | 'stopped' | 'aborted' | 'completed';

export interface Campaign {
	readonly plan: CampaignPlan;
	readonly createdS: number;
	phase: Phase;
	/** Who held it or stopped it, and why; '' while it runs. */
	by: By;
	why: string;
	/** Of a completed one: whether enough cards run the new image. */
	isGood: boolean;
	phaseS: number;
	percent: number;
	/** From 0; -1 before the first. Beyond the plan's last one, its last row holds. */
	wave: number;
	waveS: number;
	/** When the soak of the wave began; -1 before. */
	settledS: number;
	/** Wave that may end as it is, since an operator resumed a campaign that it had held; -1 where there is none. */
	waived: number;
	readonly entries: Map<string, Entry>;
	/** Sites that told of E_OTA_DIGEST. */
	readonly digestSites: Set<string>;
	readonly counts: Record<CardState, number>;
	readonly buckets: Map<string, number>;
}

export interface KnownCard extends CardFacts {
	device: DeviceFacts | null;
}

export interface RolloutState {
	readonly cards: Map<string, KnownCard>;
	readonly campaigns: Map<string, Campaign>;
	readonly places: Map<string, {readonly logId: number; readonly through: number}>;
	/** The highest assignment version given out, and the freshness counter that may have been. */
	version: number;
	counter: number;
}

export function emptyState(): RolloutState {
	return {cards: new Map(), campaigns: new Map(), places: new Map(), version: 0, counter: 0};
}

/** The bucket of a card, by its UPS's serial where it has one. */
export function bucketFor(campaign: Campaign, {card, serial}: KnownCard): number {
	let bucket = campaign.buckets.get(card);
	if (bucket === undefined) {
		bucket = bucketOf(campaign.plan.id, serial === '' ? card : serial);
		campaign.buckets.set(card, bucket);
	}
	return bucket;
}

/** Whether a campaign still makes offers, or will when it is resumed. */
export function isOpen(campaign: Campaign): boolean {
	return campaign.phase === 'running' || campaign.phase === 'held';
}

/** Whether something may still come from the card. */
export function isUnderWay(entry: Entry): boolean {
	return !cardStates[entry.state].isEnd;
}

type Appliers = {readonly [Kind in Fact['fact']]: (state: RolloutState, fact: FactOf<Kind>) => void};

const appliers: Appliers = {
	card: (state, fact) => {
		const device = state.cards.get(fact.card)?.device ?? null;
		const {card, site, model, serial, firmware} = fact;
		state.cards.set(card, {card, site, model, serial, firmware, device});
	},
	device: (state, {fact: _kind, atS: _at, ...device}) => {
		const known = state.cards.get(device.card);
		const bare = {card: device.card, site: '', model: '', serial: '', firmware: ''};
		state.cards.set(device.card, {...(known ?? bare), device});
	},
	place: (state, {card, logId, through}) => void state.places.set(card, {logId, through}),
	counter: (state, {through}) => void (state.counter = Math.max(state.counter, through)),
	created: (state, {campaign, plan, atS}) => void state.campaigns.set(campaign, newCampaign(plan, atS)),
	held: (state, {campaign, by, why, atS}) => turn(state, campaign, 'held', {by, why, atS}),
	resumed: (state, {campaign, atS}) => {
		const found = campaignOf(state, campaign);
		found.waived = found.by === 'rule' ? found.wave : found.waived;
		turn(state, campaign, 'running', {by: 'operator', why: '', atS});
	},
	raised: (state, {campaign, percent}) => void (campaignOf(state, campaign).percent = percent),
	stopped: (state, {campaign, why, atS}) => turn(state, campaign, 'stopped', {by: 'rule', why, atS}),
	aborted: (state, {campaign, why, atS}) => turn(state, campaign, 'aborted', {by: 'operator', why, atS}),
	wave: (state, {campaign, wave, atS}) =>
		void Object.assign(campaignOf(state, campaign), {wave, waveS: atS, settledS: -1}),
	settled: (state, {campaign, atS}) => void (campaignOf(state, campaign).settledS = atS),
	completed: (state, {campaign, isGood, atS}) => {
		turn(state, campaign, 'completed', {by: 'rule', why: '', atS});
		campaignOf(state, campaign).isGood = isGood;
	},
	offered: (state, fact) => offer(state, fact),
	moved: (state, {campaign, card, state: to, code, atS}) => move(state, campaign, card, {to, code, atS}),
	postponed: (state, {campaign, card, code, atS}) => {
		const found = campaignOf(state, campaign);
		const entry = found.entries.get(card) as Entry;
		entry.postponed += 1;
		entry.again = true;
		move(state, campaign, card, {to: 'offered', code, atS});
	},
	heard: (state, {campaign, card, atS}) => {
		const entry = campaignOf(state, campaign).entries.get(card) as Entry;
		const {before, answered} = entry;
		move(state, campaign, card, {to: before, code: '', atS});
		entry.answered = answered;
	},
};

/** Takes a fact into the state; facts come from decide.ts or from the store, and fit. */
export function apply(state: RolloutState, fact: Fact): void {
	(appliers[fact.fact] as (state: RolloutState, fact: Fact) => void)(state, fact);
}

function campaignOf(state: RolloutState, id: string): Campaign {
	const campaign = state.campaigns.get(id);
	if (campaign === undefined) {
		throw new RangeError(`there is no campaign ${id}`);
	}
	return campaign;
}

function newCampaign(plan: CampaignPlan, atS: number): Campaign {
	return {
		plan,
		createdS: atS,
		phase: 'running',
		by: 'operator',
		why: '',
		isGood: false,
		phaseS: atS,
		percent: plan.percent,
		wave: -1,
		waveS: atS,
		settledS: -1,
		waived: -1,
		entries: new Map(),
		digestSites: new Set(),
		counts: Object.fromEntries(Object.keys(cardStates).map(name => [name, 0])) as Record<CardState, number>,
		buckets: new Map(),
	};
}

interface Turn {
	readonly by: By;
	readonly why: string;
	readonly atS: number;
}

function turn(state: RolloutState, id: string, phase: Phase, {by, why, atS}: Turn): void {
	Object.assign(campaignOf(state, id), {phase, by, why, phaseS: atS});
}

function offer(state: RolloutState, {campaign, card, wave, version, fromS, untilS, atS}: FactOf<'offered'>): void {
	const found = campaignOf(state, campaign);
	const entry = found.entries.get(card);
	state.version = Math.max(state.version, version);
	if (entry !== undefined) {
		Object.assign(entry, {offeredS: atS, version, fromS, untilS, again: false});
		return;
	}
	found.entries.set(card, newEntry(state, card, {wave, version, fromS, untilS, atS}));
	found.counts.offered += 1;
}

type Offer = Pick<FactOf<'offered'>, 'wave' | 'version' | 'fromS' | 'untilS' | 'atS'>;

function newEntry(state: RolloutState, card: string, {wave, version, fromS, untilS, atS}: Offer): Entry {
	return {
		card,
		site: state.cards.get(card)?.site ?? '',
		wave,
		state: 'offered',
		before: 'offered',
		code: '',
		firstS: atS,
		offeredS: atS,
		sinceS: atS,
		version,
		fromS,
		untilS,
		answered: false,
		postponed: 0,
		again: false,
		told: false,
	};
}

interface Move {
	readonly to: CardState;
	readonly code: string;
	readonly atS: number;
}

function move(state: RolloutState, id: string, card: string, {to, code, atS}: Move): void {
	const campaign = campaignOf(state, id);
	let entry = campaign.entries.get(card);
	if (entry === undefined) {
		// A card that has the release already takes part without an offer.
		entry = newEntry(state, card, {wave: campaign.wave, version: 0, fromS: 0, untilS: 0, atS});
		campaign.entries.set(card, entry);
	} else {
		campaign.counts[entry.state] -= 1;
	}
	entry.before = entry.state === 'silent' ? entry.before : entry.state;
	entry.answered ||= to !== 'silent';
	Object.assign(entry, {state: to, code, sinceS: atS});
	entry.told ||= to === 'confirmed' || to === 'reverted';
	campaign.counts[to] += 1;
	if (code === 'E_OTA_DIGEST') {
		campaign.digestSites.add(entry.site);
	}
}
