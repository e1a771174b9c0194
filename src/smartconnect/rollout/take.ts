// What cards say and what operators order, as facts of the campaigns. Pure: nothing is stored or sent here.

import {isDeepStrictEqual} from 'node:util';
import {eventName} from '../../agent/events.ts';
import {codedError} from '../../core/errors.ts';
import {otaCodeOf} from '../../ota/codes.ts';
import type {OtaCode} from '../../ota/codes.ts';
import {readEventWords} from '../../ota/event-words.ts';
import type {EventWords} from '../../ota/event-words.ts';
import type {CollectedEvent} from '../ingest/collector.ts';
import {cardStates, passingRefusals, stateByEvent} from './card-states.ts';
import type {CardState} from './card-states.ts';
import {offerFact} from './decide.ts';
import type {CardFacts, DeviceFacts, Fact} from './facts.ts';
import type {CampaignPlan} from './plan.ts';
import {isOpen, isUnderWay} from './state.ts';
import type {Campaign, Entry, RolloutState} from './state.ts';

/** So many refusals that pass are waited for; after that a refusal is one. */
const POSTPONED_MOST = 5;

/** A card that is new, or is called otherwise than before. */
export function takeCard(state: RolloutState, card: CardFacts, atS: number): Fact[] {
	const known = state.cards.get(card.card);
	const isSame =
		known !== undefined
		&& (['site', 'model', 'serial', 'firmware'] as const).every(field => known[field] === card[field]);
	return isSame ? [] : [{fact: 'card', atS, ...card}];
}

/** What a card says it has. One that was offered what it runs already says nothing else of the offer. */
export function takeDevice(state: RolloutState, device: DeviceFacts, atS: number): Fact[] {
	const known = state.cards.get(device.card)?.device;
	const isSame = known !== null && known !== undefined && JSON.stringify(known) === JSON.stringify(device);
	const facts: Fact[] = isSame ? [] : [{fact: 'device', atS, ...device}];
	for (const {plan, entries} of state.campaigns.values()) {
		if (plan.release === device.running && entries.get(device.card)?.state === 'offered') {
			facts.push({fact: 'moved', atS, campaign: plan.id, card: device.card, state: 'present', code: ''});
		}
	}
	return facts;
}

/** A card begins a session: what it was offered may not have reached it, or was lost with its memory. */
export function takeSession(state: RolloutState, card: string, atS: number): Fact[] {
	const facts: Fact[] = [];
	for (const campaign of state.campaigns.values()) {
		const entry = campaign.entries.get(card);
		const place = entry?.state === 'silent' ? entry.before : entry?.state;
		const isLost = place === 'offered' || place === 'downloading';
		if (entry !== undefined && isLost && !entry.again && campaign.phase === 'running') {
			facts.push(offerFact(state, campaign, entry, atS, facts.length));
		}
	}
	return facts;
}

/** Campaigns that have ended and whose offer the card may still be at work on, or take up: it is withdrawn again. */
export function toWithdraw(state: RolloutState, card: string, nowS: number): Campaign[] {
	return [...state.campaigns.values()].filter(({phase, phaseS, plan, entries}) => {
		const entry = entries.get(card);
		// After that time the card's assignment no longer lets anything start (ota.md 7).
		const isFresh = (phase === 'stopped' || phase === 'aborted') && nowS - phaseS < plan.assignForS;
		return entry !== undefined && isFresh && !isWithdrawn(entry);
	});
}

/** Whether a withdrawal has nothing left to do: the card said so, has a result, or is past the point where it can. */
function isWithdrawn({state, code}: Entry): boolean {
	const isOurs = state === 'cancelled' && code === '';
	return !isOurs && state !== 'silent' && !cardStates[state].isWithdrawable;
}

/** What an event of the card's log means for the campaign that it names. */
export function takeEvent(state: RolloutState, event: CollectedEvent, atS: number): Fact[] {
	const name = eventName(event.event);
	const words = name.startsWith('ota') ? readEventWords(event.text) : null;
	const campaign = words === null ? undefined : campaignFor(state, event.card, words);
	const entry = campaign?.entries.get(event.card);
	if (words === null || campaign === undefined || entry === undefined) {
		return [];
	}
	const code = words.code === '' ? codeOf(name, event.detail) : words.code;
	const named = {atS, campaign: campaign.plan.id, card: event.card};
	if (name === 'otaOffered' || name === 'otaDeferred') {
		const to = entry.state === 'silent' ? entry.before : entry.state;
		return isUnderWay(entry) ? [{fact: 'moved', ...named, state: to, code}] : [];
	}
	const to = stateByEvent[name];
	if (to === undefined || !mayMove(entry, to)) {
		return [];
	}
	const passes = to === 'refused' && passingRefusals.includes(code as OtaCode) && entry.postponed < POSTPONED_MOST;
	return passes && isOpen(campaign)
		? [{fact: 'postponed', ...named, code}]
		: [{fact: 'moved', ...named, state: to, code}];
}

/** Events whose detail is the number of a code. */
const codedEvents: readonly string[] = ['otaRefused', 'otaReverted', 'otaCancelled', 'otaDeferred'];

function codeOf(name: string, detail: number | null): string {
	return codedEvents.includes(name) ? (otaCodeOf(detail ?? 0) ?? '') : '';
}

/** The campaign that the words name; what the bootloader found may name its release alone. */
function campaignFor(state: RolloutState, card: string, {digest8, campaign}: EventWords): Campaign | undefined {
	// A card that refuses what it cannot read knows no digest.
	const isMeant = ({plan, entries}: Campaign): boolean => plan.release.startsWith(digest8) && entries.has(card);
	const named = state.campaigns.get(campaign);
	if (campaign !== '') {
		return named !== undefined && isMeant(named) ? named : undefined;
	}
	return digest8 === '' ? undefined : [...state.campaigns.values()].filter(isMeant).at(-1);
}

/** A card's result is told once. What was withdrawn may have been too late: then the result stands. */
function mayMove(entry: Entry, to: CardState): boolean {
	const isResult = to === 'confirmed' || to === 'reverted';
	if (entry.state === 'cancelled' || entry.state === 'refused') {
		return isResult && !entry.told;
	}
	// A step that the card tells of more than once is one.
	return isUnderWay(entry) && (entry.state !== to || entry.code !== '');
}

function campaignAt(state: RolloutState, id: string): Campaign {
	const campaign = state.campaigns.get(id);
	if (campaign === undefined) {
		throw codedError('E_RESOURCE_UNKNOWN', `There is no campaign ${id}: GET /api/v1/campaigns lists them.`, {id});
	}
	return campaign;
}

/** The campaign, which must be in one of these phases. */
function campaignIn(state: RolloutState, id: string, phases: readonly Campaign['phase'][], to: string): Campaign {
	const campaign = campaignAt(state, id);
	if (!phases.includes(campaign.phase)) {
		throw codedError(
			'E_COMMAND_STATE',
			`Campaign ${id} is ${campaign.phase}: only one that is ${phases.join(' or ')} can be ${to}.`,
			{id, phase: campaign.phase},
		);
	}
	return campaign;
}

/** Whether a campaign was begun by this plan; its classes may have been filled in from the release. */
export function isSamePlan(known: CampaignPlan, plan: CampaignPlan): boolean {
	const {classes} = plan.classes.length === 0 ? known : plan;
	return isDeepStrictEqual(known, {...plan, classes});
}

/** A new campaign. Its id is used once and for all: it decides which cards a percentage takes. */
export function orderCreate(state: RolloutState, plan: CampaignPlan, atS: number): Fact[] {
	if (state.campaigns.has(plan.id)) {
		throw codedError(
			'E_RESOURCE_CHANGED',
			`There is a campaign ${plan.id} already: give the new one another id; to roll back, sign the older code with a higher sequence and roll it out.`,
			{id: plan.id},
		);
	}
	return [{fact: 'created', atS, campaign: plan.id, plan}];
}

export function orderHold(state: RolloutState, id: string, why: string, atS: number): Fact[] {
	campaignIn(state, id, ['running'], 'held');
	return [{fact: 'held', atS, campaign: id, by: 'operator', why}];
}

export function orderResume(state: RolloutState, id: string, atS: number): Fact[] {
	campaignIn(state, id, ['held'], 'resumed');
	return [{fact: 'resumed', atS, campaign: id}];
}

export function orderAbort(state: RolloutState, id: string, why: string, atS: number): Fact[] {
	campaignIn(state, id, ['running', 'held'], 'aborted');
	return [{fact: 'aborted', atS, campaign: id, why}];
}

/** The percentage only rises: who is in stays in. */
export function orderRaise(state: RolloutState, id: string, percent: number, atS: number): Fact[] {
	const campaign = campaignIn(state, id, ['running', 'held'], 'raised');
	if (!(percent > campaign.percent && percent <= 100)) {
		throw codedError(
			'E_REQUEST_INVALID',
			`percent cannot become ${percent}: it is ${campaign.percent}, and can only rise, to 100 at most.`,
			{percent},
		);
	}
	return [{fact: 'raised', atS, campaign: id, percent}];
}
