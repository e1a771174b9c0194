// Takes facts in and follows up what they bring, until nothing more does.

import {actionsOf} from './actions.ts';
import type {Action} from './actions.ts';
import {decide} from './decide.ts';
import type {Live} from './decide.ts';
import type {Fact} from './facts.ts';
import {apply} from './state.ts';
import type {RolloutState} from './state.ts';

/** Far more rounds than waves and offers can bring at one moment: beyond it something goes in circles. */
const ROUNDS_MOST = 10_000;

export interface Settled {
	/** In their order: to be stored before any action is taken. */
	readonly facts: Fact[];
	readonly actions: Action[];
}

/** Applies facts to the state, which changes. */
export function takeIn(state: RolloutState, facts: readonly Fact[]): Settled {
	const actions: Action[] = [];
	for (const fact of facts) {
		actions.push(...actionsOf(state, fact));
		apply(state, fact);
	}
	return {facts: [...facts], actions};
}

/** Adds what was decided later. */
export function join(to: Settled, more: Settled): void {
	to.facts.push(...more.facts);
	to.actions.push(...more.actions);
}

/** Applies facts, and all that follow from them at this moment. */
export function settle(state: RolloutState, first: readonly Fact[], nowS: number, live: Live): Settled {
	const {facts, actions} = takeIn(state, first);
	for (let round = 0; round < ROUNDS_MOST; round++) {
		const next = takeIn(state, decide(state, nowS, live));
		if (next.facts.length === 0) {
			return {facts, actions};
		}
		join({facts, actions}, next);
	}
	throw new RangeError('decisions about campaigns do not come to an end');
}
