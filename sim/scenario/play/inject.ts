// `inject`: a fault begins, and ends after its time or with the run.

import {formatDuration} from '../duration.ts';
import {cardsText} from '../played.ts';
import type {Played} from '../played.ts';
import type {InjectStep} from '../scenario.ts';
import {stepName} from '../step-name.ts';
import {act} from './action.ts';
import type {Lane, Play} from './lane.ts';
import type {Called} from './record.ts';

export function playInject(lane: Lane, step: InjectStep, called: Called): Played | Play<Played> {
	const {stage} = lane;
	return act(lane, step, called, () => {
		stage.mark('fault', `${stepName({...step, every: null})} on ${cardsText(called.cards)}`);
		stage.effects.inject(step, called.cards, () => {
			stage.mark('undo', `${step.fault} ends after ${formatDuration(step.forMs ?? 0)}`);
		});
		return null;
	});
}
