// `command`: every selected card is given a command.

import {cardsText} from '../played.ts';
import type {Played} from '../played.ts';
import type {CommandStep} from '../scenario.ts';
import {stepName} from '../step-name.ts';
import {act} from './action.ts';
import type {Lane, Play} from './lane.ts';
import type {Called} from './record.ts';
import {firstRefusal} from './refusals.ts';

export function playCommand(lane: Lane, step: CommandStep, called: Called): Played | Play<Played> {
	const {stage} = lane;
	return act(lane, step, called, () => {
		stage.mark('command', `${stepName({...step, every: null})} to ${cardsText(called.cards)}`);
		const refusals = called.cards.map(card => stage.bench.command(card, step.command));
		return firstRefusal(stage, called, refusals);
	});
}
