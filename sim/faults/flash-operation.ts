// The parameter that faults of flash have in common.

import type {FaultParameter} from './fault.ts';

/** An update of the largest slot has fewer. */
const MOST_OPERATIONS = 1_000_000;

export const operation: FaultParameter = {
	name: 'operation',
	kind: 'count',
	unit: 'operations',
	min: 1,
	max: MOST_OPERATIONS,
	default: 1,
	summary: 'which erase, program or raise it strikes; 1 is the next',
};
