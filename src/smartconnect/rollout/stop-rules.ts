// When a campaign stops by itself (ota.md 7).

import type {Campaign} from './state.ts';

/** How many reverted cards of `results` are too many: the share or the count, whichever is greater. */
export function revertLimit(results: number, percent: number, cards: number): number {
	return Math.max(cards, Math.ceil((results * percent) / 100));
}

type Rule = (campaign: Campaign) => string;

const tooManyReverts: Rule = ({counts, plan: {stop}}) => {
	const results = counts.confirmed + counts.reverted;
	const limit = revertLimit(results, stop.revertPercent, stop.revertCards);
	return counts.reverted >= limit
		? `${counts.reverted} of ${results} cards with a result went back to the old image; ${limit} are too many`
		: '';
};

const tooManySilent: Rule = ({counts, entries, plan: {stop}}) => {
	const offered = entries.size - counts.present;
	return counts.silent > 0 && counts.silent * 100 >= stop.silentPercent * offered
		? `${counts.silent} of ${offered} cards said nothing for ${stop.silentAfterS} s; ${stop.silentPercent} % are too many`
		: '';
};

const wrongImage: Rule = ({digestSites, plan: {stop}}) =>
	digestSites.size >= stop.digestSites
		? `E_OTA_DIGEST came from ${digestSites.size} sites: what they were sent is not what was signed`
		: '';

const rules: readonly Rule[] = [tooManyReverts, tooManySilent, wrongImage];

/** Why the campaign must stop; '' while it need not. */
export function reasonToStop(campaign: Campaign): string {
	for (const rule of rules) {
		const reason = rule(campaign);
		if (reason !== '') {
			return reason;
		}
	}
	return '';
}
