import type {FlashFaultKind} from '../flash/fault-plan.ts';
import {defineFault} from './fault.ts';
import {operation} from './flash-operation.ts';

/** Where in an operation the supply fails. */
const cuts: Readonly<Record<string, FlashFaultKind>> = {
	torn: 'cutTorn',
	before: 'cutBefore',
	unstable: 'cutUnstable',
	after: 'cutAfter',
};
const choices = Object.keys(cuts);

export const flashCut = defineFault({
	name: 'flashCut',
	summary: 'The supply of the card fails at an operation on its flash, and comes back.',
	area: 'flash',
	acts: 'card',
	parameters: [
		operation,
		{
			name: 'where',
			kind: 'choice',
			unit: 'place in the operation',
			min: 0,
			max: choices.length - 1,
			default: 0,
			choices,
			summary: 'before it, within it (torn, or unstable: loose bits stay), or after it',
		},
	],
	inject: (target, values) => target.firmware().planFlash([{at: values.operation, do: cuts[choices[values.where]]}]),
});
