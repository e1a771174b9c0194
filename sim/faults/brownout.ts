import {defineFault} from './fault.ts';

export const brownout = defineFault({
	name: 'brownout',
	summary: 'The utility voltage sags to a fraction of nominal and stays there.',
	area: 'grid',
	acts: 'card',
	parameters: [
		{
			name: 'depth',
			kind: 'ratio',
			unit: 'share of the voltage',
			min: 0.01,
			max: 0.99,
			summary: 'how much is missing; 0.3 leaves 70 %',
		},
	],
	inject: (target, {depth}) => target.scaleInput(1 - depth),
});
