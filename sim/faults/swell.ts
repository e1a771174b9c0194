import {defineFault} from './fault.ts';

export const swell = defineFault({
	name: 'swell',
	summary: 'The utility voltage rises above nominal and stays there.',
	area: 'grid',
	acts: 'card',
	parameters: [
		{
			name: 'rise',
			kind: 'ratio',
			unit: 'share of the voltage',
			min: 0.01,
			max: 1,
			summary: 'how much is added; 0.2 makes 120 %',
		},
	],
	inject: (target, {rise}) => target.scaleInput(1 + rise),
});
