// Which card a request is about: the one of its `card` parameter, or the first.

import type {CardHouse, CardView} from '../../agent/card-view.ts';
import {codedError} from '../../core/errors.ts';

/** The card, looking at the present. Throws E_RESOURCE_UNKNOWN. */
export function cardOf(house: CardHouse, cardId: string | undefined): CardView {
	const card = cardId === undefined ? 0 : house.find(cardId);
	if (card < 0 || card >= house.count) {
		throw codedError('E_RESOURCE_UNKNOWN', 'There is no card of this id; GET /api/v1/cards lists them.', {});
	}
	const view = house.view(card);
	view.look();
	return view;
}

/** What people call it: the name that was given to the card, or else its id. */
export function cardName(view: CardView): string {
	return view.text('card.name') || view.identity.cardId;
}

/** Cards in order, `limit` of them after the one of this id. */
export function listCards(house: CardHouse, after: string | undefined, limit: number): object {
	const first = after === undefined ? 0 : house.find(after) + 1;
	const last = Math.min(house.count, first + limit);
	const cards: object[] = [];
	for (let card = first; card < last; card++) {
		const view = house.view(card);
		const {cardId, sku, modelName, serial} = view.identity;
		cards.push({id: cardId, name: cardName(view), sku, modelName, serial});
	}
	const next = last < house.count ? house.view(last - 1).identity.cardId : null;
	return {cards, count: house.count, next};
}
