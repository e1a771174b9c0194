// What must be done because of a fact, once it is stored. Replaying facts does nothing of it.

import {cardStates} from './card-states.ts';
import type {CardState} from './card-states.ts';
import type {Fact} from './facts.ts';
import type {Campaign, RolloutState} from './state.ts';

export type Action =
	| {
			readonly do: 'offer';
			readonly card: string;
			readonly campaign: string;
			readonly version: number;
			readonly fromS: number;
			readonly untilS: number;
	  }
	| {readonly do: 'withdraw'; readonly card: string; readonly campaign: string; readonly release: string}
	/** What a card's part in a campaign ended with: once for each card, and once more where a withdrawal came too late. */
	| {
			readonly do: 'result';
			readonly card: string;
			readonly campaign: string;
			readonly state: CardState;
			readonly code: string;
	  };

/** Withdrawals for every card that an offer of the campaign may be at work on. Cards in TRIAL finish (ota.md 7). */
export function withdrawals({plan, entries}: Campaign): Action[] {
	return [...entries.values()]
		.filter(({state, before}) => cardStates[state === 'silent' ? before : state].isWithdrawable)
		.map(({card}) => ({do: 'withdraw', card, campaign: plan.id, release: plan.release}));
}

/** The actions of a fact, by the state just before it is applied. */
export function actionsOf(state: RolloutState, fact: Fact): Action[] {
	if (fact.fact === 'offered') {
		const {card, campaign, version, fromS, untilS} = fact;
		return [{do: 'offer', card, campaign, version, fromS, untilS}];
	}
	if (fact.fact === 'stopped' || fact.fact === 'aborted') {
		return withdrawals(state.campaigns.get(fact.campaign) as Campaign);
	}
	if (fact.fact === 'moved' && cardStates[fact.state].isEnd) {
		const {card, campaign, state: end, code} = fact;
		return [{do: 'result', card, campaign, state: end, code}];
	}
	return [];
}
