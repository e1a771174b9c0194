// Which cards a fault is for, as a request names them: ids, or a selection as in scenarios.

import {codedError} from '../../../src/core/errors.ts';
import type {BenchCard} from '../../scenario/bench.ts';
import {selectCards} from '../../scenario/cards.ts';
import {suggestion} from '../../scenario/nearest.ts';
import {everyCard} from '../../scenario/parse-selection.ts';
import type {Selection} from '../../scenario/scenario.ts';

type Names = string | readonly string[];

/** An id, ids, or a selection; every list that is not empty must hold the card. */
export type CardsWanted =
	| Names
	| {readonly site?: Names; readonly model?: Names; readonly card?: Names; readonly share?: number};

/** Comparing a misspelt name with every card of a big fleet would take long. */
const MOST_TO_SUGGEST = 1000;

/** Indices of the wanted cards, ascending. `lot` draws the cards of a share. Throws E_CARD_UNKNOWN and E_REQUEST_INVALID. */
export function chosenCards(cards: readonly BenchCard[], wanted: CardsWanted, lot: number): number[] {
	const selection = selectionOf(wanted);
	refuseUnknown(selection.cards, new Set(cards.map(({id}) => id)), 'card has the id');
	refuseUnknown(selection.sites, new Set(cards.map(({site}) => site)), 'card is at the site');
	refuseUnknown(selection.models, new Set(cards.map(({model}) => model)), 'card is of the model');
	const chosen = selectCards(cards, selection, lot, 0);
	if (chosen.length === 0) {
		throw codedError('E_REQUEST_INVALID', 'No card is all of what "cards" says at once; leave it out for all cards.', {
			field: 'cards',
		});
	}
	return chosen;
}

function selectionOf(wanted: CardsWanted): Selection {
	if (typeof wanted === 'string' || Array.isArray(wanted)) {
		return {...everyCard, cards: listOf(wanted as Names)};
	}
	const {site, model, card, share} = wanted as Exclude<CardsWanted, Names>;
	return {
		...everyCard,
		sites: listOf(site),
		models: listOf(model),
		cards: listOf(card),
		sharePercent: share ?? everyCard.sharePercent,
	};
}

function listOf(names: Names | undefined): readonly string[] {
	return names === undefined ? [] : typeof names === 'string' ? [names] : names;
}

function refuseUnknown(names: readonly string[], known: ReadonlySet<string>, what: string): void {
	const name = names.find(each => !known.has(each));
	if (name !== undefined) {
		const near = known.size > MOST_TO_SUGGEST ? '' : suggestion(name, [...known]);
		throw codedError('E_CARD_UNKNOWN', `No ${what} ${name}${near}.`, {name, status: 400});
	}
}
