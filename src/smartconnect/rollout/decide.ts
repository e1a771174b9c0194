// What time brings: silence, stops, waves, offers. Pure: the facts that follow from the state at a moment. Whoever asks applies
// them and asks again until nothing follows.

import {cardStates, passingRefusals} from './card-states.ts';
import type {OtaCode} from '../../ota/codes.ts';
import {candidates, isLastWave, isTarget, waveRow} from './eligible.ts';
import type {Candidates} from './eligible.ts';
import type {Fact} from './facts.ts';
import {isOpen, isUnderWay} from './state.ts';
import type {Campaign, Entry, RolloutState} from './state.ts';
import {reasonToStop} from './stop-rules.ts';
import {nextSpan} from './window.ts';

/** What is known of cards only while the service runs. */
export interface Live {
	/** Since when cards can be heard at all; -1 while they cannot. */
	readonly hearingSinceS: number;
	isOnline(card: string): boolean;
	/** When the card last said anything; 0 before it did. */
	heardS(card: string): number;
}

/** An offer without an answer is made again after this long. */
const UNANSWERED_S = 300;
/** After a refusal that passes. */
const POSTPONED_S = 1800;
/** Cards that are there at the start of the service have told so by then. */
const GATHERED_S = 60;
/** A window that ends sooner is of no use. */
const WINDOW_LEAST_S = 60;

/** The facts that follow now; empty when there is nothing to do. */
export function decide(state: RolloutState, nowS: number, live: Live): Fact[] {
	for (const campaign of state.campaigns.values()) {
		const facts = decideFor(state, campaign, nowS, live);
		if (facts.length > 0) {
			return facts;
		}
	}
	return [];
}

function decideFor(state: RolloutState, campaign: Campaign, nowS: number, live: Live): Fact[] {
	const silence = silenceOf(campaign, nowS, live);
	if (silence.length > 0) {
		return silence;
	}
	if (!isOpen(campaign)) {
		return campaign.phase === 'completed' ? [] : cancelIdle(campaign, nowS);
	}
	const why = reasonToStop(campaign);
	if (why !== '') {
		return [{fact: 'stopped', atS: nowS, campaign: campaign.plan.id, why}];
	}
	return campaign.phase === 'running' ? advance(state, campaign, nowS, live) : [];
}

/** Of a campaign that has ended, who only was offered and has not begun is out at once. */
function cancelIdle({plan, entries}: Campaign, atS: number): Fact[] {
	return [...entries.values()]
		.filter(({state}) => state === 'offered')
		.map(({card}) => ({fact: 'moved', atS, campaign: plan.id, card, state: 'cancelled', code: ''}));
}

function silenceOf(campaign: Campaign, nowS: number, live: Live): Fact[] {
	if (live.hearingSinceS < 0) {
		return [];
	}
	const facts: Fact[] = [];
	const named = {atS: nowS, campaign: campaign.plan.id};
	for (const entry of campaign.entries.values()) {
		if (entry.state === 'silent' && live.heardS(entry.card) > entry.sinceS) {
			facts.push({fact: 'heard', ...named, card: entry.card});
		} else if (isUnderWay(entry) && entry.state !== 'silent' && isSilent(campaign, entry, nowS, live)) {
			facts.push({fact: 'moved', ...named, card: entry.card, state: 'silent', code: ''});
		}
	}
	return facts;
}

/** Whether a card that is there may say nothing for as long as it likes: it waits for its window, or for its UPS. */
function mayBeQuiet(entry: Entry): boolean {
	const waits = entry.state === 'verified' || entry.state === 'armed' || (entry.state === 'offered' && entry.answered);
	return waits || passingRefusals.includes(entry.code as OtaCode);
}

function isSilent({plan}: Campaign, entry: Entry, nowS: number, live: Live): boolean {
	const unanswered = entry.state === 'offered' && !entry.answered;
	const heardS = unanswered ? 0 : live.heardS(entry.card);
	const sinceS = Math.max(heardS, entry.sinceS, live.hearingSinceS);
	return nowS - sinceS >= plan.stop.silentAfterS && !(live.isOnline(entry.card) && mayBeQuiet(entry));
}

function advance(state: RolloutState, campaign: Campaign, nowS: number, live: Live): Fact[] {
	if (campaign.wave < 0) {
		return [{fact: 'wave', atS: nowS, campaign: campaign.plan.id, wave: 0}];
	}
	const found = candidates(state, campaign, card => live.isOnline(card));
	const offers = [...presents(campaign, found, nowS), ...offersTo(state, campaign, found, nowS)];
	if (offers.length > 0) {
		return offers;
	}
	const again = offersAgain(state, campaign, nowS, live);
	if (again.length > 0) {
		return again;
	}
	const isGathered = hasGathered(state, campaign, nowS, live);
	return found.waiting.length > 0 ? [] : nextWave(campaign, {found, count: countOf(campaign), isGathered, nowS});
}

function presents({plan}: Campaign, {present}: Candidates, atS: number): Fact[] {
	return present.map(({card}) => ({fact: 'moved', atS, campaign: plan.id, card, state: 'present', code: ''}));
}

function offersTo(state: RolloutState, campaign: Campaign, {ready}: Candidates, nowS: number): Fact[] {
	return ready.map(({card, site}, i) => offerFact(state, campaign, {card, site, wave: campaign.wave}, nowS, i));
}

/** An offer, the `nth` of those that are decided together. */
export function offerFact(
	state: RolloutState,
	{plan}: Campaign,
	{card, site, wave}: Pick<Entry, 'card' | 'site' | 'wave'>,
	nowS: number,
	nth: number,
): Fact {
	const span = nextSpan(plan.windows, plan.zones[site] ?? plan.zone, nowS, WINDOW_LEAST_S);
	// Above every earlier one even if what was stored is lost: the clock has gone on.
	const version = Math.max(state.version, nowS) + 1 + nth;
	const window = {fromS: span?.fromS ?? 0, untilS: span?.untilS ?? 0};
	return {fact: 'offered', atS: nowS, campaign: plan.id, card, wave, version, ...window};
}

function offersAgain(state: RolloutState, campaign: Campaign, nowS: number, live: Live): Fact[] {
	const due = [...campaign.entries.values()].filter(
		entry => cardStates[entry.state].isWithdrawable && live.isOnline(entry.card) && isDueAgain(entry, nowS),
	);
	return due.map((entry, i) => offerFact(state, campaign, entry, nowS, i));
}

function isDueAgain(entry: Entry, nowS: number): boolean {
	const missed = entry.untilS > 0 && nowS > entry.untilS;
	const unanswered = entry.state === 'offered' && !entry.answered && nowS - entry.offeredS >= UNANSWERED_S;
	return missed || unanswered || (entry.again && nowS - entry.sinceS >= POSTPONED_S);
}

interface WaveCount {
	readonly members: number;
	readonly good: number;
	/** Of all waves: cards from which something may still come, silent ones left out. */
	readonly open: number;
	/** The same of this wave. */
	readonly openHere: number;
}

function countOf(campaign: Campaign): WaveCount {
	const count = {members: 0, good: 0, open: 0, openHere: 0};
	for (const entry of campaign.entries.values()) {
		const isMember = entry.wave === campaign.wave;
		const isStillOpen = isUnderWay(entry) && entry.state !== 'silent';
		count.members += Number(isMember);
		count.good += Number(isMember && cardStates[entry.state].isGood);
		count.open += Number(isStillOpen);
		count.openHere += Number(isMember && isStillOpen);
	}
	return count;
}

interface Standing {
	readonly found: Candidates;
	readonly count: WaveCount;
	/** Whether the cards that are there are known. */
	readonly isGathered: boolean;
	readonly nowS: number;
}

function nextWave(campaign: Campaign, standing: Standing): Fact[] {
	const {plan, wave, settledS} = campaign;
	const {count, isGathered, nowS} = standing;
	const row = waveRow(plan, wave);
	const isEnough = hasEnough(campaign, count) || campaign.waived === wave;
	if (count.members === 0) {
		return isGathered ? afterWave(campaign, standing) : [];
	}
	if (!isEnough) {
		return count.openHere === 0 ? tooFew(campaign, standing) : [];
	}
	if (settledS < 0) {
		const isReady = !isLastWave(campaign) || count.open === 0;
		return isReady ? [{fact: 'settled', atS: nowS, campaign: plan.id, wave}] : [];
	}
	return nowS - settledS >= row.soakS ? afterWave(campaign, standing) : [];
}

function hasEnough({plan, wave}: Campaign, {good, members}: WaveCount): boolean {
	return good * 100 >= waveRow(plan, wave).minConfirmed * members;
}

/** Every card of the wave has ended, and too few run the new image: an operator decides, or it was the last wave. */
function tooFew(campaign: Campaign, {found, count, nowS}: Standing): Fact[] {
	const {plan, wave} = campaign;
	const {minConfirmed} = waveRow(plan, wave);
	if (isLastWave(campaign) && found.later.length === 0) {
		const isOver = count.open === 0 && isWhole(campaign);
		return isOver ? [{fact: 'completed', atS: nowS, campaign: plan.id, isGood: false}] : [];
	}
	const why = `${count.good} of ${count.members} cards of wave ${wave + 1} run the new image, and ${minConfirmed} % are asked for`;
	return [{fact: 'held', atS: nowS, campaign: plan.id, by: 'rule', why}];
}

/** Whether as many cards took part as were expected, and one at least. */
function isWhole({entries, plan}: Campaign): boolean {
	return entries.size >= Math.max(1, plan.expect);
}

/** Before the cards are known, a wave is not empty: the next one would take them all. */
function hasGathered(state: RolloutState, campaign: Campaign, nowS: number, live: Live): boolean {
	const {expect} = campaign.plan;
	if (live.hearingSinceS < 0 || (expect === 0 && nowS - live.hearingSinceS < GATHERED_S)) {
		return false;
	}
	let targets = 0;
	for (const known of state.cards.values()) {
		const isThere = campaign.entries.has(known.card) || live.isOnline(known.card);
		targets += Number(isThere && isTarget(campaign, known));
	}
	return targets >= Math.max(1, expect);
}

function afterWave(campaign: Campaign, {found, count, nowS}: Standing): Fact[] {
	const {plan, wave} = campaign;
	if (!isLastWave(campaign) || found.later.length > 0) {
		return [{fact: 'wave', atS: nowS, campaign: plan.id, wave: wave + 1}];
	}
	const isOver = isWhole(campaign) && count.open === 0;
	return isOver ? [{fact: 'completed', atS: nowS, campaign: plan.id, isGood: hasEnough(campaign, count)}] : [];
}
