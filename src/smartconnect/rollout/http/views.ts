// Campaigns, cards and releases as the API shows them. Public: fields only grow.

import {cardStates} from '../card-states.ts';
import type {CardState} from '../card-states.ts';
import type {PublishedRelease} from '../repository.ts';
import type {Campaign, Entry, KnownCard} from '../state.ts';
import {hexOf} from '../../../ota/bytes.ts';

/** Seconds since 1970 as a date; null for none. */
function dateOf(atS: number): string | null {
	return atS > 0 ? new Date(atS * 1000).toISOString() : null;
}

/** A campaign as a list shows it. */
export function campaignLine(campaign: Campaign): object {
	const {plan, phase, by, why, isGood, percent, wave, createdS, phaseS, entries, counts} = campaign;
	return {
		id: plan.id,
		release: plan.release,
		phase,
		by: phase === 'running' ? null : by,
		why,
		good: phase === 'completed' ? isGood : null,
		percent,
		/** From 1; 0 before the first. */
		wave: wave + 1,
		waves: plan.waves.length,
		cards: entries.size,
		counts,
		created: dateOf(createdS),
		since: dateOf(phaseS),
	};
}

export function campaignDocument(campaign: Campaign): object {
	return {...campaignLine(campaign), plan: campaign.plan};
}

/** A card's part in a campaign, with the words of hawkBit and AWS IoT Jobs for it. */
export function entryLine(entry: Entry): object {
	const row = cardStates[entry.state];
	return {
		card: entry.card,
		site: entry.site,
		wave: entry.wave + 1,
		state: entry.state,
		code: entry.code === '' ? null : entry.code,
		offered: dateOf(entry.offeredS),
		since: dateOf(entry.sinceS),
		windowFrom: dateOf(entry.fromS),
		windowUntil: dateOf(entry.untilS),
		hawkBit: row.hawkBit,
		aws: row.aws,
	};
}

export function knownCardLine({card, site, model, serial, firmware, device}: KnownCard, online: boolean): object {
	return {card, site, model, serial, firmware, online, device};
}

export function releaseLine({digest, facts}: PublishedRelease): object {
	return {
		digest,
		version: facts.version.join('.'),
		sequence: facts.sequence,
		securityVersion: facts.securityVersion,
		useBefore: dateOf(facts.useBeforeS),
		classId: hexOf(facts.classId),
		deviceId: facts.deviceId === null ? null : hexOf(facts.deviceId),
		images: facts.images.map(({slot, sizeBytes, digest: image}) => ({slot, sizeBytes, digest: hexOf(image)})),
	};
}

/** One page of a list that is sorted by its names, those after `after`. */
export function pageOf<T>(items: readonly T[], nameOf: (item: T) => string, after: string, limit: number): T[] {
	const later = items.filter(item => nameOf(item) > after);
	later.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
	return later.slice(0, limit);
}

export function entriesIn({entries}: Campaign, state: string | undefined): Entry[] {
	const all = [...entries.values()];
	return state === undefined ? all : all.filter(entry => entry.state === (state as CardState));
}
