import {defineFault} from './fault.ts';

export const memoryPressure = defineFault({
	name: 'memoryPressure',
	summary:
		'The card is short of memory: samples find no room and are dropped, seen by the gap in their numbers; events wait in the log.',
	area: 'memory',
	acts: 'card',
	parameters: [
		{
			name: 'share',
			kind: 'ratio',
			unit: 'share of the samples',
			min: 0.01,
			max: 1,
			default: 0.5,
			summary: 'how many are dropped; 1 is all',
		},
	],
	inject: (target, {share}) => target.card().shortenMemory({kind: 'samples', share}),
});
