// What cards refused: all of them are asked, and the first that refused is named.

import {refusedFailure} from '../failure.ts';
import type {Failure} from '../played.ts';
import type {Called} from './record.ts';
import type {Stage} from './stage.ts';

/** The failure where one of `refusals`, one a card of the step, is not ''. */
export function firstRefusal(stage: Stage, called: Called, refusals: readonly string[]): Failure | null {
	const refusing = called.cards.filter((_, i) => refusals[i] !== '');
	if (refusing.length === 0) {
		return null;
	}
	const text = refusals.find(refusal => refusal !== '') ?? '';
	return refusedFailure(stage.place(called), stage.bench.cards[refusing[0]].id, text, refusing);
}
