import {defineFault} from './fault.ts';
import {turned} from './turned.ts';

export const frequencyShift = defineFault({
	name: 'frequencyShift',
	summary: 'The utility frequency is off by so much and stays there.',
	area: 'grid',
	acts: 'card',
	parameters: [
		{
			name: 'hertz',
			kind: 'quantity',
			unit: 'Hz',
			min: -10,
			max: 10,
			summary: 'added to the frequency of the site; the UPS bears 3 Hz',
		},
	],
	inject: (target, {hertz}) => turned(target, 'inputHertz', hertz),
});
