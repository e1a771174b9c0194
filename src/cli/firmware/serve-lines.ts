// What `firmware serve` prints: one line for each thing that happened, for people or as JSON.

import {cardStateNames} from '../../smartconnect/rollout/card-states.ts';
import type {Fact, FactOf} from '../../smartconnect/rollout/facts.ts';
import type {Campaign} from '../../smartconnect/rollout/state.ts';

type Texts = {readonly [Kind in Fact['fact']]?: (fact: FactOf<Kind>) => string};

const because = (why: string): string => (why === '' ? '' : `: ${why}`);
const coded = (code: string): string => (code === '' ? '' : ` ${code}`);

/** A card that has said something of its offer, and is not yet at work on it. */
const takenWord = (code: string): string => (code === '' ? 'takes the offer' : 'waits');

/** Facts that are told; places, counters and what cards say of themselves are not. */
const texts: Texts = {
	created: ({plan}) => `created for ${plan.release.slice(0, 16)}, ${plan.percent} %, ${plan.waves.length} waves`,
	held: ({by, why}) => `held by ${by === 'rule' ? 'its rule' : 'an operator'}${because(why)}`,
	resumed: () => 'resumed',
	raised: ({percent}) => `raised to ${percent} %`,
	stopped: ({why}) => `stopped by its rule${because(why)}`,
	aborted: ({why}) => `aborted by an operator${because(why)}`,
	wave: ({wave}) => `wave ${wave + 1} begins`,
	settled: ({wave}) => `wave ${wave + 1} has enough confirmed cards: the soak begins`,
	completed: ({isGood}) => (isGood ? 'completed' : 'completed, with too few confirmed cards'),
	offered: ({card}) => `${card} offered`,
	moved: ({card, state, code}) => `${card} ${state === 'offered' ? takenWord(code) : state}${coded(code)}`,
	postponed: ({card, code}) => `${card} put off${coded(code)}`,
	heard: ({card}) => `${card} speaks again`,
};

/** A line for people; '' for what is not told. */
export function factText(fact: Fact): string {
	const text = texts[fact.fact] as ((fact: Fact) => string) | undefined;
	return text === undefined || !('campaign' in fact)
		? ''
		: `${new Date(fact.atS * 1000).toISOString().slice(0, 19)}Z ${fact.campaign} ${text(fact)}`;
}

/** The same as JSON. */
export function factJson(fact: Fact): string {
	if (texts[fact.fact] === undefined) {
		return '';
	}
	const {atS, ...rest} = fact;
	return JSON.stringify({schema: 'ridethrough.rollout-event/1', at: new Date(atS * 1000).toISOString(), ...rest});
}

/** Where a campaign stands, in one line. */
export function countsText({plan, phase, wave, counts}: Campaign): string {
	const told = cardStateNames.filter(state => counts[state] > 0).map(state => `${counts[state]} ${state}`);
	return `${plan.id} ${phase}, wave ${wave + 1} of ${plan.waves.length}: ${told.length === 0 ? 'no cards yet' : told.join(', ')}`;
}
