import {defineFault} from './fault.ts';
import {turned} from './turned.ts';

export const loadDrop = defineFault({
	name: 'loadDrop',
	summary: 'Equipment is switched off: the load falls by a share of what it is.',
	area: 'load',
	acts: 'card',
	parameters: [
		{
			name: 'share',
			kind: 'ratio',
			unit: 'share of the load',
			min: 0.01,
			max: 1,
			default: 0.5,
			summary: 'how much goes away; 1 is all',
		},
	],
	inject: (target, {share}) => turned(target, 'load', 1 - share),
});
