// `set`: the world of cards changes, or their settings.

import {cardsText} from '../played.ts';
import type {Played} from '../played.ts';
import type {SetStep} from '../scenario.ts';
import {stepName} from '../step-name.ts';
import {act} from './action.ts';
import type {Lane, Play} from './lane.ts';
import type {Called} from './record.ts';
import {firstRefusal} from './refusals.ts';

export function playSet(lane: Lane, step: SetStep, called: Called): Played | Play<Played> {
	const {stage} = lane;
	const {bench} = stage;
	return act(lane, step, called, () => {
		stage.mark('set', `${stepName({...step, every: null})} on ${cardsText(called.cards)}`);
		for (const card of called.cards) {
			for (const {name, value} of step.values) {
				bench.set(card, name, value);
			}
		}
		const refusals = called.cards.map(
			card => step.settings.map(setting => bench.change(card, setting)).find(refusal => refusal !== '') ?? '',
		);
		return firstRefusal(stage, called, refusals);
	});
}
