// Samples that a card has no memory for.

import {seedFor, unitAt} from '../../src/core/random.ts';
import type {Fleet} from './fleet.ts';

/** Whether the sample that a card is about to send finds no room: drawn anew for each, by its number. */
export function lacksRoom(fleet: Fleet | undefined, card: number): boolean {
	const share = fleet?.disturbed.droppedSamples(card) ?? 0;
	if (fleet === undefined || share === 0) {
		return false;
	}
	const seed = seedFor(fleet.spec.seed, `${fleet.spec.cards[card].id}/room`);
	return unitAt(seed, 0, fleet.cards.sampleSequence[card]) < share;
}
