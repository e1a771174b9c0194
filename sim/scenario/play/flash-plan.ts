// `flashPlan`: what befalls the flash of cards is laid down for the rest of the run.

import {cardsText, passed} from '../played.ts';
import type {Played} from '../played.ts';
import type {FlashPlanStep} from '../scenario.ts';
import {stepName} from '../step-name.ts';
import type {Lane} from './lane.ts';
import type {Called} from './record.ts';

export function playFlashPlan({stage, since}: Lane, step: FlashPlanStep, {cards}: Called): Played {
	since.forget();
	stage.mark('fault', `${stepName(step)} on ${cardsText(cards)}`);
	stage.effects.planFlash(step.plan, cards);
	return passed;
}
