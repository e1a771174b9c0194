import {defineFault} from './fault.ts';

export const overload = defineFault({
	name: 'overload',
	summary: 'More equipment is plugged in: the load grows by a share of the rated power.',
	area: 'load',
	acts: 'card',
	parameters: [
		{
			name: 'ratio',
			kind: 'ratio',
			unit: 'share of the rated power',
			min: 0.01,
			max: 3,
			summary: 'added to the load; 0.8 on top of 40 % makes 120 %',
		},
	],
	inject: (target, {ratio}) => target.addLoad(ratio),
});
