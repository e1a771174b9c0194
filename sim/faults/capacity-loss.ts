import {defineFault} from './fault.ts';
import {turned} from './turned.ts';

export const capacityLoss = defineFault({
	name: 'capacityLoss',
	summary: 'The battery holds less than it should, and nothing but a discharge shows it.',
	area: 'battery',
	acts: 'card',
	parameters: [
		{
			name: 'share',
			kind: 'ratio',
			unit: 'share of the capacity',
			min: 0.01,
			max: 0.95,
			default: 0.5,
			summary: 'how much is missing; 0.2 is the end of life',
		},
	],
	inject: (target, {share}) => turned(target, 'batteryCapacity', 1 - share),
});
